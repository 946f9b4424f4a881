"""What clocks went through, as news of their cases: each case is watched anew, exactly once."""

from datetime import datetime

from sawti.cases.lifecycle import Event
from sawti.escalation.steps.rewatching import LADDERS_CHANGED, watch_case, watch_page
from sawti.outbox.delivery import Letter, receive

OURS = frozenset({Event.ESCALATE, Event.DEESCALATE})


def register() -> None:
    """Register the receivers; called once, when the app is ready."""
    for event in Event:
        if event not in OURS:
            receive(f"case.{event}", _case_changed)
    receive(LADDERS_CHANGED, _ladders_changed)


def _case_changed(letter: Letter, at: datetime) -> None:
    watch_case(letter.payload["case_id"], at=at)


def _ladders_changed(letter: Letter, at: datetime) -> None:
    watch_page(letter.payload["after"], at=at)
