"""What ladders did for the cases of a history: as the sweep would have, a minute at most late.

Only levels that tell somebody. One that gives a case away or lets somebody act on it changes what
happens next: it is left to the sweep, with those above it. Nobody is told of a past that was made.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import takewhile
from typing import Any
from uuid import UUID

from sawti.cases.lifecycle import Event
from sawti.cases.models import Clock, HistoryRow
from sawti.escalation.ladders import ladder_of
from sawti.escalation.models import Deed, Escalation, Notice, Outcome
from sawti.escalation.recipients import Chosen, Recipients
from sawti.escalation.watching import Ran, Reached
from sawti.packs.history.chance import dice
from sawti.packs.history.rows import seeded_id

MINUTE = timedelta(minutes=1)
States = Mapping[UUID, list[tuple[datetime, str]]]


@dataclass(frozen=True)
class Climbed:
    """What levels did, as rows that are not written yet."""

    history: list[HistoryRow] = field(default_factory=list)
    escalations: list[Escalation] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)


def climbed(case_ids: Collection[Any], *, until: datetime) -> Climbed:
    """Return what levels did for these cases up to `until`."""
    clocks = list(
        Clock.objects.filter(case_id__in=case_ids, due_at__isnull=False)
        .select_related("case__holder")
        .order_by("case_id", "started_at", "id")
    )
    ran, states = Ran(clocks), _states(case_ids)
    recipients = Recipients([clock.case for clock in clocks], until)
    found = Climbed()
    for clock in clocks:
        ladder = ladder_of(clock.policy_code, clock.kind)
        for reached in _reached(clock, ran.marks(clock), until):
            chosen = recipients.of(clock.case, reached.level, ladder)
            row = _escalation(clock, reached, chosen)
            found.escalations.append(row)
            found.history.append(_told(row, states[clock.case_id]))
            found.notices.extend(_notices(row, chosen))
    return found


def _reached(clock: Any, marks: list[Reached], until: datetime) -> Iterator[Reached]:
    """Yield the levels that the clock reached while it ran, and the sweep came by in time."""
    stopped = [clock.ended_at, clock.paused_at, until]
    end = min(each for each in stopped if each is not None)
    yield from (
        each
        for each in takewhile(lambda each: each.level.deed == Deed.INFORM, marks)
        if _swept(each.at) < end
    )


def _swept(at: datetime) -> datetime:
    """Return when the sweep came by that found what was reached at `at`."""
    return at.replace(second=0, microsecond=0) + MINUTE


def _escalation(clock: Any, reached: Reached, chosen: Chosen) -> Escalation:
    at = _swept(reached.at)
    chance = dice(clock.pk, reached.level.code)
    row_id, history_id = (UUID(seeded_id(int(at.timestamp()), chance)) for _ in range(2))
    return Escalation(
        id=row_id,
        case=clock.case,
        clock=clock,
        level=reached.level.code,
        position=reached.level.position,
        deed=reached.level.deed,
        outcome=Outcome.ACTED if chosen.people else Outcome.NOBODY,
        reached_at=reached.at,
        at=at,
        passed_over=[list(each) for each in chosen.passed_over],
        history_id=history_id,
    )


def _told(row: Escalation, states: list[tuple[datetime, str]]) -> HistoryRow:
    """Return the row of history; the case stays in the state that it had then."""
    state = states[bisect_right(states, row.at, key=lambda each: each[0]) - 1][1]
    return HistoryRow(
        id=row.history_id,
        case=row.case,
        event=Event.ESCALATE,
        from_state=state,
        to_state=state,
        at=row.at,
    )


def _notices(row: Escalation, chosen: Chosen) -> Iterator[Notice]:
    for place, one in enumerate(chosen.people):
        chance = dice(row.pk, place)
        yield Notice(
            id=UUID(seeded_id(int(row.at.timestamp()), chance)),
            escalation=row,
            staff=one.staff,
            role=one.role,
            entity_id=one.entity_id,
            not_before=row.at,
            settled_at=row.at,
        )


def _states(case_ids: Collection[Any]) -> States:
    """Return by case since when it was in which state, the earliest first."""
    found: dict[UUID, list[tuple[datetime, str]]] = defaultdict(list)
    rows = HistoryRow.objects.filter(case_id__in=case_ids).order_by("at", "id")
    for case_id, at, state in rows.values_list("case_id", "at", "to_state"):
        found[case_id].append((at, state))
    return found
