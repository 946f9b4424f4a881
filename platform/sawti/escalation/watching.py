"""Which levels a clock has reached, and when it reaches the next: from its row and its pauses."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sawti.calendars.queries import business_calendar
from sawti.cases.models import Clock, Pause
from sawti.escalation.ladders import LevelFacts, ladder_of
from sawti.escalation.marks import Run, Stretch, reached_at
from sawti.escalation.models import Escalation


@dataclass(frozen=True)
class Reached:
    """A level and when its clock reached, or will reach, its mark."""

    level: LevelFacts
    at: datetime


@dataclass(frozen=True)
class Standing:
    """Where a clock stands on its ladder. `due`: what it reached and nothing was done about yet,
    the lowest first; `next_at`: when it reaches the next level, None where there is none."""

    due: tuple[Reached, ...]
    next_at: datetime | None

    @property
    def loud(self) -> tuple[Reached, ...]:
        """The levels that act: all that share the latest mark."""
        return tuple(each for each in self.due if each.at == self.due[-1].at)

    @property
    def silent(self) -> tuple[Reached, ...]:
        """The levels that are only put on record."""
        return self.due[: len(self.due) - len(self.loud)]


class Ran:
    """What is needed to place clocks on their ladders, in two statements for all of them."""

    def __init__(self, clocks: Iterable[Any]) -> None:
        clocks = list(clocks)
        self._pauses = _pauses_of({clock.case_id for clock in clocks})
        self._done = _levels_done({clock.pk for clock in clocks})

    def marks(self, clock: Any) -> list[Reached]:
        """Return when the clock reaches each level of its ladder, the earliest first."""
        return marks_of(clock, self._pauses[clock.case_id])

    def standing(self, clock: Any, at: datetime) -> Standing:
        """Return where the clock stands at `at`; one that stands still or has ended is nowhere."""
        if clock.ended_at or clock.paused_at or clock.due_at is None:
            return Standing((), None)
        done = self._done[clock.pk]
        marks = [each for each in self.marks(clock) if each.level.code not in done]
        due = tuple(each for each in marks if each.at <= at)
        return Standing(due, min((each.at for each in marks if each.at > at), default=None))


def marks_of(clock: Any, pauses: Iterable[Stretch]) -> list[Reached]:
    """Return when the clock reaches each level of its ladder, the earliest first."""
    own = [pause for pause in pauses if pause[0] >= clock.started_at]
    run = Run(clock.started_at, clock.due_at, own)
    calendar = business_calendar(clock.entity_id, since=clock.started_at)
    found = [
        Reached(level, reached_at(level.mark, level.amount, run, calendar))
        for level in ladder_of(clock.policy_code, clock.kind)
    ]
    return sorted(found, key=lambda each: (each.at, each.level.position))


def _pauses_of(case_ids: set[UUID]) -> Mapping[UUID, list[Stretch]]:
    found: dict[UUID, list[Stretch]] = defaultdict(list)
    rows = Pause.objects.filter(case_id__in=case_ids, ended_at__isnull=False)
    for case_id, began_at, ended_at in rows.order_by("began_at").values_list(
        "case_id", "began_at", "ended_at"
    ):
        found[case_id].append((began_at, ended_at))
    return found


def _levels_done(clock_ids: set[UUID]) -> Mapping[UUID, set[str]]:
    found: dict[UUID, set[str]] = defaultdict(set)
    rows = Escalation.objects.filter(clock_id__in=clock_ids)
    for clock_id, level in rows.values_list("clock_id", "level"):
        found[clock_id].add(level)
    return found


def open_clocks(case_ids: Iterable[UUID]) -> list[Any]:
    """Return the open clocks of these cases."""
    return list(Clock.objects.open().filter(case_id__in=list(case_ids)))
