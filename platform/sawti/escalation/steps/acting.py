"""Acting on the levels that clocks have reached: rows of escalation, history, outbox, notices."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sawti.accounts.models import Staff
from sawti.calendars.queries import business_calendar
from sawti.cases.lifecycle import Event
from sawti.cases.models import Case, HistoryRow, Involvement, InvolvementKind
from sawti.cases.steps.clocks import give_time
from sawti.escalation.ladders import Ladder, LevelFacts, ladder_of
from sawti.escalation.models import Deed, Escalation, Notice, Outcome
from sawti.escalation.recipients import Chosen, Recipient, Recipients
from sawti.escalation.steps.watching import keep
from sawti.escalation.watching import Ran, Reached
from sawti.lib.ids import new_id
from sawti.outbox import steps as outbox
from sawti.tenancy.context import current_tenant


@dataclass
class Done:
    """What one level did for one case, before it is written."""

    row: Escalation
    history: HistoryRow
    chosen: Chosen
    level: LevelFacts


def act_on(clocks: Sequence[Any], *, until_at: datetime, at: datetime) -> None:
    """Act on what these clocks have reached by `until_at`, and watch them for what comes next.

    Their cases are locked. Of several levels that one clock reached since the last time only the
    highest acts; the others are put on record, so that an interruption brings no flood.
    """
    ran, wanted, done = Ran(clocks), {}, []
    cases = {clock.case_id: clock.case for clock in clocks}
    recipients = Recipients(cases.values(), at)
    for clock in clocks:
        clock.case = cases[clock.case_id]
        standing = ran.standing(clock, until_at)
        if standing.next_at:
            wanted[clock.pk] = standing.next_at
        ladder = ladder_of(clock.policy_code, clock.kind)
        done += [_silent(clock, each, at) for each in standing.silent]
        done += [_loud(clock, each, ladder, recipients, at) for each in standing.loud]
    write_down(done, recipients, at=at)
    keep(clocks, wanted)


def _silent(clock: Any, reached: Reached, at: datetime) -> Done:
    return _done(clock.case, reached.level, Outcome.RECORDED, Chosen(()), reached.at, at, clock)


def _loud(
    clock: Any, reached: Reached, ladder: Ladder, recipients: Recipients, at: datetime
) -> Done:
    chosen = recipients.of(clock.case, reached.level, ladder)
    outcome = Outcome.ACTED if chosen.people else Outcome.NOBODY
    return _done(clock.case, reached.level, outcome, chosen, reached.at, at, clock)


def _done(
    case: Case,
    level: LevelFacts,
    outcome: Outcome,
    chosen: Chosen,
    reached_at: datetime,
    at: datetime,
    clock: Any = None,
) -> Done:
    history = HistoryRow(
        id=new_id(),
        case=case,
        event=Event.ESCALATE,
        from_state=case.state,
        to_state=case.state,
        at=at,
    )
    row = Escalation(
        case=case,
        clock=clock,
        level=level.code,
        position=level.position,
        deed=level.deed,
        outcome=outcome,
        reached_at=reached_at,
        at=at,
        passed_over=[list(each) for each in chosen.passed_over],
        history_id=history.id,
    )
    return Done(row, history, chosen, level)


def by_hand(
    case: Case, level: LevelFacts, chosen: Chosen, *, by: Staff, reason: str, at: datetime
) -> Done:
    """Return what a level does that somebody chose."""
    outcome = Outcome.ACTED if chosen.people else Outcome.NOBODY
    done = _done(case, level, outcome, chosen, at, at)
    done.row.by, done.row.reason = by, reason
    done.history.by, done.history.reason = by, reason
    done.history.acting_for_id = case.represented_id
    return done


def write_down(done: Sequence[Done], recipients: Recipients, *, at: datetime) -> None:
    """Write what levels did: rows of escalation, history and outbox, and who is to be told."""
    if not done:
        return
    _give(done, at)
    _let_act(done, recipients, at)
    HistoryRow.objects.bulk_create([each.history for each in done])
    Escalation.objects.bulk_create([each.row for each in done])
    Notice.objects.bulk_create([notice for each in done for notice in _notices(each, at)])
    outbox.add_many(
        f"case.{Event.ESCALATE}",
        [
            {
                "case_id": str(each.row.case_id),
                "history_id": str(each.history.id),
                "escalation_id": str(each.row.id),
            }
            for each in done
        ],
        at=at,
    )


def _give(done: Sequence[Done], at: datetime) -> None:
    """Make the first person of a level that reassigns the holder; the state stays as it is."""
    given = [each for each in done if each.level.deed == Deed.REASSIGN and each.chosen.people]
    for each in given:
        case, to = each.row.case, each.chosen.people[0].staff
        each.row.holder_before = case.holder
        each.history.to_staff = to
        if case.holder_id != to.id:
            case.holder = to
            give_time(case, at)
        case.version += 1
    if given:
        cases = {each.row.case_id: each.row.case for each in given}
        Case.objects.bulk_update(cases.values(), ["holder", "version", "breached_at", "due_at"])


def _let_act(done: Sequence[Done], recipients: Recipients, at: datetime) -> None:
    """Let those act on a case who only see it, by taking part; whoever takes it needs that too."""
    rows: dict[tuple[UUID, UUID], Involvement] = {}
    language = current_tenant().default_language
    for each in done:
        if each.level.deed == Deed.INFORM:
            continue
        for one in _addressed(each):
            if not recipients.is_helper(one.staff, each.row.case):
                rows[each.row.case_id, one.staff.id] = Involvement(
                    case=each.row.case,
                    kind=InvolvementKind.HELPER,
                    staff=one.staff,
                    since_at=at,
                    reason=each.level.name(language)[:300],
                )
    Involvement.objects.bulk_create(rows.values())


def _addressed(done: Done) -> tuple[Recipient, ...]:
    """Return who is told: of a level that reassigns, whoever gets the case."""
    people = done.chosen.people
    return people[:1] if done.level.deed == Deed.REASSIGN else people


def _notices(done: Done, at: datetime) -> Iterator[Notice]:
    for one in _addressed(done):
        calendar = business_calendar(one.entity_id)
        yield Notice(
            escalation=done.row,
            staff=one.staff,
            role=one.role,
            entity_id=one.entity_id,
            not_before=at if done.level.at_any_hour else calendar.next_opening(at),
        )
