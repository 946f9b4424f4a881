"""What applicants said about answers, as frozen facts; the caller has opened the case."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sawti.cases.content import bodies_of
from sawti.cases.lifecycle import Event
from sawti.cases.queries import HistoryFacts
from sawti.quality.models import Rating

LOW = 2  # a score up to this one asks for a second look


@dataclass(frozen=True)
class RatingFacts:
    """The rating of the answer given at `answered_at`; who rated is no part of it."""

    answered_at: datetime
    score: int
    reasons: tuple[str, ...]
    words: str
    rated_at: datetime

    @property
    def is_low(self) -> bool:
        """Whether the applicant was not content."""
        return self.score <= LOW


def ratings_of(case_id: UUID, history: tuple[HistoryFacts, ...]) -> tuple[RatingFacts, ...]:
    """Return the ratings of a case, oldest first: one for each answer that has one.

    `history` is the case's; where it names no rating, nothing is asked of the database.
    """
    if not any(row.event == Event.RATE for row in history):
        return ()
    rows = list(Rating.objects.filter(case_id=case_id).order_by("answered_at"))
    said = bodies_of(row.content_id for row in rows if row.content_id)
    return tuple(
        RatingFacts(
            answered_at=row.answered_at,
            score=row.score,
            reasons=tuple(row.reasons),
            words=said.get(row.content_id, ""),
            rated_at=row.rated_at,
        )
        for row in rows
    )


def rating_of_answer(
    case_id: UUID, history: tuple[HistoryFacts, ...], answered_at: datetime | None
) -> RatingFacts | None:
    """Return the rating of the answer given at `answered_at`, or None."""
    found = ratings_of(case_id, history)
    return next((each for each in found if each.answered_at == answered_at), None)
