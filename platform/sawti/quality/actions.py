"""What an applicant says about an answer."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from sawti.cases.content import store_with
from sawti.cases.lifecycle import Event
from sawti.cases.models import Case
from sawti.cases.steps import checked_words, record, required_state
from sawti.lib.errors import N_, Invalid
from sawti.quality.errors import AlreadyRated
from sawti.quality.models import Rating, Reason

LONGEST_WORDS = 1000


def rate_answer(
    case_id: UUID, *, score: int, reasons: Sequence[str] = (), words: str = "", at: datetime
) -> Case:
    """Keep the applicant's rating of the present answer: `score` 1 (poor) to 5 (very good).

    The caller has opened the case for the applicant. Raises Invalid for a score or reason that
    does not exist, TransitionNotAllowed unless the case is answered, AlreadyRated the second time.
    """
    if score not in range(1, 6):
        raise Invalid("score", N_("Choose one to five."))
    if unknown := set(reasons) - set(Reason.values):
        raise Invalid(
            "reasons",
            N_("Choose from: %(allowed)s; not %(unknown)s."),
            allowed=", ".join(Reason.values),
            unknown=", ".join(sorted(unknown)),
        )
    body = checked_words("words", words, longest=LONGEST_WORDS, is_required=False)
    with transaction.atomic(durable=True):
        case: Case = Case.objects.select_for_update().get(pk=case_id)
        required_state(case, Event.RATE)
        if Rating.objects.filter(case=case, answered_at=case.answered_at).exists():
            raise AlreadyRated
        assert case.answered_at is not None, "the state says that there is an answer"
        rating = Rating(
            case=case,
            answered_at=case.answered_at,
            score=score,
            reasons=sorted(set(reasons)),
            rated_at=at,
        )
        if body:
            store_with(rating, case, body)
        else:
            rating.save(force_insert=True)
        case.version += 1
        case.save(update_fields=["version"])
        record(case, Event.RATE, from_state=case.state, at=at)
    return case
