"""Rating, reopening and taking back on the portal: once, in time, and nothing typed is lost."""

from datetime import timedelta
from typing import Any

import pytest

from sawti.cases.lifecycle import State
from sawti.quality.models import Rating
from tests.cast import Cast
from tests.sawti.cases.scenes import everything
from tests.sawti_portal.conftest import Visitor

RATING: dict[str, Any] = {"score": "2", "poor": ["slow"], "good": ["polite"], "words": "متأخر"}


class Opened:
    """A case in a state, opened by its applicant."""

    def __init__(self, cast: Cast, visitor: Visitor, *steps: Any) -> None:
        self.visitor, self.filed = visitor, cast.file_case()
        for step in steps:
            step(self.filed.case_id)
        self.open()

    def open(self) -> None:
        """Open it with its receipt; a session ends with the working day."""
        self.visitor.open_case(self.filed.number, self.filed.receipt)

    @property
    def page(self) -> str:
        return str(self.visitor.get(f"track/{self.filed.number}/").text)

    def get(self, act: str) -> Any:
        return self.visitor.get(f"track/{self.filed.number}/{act}/")

    def post(self, act: str, **typed: Any) -> Any:
        return self.visitor.post(f"track/{self.filed.number}/{act}/", **typed)


@pytest.fixture
def received(cast: Cast, visitor: Visitor, clock) -> Opened:
    return Opened(cast, visitor)


@pytest.fixture
def answered(cast: Cast, visitor: Visitor, clock) -> Opened:
    return Opened(cast, visitor, cast.take, cast.answer)


def home_of(opened: Opened) -> tuple[int, str]:
    return 303, f"/en/track/{opened.filed.number}/"


def led(response: Any) -> tuple[int, str]:
    return response.status_code, response.headers["Location"]


def test_a_case_is_taken_back_after_a_question_and_with_no_need_for_words(
    cast: Cast, received: Opened
):
    asked = received.get("withdraw").text

    done = received.post("withdraw", reason="")

    assert "This can’t be undone" in asked
    assert led(done) == home_of(received)
    assert cast.case(received.filed.case_id).state == State.WITHDRAWN
    assert "You took this case back." in received.page


def test_words_on_taking_back_stand_in_the_conversation(cast: Cast, received: Opened):
    received.post("withdraw", reason="حُلّت المشكلة")

    assert "حُلّت المشكلة" in received.page
    assert "Why you took it back" in received.page


def test_taking_back_twice_shows_the_same_and_happens_once(cast: Cast, received: Opened):
    received.post("withdraw", reason="Solved")
    before = everything(cast)

    again = received.post("withdraw", reason="Solved")

    assert led(again) == home_of(received)
    assert everything(cast) == before


def test_an_answered_case_is_not_taken_back_and_the_words_are_kept(cast: Cast, answered: Opened):
    before = everything(cast)

    refused = answered.post("withdraw", reason="I changed my mind")

    assert refused.status_code == 409
    assert "I changed my mind" in refused.text
    assert "This can&#x27;t be done while case" in refused.text
    assert everything(cast) == before


def test_an_answer_is_rated_with_reasons_and_words(cast: Cast, answered: Opened):
    offered = answered.page

    done = answered.post("rate", **RATING)

    assert 'name="score"' in offered
    assert led(done) == home_of(answered)
    with cast.inside(cast.bahrain):
        rating = Rating.objects.get()
    assert (rating.score, rating.reasons) == (2, ["polite", "slow"])
    page = answered.page
    assert 'name="score"' not in page
    assert "2 – Poor" in page
    assert "It was polite · It took too long" in page
    assert "متأخر" in page


def test_a_low_rating_offers_to_reopen_and_a_good_one_thanks(cast: Cast, visitor: Visitor, clock):
    poor = Opened(cast, visitor, cast.take, cast.answer)
    good = Opened(cast, visitor, cast.take, cast.answer)

    poor.post("rate", score="1")
    good.post("rate", score="5")

    assert "We are sorry that the answer was not good." in poor.page
    assert "Thank you for your rating" in good.page
    assert "We are sorry" not in good.page


def test_a_rating_that_is_sent_twice_counts_once_and_shows_the_first(cast: Cast, answered: Opened):
    answered.post("rate", **RATING)
    before = everything(cast)

    again = answered.post("rate", **{**RATING, "score": "5"})

    assert led(again) == home_of(answered)
    assert everything(cast) == before


