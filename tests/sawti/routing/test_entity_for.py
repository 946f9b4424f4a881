"""Who receives a new case."""

from typing import Any

import pytest

from sawti.entities.queries import entity_tree
from tests.cast import Cast


def entity_of(cast: Cast, **filing: str) -> str:
    filed = cast.file_case(**filing)
    with cast.inside(cast.bahrain):
        return entity_tree().by_id[filed.entity_id].code


@pytest.mark.parametrize(
    ("category", "entity", "expected"),
    [
        ("street-lighting", "ministry-of-works", "ministry-of-works"),  # the applicant's choice
        ("", "ministry-of-works", "ministry-of-works"),
        ("street-lighting", "", "ewa-electricity-distribution"),  # the category's entity
        ("", "", "tawasul-office"),  # "I don't know"
    ],
)
def test_the_applicants_choice_comes_first_then_the_category_then_triage(
    cast: Cast, clock: Any, category: str, entity: str, expected: str
) -> None:
    assert entity_of(cast, category=category, entity=entity) == expected


def test_what_nobody_knows_in_jordan_goes_to_jordans_triage(cast: Cast, clock: Any) -> None:
    filed = cast.file_case(tenant=cast.jordan, category="", entity="")

    with cast.inside(cast.jordan):
        assert entity_tree().by_id[filed.entity_id].code == "bekhedmetkom-operations-room"


def test_the_case_and_its_history_name_the_entity_that_received_it(cast: Cast, clock: Any) -> None:
    from sawti.cases.models import HistoryRow

    filed = cast.file_case()

    with cast.inside(cast.bahrain):
        row = HistoryRow.objects.get(case_id=filed.case_id)
    assert cast.case(filed.case_id).entity_id == filed.entity_id == row.to_entity_id
