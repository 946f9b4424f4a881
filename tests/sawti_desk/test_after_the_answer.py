"""What staff see of a rating, a reopening and a withdrawal."""

from django.conf import settings
from django.test import Client

from tests import people
from tests.cast import Cast
from tests.people import Person
from tests.sql import statements


def reader(cast: Cast, person: Person = people.FATIMA) -> Client:
    client = cast.client(person)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return client


def test_staff_read_the_rating_with_its_reasons_and_words_and_not_who_rated(cast: Cast, clock):
    case_id = cast.file_case().case_id
    cast.take(case_id)
    cast.answer(case_id)
    cast.rate(case_id, score=2)

    page = reader(cast).get(f"/desk/cases/{case_id}/").text

    assert "How the applicant rated it" in page
    assert "2 – Poor" in page
    assert "It solved the matter" in page
    assert "شكرًا" in page
    assert "Answer rated by the applicant" in page
    assert "سارة" not in page


def test_a_reopened_case_is_marked_in_the_queue_and_on_its_page(cast: Cast, clock):
    case_id = cast.file_case().case_id
    cast.take(case_id)
    cast.answer(case_id)
    cast.reopen(case_id)
    client = reader(cast)

    queue, page = client.get("/desk/").text, client.get(f"/desk/cases/{case_id}/").text

    assert queue.count("Reopened</span>") == 1
    assert "Reopened</span>" in page
    assert "Why it was reopened" in page
    assert "ما زال العمود مطفأ" in page


def test_a_withdrawn_case_tells_why_and_offers_nothing_but_the_identity(cast: Cast, clock):
    case_id = cast.file_case().case_id
    cast.withdraw(case_id)

    page = reader(cast).get(f"/desk/cases/{case_id}/").text

    assert "Why it was withdrawn" in page
    assert "حُلّت المشكلة" in page
    assert "There is nothing to do on this case now." in page


def test_a_page_costs_the_same_with_one_rating_and_with_many(cast: Cast, clock):
    case_id = cast.file_case().case_id
    cast.take(case_id)
    cast.answer(case_id)
    cast.rate(case_id)
    client = reader(cast)
    client.get(f"/desk/cases/{case_id}/")
    with statements() as few:
        client.get(f"/desk/cases/{case_id}/")
    for hour in range(10, 20, 2):
        cast.reopen(case_id, on=f"2026-03-01T{hour}:00Z")
        cast.answer(case_id, on=f"2026-03-01T{hour}:30Z")
        cast.rate(case_id, on=f"2026-03-01T{hour + 1}:00Z")

    with statements() as many:
        client.get(f"/desk/cases/{case_id}/")

    assert len(few) == len(many)
