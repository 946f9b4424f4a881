"""Waiting for somebody outside: who begins and ends it, and what ends by itself, once, on time.

Bahrain's policies wait 21 days for an applicant, 30 for a third party, 180 for a court, and remind
twice, a week apart. 1 March 2026 is a Sunday; the days end at 21:00 UTC.
"""

from typing import Any
from uuid import UUID

import pytest

from sawti.cases.actions.sweeps import date_breaches
from sawti.cases.errors import TransitionNotAllowed
from sawti.cases.lifecycle import State
from sawti.cases.models import Clock, Pause
from sawti.cases.queries import CaseForApplicant, case_for_applicant
from sawti.lib.errors import Invalid
from sawti.notifications.models import Notification
from sawti.tenancy.context import tenant_context
from tests.cast import Cast, utc
from tests.sawti.cases.scenes import everything, go_on, history_of, sweep_waits, wait

FILED, TAKEN, ASKED = "2026-03-01T05:00Z", "2026-03-01T06:00Z", "2026-03-01T07:00Z"
OVER = utc("2026-03-22T20:59:59.999999")  # the end of the 21st day, in Bahrain


def taken(cast: Cast, **values: Any) -> UUID:
    case_id = cast.file_case(on=FILED, **values).case_id
    cast.take(case_id, on=TAKEN)
    return case_id


def asked(cast: Cast, **values: Any) -> UUID:
    case_id = taken(cast, **values)
    cast.ask(case_id, on=ASKED)
    return case_id


def pause(cast: Cast, case_id: UUID) -> Pause:
    with cast.inside(cast.bahrain):
        found: Pause = Pause.objects.filter(case_id=case_id).latest("began_at")
        return found


def seen(cast: Cast, case_id: UUID, on: str) -> CaseForApplicant:
    with cast.inside(cast.bahrain):
        found = case_for_applicant(case_id, language="en", at=utc(on))
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("waits_for", "until"),
    [("third_party", "2026-03-31T20:59:59.999999"), ("court", "2026-08-28T20:59:59.999999")],
)
def test_staff_let_a_case_wait_and_its_applicant_sees_for_whom_and_until_when(
    cast: Cast, clock: Any, waits_for: str, until: str
) -> None:
    case_id = taken(cast)

    wait(cast, case_id, waits_for, on=ASKED)

    row, shown = pause(cast, case_id), seen(cast, case_id, "2026-03-02T08:00Z")
    assert (row.waits_for, row.until_at, row.reason) == (waits_for, utc(until), "why")
    assert shown.state == waits_for
    assert shown.wait is not None
    assert (shown.wait.until, shown.wait.reason) == (utc(until), "")
    assert shown.history[-1].event == f"wait_{waits_for}"


def test_going_on_moves_the_promise_by_the_open_time_to_the_second(cast: Cast, clock: Any) -> None:
    case_id = taken(cast)
    due = cast.case(case_id).due_at
    wait(cast, case_id, "court", on="2026-03-02T05:00:00Z")

    go_on(cast, case_id, on="2026-03-02T06:00:01Z")

    case = cast.case(case_id)
    assert (case.state, case.paused_at) == (State.OPEN, None)
    assert due == utc("2026-03-19T11:00Z")
    assert case.due_at == utc("2026-03-25T05:00:01Z")  # the feast lies between
    assert pause(cast, case_id).ended_by == "staff"


def test_a_wait_needs_a_reason_and_somebody_outside(cast: Cast, clock: Any) -> None:
    case_id, before = taken(cast), everything(cast)

    with pytest.raises(Invalid):
        wait(cast, case_id, "applicant")

    assert everything(cast)["bahrain Pause"] == before["bahrain Pause"]


def test_no_wait_begins_within_another(cast: Cast, clock: Any) -> None:
    case_id = asked(cast)

    with pytest.raises(TransitionNotAllowed):
        wait(cast, case_id, "court")


def test_waits_that_follow_each_other_at_once_add_up(cast: Cast, clock: Any) -> None:
    apart, together = taken(cast), taken(cast)

    wait(cast, apart, "court", on="2026-03-02T05:00Z")
    go_on(cast, apart, on="2026-03-03T05:00Z")
    wait(cast, apart, "third_party", on="2026-03-03T05:00Z")
    go_on(cast, apart, on="2026-03-04T05:00Z")
    wait(cast, together, "court", on="2026-03-02T05:00Z")
    go_on(cast, together, on="2026-03-04T05:00Z")

    assert cast.case(apart).due_at == cast.case(together).due_at == utc("2026-03-26T11:00Z")