@pytest.mark.parametrize("score", ["", "0", "6", "five"])
def test_a_rating_without_a_score_is_asked_for_and_the_words_are_kept(
    cast: Cast, answered: Opened, score: str
):
    before = everything(cast)

    refused = answered.post("rate", score=score, words="متأخر")

    assert refused.status_code == 422
    assert "Choose how good the answer was." in refused.text
    assert "متأخر" in refused.text
    assert everything(cast) == before


def test_a_case_without_an_answer_is_not_rated(cast: Cast, received: Opened):
    before = everything(cast)

    refused = received.post("rate", **RATING)

    assert (refused.status_code, "متأخر" in refused.text) == (409, True)
    assert led(received.get("rate")) == home_of(received)
    assert everything(cast) == before


def test_a_reopened_case_has_a_new_due_date_and_tells_so(cast: Cast, answered: Opened, clock):
    first_due = cast.case(answered.filed.case_id).due_at
    clock.shift(timedelta(days=2))
    answered.open()
    asked = answered.get("reopen").text

    done = answered.post("reopen", reason="ما زال العمود مطفأ")

    assert "until <strong><time" in asked
    assert 'datetime="2026-03-15"' in asked
    assert led(done) == home_of(answered)
    case = cast.case(answered.filed.case_id)
    assert (case.state, case.due_at > first_due) == (State.OPEN, True)
    assert "You reopened this case" in answered.page
    assert "ما زال العمود مطفأ" in answered.page


def test_reopening_needs_words(cast: Cast, answered: Opened):
    before = everything(cast)

    refused = answered.post("reopen", reason=" ")

    assert (refused.status_code, "Write what is still to be done." in refused.text) == (422, True)
    assert everything(cast) == before


def test_a_reopening_that_is_sent_twice_happens_once(cast: Cast, answered: Opened):
    answered.post("reopen", reason="Still dark")
    before = everything(cast)

    again = answered.post("reopen", reason="Still dark")
    other = answered.post("reopen", reason="And another thing")

    assert led(again) == home_of(answered)
    assert (other.status_code, "And another thing" in other.text) == (409, True)
    assert everything(cast) == before


def test_after_the_window_a_new_case_is_offered_that_names_the_old_one(
    cast: Cast, answered: Opened, clock
):
    clock.shift(timedelta(days=30))
    answered.open()
    before = everything(cast)

    refused = answered.post("reopen", reason="Still dark")

    assert (refused.status_code, "Still dark" in refused.text) == (409, True)
    assert everything(cast) == before
    page = answered.page
    assert "This case could be reopened until" in page
    assert f'name="follows" value="{answered.filed.number}"' in page


def test_the_new_case_begins_with_the_number_of_the_old_one(cast: Cast, answered: Opened):
    visitor, number = answered.visitor, answered.filed.number

    begun = visitor.post("file/", type="complaint", follows=number)

    assert led(begun) == (303, "/en/file/story/")
    assert f"This follows case {number}." in visitor.get("file/story/").text


@pytest.mark.parametrize(
    ("act", "typed"),
    [("withdraw", {"reason": "x"}), ("rate", RATING), ("reopen", {"reason": "x"})],
)
def test_who_has_not_opened_the_case_does_nothing_with_it(
    cast: Cast, answered: Opened, act: str, typed: dict[str, Any]
):
    before = everything(cast)
    number = answered.filed.number
    stranger, abroad = Visitor(cast.client()), Visitor(cast.client(tenant="jordan"))

    posted = [each.post(f"track/{number}/{act}/", **typed) for each in (stranger, abroad)]
    shown = [each.get(f"track/{number}/{act}/") for each in (stranger, abroad)]

    assert [led(response) for response in posted] == [home_of(answered)] * 2
    assert ['name="receipt"' in response.text for response in shown] == [True, True]
    assert everything(cast) == before


def test_a_rated_case_costs_two_statements_more(
    cast: Cast, answered: Opened, visitor: Visitor, statements
):
    visitor.get(f"track/{answered.filed.number}/")
    with statements() as unrated:
        visitor.get(f"track/{answered.filed.number}/")
    answered.post("rate", **RATING)

    with statements() as rated:
        visitor.get(f"track/{answered.filed.number}/")

    assert len(rated) - len(unrated) == 2  # the rating and its words
