"""The clocks of a locked case: what starts, moves and ends them. The rules: sawti/sla/README.md.

Nothing else but the sweep writes `Clock`, `Pause` and what the case's row repeats of them.
"""

from collections.abc import Container, Iterator, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sawti.cases.lifecycle import FELL_DUE
from sawti.cases.models import Case, Clock, EndedBy, Pause, ResumedBy, WaitsFor
from sawti.cases.steps.recording import record_earlier
from sawti.cases.steps.rescheduling import settle
from sawti.entities.permissions import Rights, rights_of
from sawti.sla.models import DurationUnit
from sawti.sla.queries import (
    due_after_pause,
    due_date,
    longest_wait,
    next_reminder,
    promise_for,
    terms_of,
    traits_of,
)
from sawti.sla.terms import PROMISES, Kind, Target, Waiting
from sawti.tenancy.context import current_tenant

# Dates and reads in one statement: each action on a case pays for it.
_READ = """
WITH late AS (
  UPDATE cases_clock SET breached_at = due_at
  WHERE tenant_id = %(tenant)s AND case_id = %(case)s AND ended_at IS NULL
    AND paused_at IS NULL AND breached_at IS NULL AND due_at < %(at)s
)
SELECT * FROM cases_clock
WHERE tenant_id = %(tenant)s AND case_id = %(case)s AND ended_at IS NULL
"""


def read_clocks(case: Case, at: datetime) -> None:
    """Read the open clocks, and date what fell due before `at`: the sweep has not come to it yet.

    The caller saves `breached_at`.
    """
    settle(case, at)
    given = {"tenant": current_tenant().id, "case": case.id, "at": at}
    case.open_clocks = tuple(Clock.objects.raw(_READ, given))  # as they were before it
    late = [
        (clock.due_at, clock)
        for clock in case.open_clocks
        if clock.due_at and clock.due_at < at and not (clock.paused_at or clock.breached_at)
    ]
    late.sort(key=lambda pair: (pair[0], pair[1].kind))
    for due_at, clock in late:
        clock.breached_at = due_at
        if clock.kind == Kind.RESOLUTION:
            case.breached_at = due_at
    record_earlier(case, ((FELL_DUE[Kind(clock.kind)], due_at) for due_at, clock in late))


def start_clocks(case: Case, at: datetime, *, promised_by: UUID) -> None:
    """Start the clocks of a new round, by the policy and the due date that the case has now.

    `promised_by`: the entity by whose calendar the promises count, whoever has the case later. To
    acknowledge a case and to respond to it first is promised once, in the first round.
    """
    kinds = [Kind.RESOLUTION] if case.reopenings else [*_ONCE, Kind.RESOLUTION]
    dues = {kind: _due(case, kind, at, promised_by) for kind in kinds}
    dues[Kind.RESOLUTION] = case.due_at
    clocks = [_clock(case, kind, at, promised_by, due) for kind, due in dues.items() if due]
    clocks += [_stage(case, at), *_hands(case, at)]
    case.open_clocks = tuple(Clock.objects.bulk_create(clocks))


def promise_again(case: Case, at: datetime) -> None:
    """Promise an answer anew, as on the day of filing, for a case that was reopened at `at`.

    The caller saves `due_at`, `breached_at`, `policy_code` and `policy_version`.
    """
    promise = promise_for(
        traits_of(
            case_type_id=case.case_type_id,
            importance_id=case.importance_id,
            entity_id=case.entity_id,
            category_id=case.category_id,
            pillar_id=case.pillar_id,
            channel=case.channel,
            applicant_class=case.applicant_class,
        ),
        received_at=at,
    )
    case.due_at, case.breached_at = promise.due_at, None
    case.policy_code, case.policy_version = promise.policy_code, promise.policy_version
    start_clocks(case, at, promised_by=case.entity_id)


