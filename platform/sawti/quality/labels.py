"""Scores and reasons in the words that people read; the order is that of the forms."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sawti.quality.models import Reason

SCORES: dict[int, Promise] = {
    1: _("Very poor"),
    2: _("Poor"),
    3: _("Acceptable"),
    4: _("Good"),
    5: _("Very good"),
}
GOOD: dict[str, Promise] = {
    Reason.SOLVED: _("It solved the matter"),
    Reason.CLEAR: _("It was clear"),
    Reason.FAST: _("It came fast"),
    Reason.POLITE: _("It was polite"),
}
POOR: dict[str, Promise] = {
    Reason.NOT_SOLVED: _("It did not solve the matter"),
    Reason.UNCLEAR: _("It was hard to understand"),
    Reason.SLOW: _("It took too long"),
    Reason.IMPOLITE: _("It was not polite"),
}
REASONS = {**GOOD, **POOR}


def score_label(score: int) -> str:
    """Return a score with its word, such as `4 – Good`, in the active language."""
    return f"{score} – {SCORES[score]}"
