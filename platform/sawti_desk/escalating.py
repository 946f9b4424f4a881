"""Escalation on the page of a case: the forms, and what its timeline says."""

from collections.abc import Iterable, Mapping
from typing import Self
from uuid import UUID

from django import forms
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from sawti.cases.lifecycle import UNANSWERED
from sawti.cases.queries import CaseForStaff
from sawti.escalation.ladders import LevelFacts
from sawti.escalation.models import Deed, Outcome
from sawti.escalation.queries import EscalationFacts, levels_above, standing_level
from sawti_desk.forms import CaseForm
from sawti_desk.words import isolated
from sawti_ui.lists import listed
from sawti_ui.parts import Tag, Tone


class EscalateForm(CaseForm):
    """To which level, and why."""

    name = "escalate"
    words = "reason"

    level = forms.CharField(label=_("To which level"), required=False, widget=forms.Select())
    reason = forms.CharField(
        label=_("Why"),
        help_text=_("Whoever is told and all who see the case read it; the applicant does not."),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write why you escalate the case.")},
    )

    def offer(self, levels: Iterable[LevelFacts], language: str) -> Self:
        """Show these levels; whether there is one is for the action to say."""
        self.fields["level"].widget.choices = [(e.code, e.name(language)) for e in levels]
        return self


class DeescalateForm(CaseForm):
    """Why it is taken back."""

    name = "deescalate"
    words = "reason"

    reason = forms.CharField(
        label=_("Why"),
        help_text=_("All who see the case read it; the applicant does not."),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write why you take the escalation back.")},
    )


def escalate_form(
    case: CaseForStaff,
    escalations: tuple[EscalationFacts, ...],
    tried: CaseForm | None,
    language: str,
) -> CaseForm | None:
    """Return the form to escalate a case, where there is a level above and it has no answer."""
    levels = levels_above(case.policy_code, escalations)
    if not (levels and case.may_handle and case.row.state in UNANSWERED):
        return None
    form = tried if isinstance(tried, EscalateForm) else EscalateForm()
    return form.offer(levels, language)


def deescalate_form(
    case: CaseForStaff, escalations: tuple[EscalationFacts, ...], tried: CaseForm | None
) -> CaseForm | None:
    """Return the form to take an escalation back, where there is one."""
    if not (case.may_deescalate and standing_level(escalations)):
        return None
    return tried if isinstance(tried, DeescalateForm) else DeescalateForm()


def escalation_tag(escalations: tuple[EscalationFacts, ...]) -> Tag | None:
    """Return on which level a case stands."""
    standing = standing_level(escalations)
    if standing is None:
        return None
    return Tag(gettext("Escalated: %(level)s") % {"level": standing.level_name}, Tone.WARN, "alert")


def words_by_event(escalations: tuple[EscalationFacts, ...]) -> Mapping[UUID, str]:
    """Return what the timeline says beside each row of history that is an escalation."""
    return {each.history_id: _in_words(each) for each in escalations}


def _in_words(each: EscalationFacts) -> str:
    parts = [gettext("Level: %(level)s.") % {"level": isolated(each.level_name)}]
    if each.vacant:
        words = ngettext(
            "This post is vacant: %(posts)s.",
            "These posts are vacant: %(posts)s.",
            len(each.vacant),
        )
        parts.append(words % {"posts": listed(each.vacant)})
    parts.append(_what_it_did(each))
    if each.taken_back_at:
        parts.append(gettext("It was taken back."))
    return " ".join(parts)


def _what_it_did(each: EscalationFacts) -> str:
    if each.outcome == Outcome.NOBODY:
        return gettext("It reached nobody.")
    if each.outcome == Outcome.RECORDED:
        return gettext("Nobody was told: a higher level was reached at the same time.")
    words = {
        Deed.INFORM: gettext("Told: %(people)s."),
        Deed.TAKE_PART: gettext("Let act on the case: %(people)s."),
        Deed.REASSIGN: gettext("The case went to: %(people)s."),
    }
    return words[Deed(each.deed)] % {"people": listed([isolated(name) for name in each.people])}
