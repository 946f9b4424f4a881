"""The list narrowed: each filter alone and together, in the address, with a way back."""

import html
import re
from typing import Any
from uuid import uuid4

import pytest

from sawti.cases.models import Case
from tests import people
from tests.cast import Cast
from tests.sawti_desk.test_queue import numbers, reader
from tests.sql import statements

MARKUP = "<b>marker4711</b> & lamp"


def four_cases(cast: Cast) -> dict[str, str]:
    """File four cases of Fatima's entity; return their letters by number."""
    old = cast.file_case(on="2026-02-01T08:00Z")
    taken = cast.file_case(on="2026-02-20T08:00Z")
    outage = cast.file_case(on="2026-02-24T08:00Z", category="electricity-outage")
    english = cast.file_case(
        on="2026-02-25T08:00Z", language="en", channel="mobile", story="The lamp is out."
    )
    for case in (old, taken):
        cast.take(case.case_id)
    cast.ask(taken.case_id)
    return {
        case.number: name for case, name in zip((old, taken, outage, english), "abcd", strict=True)
    }


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("state=open", "a"),
        ("state=waiting", "b"),
        ("holder=me", "ab"),
        ("holder=nobody", "cd"),
        ("type=complaint", "abcd"),
        ("type=enquiry", ""),
        ("category=street-lighting", "abd"),
        ("category=roads", "abd"),
        ("category=electricity-outage", "c"),
        ("importance=critical", "c"),
        ("applicant_language=en", "d"),
        ("channel=mobile", "d"),
        ("due=overdue", "a"),
        ("due=today", "c"),
        ("received_from=2026-02-20&received_to=2026-02-24", "bc"),
        ("received_from=2026-03-01", ""),
        ("received_to=\u0662\u0660\u0662\u0666-\u0660\u0662-\u0660\u0661", "a"),
        ("entity=electricity-water-authority", "abcd"),
        ("entity=roads-projects-maintenance", ""),
        ("replied=yes", ""),
        ("reopened=yes", ""),
        ("holder=nobody&applicant_language=en&q=lamp", "d"),
        ("queue=all&holder=me&state=open", "a"),
    ],
)
def test_filters_narrow_the_list(cast: Cast, clock: Any, query: str, expected: str) -> None:
    names = four_cases(cast)

    found = numbers(reader(cast).get(f"/desk/?{query}").text)

    assert sorted(names[number] for number in found) == list(expected)


@pytest.mark.parametrize(
    ("query", "expected"),
    [("sort=newest", "dcba"), ("sort=oldest", "abcd"), ("queue=all&sort=oldest", "abcd")],
)
def test_the_order_can_be_chosen(cast: Cast, clock: Any, query: str, expected: str) -> None:
    names = four_cases(cast)

    found = numbers(reader(cast).get(f"/desk/?{query}").text)

    assert "".join(names[number] for number in found) == expected


def test_a_reply_is_looked_for_until_staff_react(cast: Cast, clock: Any) -> None:
    case = cast.file_case()
    cast.take(case.case_id)
    cast.ask(case.case_id)
    cast.reply(case.case_id)
    client = reader(cast)

    before = numbers(client.get("/desk/?replied=yes").text)
    cast.answer(case.case_id)
    after = numbers(client.get("/desk/?queue=all&replied=yes").text)

    assert (before, after) == ([case.number], [])


def test_a_reopened_case_is_found_as_such(cast: Cast, clock: Any) -> None:
    case = cast.file_case()
    cast.take(case.case_id)
    cast.answer(case.case_id)
    cast.reopen(case.case_id)

    assert numbers(reader(cast).get("/desk/?reopened=yes").text) == [case.number]


@pytest.mark.parametrize(
    "query",
    [
        "state=gone",
        "entity=greater-amman-municipality",
        "category=nothing",
        "holder=someone",
        "holder=%00",
        "due=tomorrow",
        "received_from=yesterday",
        "received_from=0001-01-01",
        "received_to=9999-12-31",
        "reopened=no",
        "sort=size",
        "queue=all&sort=due",
        f"q={'x' * 201}",
        "q=a%00b",
    ],
)
def test_a_filter_that_does_not_exist_is_named_and_no_case_is_shown(
    cast: Cast, clock: Any, query: str
) -> None:
    cast.file_case()

    response = reader(cast).get(f"/desk/?{query}")

    assert response.status_code == 422
    assert 'class="sw-error"' in response.text
    assert numbers(response.text) == []


