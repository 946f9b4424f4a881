"""Taking and answering a locked case: the one way of it, for one case and for many at once."""

from collections.abc import Sequence
from datetime import datetime

from sawti.accounts.models import Staff
from sawti.cases.lifecycle import Event
from sawti.cases.models import Case, EndedBy, MessageKind
from sawti.cases.steps import record, required_state, say
from sawti.cases.steps.clocks import end_clocks, restart_hand
from sawti.sla.terms import EVERY_KIND, Kind


def take(case: Case, *, by: Staff, at: datetime) -> None:
    """Take a received case into work; raises TransitionNotAllowed."""
    from_state, case.state = case.state, required_state(case, Event.TAKE)
    case.holder = by
    end_clocks(case, {Kind.ACKNOWLEDGE}, by=EndedBy.MET, at=at)
    restart_hand(case, at)
    save_change(case, "holder")
    record(case, Event.TAKE, from_state=from_state, by=by, at=at)


def give_answer(
    case: Case, body: str, *, by: Staff, at: datetime, files: Sequence[str] = ()
) -> None:
    """Send the entity's answer, and end all clocks; raises TransitionNotAllowed."""
    from_state, case.state = case.state, required_state(case, Event.ANSWER)
    case.answered_at, case.replied_at = at, None
    end_clocks(case, EVERY_KIND, by=EndedBy.MET, at=at)
    if case.first_answered_at is None:
        # A worker whose clock is ahead of ours may have dated a breach that is still to come.
        is_in_time = case.breached_at is None or at <= case.breached_at
        case.first_answered_at, case.first_answer_in_time = at, is_in_time
    save_change(case, "answered_at", "first_answered_at", "first_answer_in_time", "replied_at")
    say(case, MessageKind.ANSWER, body, at=at, by=by, files=files)
    record(case, Event.ANSWER, from_state=from_state, by=by, at=at)


def save_change(case: Case, *fields: str) -> None:
    """Save what changed of a case, with its state, as a new version."""
    case.version += 1
    case.save(update_fields=["state", "version", "breached_at", *fields])
