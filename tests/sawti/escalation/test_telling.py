"""People hear of escalations in their language: one message for all that waits, not too often."""

from typing import Any

import pytest
from django.core import mail

from sawti.escalation.models import Notice
from sawti.outbox.delivery import deliver_due
from sawti.tenancy.context import tenant_context
from tests.cast import Cast, utc
from tests.sawti.escalation.scenes import (
    DUE,
    LATE,
    WARNED,
    bahrain,
    filed,
    mails,
    post,
    set_level,
    sweep,
    tell,
)


@pytest.fixture(autouse=True)
def _posts(cast: Cast, clock: Any) -> None:
    post(cast, cast.khalid, "secretary_general")
    set_level(cast, "secretary-general", at_any_hour=True)


def sent(at: str) -> list[Any]:
    """Deliver what is queued and return the mails about escalations."""
    mail.outbox.clear()
    with tenant_context(bahrain()):
        deliver_due(lambda: utc(at))
    return [each for each in mail.outbox if "scalat" in each.subject or "صعيد" in each.subject]


def test_one_case_is_one_message_about_it(cast: Cast) -> None:
    filed(cast)
    sweep(DUE)

    tell(DUE)

    assert mails(cast) == [("case_escalated", "khalid@bahrain.example")]


def test_many_cases_are_one_digest(cast: Cast) -> None:
    for _ in range(30):
        filed(cast)
    sweep(DUE)

    tell(DUE)

    assert mails(cast) == [("escalation_digest", "khalid@bahrain.example")]


def test_nobody_gets_a_second_message_within_a_quarter_of_an_hour(cast: Cast) -> None:
    """After 72 hours of downtime every recipient has one message, and then at most four an hour."""
    filed(cast)
    sweep(DUE)
    tell(DUE)
    cast.file_case(on="2026-03-01T08:10")
    cast.file_case(on="2026-03-01T08:20")
    with tenant_context(bahrain()):
        deliver_due(lambda: utc(DUE))
    sweep("2026-03-19T11:05")

    for minute in range(5, 15):
        tell(f"2026-03-19T11:{minute:02}")
    before = mails(cast)
    tell("2026-03-19T11:15")

    assert before == [("case_escalated", "khalid@bahrain.example")]
    assert mails(cast) == [*before, ("escalation_digest", "khalid@bahrain.example")]


def test_telling_twice_tells_once(cast: Cast) -> None:
    filed(cast)
    sweep(DUE)

    tell(DUE)
    tell("2026-03-19T12:00")

    assert len(mails(cast)) == 1


def test_nothing_is_sent_in_quiet_hours(cast: Cast) -> None:
    set_level(cast, "secretary-general", at_any_hour=False)
    filed(cast)
    sweep("2026-03-19T11:30")

    asleep = tell("2026-03-24T20:00")
    awake = tell("2026-03-25T04:00")

    assert (asleep, awake) == (0, 1)


def test_a_case_that_was_answered_meanwhile_chases_nobody(cast: Cast) -> None:
    case_id = filed(cast)
    sweep(DUE)
    cast.take(case_id, on="2026-03-19T11:01")
    cast.answer(case_id, on="2026-03-19T11:02")

    tell("2026-03-19T11:03")

    assert mails(cast) == []
    with cast.inside(cast.bahrain):
        assert Notice.objects.get(escalation__level="secretary-general").settled_at


def test_whoever_may_not_see_the_case_any_more_is_not_told(cast: Cast) -> None:
    from tests.sawti.escalation.test_recipients import conflict

    case_id = filed(cast)
    sweep(DUE)
    conflict(cast, case_id, cast.khalid)

    tell(DUE)

    assert mails(cast) == []


def test_the_message_is_in_the_readers_language_and_says_no_more_than_it_must(cast: Cast) -> None:
    case_id = filed(cast)
    number = cast.case(case_id).number
    sweep(WARNED)
    tell(WARNED)
    sweep(DUE)
    tell(DUE)

    to_fatima, to_khalid = sent(DUE)

    assert (to_fatima.to, to_khalid.to) == (["fatima@bahrain.example"], ["khalid@bahrain.example"])
    assert "المستوى: تنبيه ضابط الاتصال" in to_fatima.body
    assert "Level: Undersecretary." in to_khalid.body
    assert "Secretary general or undersecretary – Electricity and Water Authority" in to_khalid.body
    assert f"/desk/cases/{case_id}/" in to_khalid.body
    assert number in to_khalid.body
    assert "عمود" not in to_fatima.body + to_khalid.body


def test_a_message_says_which_post_is_vacant(cast: Cast) -> None:
    post(cast, cast.noor, "prime_ministers_office", None)
    filed(cast)
    sweep(LATE)
    tell("2026-03-29T06:00")

    (message,) = sent("2026-03-29T06:00")

    assert message.to == ["noor@bahrain.example"]
    assert "this post is vacant: Minister." in message.body


def test_a_digest_names_each_case_and_its_level(cast: Cast) -> None:
    cases = [filed(cast) for _ in range(3)]
    sweep(DUE)
    tell(DUE)

    (message,) = sent(DUE)

    assert message.subject == "3 cases were escalated"
    assert [cast.case(case_id).number in message.body for case_id in cases] == [True] * 3
    assert message.body.count("Undersecretary · due Thursday 19 March 2026") == 3
