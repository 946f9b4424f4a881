"""What an applicant fills in after filing: taking the case back, a rating, a reopening."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sawti.cases.actions.applicant import LONGEST_REPLY
from sawti.quality.actions import LONGEST_WORDS
from sawti.quality.labels import GOOD, POOR, SCORES
from sawti_portal.forms import WrittenField
from sawti_ui.forms import CheckTiles, SawtiForm, Tiles


class WithdrawForm(SawtiForm):
    reason = WrittenField(
        label=_("Why you take it back"),
        longest=LONGEST_REPLY,
        rows=4,
        required=False,
        help_text=_("The entity reads it. It helps to know whether the matter is solved."),
    )


class ReopenForm(SawtiForm):
    reason = WrittenField(
        label=_("What is still to be done"),
        longest=LONGEST_REPLY,
        rows=6,
        help_text=_("The entity reads it together with the answer it gave you."),
        error_messages={"required": _("Write what is still to be done.")},
    )


class RateForm(SawtiForm):
    score = forms.TypedChoiceField(
        label=_("How good was the answer?"),
        choices=[(score, word) for score, word in SCORES.items()],
        coerce=int,
        widget=Tiles,
        error_messages={
            "required": _("Choose how good the answer was."),
            "invalid_choice": _("Choose how good the answer was."),
        },
    )
    good = forms.MultipleChoiceField(
        label=_("What was good"), choices=list(GOOD.items()), widget=CheckTiles, required=False
    )
    poor = forms.MultipleChoiceField(
        label=_("What was not good"), choices=list(POOR.items()), widget=CheckTiles, required=False
    )
    words = WrittenField(
        label=_("In your own words"),
        longest=LONGEST_WORDS,
        rows=3,
        required=False,
        help_text=_("The entity reads it. Leave out names and numbers that say who you are."),
    )

    def arguments(self) -> dict[str, Any]:
        """Return what `rate_answer` takes."""
        typed = self.cleaned_data
        return {
            "score": typed["score"],
            "reasons": [*typed["good"], *typed["poor"]],
            "words": typed["words"],
        }
