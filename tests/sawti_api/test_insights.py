"""The public figures for programs."""

import pytest

from tests.cast import Cast
from tests.sawti_api.calls import Api
from tests.sawti_portal.test_insights import ELECTRICITY, ROADS, WATER, counted

pytestmark = pytest.mark.usefixtures("clock")
PATH = "/api/v1/insights"


def test_the_figures_of_a_period_are_those_of_the_dashboard(api: Api, cast: Cast) -> None:
    counted(cast, ROADS, 40, answered=35, in_time=30, late=10, score_4=10, score_2=10)

    found = api.get(PATH).json()

    assert (found["period"], found["first_month"], found["last_month"]) == (
        "12-months",
        "2025-04",
        "2026-03",
    )
    assert found["total"] == {
        "received": {"value": 40, "hidden": None},
        "answered": {"value": 35, "hidden": None},
        "on_time_percent": 75,
        "median_days": None,
        "satisfaction": 3.0,
        "ratings": 20,
        "is_provisional": False,
    }
    assert [row["code"] for row in found["entities"]] == [ROADS]
    assert len(found["months"]) == 12


def test_small_numbers_are_hidden_with_the_reason(api: Api, cast: Cast) -> None:
    counted(cast, ELECTRICITY, 3)
    counted(cast, WATER, 30)
    counted(cast, ROADS, 50)

    rows = {row["code"]: row["received"] for row in api.get(PATH).json()["entities"]}

    assert rows == {
        ELECTRICITY: {"value": None, "hidden": "few"},
        WATER: {"value": None, "hidden": "withheld"},
        ROADS: {"value": 50, "hidden": None},
    }


@pytest.mark.parametrize(
    ("query", "field"), [("period=week", "period"), ("entity=nowhere", "entity")]
)
def test_what_does_not_exist_is_refused_by_name(api: Api, query: str, field: str) -> None:
    answer = api.get(f"{PATH}?{query}")

    assert answer.status_code == 422
    assert [fault["field"] for fault in answer.json()["errors"]] == [field]


def test_who_has_the_figures_is_told_so_until_they_are_counted_anew(api: Api, cast: Cast) -> None:
    counted(cast, ROADS, 40)
    first = api.get(PATH)

    again = api.get(PATH, if_none_match=first["ETag"])

    assert (again.status_code, again.content) == (304, b"")


def test_the_other_tenant_counts_its_own_cases(api: Api, cast: Cast) -> None:
    counted(cast, "greater-amman-municipality", 40, tenant=cast.jordan)

    assert api.get(PATH).json()["total"]["received"] == {"value": 0, "hidden": None}
