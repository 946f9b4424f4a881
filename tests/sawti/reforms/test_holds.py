"""A legal hold on an entity goes on for the cases that left it when it was merged."""

from uuid import UUID

import pytest

from sawti.cases.models import Case
from sawti.retention.models import Hold
from sawti.retention.selecting import held_cases
from tests.cast import Cast, utc
from tests.sawti.reforms.scenes import ELECTRICITY, FILED, ROADS, day, entity, reform, run_through

pytestmark = pytest.mark.usefixtures("clock")


def held(cast: Cast) -> set[UUID]:
    """Return the cases that a hold protects."""
    with cast.inside(cast.bahrain):
        rows = Case.objects.filter(held_cases(utc("2026-03-05T08:00Z")))
        return set(rows.values_list("pk", flat=True))


def test_what_went_along_is_held_as_before_and_nothing_else(cast: Cast) -> None:
    ours = cast.file_case(on=FILED).case_id
    cast.file_case(on=FILED, category="road-pothole")
    with cast.writing(cast.bahrain):
        Hold.objects.create(
            entity_id=entity(cast, ELECTRICITY).id,
            first_on=day("2026-03-01"),
            last_on=day("2026-03-01"),
            reason="Case before the court",
            placed_at=utc(FILED),
            placed_by=cast.salma,
        )
    before = held(cast)

    reform(cast, "merge", ELECTRICITY, on="2026-03-03T08:00Z", into=ROADS)
    run_through(cast, on="2026-03-03T08:05Z")

    assert cast.case(ours).entity_id == entity(cast, ROADS).id
    assert before == held(cast) == {ours}
