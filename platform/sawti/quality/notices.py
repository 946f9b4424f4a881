"""A low rating is news for who answered: an inward receiver of the outbox."""

from datetime import datetime

from sawti.cases.lifecycle import Event
from sawti.cases.models import HistoryRow
from sawti.cases.notices import case_of, tell
from sawti.outbox.delivery import Letter, receive
from sawti.quality.models import Rating
from sawti.quality.queries import LOW
from sawti.telling.facts import What


def register() -> None:
    """Register the receiver; called once, when the app is ready."""
    receive(f"case.{Event.RATE}", _answer_rated)


def _answer_rated(letter: Letter, at: datetime) -> None:
    rated_at = HistoryRow.objects.get(pk=letter.payload["history_id"]).at
    low = Rating.objects.filter(
        case_id=letter.payload["case_id"], rated_at=rated_at, score__lte=LOW
    )
    if low.exists():
        tell(case_of(letter), What.RATED_LOW, at)
