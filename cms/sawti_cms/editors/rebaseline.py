"""The screen that lets open cases follow a policy as it is now: first what would change."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sawti.cases.steps.rebaselining import (
    LONGEST_REASON,
    Baseline,
    baseline_impact,
    begin_baseline,
)
from sawti.lib import clock
from sawti.lib.errors import Invalid
from sawti.lib.text import localised
from sawti.sla.editing import found_policy
from sawti_cms.editors import choices
from sawti_cms.editors.calendar import ManagersView
from sawti_cms.editors.choices import language
from sawti_cms.editors.moving_dates import CONFIRMED, impact_in_words
from sawti_cms.editors.policies import ICON
from sawti_cms.editors.screens import Button, address, editor, go, show
from sawti_ui.forms import refuse_controls
from sawti_ui.refusals import sentence


class BaselineForm(forms.Form):
    """Which open cases, and why."""

    entity = forms.ChoiceField(
        label=_("Only the cases of"), required=False, help_text=_("With all below it.")
    )
    numbers = forms.CharField(
        label=_("Only these cases"),
        help_text=_("Numbers, one a line. Empty: all that keep an older version."),
        required=False,
        widget=forms.Textarea({"rows": 3, "dir": "ltr"}),
        validators=[],
    )
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("It stands in the history of each case."),
        max_length=LONGEST_REASON,
        validators=[refuse_controls],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        entity: Any = self.fields["entity"]
        entity.choices = choices.entities(gettext("The whole government"))

    def wanted(self, code: str) -> Baseline:
        """Return what the step takes."""
        given = self.cleaned_data
        return Baseline(code, given["reason"], given["entity"], tuple(given["numbers"].split()))


@dataclass(frozen=True)
class BaselineContent:
    """The form; with `lines` what was asked for and would change, to be confirmed."""

    form: BaselineForm
    back: Button
    lines: tuple[str, ...] = ()
    confirmed: str = CONFIRMED


class Rebaseline(ManagersView):
    """Let open cases follow this policy as it is now."""

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        return self._show(request, code, BaselineForm())

    def post(self, request: HttpRequest, code: str) -> HttpResponse:
        """Say what would change; once confirmed, begin."""
        form, at, by = BaselineForm(request.POST), clock.now(), editor(request)
        if not form.is_valid():
            return self._show(request, code, form, status=422)
        try:
            if CONFIRMED in request.POST:
                run = begin_baseline(form.wanted(code), by=by, at=at)
                return go("due_dates", str(run.id))
            impact = baseline_impact(form.wanted(code), by=by, at=at)
        except Invalid as fault:
            form.add_error(fault.field, sentence(fault))
            return self._show(request, code, form, status=422)
        return self._show(request, code, form, tuple(impact_in_words(impact)))

    def _show(
        self,
        request: HttpRequest,
        code: str,
        form: BaselineForm,
        lines: tuple[str, ...] = (),
        status: int = 200,
    ) -> HttpResponse:
        row = found_policy(code)
        name = localised(row.names, language()) or code
        content = BaselineContent(form, Button(name, address("policy", code)), lines)
        title = gettext("Apply to open cases: %(policy)s") % {"policy": name}
        return show(request, "rebaseline", title, ICON, content, status)
