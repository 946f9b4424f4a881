"""What a person agreed to: kept with the filing, read and withdrawn in the profile."""

from typing import Any

import pytest

from sawti.consents.models import Agreement
from sawti.consents.queries import current_versions
from tests import people
from tests.cast import Cast
from tests.sawti.consents.test_consents import published, stands
from tests.sawti_portal.conftest import Visitor


@pytest.fixture(autouse=True)
def _fixed_clock(clock: Any) -> None:
    """Every test here reads the same time."""


def ids(cast: Cast) -> list[str]:
    with cast.inside(cast.bahrain):
        return [str(row.id) for row in current_versions().values()]


def test_the_last_page_of_filing_shows_what_is_given_and_keeps_what_was_ticked(
    cast: Cast, visitor: Visitor
) -> None:
    visitor.answer_all_steps()
    privacy, sms, _surveys = ids(cast)
    page = visitor.get("file/check/").text

    visitor.client.post("/en/file/check/", {"consents": [privacy, sms]})

    assert "With the case you are given: Privacy notice" in page
    assert "I agree (you need not): News by SMS" in page
    with cast.inside(cast.bahrain):
        kept = Agreement.objects.values_list("version__code", "channel", "person_id")
        assert set(kept) == {("privacy", "filing", None), ("news-by-sms", "filing", None)}


def test_a_text_that_changed_meanwhile_is_shown_anew_and_nothing_is_filed(
    cast: Cast, visitor: Visitor
) -> None:
    visitor.answer_all_steps()
    _privacy, sms, _surveys = ids(cast)
    published(cast)

    answer = visitor.client.post("/en/file/check/", {"consents": [sms]})

    assert answer.status_code == 422
    assert "A text has changed." in answer.text
    assert cast.count(Agreement) == 0


def test_a_person_agrees_and_withdraws_in_the_profile(cast: Cast) -> None:
    sara = Visitor(cast.client(people.SARA))
    person = cast.applicant(people.SARA)

    given = sara.post("my/consents/", code="news-by-sms", deed="agree")
    page = sara.get("my/consents/").text
    agreed = stands(cast, person)["news-by-sms"]
    sara.post("my/consents/", code="news-by-sms", deed="withdraw")

    assert given.headers["Location"] == "/en/my/consents/?news=given"
    assert "We send you no more text messages." in page
    assert agreed == (1, False)
    assert stands(cast, person)["news-by-sms"] == (0, False)
    assert sara.post("my/consents/", code="privacy", deed="withdraw").status_code == 404


def test_a_new_version_asks_again_and_leads_on_once_it_is_answered(cast: Cast) -> None:
    sara = Visitor(cast.client(people.SARA))
    sara.post("my/consents/", code="news-by-sms", deed="agree")
    published(cast)

    page = sara.get("my/consents/?next=/en/my/cases/").text
    answer = sara.post("my/consents/", code="news-by-sms", deed="agree", next="/en/my/cases/")

    assert "A text has changed since you agreed to it." in page
    assert "you agreed to version 1 on" in page
    assert answer.headers["Location"] == "/en/my/cases/"
