"""A case's rows played again, as an auditor would: what each event may do, and to which dates."""

from typing import Any

from sawti.cases.lifecycle import FELL_DUE, RUNNING, UNANSWERED, Event, State, next_state
from sawti.cases.models import Case, Clock, HistoryRow, Involvement, Message, Note, Pause
from sawti.quality.models import Rating
from sawti.sla.queries import due_after_pause, promise_for, reopen_until, traits_of


class Replay:
    """One case, from its filing on; an event that could not have been raises AssertionError."""

    def __init__(self, case: Case) -> None:
        self.case, self.state = case, ""
        self.entity_id = self.holder_id = self.paused_at = self.breached_at = None
        self.answered_at = self.first_answered_at = self.in_time = self.withdrawn_at = None
        self.replied_at: Any = None
        self.due_at: Any = None
        self.version, self.reopenings, self.classes = 1, 0, 0
        self.fell_due = {clock.breached_at for clock in Clock.objects.filter(case=case)}
        for row in HistoryRow.objects.filter(case=case).order_by("at", "id"):
            self._play(row)

    def _play(self, row: HistoryRow) -> None:
        assert row.from_state == self.state
        if row.event == Event.FILE:
            self.entity_id = row.to_entity_id
            self.due_at = self._promise(row.at)
        elif row.event == Event.BREACH:
            assert self.state in RUNNING
            assert row.at == self.due_at
            self.breached_at = row.at
        elif row.event in FELL_DUE.values():
            assert row.at in self.fell_due
        elif row.event == Event.ESCALATE:
            assert self.state in RUNNING
        elif row.event == Event.REMIND:
            assert self.state == State.WAITING
        else:
            assert row.to_state in self._possible(row)
            assert self.breached_at or self.state not in RUNNING or row.at <= self.due_at
            self.version += 1
            getattr(self, f"_{row.event}", lambda row: None)(row)
        self.state = row.to_state

    def _possible(self, row: HistoryRow) -> set[str | None]:
        state = State(self.state)
        if row.event not in (Event.CLASSIFY, Event.REROUTE):
            return {next_state(state, Event(row.event))}
        return {state, next_state(state, Event.REROUTE)}

    def _promise(self, at: Any) -> Any:
        traits = traits_of(
            case_type_id=self.case.case_type_id,
            importance_id=self.case.importance_id,
            entity_id=self.entity_id,
            category_id=self.case.category_id,
            pillar_id=self.case.pillar_id,
            channel=self.case.channel,
            applicant_class=self.case.applicant_class,
        )
        self.promised_by = self.entity_id
        return promise_for(traits, received_at=at).due_at

    def _take(self, row: HistoryRow) -> None:
        self.holder_id = row.by_id

    def _assign(self, row: HistoryRow) -> None:
        self.holder_id = row.to_staff_id

    def _transfer(self, row: HistoryRow) -> None:
        assert row.from_entity_id == self.entity_id
        assert row.reason
        self.entity_id, self.holder_id = row.to_entity_id, None

    def _classify(self, row: HistoryRow) -> None:
        self._reroute(row)
        self.classes += 1

    def _reroute(self, row: HistoryRow) -> None:
        assert row.by_id
        assert row.reason
        if row.to_entity_id:
            assert row.from_entity_id == self.entity_id
            self.entity_id = row.to_entity_id
        if row.to_state != row.from_state:
            self.holder_id = None

    def _ask_applicant(self, row: HistoryRow) -> None:
        self.paused_at, self.replied_at = row.at, None

    def _wait_third_party(self, row: HistoryRow) -> None:
        self.paused_at = row.at

    _wait_court = _wait_third_party

    def _applicant_replied(self, row: HistoryRow) -> None:
        self._go_on(row)
        self.replied_at = row.at

    def _lapse(self, row: HistoryRow) -> None:
        self.withdrawn_at, self.paused_at = row.at, None

    def _go_on(self, row: HistoryRow) -> None:
        self.due_at = due_after_pause(
            due_at=self.due_at,
            paused_at=self.paused_at,
            resumed_at=row.at,
            entity_id=self.promised_by,
        )
        self.paused_at = None

    _wait_over = _go_on

    def _answer(self, row: HistoryRow) -> None:
        self.answered_at, self.replied_at = row.at, None
        if self.first_answered_at is None:
            self.first_answered_at, self.in_time = row.at, self.breached_at is None

    def _withdraw(self, row: HistoryRow) -> None:
        self.withdrawn_at, self.paused_at, self.replied_at = row.at, None, None

    def _reopen(self, row: HistoryRow) -> None:
        assert row.at <= reopen_until(self.answered_at)
        self.answered_at = self.breached_at = None
        self.due_at = self._promise(row.at)
        self.reopenings, self.replied_at = self.reopenings + 1, row.at

    def ends_as_stored(self) -> bool:
        """Tell whether the case's own row says what its history says."""
        names = (
            *("state", "version", "entity_id", "holder_id", "due_at", "paused_at", "breached_at"),
            *("answered_at", "first_answered_at", "withdrawn_at", "replied_at"),
            "reopenings",
        )
        mine = [getattr(self, name) for name in names]
        return (
            mine == [getattr(self.case, name) for name in names]
            and self.in_time == self.case.first_answer_in_time
        )

    def has_its_clocks(self) -> bool:
        """Tell whether the clocks of the last round say what the case's own row says."""
        now = {row.kind: row for row in Clock.objects.filter(case=self.case).order_by("started_at")}
        promise, stage = now["resolution"], now["stage"]
        is_open = self.case.state in UNANSWERED
        return (
            (promise.due_at, promise.breached_at, promise.paused_at, promise.round)
            == (self.due_at, self.breached_at, self.paused_at, self.reopenings + 1)
            and stage.entity_id == self.entity_id
            and all((row.ended_at is None) == is_open for row in (promise, stage))
        )

    def has_its_words(self) -> bool:
        """Tell whether each event that needs words has its message, at the same instant."""
        said = sorted(Message.objects.filter(case=self.case).values_list("kind", "sent_at"))
        events = HistoryRow.objects.filter(case=self.case).values_list("event", "at")
        kinds = {
            "file": "story",
            "ask_applicant": "question",
            "applicant_replied": "reply",
            "answer": "answer",
            "withdraw": "withdrawal",
            "reopen": "reopening",
        }
        return said == sorted((kinds[event], at) for event, at in events if event in kinds)


def everything() -> dict[str, list[dict[str, Any]]]:
    """Return every row that a history consists of, by table, in the order of ids."""
    return {
        model.__name__: list(model.objects.order_by("id").values())
        for model in (Case, HistoryRow, Message, Note, Rating, Involvement, Clock, Pause)
    }
