"""What comes after an answer, as the page of a case shows it: rating, reopening, taking back."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext

from sawti.cases.models import MessageKind
from sawti.cases.queries import CaseForApplicant
from sawti.documents.libraries import missing_libraries
from sawti.quality.labels import REASONS, score_label
from sawti.quality.queries import RatingFacts
from sawti_portal.after_forms import RateForm
from sawti_ui import parts


@dataclass(frozen=True)
class AfterAnswer:
    """What the applicant may do besides replying.

    `rating`: the one they gave, as facts. `thanks`: said below it. `rate_form`: while the answer
    has no rating. `reopen_until`: while it may be reopened; `was_reopenable`: the day it could be
    last, and the new case may begin with `type_code`. `has_letter`: the answer is there as PDF.
    """

    number: str
    type_code: str
    rating: tuple[parts.Fact, ...]
    thanks: parts.Note | None
    rate_form: RateForm | None
    reopen_until: date | None
    was_reopenable: date | None
    may_withdraw: bool
    has_letter: bool


def after_answer(case: CaseForApplicant, rating: RatingFacts | None) -> AfterAnswer:
    """Return what the page offers below the messages."""
    last_day = timezone.localtime(case.reopen_until).date() if case.reopen_until else None
    return AfterAnswer(
        number=case.number,
        type_code=case.type_code,
        rating=_rating(rating) if rating else (),
        thanks=_thanks(case, rating) if rating else None,
        rate_form=RateForm() if case.may_rate else None,
        reopen_until=last_day if case.may_reopen else None,
        was_reopenable=None if case.may_reopen else last_day,
        may_withdraw=case.may_withdraw,
        has_letter=not missing_libraries()
        and any(message.kind == MessageKind.ANSWER for message in case.messages),
    )


def _rating(rating: RatingFacts) -> tuple[parts.Fact, ...]:
    found = (
        parts.Fact(gettext("Your rating"), score_label(rating.score)),
        parts.Fact(
            gettext("What you chose"),
            " · ".join(str(word) for code, word in REASONS.items() if code in rating.reasons),
        ),
        parts.Fact(gettext("In your own words"), rating.words),
    )
    return tuple(fact for fact in found if fact.text)


def _thanks(case: CaseForApplicant, rating: RatingFacts) -> parts.Note:
    if rating.is_low and case.may_reopen:
        return parts.Note(
            gettext("You can reopen the case below, and the entity must answer you again."),
            gettext("Thank you. We are sorry that the answer was not good."),
            parts.Tone.WARN,
        )
    return parts.Note(
        gettext("The entity and those above it read the ratings, without your name."),
        gettext("Thank you for your rating"),
        parts.Tone.OK,
    )


def is_same_words(case: CaseForApplicant, kind: str, words: str) -> bool:
    """Tell whether the latest message of this kind says just that: it was sent twice."""
    said = [message.body for message in case.messages if message.kind == kind]
    return said[-1:] == [words.strip()]
