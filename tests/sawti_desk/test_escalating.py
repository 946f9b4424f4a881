"""Escalation on the page of a case: what happened, by hand and by the clock, and the forms."""

import re
from html import unescape
from typing import Any

import pytest

from sawti.cases.queries import case_for_applicant
from sawti.escalation.models import Escalation
from tests import people
from tests.cast import Cast, utc
from tests.sawti.escalation.scenes import DUE, LATE, filed, post, sweep


@pytest.fixture(autouse=True)
def _stopped(clock: Any) -> None:
    """Stop the time."""


def page(cast: Cast, case_id: Any, person: people.Person = people.FATIMA) -> str:
    html = cast.client(person).get(f"/desk/cases/{case_id}/?language=en", follow=True)
    text = unescape(re.sub(r"<[^>]+>", " ", html.content.decode()))
    return re.sub(r"\s+", " ", re.sub("[\u2066-\u2069\u200e\u200f]", "", text))


def send(cast: Cast, case_id: Any, deed: str, person: people.Person, **words: Any) -> int:
    version = words.pop("version", cast.case(case_id).version)
    answer = cast.client(person).post(
        f"/desk/cases/{case_id}/{deed}/", {"version": version, **words}
    )
    return int(answer.status_code)


def test_the_timeline_tells_what_each_level_did(cast: Cast) -> None:
    post(cast, cast.khalid, "secretary_general")
    case_id = filed(cast)
    sweep(DUE)

    text = page(cast, case_id)

    assert "Escalated: Undersecretary" in text
    assert "Level: Warning to the focal point. Nobody was told: a higher level" in text
    assert "Level: Undersecretary. Told: Khalid Al Mannai." in text


def test_the_timeline_says_which_post_is_vacant(cast: Cast) -> None:
    post(cast, cast.noor, "prime_ministers_office", None)
    case_id = filed(cast)
    sweep(LATE)

    assert "Level: Minister. This post is vacant: Minister. Told: Noor Ahmed." in page(
        cast, case_id
    )


def test_the_applicant_reads_nothing_of_it(cast: Cast) -> None:
    case_id = filed(cast)
    sweep(DUE)

    with cast.inside(cast.bahrain):
        found = case_for_applicant(case_id, language="en", at=utc(DUE))

    assert found is not None
    assert [row.event for row in found.history] == ["file"]


def test_an_officer_escalates_from_the_page_of_the_case(cast: Cast) -> None:
    post(cast, cast.noor, "minister")
    case_id = filed(cast)

    status = send(cast, case_id, "escalate", people.FATIMA, level="minister", reason="Dark road")

    assert status == 303
    assert "Level: Minister. Told: Noor Ahmed. By فاطمة الأنصاري. Reason: Dark road" in page(
        cast, case_id
    )


def test_of_two_officers_at_once_the_second_sees_what_happened(cast: Cast) -> None:
    case_id = filed(cast)
    send(cast, case_id, "escalate", people.FATIMA, version=1, reason="Dark road")

    status = send(cast, case_id, "escalate", people.MARYAM, version=1, reason="Dark road")

    assert status == 409
    assert cast.count(Escalation) == 1


def test_whoever_may_takes_it_back_and_others_have_no_form_for_it(cast: Cast) -> None:
    case_id = filed(cast)
    send(cast, case_id, "escalate", people.FATIMA, reason="Dark road")

    offered = [
        "Take the escalation back" in page(cast, case_id, person)
        for person in (people.FATIMA, people.MARYAM)
    ]
    status = send(cast, case_id, "deescalate", people.MARYAM, reason="Mended")

    assert (offered, status) == ([False, True], 303)
    assert "It was taken back." in page(cast, case_id)


def test_a_reason_is_asked_for(cast: Cast) -> None:
    case_id = filed(cast)

    assert send(cast, case_id, "escalate", people.FATIMA, reason="") == 422
    assert cast.count(Escalation) == 0
