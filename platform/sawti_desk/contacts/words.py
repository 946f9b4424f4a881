"""Limits on contacts in words."""

from django.utils.translation import gettext

from sawti.conduct.models import State
from sawti.conduct.queries import LimitFacts
from sawti_ui.parts import Tag, Tone


def state_of_limit(limit: LimitFacts) -> Tag:
    """Return where a limit stands."""
    if limit.awaits_confirmation:
        return Tag(gettext("Waits for confirmation"), Tone.WARN, "alert")
    if limit.awaits_appeal:
        return Tag(gettext("Objection to decide"), Tone.WARN, "alert")
    if limit.state == State.DECLINED:
        return Tag(gettext("Declined"))
    if limit.state == State.LIFTED:
        return Tag(gettext("Lifted"))
    return Tag(gettext("Over")) if limit.is_over else Tag(gettext("In force"), Tone.INFO)