def restart_stage(case: Case, at: datetime) -> Sequence[Clock]:
    """Begin the stage of the entity that has the case now; that of the one before has ended.

    So has the time of its holder's post. The caller has `record` insert the returned rows.
    """
    end_clocks(case, {Kind.STAGE, Kind.POST}, by=EndedBy.PASSED_ON, at=at)
    clocks = [_stage(case, at), *_hands(case, at)]
    case.open_clocks = (*case.open_clocks, *clocks)
    return clocks


def restart_hand(case: Case, at: datetime) -> None:
    """Begin the time of the post whose holder has the case now; that of the one before has ended.

    No statement where the policy gives no time to posts. The case's open clocks were read.
    """
    end_clocks(case, {Kind.POST}, by=EndedBy.PASSED_ON, at=at)
    for clock in _hands(case, at):
        clock.save(force_insert=True)
        case.open_clocks = (*case.open_clocks, clock)


def give_time(case: Case, at: datetime) -> None:
    """The same for a locked case whose clocks nobody has read yet.

    The caller saves `breached_at` and `due_at`.
    """
    terms = terms_of(case.policy_code, case.policy_version)
    if terms and terms.posts:
        read_clocks(case, at)
        restart_hand(case, at)


def restart_stages(
    cases: Sequence[Case], rights: Mapping[UUID, Rights], at: datetime
) -> list[Clock]:
    """Begin the stages of the entities that have these cases now; those of before have ended.

    So has the time of their holders' posts; `rights`: of each holder. Returns the clocks that fell
    due before `at`: they are dated here, and recorded by the caller.
    """
    ids = [case.pk for case in cases]
    ending = list(Clock.objects.open().filter(case__in=ids, kind__in=[Kind.STAGE, Kind.POST]))
    late = [
        clock
        for clock in ending
        if clock.due_at and clock.due_at < at and not (clock.paused_at or clock.breached_at)
    ]
    for clock in late:
        clock.breached_at = clock.due_at
    Clock.objects.bulk_update(late, ["breached_at"])
    ended = Clock.objects.filter(pk__in=[clock.pk for clock in ending])
    ended.update(ended_at=at, ended_by=EndedBy.PASSED_ON, paused_at=None)
    begun = [[_stage(case, at), *_hands(case, at, rights)] for case in cases]
    Clock.objects.bulk_create(clock for clocks in begun for clock in clocks)
    return late


def end_clocks(case: Case, kinds: Container[Kind], *, by: EndedBy, at: datetime) -> None:
    """End the open clocks of these kinds; one that stands ends where it stood."""
    ending = [each for each in case.open_clocks if Kind(each.kind) in kinds]
    if ending:
        rows = Clock.objects.filter(pk__in=[each.pk for each in ending])
        rows.update(ended_at=at, ended_by=by, paused_at=None)
        case.open_clocks = tuple(each for each in case.open_clocks if each not in ending)


def pause_clocks(case: Case, waits_for: str, at: datetime, *, reason: str = "") -> None:
    """Let all clocks stand while the case waits for somebody. The caller saves `paused_at`."""
    waiting = waiting_of(case)
    until = longest_wait(waiting, waits_for, since=at)
    asks = waits_for == WaitsFor.APPLICANT
    Pause.objects.create(
        case=case,
        waits_for=waits_for,
        began_at=at,
        until_at=until,
        remind_at=next_reminder(waiting, sent=0, at=at, until=until) if asks else None,
        reason=reason,
    )
    Clock.objects.open().filter(case=case).update(paused_at=at)
    case.paused_at = at
    for clock in case.open_clocks:
        clock.paused_at = at


