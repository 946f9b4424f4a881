"""Administrators say how long their staff stay signed in."""

from typing import Any

import pytest

from sawti.audit.models import Entry
from sawti.lib import clock as time
from sawti.lib.errors import Invalid, NotPermitted
from sawti.signin.actions.session_rules import set_session_rule
from sawti.signin.models import SessionRule
from sawti.signin.queries import limits_for
from sawti.tenancy.context import tenant_context
from tests import people
from tests.cast import Cast

WHERE = "/desk/staff/sessions/"
RULE = {"role": "focal_point", "idle_minutes": "10", "most_hours": "4"}


@pytest.fixture
def salma(cast: Cast, clock: Any) -> Any:
    """The administrator, who has given her password just now."""
    client = cast.client(people.SALMA)
    client.post("/desk/confirm/", {"password": people.PASSWORD})
    return client


def minutes(cast: Cast, staff: Any) -> tuple[int, int]:
    with cast.inside(cast.bahrain):
        found = limits_for(staff, at=time.now())
    return int(found.idle.total_seconds() // 60), int(found.most.total_seconds() // 3600)


def test_a_rule_counts_for_the_role_and_the_general_one_for_the_others(
    cast: Cast, salma: Any
) -> None:
    before = minutes(cast, cast.fatima)

    salma.post(WHERE, RULE)
    salma.post(WHERE, {**RULE, "role": "~all", "idle_minutes": "15", "most_hours": "6"})
    page = salma.get(WHERE, {"language": "en"}, follow=True).text

    assert before == (30, 12)
    assert (minutes(cast, cast.fatima), minutes(cast, cast.maryam)) == ((10, 4), (15, 6))
    assert "10 minutes without any use, 4 hours at most" in page
    salma.post(WHERE, {"deed": "drop", "role": "focal_point"})
    assert minutes(cast, cast.fatima) == (15, 6)
    with cast.inside(cast.bahrain):
        rows = Entry.objects.filter(event__startswith="session.rule").order_by("id")
        words = [(row.event, row.reason) for row in rows]
    assert words[0] == ("session.rule_set", "focal_point: 10 min, 4 h")
    assert words[-1] == ("session.rule_dropped", "focal_point")


def test_numbers_out_of_bounds_and_unknown_roles_are_refused(cast: Cast, salma: Any) -> None:
    answers = [
        salma.post(WHERE, {**RULE, **change}).status_code
        for change in ({"idle_minutes": "1"}, {"most_hours": "99"}, {"role": "nobody"})
    ]
    missing = salma.post(WHERE, {"deed": "drop", "role": "focal_point"}).status_code

    assert (answers, missing) == ([422, 422, 422], 404)
    assert cast.count(SessionRule) == 0


def test_only_who_manages_staff_sets_rules(cast: Cast, clock: Any) -> None:
    client = cast.client(people.FATIMA)
    client.post("/desk/confirm/", {"password": people.PASSWORD})
    values: dict[str, Any] = {"idle_minutes": 10, "most_hours": 4, "at": time.now()}

    refused = client.post(WHERE, RULE).status_code

    with tenant_context(cast.bahrain), pytest.raises(NotPermitted):
        set_session_rule("focal_point", by=cast.fatima, **values)
    with tenant_context(cast.bahrain), pytest.raises(Invalid):
        set_session_rule("nobody", by=cast.salma, **values)
    assert refused == 403
    assert cast.count(SessionRule) == 0
