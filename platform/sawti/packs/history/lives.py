"""The life of one case: what happened, when, by whom and in which words. Pure.

Instants are seconds since 1970, UTC; ids are texts.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from random import Random
from uuid import UUID

from sawti.cases.lifecycle import FELL_DUE, UNANSWERED, Event, State, next_state
from sawti.cases.models import EndedBy, ResumedBy, WaitsFor
from sawti.packs.history.wording import Phrasebook, Template, phrasebook
from sawti.packs.history.world import Matter, World
from sawti.sla.choosing import Traits
from sawti.sla.queries import (
    due_after_pause,
    due_date,
    longest_wait,
    next_reminder,
    target_of,
    terms_of,
    traits_of,
)
from sawti.sla.terms import Kind, Waiting

# Which clocks an event ends, and how.
ENDS = {
    Event.TAKE: ((Kind.ACKNOWLEDGE,), EndedBy.MET),
    Event.ASSIGN: ((Kind.ACKNOWLEDGE,), EndedBy.MET),
    Event.ASK_APPLICANT: ((Kind.FIRST_RESPONSE,), EndedBy.MET),
    Event.ANSWER: (tuple(Kind), EndedBy.MET),
    Event.WITHDRAW: (tuple(Kind), EndedBy.WITHDRAWN),
    Event.TRANSFER: ((Kind.STAGE,), EndedBy.PASSED_ON),
    Event.LAPSE: (tuple(Kind), EndedBy.LAPSED),
}
PAUSES = {
    Event.ASK_APPLICANT: WaitsFor.APPLICANT,
    Event.WAIT_THIRD_PARTY: WaitsFor.THIRD_PARTY,
    Event.WAIT_COURT: WaitsFor.COURT,
}


@dataclass(frozen=True)
class Birth:
    """How a case comes: its place in the history, its sender's choices, its first entity."""

    place: int
    received: int
    matter: Matter
    case_type: str
    language: str
    channel: str
    knows_category: bool
    entity_id: str
    applicant_class: str


@dataclass(frozen=True)
class HistoryStep:
    event: Event
    before: str
    after: str
    at: int
    by: str | None
    to_staff: str | None
    from_entity: str | None
    to_entity: str | None
    reason: str


@dataclass(frozen=True)
class Said:
    """Words: a message of the conversation, or (without `kind`) a note of staff."""

    kind: str
    text: str
    at: int
    entity_id: str | None
    by: str | None


@dataclass(frozen=True)
class Conflict:
    """Somebody of the staff whom the case is about."""

    staff_id: str
    by: str
    reason: str
    at: int


@dataclass(frozen=True)
class Rated:
    score: int
    reasons: tuple[str, ...]
    text: str
    answered: int
    at: int


@dataclass
class LivedClock:
    """A clock of the case, as `cases.models.Clock` has it."""

    kind: Kind
    round: int
    entity_id: str
    policy: tuple[str, int]
    started: int
    due: int | None
    paused: int | None = None
    ended: int | None = None
    ended_by: str = ""
    breached: int | None = None


@dataclass
class LivedPause:
    """A time in which the clocks stood, as `cases.models.Pause` has it."""

    waits_for: WaitsFor
    began: int
    until: int | None = None
    ended: int | None = None
    ended_by: str = ""
    remind: int | None = None
    reminders: int = 0


class NotYet(Exception):
    """What comes next lies after the end of the history."""