def resume_clocks(case: Case, at: datetime, *, by: ResumedBy) -> None:
    """Let the clocks run on, each moved by the open time that passed, by its own calendar.

    A wait that was over before `at` ended then, though no sweep came by. The caller saves
    `paused_at` and `due_at`.
    """
    at = end_pause(case, at, by=by)
    for clock in case.open_clocks:
        assert clock.paused_at is not None, "all clocks of a waiting case stand"
        if due_at := clock.due_at:
            clock.due_at = due_after_pause(
                due_at=due_at,
                paused_at=clock.paused_at,
                resumed_at=at,
                entity_id=clock.entity_id,
                since=clock.started_at,
            )
            if clock.kind == Kind.RESOLUTION:
                case.due_at = clock.due_at
        clock.paused_at = None
    Clock.objects.bulk_update(case.open_clocks, ["due_at", "paused_at"])


def end_pause(case: Case, at: datetime, *, by: ResumedBy) -> datetime:
    """End the pause of a case, if it waits, and return when. The caller saves `paused_at`."""
    if case.paused_at is None:
        return at
    pause = Pause.objects.get(case=case, ended_at=None)
    ended_at = min(at, pause.until_at or at)
    pause.ended_at, pause.ended_by = ended_at, by
    pause.save(update_fields=["ended_at", "ended_by"])
    case.paused_at = None
    return ended_at


def waiting_of(case: Case) -> Waiting:
    """Return what a wait may last, by the version of the policy that the case has."""
    terms = terms_of(case.policy_code, case.policy_version)
    return terms.waiting if terms else Waiting()


def extend_promises(case: Case, days: int, *, since: datetime) -> bool:
    """Let the promises that are not late fall due when the `days`-th working day after `since`
    closes, by the calendar of each; tell whether any moved. None moves to an earlier date.

    The caller saves `due_at`, and records it.
    """
    moved = []
    for clock in case.open_clocks:
        if clock.kind not in PROMISES or clock.breached_at or clock.due_at is None:
            continue
        target = Target(days, DurationUnit.DAYS)
        due_at = due_date(target, start=since, entity_id=clock.entity_id)
        if due_at > clock.due_at:
            clock.due_at = due_at
            moved.append(clock)
            if clock.kind == Kind.RESOLUTION:
                case.due_at = due_at
    Clock.objects.bulk_update(moved, ["due_at"])
    return bool(moved)


_ONCE = (Kind.ACKNOWLEDGE, Kind.FIRST_RESPONSE)


def _stage(case: Case, at: datetime) -> Clock:
    """Return the stage of the entity that has the case; it is kept without a target, too."""
    due = _due(case, Kind.STAGE, at, case.entity_id)
    stage = _clock(case, Kind.STAGE, at, case.entity_id, due)
    stage.paused_at = at if case.paused_at else None
    return stage


def _hands(case: Case, at: datetime, known: Mapping[UUID, Rights] | None = None) -> Iterator[Clock]:
    """Yield the time of the holder's post, if the policy gives it any: of several the shortest."""
    terms = terms_of(case.policy_code, case.policy_version)
    if terms is None or not terms.posts or case.holder is None:
        return
    rights = (known or {}).get(case.holder.id) or rights_of(case.holder)
    dues = {
        role: due_date(target, start=at, entity_id=case.entity_id)
        for role, target in terms.posts.items()
        if case.entity_id in rights.in_role(role)
    }
    if dues:
        role = min(dues, key=lambda each: (dues[each], each))
        clock = _clock(case, Kind.POST, at, case.entity_id, dues[role])
        clock.role, clock.paused_at = role, at if case.paused_at else None
        yield clock


def _due(case: Case, kind: Kind, at: datetime, entity_id: UUID) -> datetime | None:
    terms = terms_of(case.policy_code, case.policy_version)
    target = terms.targets.get(kind) if terms else None
    return due_date(target, start=at, entity_id=entity_id) if target else None


def _clock(case: Case, kind: Kind, at: datetime, entity_id: UUID, due: datetime | None) -> Clock:
    return Clock(
        case=case,
        kind=kind,
        round=case.reopenings + 1,
        entity_id=entity_id,
        policy_code=case.policy_code,
        policy_version=case.policy_version,
        started_at=at,
        due_at=due,
    )
