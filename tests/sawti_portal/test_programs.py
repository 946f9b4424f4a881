"""A program that files cases is stopped without asking people to prove that they are people."""

from datetime import timedelta
from typing import Any

from sawti.cases.models import Case
from tests.cast import Cast
from tests.sawti_portal.conftest import Visitor, codes_on


def test_whoever_writes_into_the_field_that_nobody_sees_is_refused_with_a_sentence(
    cast: Cast, visitor: Visitor
) -> None:
    visitor.answer_all_steps()

    response = visitor.post("file/check/", website="https://spam.example")

    assert response.status_code == 422
    assert "Something was written into a field that is to stay empty." in response.text
    assert "spam.example" not in response.text
    assert cast.count(Case) == 0


def test_after_that_a_person_can_send_the_case_all_the_same(cast: Cast, visitor: Visitor) -> None:
    visitor.answer_all_steps()
    visitor.post("file/check/", website="https://spam.example")

    assert len(codes_on(visitor.send())) == 2


def test_the_field_is_hidden_from_every_way_of_reading_a_page(visitor: Visitor) -> None:
    visitor.answer_all_steps()

    page = visitor.get("file/check/").text

    assert '<div hidden><label>Leave this empty <input name="website"' in page
    assert 'autocomplete="off" tabindex="-1"' in page


def test_who_is_quicker_than_anybody_can_read_is_asked_to_send_once_more(
    cast: Cast, visitor: Visitor, settings: Any, clock: Any
) -> None:
    settings.SAWTI_LEAST_FILING_SECONDS = 3
    visitor.answer_all_steps()

    too_quick = visitor.post("file/check/")
    clock.shift(timedelta(seconds=3))
    in_time = visitor.send()

    assert too_quick.status_code == 422
    assert "Look at your answers for a moment, then send the case." in too_quick.text
    assert len(codes_on(in_time)) == 2
    assert cast.count(Case) == 1
