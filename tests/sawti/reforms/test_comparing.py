"""Figures can be compared over a merger, and the histories alone tell the same."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command

from sawti.cases.actions.sweeps import date_breaches
from sawti.insights.queries import as_now, report
from sawti.tenancy.context import tenant_context
from tests.cast import Cast, utc
from tests.sawti.insights.counts import wrong
from tests.sawti.reforms.scenes import (
    ELECTRICITY,
    FILED,
    ROADS,
    counted_anew,
    entity,
    merged,
    run_through,
    tree,
)

pytestmark = pytest.mark.usefixtures("clock")


def test_figures_of_the_government_are_the_same_before_and_after(cast: Cast) -> None:
    answered = cast.file_case(on=FILED).case_id
    cast.take(answered, on=FILED)
    cast.answer(answered, on="2026-03-02T08:00Z")
    for category in ("street-lighting", "road-pothole"):
        cast.file_case(on=FILED, category=category)
    march = date(2026, 3, 1)
    counted_anew(cast)
    with cast.inside(cast.bahrain):
        before = report(march, march)
        series = [entity(cast, each).id for each in (ELECTRICITY, ROADS)]
        comparable = report(march, march, entity_ids=series).total

    merged(cast)
    counted_anew(cast)

    with cast.inside(cast.bahrain):
        after = report(march, march)
        roads = tree(cast).with_predecessors(entity(cast, ROADS).id)
        now = as_now(after)
        found = report(march, march, entity_ids=roads).total
    assert wrong(cast) == []
    assert after.total == before.total
    assert roads == frozenset(series)
    assert found == comparable == now.entities[entity(cast, ROADS).id]
    assert after.entities[entity(cast, ELECTRICITY).id].received == 1


def test_adherence_explained_equals_the_dashboard_over_the_merger(cast: Cast) -> None:
    answered = cast.file_case(on=FILED).case_id
    cast.take(answered, on=FILED)
    cast.answer(answered, on="2026-03-02T08:00Z")
    cast.file_case(on="2026-03-01T09:00Z")
    merged(cast)
    with tenant_context(cast.bahrain):
        date_breaches(at=utc("2026-03-20T08:00Z"))
    run_through(cast, on="2026-03-20T08:01Z")
    counted_anew(cast)

    said = {}
    for name, code, more in (
        ("closed", ELECTRICITY, ()),
        ("alone", ROADS, ()),
        ("series", ROADS, ("--predecessors",)),
    ):
        out = StringIO()
        call_command("explain_adherence", code, "2026-03", *more, tenant="bahrain", stdout=out)
        said[name] = out.getvalue().splitlines()[-2:]

    assert said == {
        "closed": ["Adherence: 100 % (1 of 1)", "The dashboard shows 100 % (1 of 1)"],
        "alone": ["Adherence: 0 % (0 of 1)", "The dashboard shows 0 % (0 of 1)"],
        "series": ["Adherence: 50 % (1 of 2)", "The dashboard shows 50 % (1 of 2)"],
    }
