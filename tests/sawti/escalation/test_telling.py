"""People hear of escalations in their language: one message for all that waits, not too often."""

from typing import Any

import pytest
from django.core import mail

from sawti.escalation.models import Notice
from sawti.lib.errors import InvalidInput
from sawti.notifications.models import Notification
from sawti.outbox.delivery import deliver_due
from sawti.telling.actions import StaffChoice, choose_mails
from sawti.telling.facts import What
from sawti.telling.models import InboxEntry
from sawti.telling.queries import what_staff_may_mute
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
from tests.sawti.notifications.pushing import Pushing, push, running
from tests.sawti.telling.test_rules import change
from tests.sawti.telling.test_words import change as reword

__all__ = ("push", "running")


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


def test_a_device_is_told_once_of_many_cases_and_of_none_by_name(cast: Cast, push: Pushing) -> None:
    push.browser(cast.khalid)
    for _ in range(3):
        filed(cast)
    sweep(DUE)

    tell(DUE)

    with cast.inside(cast.bahrain):
        (row,) = Notification.objects.filter(channel="push", template="push_staff")
    assert (row.params, row.state) == ({}, "queued")


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


def choose(cast: Cast, staff: Any, **choice: Any) -> None:
    with tenant_context(bahrain()):
        choose_mails(staff, StaffChoice(**choice), at=utc("2026-03-01T08:00"))


def in_list(cast: Cast) -> list[str]:
    with cast.inside(bahrain()):
        rows = InboxEntry.objects.filter(template="case_escalated").select_related("staff")
        return sorted(row.staff.email for row in rows)


def may_be_muted(cast: Cast) -> None:
    """Let Salma leave it to the staff whether they want e-mails of escalations."""
    change(cast, What.ESCALATED, {"ladder": ["in_app", "email"]})


def test_as_shipped_nobody_mutes_or_gathers_an_escalation(cast: Cast) -> None:
    choose(cast, cast.khalid, muted=(What.ESCALATED,), gathered=True, only_at_work=True)
    filed(cast)
    sweep(DUE)

    tell(DUE)

    assert mails(cast) == [("case_escalated", "khalid@bahrain.example")]
    with cast.inside(bahrain()):
        assert What.ESCALATED not in what_staff_may_mute()


def test_where_it_need_not_be_sent_staff_may_mute_it_and_keep_their_list(cast: Cast) -> None:
    may_be_muted(cast)
    choose(cast, cast.khalid, muted=(What.ESCALATED,))
    filed(cast)
    sweep(DUE)

    tell(DUE)

    assert mails(cast) == []
    assert in_list(cast) == ["khalid@bahrain.example"]


def test_where_it_need_not_be_sent_it_is_gathered_or_waits_for_working_hours(cast: Cast) -> None:
    may_be_muted(cast)
    choose(cast, cast.khalid, only_at_work=True)
    filed(cast)
    sweep("2026-03-19T11:30")

    tell("2026-03-19T11:30")  # the office has closed, and a feast follows

    with cast.inside(bahrain()):
        mailed = Notification.objects.get(template="case_escalated")
    assert mailed.not_before == utc("2026-03-25T04:00")


def test_gathered_escalations_come_with_the_other_news_of_the_day(cast: Cast) -> None:
    may_be_muted(cast)
    choose(cast, cast.khalid, gathered=True)
    filed(cast)
    sweep(DUE)

    tell(DUE)

    assert mails(cast) == []
    with cast.inside(bahrain()):
        assert InboxEntry.objects.get(template="case_escalated").digest_at == utc(
            "2026-03-25T04:00"
        )


def test_the_tenant_may_say_it_by_the_own_list_only(cast: Cast) -> None:
    change(cast, What.ESCALATED, {"ladder": ["in_app"]})
    filed(cast)
    sweep(DUE)

    tell(DUE)

    assert mails(cast) == []
    assert in_list(cast) == ["khalid@bahrain.example"]


def test_a_ladder_that_tells_nobody_is_refused(cast: Cast) -> None:
    with pytest.raises(InvalidInput) as refused:
        change(cast, What.ESCALATED, {"ladder": []}, must=["ladder"])

    assert [fault.field for fault in refused.value.faults] == ["ways_ladder"]


def test_messages_say_the_tenants_own_words(cast: Cast) -> None:
    words = {"ar": "{level}: {number} بصفتك {post}. {deed} {passed_over}", "en": "{level} {deed}"}
    reword(cast, "case_escalated", subjects={"ar": "{number}", "en": "{number}"}, bodies=words)
    lines = {"ar": "{summary}\n\n{cases}", "en": "{summary}\n\n{cases}"}
    reword(cast, "escalation_digest", subjects={"ar": "{summary}", "en": "Late"}, bodies=lines)
    first = filed(cast)
    sweep(DUE)
    tell(DUE)
    for _ in range(2):
        filed(cast)
    sweep(DUE)
    tell("2026-03-19T11:15")
    mail.outbox.clear()

    with tenant_context(bahrain()):
        deliver_due(lambda: utc("2026-03-19T11:15"))

    one, many = [each for each in mail.outbox if each.to == ["khalid@bahrain.example"]]
    assert cast.case(first).number in one.subject
    assert "Undersecretary" in one.body
    assert "You are told of it; nothing else changes." in one.body
    assert many.subject == "Late"
    assert many.body.count("Undersecretary · due Thursday 19 March 2026") == 2