def test_a_colleague_of_nobody_here_finds_nothing(cast: Cast, clock: Any) -> None:
    case = cast.file_case()
    cast.take(case.case_id)
    client = reader(cast)

    mine = numbers(client.get(f"/desk/?holder={cast.fatima.id}").text)
    other_tenant = numbers(client.get(f"/desk/?holder={cast.omar.id}").text)
    nobody = numbers(client.get(f"/desk/?holder={uuid4()}").text)

    assert (mine, other_tenant, nobody) == ([case.number], [], [])


def test_what_is_chosen_stands_as_links_that_undo_it(cast: Cast, clock: Any) -> None:
    page = reader(cast).get("/desk/?importance=critical&q=lamp&sort=newest&utm=x").text

    chips = page.split('class="sw-chips"')[1].split("</ul>")[0]
    links = [html.unescape(link) for link in re.findall(r'href="([^"]+)"', chips)]

    assert "Importance: " in chips
    assert links == [
        "/desk/?queue=queue&importance=critical&sort=newest",
        "/desk/?queue=queue&q=lamp&sort=newest",
        "/desk/?queue=queue",
    ]


def test_filters_stay_on_the_next_page_and_in_another_tab(cast: Cast, clock: Any) -> None:
    for _ in range(51):
        cast.file_case(language="en")
    client = reader(cast)

    page = client.get("/desk/?applicant_language=en&sort=oldest").text
    older = html.unescape(re.search(r'rel="next" href="([^"]+)"', page)[1])
    tabs = [html.unescape(each) for each in re.findall(r'<a href="(/desk/[?]queue=[^"]+)"', page)]

    assert older.startswith("/desk/?queue=queue&applicant_language=en&sort=oldest&cursor=")
    assert len(numbers(client.get(older).text)) == 1
    assert "/desk/?queue=all&applicant_language=en" in tabs


def test_the_hit_is_marked_and_what_people_wrote_stays_text(cast: Cast, clock: Any) -> None:
    cast.file_case(story=MARKUP)

    page = reader(cast).get("/desk/?q=lamp").text

    assert "&lt;b&gt;marker4711&lt;/b&gt; &amp; <mark>lamp</mark>" in page


@pytest.mark.parametrize(
    "person", [people.FATIMA, people.YUSUF, people.MARYAM, people.KHALID, people.NOOR, people.OMAR]
)
@pytest.mark.parametrize("query", ["queue=all", "queue=all&q=marker4711", "queue=all&state=open"])
def test_a_case_is_listed_exactly_where_its_page_opens(
    cast: Cast, clock: Any, person: people.Person, query: str
) -> None:
    filed = [
        cast.file_case(story="marker4711 one"),
        cast.file_case(story="marker4711 two", category="road-pothole"),
        cast.file_case(
            tenant=cast.jordan, story="marker4711", category="", entity="greater-amman-municipality"
        ),
    ]
    for tenant in (cast.bahrain, cast.jordan):
        with cast.writing(tenant):
            Case.objects.update(state="open")
    client = reader(cast, person)

    listed = set(numbers(client.get(f"/desk/?{query}").text))
    opened = {
        case.number
        for case in filed
        if client.get(f"/desk/cases/{case.case_id}/").status_code == 200
    }

    assert listed == opened


@pytest.mark.parametrize("rows", [1, 50])
def test_a_narrowed_and_searched_list_costs_at_most_twelve_statements(
    cast: Cast, clock: Any, rows: int
) -> None:
    for _ in range(rows):
        cast.file_case(story="The lamp is out.")
    client = reader(cast)
    address = "/desk/?queue=all&holder=nobody&category=roads&q=lamp&received_from=2026-01-01"
    client.get(address)

    with statements() as sent:
        page = client.get(address).text

    assert len(numbers(page)) == rows
    assert len(sent) == 10