class Life:
    """A case while it is lived; it keeps its own due date, holder and dates as the actions do."""

    def __init__(self, world: World, birth: Birth) -> None:
        self.world, self.birth = world, birth
        self.words: Phrasebook = phrasebook(birth.language)
        self.importance_id = (
            birth.matter.importance_id if birth.knows_category else world.importance_id
        )
        self.stands = State.RECEIVED
        self.entity_id = birth.entity_id
        self.confidentiality_id = birth.matter.confidentiality_id if birth.knows_category else None
        self.holder_id: str | None = None
        self.last = birth.received
        self.paused: int | None = None
        self.breached: int | None = None
        self.answered: int | None = None
        self.first_answered: int | None = None
        self.in_time: bool | None = None
        self.withdrawn: int | None = None
        self.replied: int | None = None
        self.version, self.reopenings = 1, 0
        self.history: list[HistoryStep] = []
        self.said: list[Said] = []
        self.rated: list[Rated] = []
        self.conflicts: list[Conflict] = []
        self.clocks: list[LivedClock] = []
        self.pauses: list[LivedPause] = []
        self.promise_from(birth.received)
        self._record(Event.FILE, "", birth.received, to_entity=birth.entity_id)

    @property
    def holders(self) -> tuple[str, ...]:
        """Who works on the case at its entity: of a class, those who may know of it, if any."""
        able = self.world.circles.able.get(self.confidentiality_id or "", {})
        known = able.get(self.entity_id) if self.confidentiality_id else None
        return known or self.world.holders[self.entity_id]

    def promise_from(self, at: int) -> None:
        """Make the promise that a case of this kind gets at `at`."""
        self.promise = self.world.promise(self._traits(), at)
        self.due = int(self.promise.due_at.timestamp())
        self._start(Kind.RESOLUTION, at, self.due)
        for kind in () if self.reopenings else (Kind.ACKNOWLEDGE, Kind.FIRST_RESPONSE):
            if due := self._due(kind, at):
                self._start(kind, at, due)
        self._start(Kind.STAGE, at, self._due(Kind.STAGE, at))

    def _due(self, kind: Kind, at: int) -> int | None:
        target = target_of(self.promise.policy_code, self.promise.policy_version, kind)
        if target is None:
            return None
        start = datetime.fromtimestamp(at, UTC)
        return int(due_date(target, start=start, entity_id=UUID(self.entity_id)).timestamp())

    def _start(self, kind: Kind, at: int, due: int | None) -> None:
        policy = self.promise.policy_code, self.promise.policy_version
        clock = LivedClock(kind, self.reopenings + 1, self.entity_id, policy, at, due)
        self.clocks.append(clock)

    @property
    def open_clocks(self) -> list[LivedClock]:
        """The clocks that were not ended yet."""
        return [clock for clock in self.clocks if clock.ended is None]

    def _move_clocks(self, event: Event, at: int, to_entity: str | None) -> None:
        """Let the clocks end, stand and begin as the actions do; a reply lets them run on."""
        kinds, ended_by = ENDS.get(event, ((), ""))
        for clock in self.open_clocks:
            if clock.kind in kinds:
                clock.ended, clock.ended_by, clock.paused = at, ended_by, None
            elif event in PAUSES:
                clock.paused = at
        if waits_for := PAUSES.get(event):
            self._wait_for(waits_for, at)
        elif event in (Event.WITHDRAW, Event.LAPSE) and self.paused is not None:
            self.pauses[-1].ended, self.pauses[-1].ended_by = at, ResumedBy.CLOSED
        if to_entity and self.stands in UNANSWERED:
            self.entity_id = to_entity
            self._start(Kind.STAGE, at, self._due(Kind.STAGE, at))

    def _traits(self) -> Traits:
        matter = self.birth.matter if self.birth.knows_category else None
        return traits_of(
            case_type_id=UUID(self.world.type_ids[self.birth.case_type]),
            importance_id=UUID(self.importance_id),
            entity_id=UUID(self.entity_id),
            category_id=UUID(matter.category_id) if matter else None,
            pillar_id=UUID(matter.pillar_id) if matter and matter.pillar_id else None,
            channel=self.birth.channel,
            applicant_class=self.birth.applicant_class,
        )

    def happen(
        self,
        event: Event,
        at: int,
        *,
        by: str | None = None,
        to_staff: str | None = None,
        from_entity: str | None = None,
        to_entity: str | None = None,
        reason: str = "",
    ) -> None:
        """Let `event` happen, after dating a breach before it. Raises NotYet after the end."""
        at = self.later(at)
        self.date_breach(at)
        before, after = self.stands, next_state(self.stands, event)
        assert after is not None, f"{event} is not possible when {before}"
        self.stands, self.last = after, at
        self.version += 1
        self._move_clocks(event, at, to_entity)
        self._record(event, before, at, by, to_staff, from_entity, to_entity, reason)

    def lead(
        self, event: Event, at: int, *, by: str, reason: str, route: tuple[str, tuple[str, ...]]
    ) -> None:
        """Let fewer people know of the case: it goes to `route`, an entity and who may handle it.

        Who holds it and may not loses it, as in `cases.steps.rerouting`. Raises NotYet.
        """
        at = self.later(at)
        self.date_breach(at)
        before, here, (to_entity, able) = self.stands, self.entity_id, route
        moved = to_entity != here
        if moved or self.holder_id not in able:
            after = next_state(before, Event.REROUTE)
            assert after is not None, f"nobody loses a case that is {before}"
            self.stands, self.holder_id = after, None
        self.last = at
        self.version += 1
        if moved:
            self._move_clocks(Event.TRANSFER, at, to_entity)
        self.entity_id = to_entity
        from_entity, to = (here, to_entity) if moved else (None, None)
        self._record(event, before, at, by, None, from_entity, to, reason)

    def name_conflict(self, staff_id: str, *, by: str, reason: str) -> None:
        self.conflicts.append(Conflict(staff_id, by, reason, self.last))

    def later(self, at: int) -> int:
        """Return `at`, or a little after what happened last. Raises NotYet after the end."""
        moment = at if at > self.last else self.last + 60 + at % 600
        if moment > self.world.until:
            raise NotYet
        return moment

    def date_breach(self, at: int) -> None:
        """Date the breaches up to `at`, as the sweep would have done."""
        late = [
            (clock.due, clock)
            for clock in self.open_clocks
            if clock.due and clock.due < at and clock.paused is None and clock.breached is None
        ]
        for due, clock in sorted(late, key=lambda pair: (pair[0], pair[1].kind)):
            clock.breached = due
            if clock.kind == Kind.RESOLUTION:
                self.breached = due
            self._record(FELL_DUE[clock.kind], self.stands, due)

    def say(self, kind: str, text: str, by: str | None = None) -> None:
        self.said.append(Said(kind, text, self.last, self.entity_id if by else None, by))

    def pick(self, templates: Sequence[Template], rng: Random) -> str:
        """Return a text of one of the templates, in this case's own variant."""
        return templates[int(rng.random() * len(templates))].variant(self.birth.place)

    def _wait_for(self, waits_for: WaitsFor, at: int) -> None:
        began, waiting = datetime.fromtimestamp(at, UTC), self.waiting
        until = longest_wait(waiting, waits_for, since=began)
        pause = LivedPause(waits_for, at, int(until.timestamp()) if until else None)
        if waits_for == WaitsFor.APPLICANT:
            self._plan_reminder(pause, at)
        self.pauses.append(pause)

    @property
    def waiting(self) -> Waiting:
        """What a wait may last, by the promise of now."""
        terms = terms_of(self.promise.policy_code, self.promise.policy_version)
        return terms.waiting if terms else Waiting()

    def _plan_reminder(self, pause: LivedPause, at: int) -> None:
        until = datetime.fromtimestamp(pause.until, UTC) if pause.until else None
        found = next_reminder(
            self.waiting, sent=pause.reminders, at=datetime.fromtimestamp(at, UTC), until=until
        )
        pause.remind = int(found.timestamp()) if found else None

    def remind(self, before: int) -> None:
        """Remind the applicant as often as is due before `before`, or the end of the history."""
        pause = self.pauses[-1]
        while pause.remind and pause.remind < min(before, self.world.until):
            self.last = pause.remind
            self._record(Event.REMIND, self.stands, pause.remind)
            pause.reminders += 1
            self._plan_reminder(pause, pause.remind)

    @property
    def is_given_up(self) -> bool:
        """Whether the policy closes the case when the wait of now is over."""
        return self.waiting.closes and self.pauses[-1].reminders >= self.waiting.reminders

    def resume(self, by: ResumedBy) -> None:
        """Move the clocks by the time we waited, as the reply does."""
        for clock in self.open_clocks:
            if clock.due and clock.paused is not None:
                moved = due_after_pause(
                    due_at=datetime.fromtimestamp(clock.due, UTC),
                    paused_at=datetime.fromtimestamp(clock.paused, UTC),
                    resumed_at=datetime.fromtimestamp(self.last, UTC),
                    entity_id=UUID(clock.entity_id),
                )
                clock.due = int(moved.timestamp())
            if clock.kind == Kind.RESOLUTION and clock.due:
                self.due = clock.due
            clock.paused = None
        self.pauses[-1].ended, self.pauses[-1].ended_by = self.last, by
        self.paused = None

    def _record(
        self,
        event: Event,
        before: str,
        at: int,
        by: str | None = None,
        to_staff: str | None = None,
        from_entity: str | None = None,
        to_entity: str | None = None,
        reason: str = "",
    ) -> None:
        self.history.append(
            HistoryStep(
                event, before, self.stands, at, by, to_staff, from_entity, to_entity, reason
            )
        )
