"""The overview of those who lead: their own entities, nothing hidden."""

import re
from datetime import date

import pytest

from tests import people
from tests.cast import Cast
from tests.sawti.insights.counts import ELECTRICITY, ROADS, fed
from tests.sql import statements

MARCH = date(2026, 3, 1)


def overview(cast: Cast, person: people.Person) -> str:
    response = cast.client(person).get("/desk/overview/?language=en", follow=True)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def links(cast: Cast, person: people.Person) -> set[str]:
    html = cast.client(person).get("/desk/overview/").content.decode()
    return set(re.findall(r'href="(/desk/\?[^"]+)"', html))


@pytest.fixture
def waiting(cast: Cast, clock: object) -> None:
    """Three cases of electricity, one of them overdue, and two of roads; all counted."""
    cast.file_case(on="2026-01-04T08:00Z")
    cast.file_case(on="2026-03-01T07:00Z")
    cast.file_case(on="2026-03-01T07:30Z")
    cast.file_case(category="road-pothole")
    cast.file_case(category="road-pothole")
    fed(cast)


@pytest.mark.usefixtures("waiting")
def test_a_head_sees_what_is_open_and_overdue_in_the_entities_below_and_nothing_else(
    cast: Cast,
) -> None:
    text = overview(cast, people.KHALID)

    assert "Open now 3" in text
    assert "Overdue 1" in text
    assert "Roads" not in text


@pytest.mark.usefixtures("waiting")
def test_who_sees_every_entity_sees_all_cases(cast: Cast) -> None:
    assert "Open now 5" in overview(cast, people.MARYAM)


@pytest.mark.usefixtures("waiting")
def test_numbers_lead_to_the_list_that_holds_so_many(cast: Cast) -> None:
    found = links(cast, people.FATIMA)

    assert f"/desk/?entity={ELECTRICITY}&amp;due=overdue" in found
    assert f"/desk/?entity={ROADS}" not in found
    page = cast.client(people.FATIMA).get(f"/desk/?entity={ELECTRICITY}&due=overdue")
    assert page.content.decode().count('<th scope="row"') == 1


@pytest.mark.usefixtures("waiting")
def test_staff_without_a_post_and_the_outsider_see_no_case(cast: Cast) -> None:
    assert "You hold no post yet" in overview(cast, people.NOOR)
    assert "Open now 0" in overview(cast, people.OMAR)


@pytest.mark.usefixtures("waiting")
def test_the_overview_costs_the_same_for_one_entity_and_for_many(cast: Cast) -> None:
    one, many = cast.client(people.FATIMA), cast.client(people.MARYAM)
    one.get("/desk/overview/")

    with statements() as few:
        one.get("/desk/overview/")
    with statements() as more:
        many.get("/desk/overview/")

    assert len(few) == len(more) == 9  # with exceptions, three counts, two figures
