"""How a figure was counted, for those who lead: their own entities, every case, the same result."""

import re

import pytest

from sawti.cases.models import Involvement, InvolvementKind
from sawti.lib import clock as clocks
from tests import people
from tests.cast import Cast
from tests.sawti.insights.counts import ELECTRICITY, ROADS, fed
from tests.sql import statements

URL = f"/desk/overview/{ELECTRICITY}/?month=2026-03"
FILE = f"/desk/overview/{ELECTRICITY}.csv?month=2026-03"


def words(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def page(cast: Cast, person: people.Person, url: str = URL) -> str:
    response = cast.client(person).get(f"{url}&language=en", follow=True)
    assert response.status_code == 200
    return response.content.decode()


@pytest.fixture
def judged(cast: Cast, clock: object) -> None:
    """Electricity: one case in time, one late, one running; roads: one."""
    for answered in ("2026-03-03T08:00Z", "2026-05-20T08:00Z"):
        case_id = cast.file_case(on="2026-03-01T08:00Z").case_id
        cast.take(case_id, on="2026-03-01T09:00Z")
        cast.answer(case_id, on=answered)
    cast.file_case(on="2026-03-02T08:00Z")
    cast.file_case(category="road-pothole", on="2026-03-02T08:00Z")
    fed(cast)


@pytest.mark.usefixtures("judged")
def test_a_head_reads_the_rule_the_result_and_the_cases(cast: Cast) -> None:
    text = words(page(cast, people.KHALID))

    assert "March 2026: 50%, 1 of 2 cases" in text
    assert "Late is a case whose first answer came later" in text
    assert text.count("Answered late") == 2  # as a count and at its case
    assert "still shows" not in text


@pytest.mark.usefixtures("judged")
def test_the_overview_leads_to_it(cast: Cast) -> None:
    html = cast.client(people.KHALID).get("/desk/overview/").content.decode()

    assert f'href="/desk/overview/{ELECTRICITY}/"' in html


@pytest.mark.usefixtures("judged")
def test_an_entity_out_of_scope_equals_a_missing_one(cast: Cast) -> None:
    for url in (URL, FILE):
        assert cast.client(people.KHALID).get(url.replace(ELECTRICITY, ROADS)).status_code == 404
        assert cast.client(people.NOOR).get(url).status_code == 404
        assert cast.client(people.OMAR).get(url).status_code == 404


@pytest.mark.usefixtures("judged")
def test_a_case_that_one_must_not_know_of_is_not_listed(cast: Cast) -> None:
    case = cast.case(cast.file_case(on="2026-03-03T08:00Z").case_id)
    with cast.writing(cast.bahrain):
        Involvement.objects.create(
            case=case,
            kind=InvolvementKind.CONFLICT,
            staff=cast.khalid,
            since_at=clocks.now(),
            reason="",
        )

    html = page(cast, people.KHALID)
    csv = cast.client(people.KHALID).get(FILE).content.decode()

    assert case.number not in html
    assert case.number not in csv
    assert case.number in page(cast, people.FATIMA)


@pytest.mark.usefixtures("judged")
def test_the_cases_come_as_csv(cast: Cast) -> None:
    response = cast.client(people.KHALID).get(FILE)

    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert len(response.content.decode().splitlines()) == 4


@pytest.mark.usefixtures("judged")
def test_long_lists_come_in_pages_that_cost_the_same(cast: Cast) -> None:
    client = cast.client(people.KHALID)
    client.get(URL)
    with statements() as few:
        client.get(URL)
    for _ in range(50):
        cast.file_case(on="2026-03-04T08:00Z")

    with statements() as many:
        first = client.get(URL).content.decode()
    found = re.search(r'rel="next" href="([^"]+)"', first)
    assert found
    second = client.get(found[1].replace("&amp;", "&")).content.decode()

    assert len(few) == len(many)
    assert first.count('<th scope="row" data-label') == 50
    assert second.count('<th scope="row" data-label') == 3
