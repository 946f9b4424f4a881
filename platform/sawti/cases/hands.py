"""Who had a case for how long, and which of its promises were kept: facts from its clocks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import JSONObject

from sawti.calendars.queries import business_calendar
from sawti.cases.models import Clock, Pause
from sawti.entities.queries import entity_tree
from sawti.sla.terms import PROMISES, Kind


@dataclass(frozen=True)
class Hand:
    """The time that one entity had a case, once: open time by its own calendar.

    `used` is what it had, without `waited`, the time that somebody outside was waited for.
    `share`: of what all entities used, in whole per cent. `ended_at` is None while it has the case.
    """

    entity_name: str
    began_at: datetime
    ended_at: datetime | None
    used: timedelta
    waited: timedelta
    share: int
    due_at: datetime | None
    is_late: bool


@dataclass(frozen=True)
class Promised:
    """One promise to the person; `ended_at` and `ended_by` are empty while it runs or stands."""

    kind: Kind
    round: int
    entity_id: UUID
    started_at: datetime
    due_at: datetime
    ended_at: datetime | None
    ended_by: str
    is_late: bool


@dataclass(frozen=True)
class PostTime:
    """The time that the holder of a post had a case, as its policy gave it to such a post.

    `due_at` is moved by waits. `ended_at` is None while they have it.
    """

    role: str
    entity_name: str
    policy: tuple[str, int]
    began_at: datetime
    due_at: datetime
    ended_at: datetime | None
    is_late: bool


@dataclass(frozen=True)
class Waited:
    """One pause; `ended_at` is None while it lasts."""

    waits_for: str
    began_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True)
class ClocksOfCase:
    """What the clocks of a case tell, oldest first."""

    hands: tuple[Hand, ...] = ()
    promises: tuple[Promised, ...] = ()
    waits: tuple[Waited, ...] = ()
    posts: tuple[PostTime, ...] = ()

    @property
    def answer(self) -> Promised | None:
        """The promise of the answer that counts now."""
        found = [each for each in self.promises if each.kind == Kind.RESOLUTION]
        return found[-1] if found else None


NO_CLOCKS = ClocksOfCase()


def with_clocks(cases: Any) -> Any:
    """Let a query of cases bring their clocks and waits along, in the same statement."""
    clocks = Clock.objects.filter(case=OuterRef("pk")).order_by("started_at", "due_at", "id")
    pauses = Pause.objects.filter(case=OuterRef("pk")).order_by("began_at")
    return cases.annotate(
        told_clocks=ArraySubquery(clocks.values(told=_json(_CLOCK))),
        told_pauses=ArraySubquery(pauses.values(told=_json(_PAUSE))),
    )


_CLOCK = (
    *("kind", "round", "entity_id", "started_at", "due_at", "paused_at", "ended_at"),
    *("ended_by", "breached_at", "role", "policy_code", "policy_version"),
)
_PAUSE = ("waits_for", "began_at", "until_at", "ended_at", "reminders", "reason")


def _json(names: Sequence[str]) -> JSONObject:
    return JSONObject(**{name: name for name in names})


def clocks_told(case: Any, *, language: str, at: datetime) -> ClocksOfCase:
    """Return what the clocks of a case from `with_clocks` tell at `at`; no statement."""
    clocks = [Clock(**_read(told)) for told in case.told_clocks]
    pauses = pauses_told(case)
    waits = tuple(Waited(row.waits_for, row.began_at, row.ended_at) for row in pauses)
    stages = [clock for clock in clocks if clock.kind == Kind.STAGE]
    promises = [clock for clock in clocks if clock.kind in PROMISES]
    return ClocksOfCase(
        hands=_hands(stages, waits, language, at),
        promises=tuple(_promised(clock, at) for clock in promises),
        waits=waits,
        posts=tuple(_post(clock, language, at) for clock in clocks if clock.kind == Kind.POST),
    )


def pauses_told(case: Any) -> list[Pause]:
    """Return the waits of a case from `with_clocks`, oldest first."""
    return [Pause(**_read(told)) for told in case.told_pauses]


def _read(told: dict[str, Any]) -> dict[str, Any]:
    """Return a row of JSON with its instants and ids."""
    return {
        name: datetime.fromisoformat(value)
        if name.endswith("_at") and value
        else UUID(value)
        if name == "entity_id"
        else value
        for name, value in told.items()
    }


def _hands(
    stages: Sequence[Clock], waits: Sequence[Waited], language: str, at: datetime
) -> tuple[Hand, ...]:
    spent = [_time_of(stage, waits, at) for stage in stages]
    total = sum((used for used, _ in spent), timedelta())
    return tuple(
        Hand(
            entity_name=entity_tree().by_id[stage.entity_id].name(language, stage.started_at),
            began_at=stage.started_at,
            ended_at=stage.ended_at,
            used=used,
            waited=waited,
            share=round(100 * (used / total)) if total else 0,
            due_at=stage.due_at,
            is_late=_is_late(stage, at),
        )
        for stage, (used, waited) in zip(stages, spent, strict=True)
    )


def _time_of(stage: Clock, waits: Sequence[Waited], at: datetime) -> tuple[timedelta, timedelta]:
    """Return the open time of a stage, without and within waits; those never overlap."""
    calendar = business_calendar(stage.entity_id, since=stage.started_at)
    end = stage.ended_at or at
    waited = sum(
        (
            calendar.time_between(
                max(wait.began_at, stage.started_at), min(wait.ended_at or at, end)
            )
            for wait in waits
        ),
        timedelta(),
    )
    return calendar.time_between(stage.started_at, end) - waited, waited


def _promised(clock: Clock, at: datetime) -> Promised:
    assert clock.due_at is not None, "a promise has its due date"
    return Promised(
        Kind(clock.kind),
        clock.round,
        clock.entity_id,
        clock.started_at,
        clock.due_at,
        clock.ended_at,
        clock.ended_by,
        _is_late(clock, at),
    )


def _post(clock: Clock, language: str, at: datetime) -> PostTime:
    assert clock.due_at is not None, "the time of a post has its end"
    return PostTime(
        clock.role,
        entity_tree().by_id[clock.entity_id].name(language),
        (clock.policy_code, clock.policy_version),
        clock.started_at,
        clock.due_at,
        clock.ended_at,
        _is_late(clock, at),
    )


def _is_late(clock: Clock, at: datetime) -> bool:
    if clock.breached_at is not None or clock.due_at is None:
        return clock.breached_at is not None
    return clock.ended_at is None and clock.paused_at is None and clock.due_at < at
