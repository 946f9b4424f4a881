"""Which clocks of open cases are due at another time than they say; reads only.

A clock is due when its target, counted from its start by the calendar of its entity as it is now,
and moved by the pauses of its case, runs out. The rules: docs/sla.md, "Over time".
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from sawti.cases.lifecycle import Event
from sawti.cases.models import Case, Clock, HistoryRow, Pause
from sawti.sla.queries import due_with_pauses, target_of
from sawti.sla.terms import Kind, Target

MOST_EXAMINED = 5000  # cases that a preview looks at; beyond, it says so
MOST_COUNTED = 200_000


@dataclass(frozen=True)
class Aimed:
    """What a clock counts up to, and the version of its policy that says so."""

    target: Target
    version: int


Aim = Callable[[Clock], Aimed | None]  # None leaves the clock alone


@dataclass(frozen=True)
class Move:
    """A clock that is due at another time than it says, or by another version of its policy."""

    clock: Clock
    before: datetime
    after: datetime
    version: int

    @property
    def is_of_answer(self) -> bool:
        """Tell whether it is the promise of an answer, which lists and people go by."""
        return bool(self.clock.kind == Kind.RESOLUTION)


@dataclass(frozen=True)
class Impact:
    """What a change would do: of `candidates` cases `examined` were looked at, the first due first.

    `later`, `earlier`: cases whose answer would be due later or earlier; `others`: where only
    another clock or the version would change. `farthest`: the longest move, in calendar time.
    `entities`: how many cases by entity.
    """

    candidates: int
    examined: int
    later: int
    earlier: int
    others: int
    farthest: timedelta
    entities: tuple[tuple[UUID, int], ...]

    @property
    def moved(self) -> int:
        """Return how many cases would change."""
        return self.later + self.earlier + self.others

    @property
    def may_move(self) -> bool:
        """Tell whether cases would change, or might among those that were not looked at."""
        return bool(self.moved) or self.candidates > self.examined


def own_target(clock: Clock) -> Aimed | None:
    """Return what a clock counts up to by the version of the policy that it keeps."""
    return aimed_at(clock, clock.policy_version)


def aimed_at(clock: Clock, version: int) -> Aimed | None:
    """Return what a clock counts up to by a version of its policy; None where it has no such."""
    target = target_of(clock.policy_code, version, Kind(clock.kind), clock.role)
    return Aimed(target, version) if target else None


def candidates(begins_at: datetime | None) -> Any:
    """Return the cases with an open clock that could be due at another time, none of them late.

    `begins_at`: what changed changes no due date before it; None: it may change any.
    """
    clocks = movable_clocks(begins_at).filter(case_id=OuterRef("pk"))
    return Case.objects.unanswered().filter(Exists(clocks))


def movable_clocks(begins_at: datetime | None) -> Any:
    """Return the open clocks that may be given another date: a dated breach is never restated."""
    wanted = Q(due_at__isnull=False) if begins_at is None else Q(due_at__gte=begins_at)
    return Clock.objects.open().filter(wanted, breached_at__isnull=True)


def count_up_to(cases: Any, most: int = MOST_COUNTED) -> int:
    """Return how many cases there are, `most` at most."""
    return int(cases.order_by()[:most].count())


def moves_of(clocks: Sequence[Clock], aim: Aim, *, at: datetime) -> list[Move]:
    """Return which of these clocks move, by the pauses of their cases: two statements.

    None moves to a time that has passed at `at`: it would be late through our own doing. A date
    that was set for an incident stays, unless its own lies later.
    """
    case_ids = {clock.case_id for clock in clocks}
    pauses, extended = _pauses(case_ids), _extended(case_ids)
    moves = []
    for clock in clocks:
        aimed = aim(clock)
        if aimed is None:
            continue
        due = due_with_pauses(
            aimed.target,
            start=clock.started_at,
            pauses=pauses.get(clock.case_id, ()),
            entity_id=clock.entity_id,
        )
        if clock.case_id in extended and clock.due_at:
            due = max(due, clock.due_at)
        is_new = (due, aimed.version) != (clock.due_at, clock.policy_version)
        if is_new and due > at and clock.due_at:
            moves.append(Move(clock, clock.due_at, due, aimed.version))
    return moves


def _extended(case_ids: Iterable[UUID]) -> frozenset[UUID]:
    """Return which of these cases were given a later date together with others."""
    rows = HistoryRow.objects.filter(case_id__in=case_ids, event=Event.EXTEND)
    return frozenset(rows.values_list("case_id", flat=True))


def _pauses(case_ids: Iterable[UUID]) -> dict[UUID, list[tuple[datetime, datetime]]]:
    """Return the ended pauses of these cases."""
    found: dict[UUID, list[tuple[datetime, datetime]]] = defaultdict(list)
    rows = Pause.objects.filter(case_id__in=case_ids, ended_at__isnull=False)
    for row in rows.order_by("began_at").only("case_id", "began_at", "ended_at"):
        assert row.ended_at is not None, "only ended ones are read"
        found[row.case_id].append((row.began_at, row.ended_at))
    return found


def impact_of(
    cases: Any, begins_at: datetime | None, *, at: datetime, aim: Aim = own_target
) -> Impact:
    """Return what would move of these cases by the calendars and policies in force now."""
    first = list(cases.order_by("due_at", "id").values_list("pk", "entity_id")[:MOST_EXAMINED])
    entities = dict(first)
    clocks = list(movable_clocks(begins_at).filter(case_id__in=list(entities)))
    by_case: dict[UUID, list[Move]] = defaultdict(list)
    for move in moves_of(clocks, aim, at=at):
        by_case[move.clock.case_id].append(move)
    counts = Counter(direction_of(moves) for moves in by_case.values())
    farthest = max(
        (abs(move.after - move.before) for moves in by_case.values() for move in moves),
        default=timedelta(),
    )
    of_entities = Counter(entities[case_id] for case_id in by_case)
    return Impact(
        candidates=len(first) if len(first) < MOST_EXAMINED else count_up_to(cases),
        examined=len(first),
        later=counts[1],
        earlier=counts[-1],
        others=counts[0],
        farthest=farthest,
        entities=tuple(of_entities.most_common()),
    )


def direction_of(moves: Iterable[Move]) -> int:
    """Return 1 where the answer is due later, -1 where earlier, 0 where it stays."""
    answer = next((move for move in moves if move.is_of_answer), None)
    if answer is None or answer.after == answer.before:
        return 0
    return 1 if answer.after > answer.before else -1