def test_a_wait_that_lasts_too_long_ends_when_it_was_over_and_once(cast: Cast, clock: Any) -> None:
    case_id = asked(cast)

    before, ended, again = (
        sweep_waits(cast, f"2026-03-{day}T08:00Z")[0] for day in ("22", "26", "27")
    )

    case, row = cast.case(case_id), pause(cast, case_id)
    assert (before, ended, again) == (0, 1, 0)
    assert (case.state, case.paused_at) == (State.OPEN, None)
    assert (row.ended_at, row.ended_by) == (OVER, "expiry")
    assert history_of(case_id, cast)[-1] == "wait_over"
    # Asked four hours before closing; then 14 working days went by.
    assert case.due_at == utc("2026-04-14T08:00Z")


def test_whether_the_sweep_or_the_reply_comes_first_the_promise_is_the_same(
    cast: Cast, clock: Any
) -> None:
    swept, replied = asked(cast), asked(cast)
    late = "2026-03-26T08:00Z"

    cast.reply(replied, on=late)
    sweep_waits(cast, late)

    assert cast.case(swept).due_at == cast.case(replied).due_at
    assert pause(cast, replied).ended_at == OVER


def test_a_question_can_be_answered_after_the_wait_for_it(cast: Cast, clock: Any) -> None:
    case_id = asked(cast)
    sweep_waits(cast, "2026-03-23T08:00Z")
    due = cast.case(case_id).due_at

    assert seen(cast, case_id, "2026-03-23T08:00Z").may_reply
    cast.reply(case_id, on="2026-03-24T08:00Z")

    assert (cast.case(case_id).state, cast.case(case_id).due_at) == (State.OPEN, due)
    assert not seen(cast, case_id, "2026-03-24T08:00Z").may_reply
    with pytest.raises(TransitionNotAllowed):
        cast.reply(case_id, on="2026-03-24T09:00Z")


def test_the_applicant_is_reminded_as_often_as_the_policy_says(cast: Cast, clock: Any) -> None:
    case_id = asked(cast)

    sent = [sweep_waits(cast, f"2026-03-{day}T12:00Z")[1] for day in ("07", "08", "15", "16", "18")]

    assert sent == [0, 1, 1, 0, 0]
    assert history_of(case_id, cast)[-2:] == ["remind", "remind"]
    clock.move_to(utc("2026-03-18T12:00Z"))
    cast.deliver()
    with cast.inside(cast.bahrain):
        told = Notification.objects.filter(about_id=case_id, template="question_asked")
        assert told.count() == 3  # the question and two reminders


def test_after_a_standstill_the_applicant_is_reminded_once_and_not_often(
    cast: Cast, clock: Any
) -> None:
    case_id = asked(cast)

    sent = sweep_waits(cast, "2026-03-20T12:00Z")[1]

    assert (sent, pause(cast, case_id).reminders) == (1, 1)


def test_who_has_replied_is_not_reminded(cast: Cast, clock: Any) -> None:
    case_id = asked(cast)
    cast.reply(case_id, on="2026-03-02T08:00Z")

    assert sweep_waits(cast, "2026-03-20T12:00Z") == (0, 0)


def closed_by_silence(cast: Cast) -> UUID:
    """Ask about a thanks: Bahrain closes those when two reminders got no reply."""
    case_id = asked(cast, type="thanks")
    for day in ("08", "15", "23"):
        sweep_waits(cast, f"2026-03-{day}T12:00Z")
    return case_id


def test_silence_closes_a_case_where_the_policy_says_so_and_the_person_may_reopen_it(
    cast: Cast, clock: Any
) -> None:
    case_id = closed_by_silence(cast)

    case, shown = cast.case(case_id), seen(cast, case_id, "2026-03-23T12:00Z")
    assert (case.state, case.closed_at) == (State.LAPSED, OVER)
    assert (shown.may_reopen, shown.may_reply, shown.history[-1].event) == (True, False, "lapse")
    with cast.inside(cast.bahrain):
        assert set(Clock.objects.values_list("ended_by", flat=True)) == {"lapsed"}
    cast.reopen(case_id, on="2026-03-24T12:00Z")
    case = cast.case(case_id)
    assert (case.state, case.closed_at, case.reopenings) == (State.OPEN, None, 1)


def test_silence_closes_nothing_before_every_reminder_was_sent(cast: Cast, clock: Any) -> None:
    case_id = asked(cast, type="thanks")

    sweep_waits(cast, "2026-03-23T12:00Z")  # the first look for three weeks

    assert cast.case(case_id).state == State.OPEN


def test_a_promise_can_be_missed_after_a_wait_that_ended_by_itself(cast: Cast, clock: Any) -> None:
    case_id = asked(cast)
    sweep_waits(cast, "2026-05-01T08:00Z")
    with tenant_context(cast.bahrain):
        found = date_breaches(at=utc("2026-05-01T08:00Z"))

    case = cast.case(case_id)
    assert (found, case.breached_at) == (1, case.due_at)
