"""What staff type about limits on contacts."""

from datetime import datetime, time
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sawti.cases.actions.contact_limits import LONGEST_REASON, MOST_A_WEEK
from sawti.conduct.labels import GROUNDS
from sawti_ui.forms import SawtiForm


def _reason(help_text: Any) -> forms.CharField:
    return forms.CharField(
        label=_("Reason"),
        help_text=help_text,
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Write a reason.")},
    )


class ProposeForm(SawtiForm):
    """How many cases a week, until when, and why."""

    ground = forms.ChoiceField(
        label=_("What the contact is told"),
        choices=[(code.value, _(text)) for code, text in GROUNDS.items()],
        error_messages={"required": _("Choose one.")},
    )
    most_a_week = forms.IntegerField(
        label=_("Cases a week"),
        min_value=1,
        max_value=MOST_A_WEEK,
        widget=forms.NumberInput(attrs={"class": "sw-short"}),
        error_messages={"required": _("Enter a number."), "invalid": _("Enter a number.")},
    )
    until = forms.DateField(
        label=_("Last day"),
        help_text=_("At most 90 days ahead."),
        widget=forms.DateInput(attrs={"type": "date", "class": "sw-short"}, format="%Y-%m-%d"),
        error_messages={
            "required": _("Enter a day, such as 2026-03-20."),
            "invalid": _("Enter a day, such as 2026-03-20."),
        },
    )
    reason = _reason(
        _("At least 20 characters, for the colleague who confirms it. It is kept on record.")
    )

    @property
    def until_at(self) -> datetime:
        """The end of the last day in the tenant's zone."""
        return timezone.make_aware(datetime.combine(self.cleaned_data["until"], time.max))


class AppealForm(SawtiForm):
    """Why an objection is upheld or not."""

    reason = _reason(_("At least 20 characters. The contact reads it."))
