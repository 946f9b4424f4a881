import re

import pytest
from django.conf import settings
from django.test import Client

from tests import people
from tests.cast import Cast, utc
from tests.people import Person
from tests.sawti.cases.secrets import name_conflict, take_part
from tests.sql import statements

QUEUE = "/desk/"


def reader(cast: Cast, person: Person = people.FATIMA) -> Client:
    client = cast.client(person)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return client


def numbers(page: str) -> list[str]:
    """Return the case numbers of the list, from top to bottom."""
    return re.findall(r'<a href="/desk/cases/[^"]+"><bdi class="sw-ltr">([^<]+)</bdi>', page)


def test_the_most_urgent_case_stands_first(cast: Cast, clock):
    slow = cast.file_case(on="2026-02-26T08:00Z")
    urgent = cast.file_case(on="2026-02-20T08:00Z")

    page = reader(cast).get(QUEUE).text

    assert numbers(page) == [urgent.number, slow.number]


def test_the_tabs_part_unanswered_from_answered_cases(cast: Cast, clock):
    open_case, done = cast.file_case(), cast.file_case()
    cast.take(done.case_id)
    cast.answer(done.case_id)
    client = reader(cast)

    assert numbers(client.get(QUEUE).text) == [open_case.number]
    assert numbers(client.get("/desk/?queue=answered").text) == [done.number]
    assert set(numbers(client.get("/desk/?queue=all").text)) == {open_case.number, done.number}


@pytest.mark.parametrize(
    ("now", "words", "icon"),
    [
        ("2026-03-01T08:00Z", "9 working days left", 'circle cx="12" cy="12" r="9"'),
        ("2026-03-11T08:00Z", "1 working day left", 'circle cx="12" cy="12" r="9"'),
        ("2026-03-12T08:00Z", "Due today", 'circle cx="12" cy="12" r="9"'),
        ("2026-03-12T12:00Z", "Overdue", "M12 3 2 20h20z"),
        ("2026-03-16T08:00Z", "Overdue by 2 working days", "M12 3 2 20h20z"),
    ],
)
def test_the_due_date_says_in_words_and_with_an_icon_how_urgent_it_is(
    cast: Cast, clock, now: str, words: str, icon: str
):
    filed = cast.file_case(on="2026-02-22T08:00Z")
    assert filed.due_at == utc("2026-03-12T11:00")  # 14 working days, Thursday at 14:00 local
    clock.move_to(utc(now))

    page = reader(cast).get(QUEUE).text

    due = page.split('class="sw-due"')[1].split("</span>")[0]
    assert due.endswith(words)
    assert icon in due
    assert "Thursday 12 March 2026" in page


def test_a_case_that_waits_for_the_applicant_shows_a_paused_clock(cast: Cast, clock):
    filed = cast.file_case(on="2026-02-22T08:00Z")
    cast.take(filed.case_id)
    cast.ask(filed.case_id)
    clock.move_to(utc("2026-03-20T08:00Z"))

    table = reader(cast).get(QUEUE).text.split("<table")[1]

    assert "Clock paused" in table
    assert "Overdue" not in table


def test_the_list_names_holder_importance_and_entity(cast: Cast, clock):
    filed = cast.file_case()
    cast.take(filed.case_id)

    page = reader(cast).get(QUEUE).text

    assert f"<bdi>{people.FATIMA.name}</bdi>" in page
    assert "Being handled" in page
    assert "Electricity Distribution" in page


def test_nobody_sees_the_queue_of_another_entity_or_tenant(cast: Cast, clock):
    cast.file_case()

    assert numbers(reader(cast, people.YUSUF).get(QUEUE).text) == []
    assert numbers(reader(cast, people.OMAR).get(QUEUE).text) == []
    assert len(numbers(reader(cast, people.KHALID).get(QUEUE).text)) == 1


def test_an_empty_queue_says_that_all_is_answered(cast: Cast, clock):
    page = reader(cast).get(QUEUE).text

    assert "Every case that you read has its answer." in page


def test_staff_without_a_post_read_what_to_do(cast: Cast, clock):
    response = reader(cast, people.NOOR).get(QUEUE)

    assert response.status_code == 200
    assert "You read no cases yet" in response.text
    assert 'name="q"' not in response.text


def test_who_only_takes_part_in_cases_finds_them_in_the_list_while_it_lasts(cast: Cast, clock):
    filed, other = cast.file_case(story="marker4711"), cast.file_case(story="marker4711")
    take_part(cast, filed.case_id, cast.noor, "reader", until=utc("2026-03-02T08:00Z"))
    client = reader(cast, people.NOOR)

    during, found = client.get(QUEUE).text, client.get("/desk/?queue=all&q=marker4711").text
    clock.move_to(utc("2026-03-02T08:00Z"))
    after = reader(cast, people.NOOR).get(QUEUE).text

    assert (numbers(during), numbers(found)) == ([filed.number], [filed.number])
    assert "You read no cases yet" not in during
    assert "You read no cases yet" in after
    assert other.number not in during + found + after


def test_who_takes_part_and_has_a_conflict_reads_no_cases(cast: Cast, clock):
    filed = cast.file_case()
    take_part(cast, filed.case_id, cast.noor)
    name_conflict(cast, filed.case_id, staff_id=cast.noor.id)

    assert "You read no cases yet" in reader(cast, people.NOOR).get(QUEUE).text


@pytest.mark.parametrize("rows", [1, 50])
def test_the_queue_costs_the_same_for_one_case_and_for_fifty(cast: Cast, clock, rows: int):
    for _ in range(rows):
        cast.file_case()
    client = reader(cast)
    client.get(QUEUE)

    with statements() as found:
        response = client.get(QUEUE)

    assert len(found) == 7
    assert len(numbers(response.text)) == rows


def test_the_second_page_goes_on_where_the_first_ended(cast: Cast, clock):
    filed = {cast.file_case().number for _ in range(51)}
    client = reader(cast)

    first = client.get(QUEUE).text
    link = re.search(r'rel="next" href="([^"]+)"', first)[1].replace("&amp;", "&")
    second = client.get(link).text

    assert (len(numbers(first)), len(numbers(second))) == (50, 1)
    assert {*numbers(first), *numbers(second)} == filed
    assert "Back to the first page" in second
    assert 'rel="next"' not in second


@pytest.mark.parametrize("query", ["queue=mine", "cursor=x", "cursor=%00", "queue=%00"])
def test_an_address_that_we_did_not_make_is_refused_with_words(cast: Cast, clock, query: str):
    response = reader(cast).get(f"/desk/?{query}")

    assert response.status_code == 422
