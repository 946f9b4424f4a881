"""What applicants said about answers, as the page of a case shows it to staff."""

from dataclasses import dataclass

from django.utils.translation import gettext

from sawti.quality.labels import REASONS, score_label
from sawti.quality.queries import RatingFacts
from sawti_ui.parts import Fact


@dataclass(frozen=True)
class RatingCard:
    """The rating of one answer; `facts` never say who rated."""

    facts: tuple[Fact, ...]


def rating_cards(ratings: tuple[RatingFacts, ...]) -> tuple[RatingCard, ...]:
    """Return a card for each rating, in the order given."""
    return tuple(RatingCard(_facts(rating)) for rating in ratings)


def _facts(rating: RatingFacts) -> tuple[Fact, ...]:
    chosen = [str(word) for code, word in REASONS.items() if code in rating.reasons]
    facts = (
        Fact(gettext("Rating"), score_label(rating.score)),
        Fact(gettext("Of the answer of"), at=rating.answered_at),
        Fact(gettext("Reasons"), " · ".join(chosen)),
        Fact(gettext("In the applicant's words"), rating.words),
    )
    return tuple(fact for fact in facts if fact.text or fact.at)
