"""How long staff stay signed in: the tenant's own limits, for administrators."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from sawti.entities.models import Role
from sawti.lib import clock
from sawti.lib.errors import Invalid
from sawti.lib.text import localised
from sawti.signin.actions.session_rules import (
    IDLE_MINUTES,
    MOST_HOURS,
    drop_session_rule,
    set_session_rule,
)
from sawti.signin.models import SessionRule
from sawti.signin.permissions import require_manager
from sawti.tenancy.context import reading
from sawti_desk.access import READING, SeeOther, StaffRequest, staff_required
from sawti_desk.frame import notices_for
from sawti_desk.own.confirming import recently_confirmed
from sawti_desk.public import desk_response
from sawti_ui.forms import SawtiForm
from sawti_ui.parts import Note
from sawti_ui.refusals import sentence

ALL = "~all"  # no role has this code


@dataclass(frozen=True)
class RuleRow:
    """One rule; `code` is ALL for every role without a rule of its own."""

    code: str
    name: str
    idle_minutes: int
    most_hours: int


@dataclass(frozen=True)
class RulesScreen:
    """All rules, and the form that sets one. The numbers count where there is no rule."""

    rows: tuple[RuleRow, ...]
    form: "RuleForm"
    idle_minutes: int
    most_hours: int
    notices: tuple[Note, ...]


class RuleForm(SawtiForm):
    """The limits of one role."""

    role = forms.ChoiceField(
        label=_("For whom"),
        error_messages=dict.fromkeys(("required", "invalid_choice"), _("Choose from the list.")),
    )
    idle_minutes = forms.IntegerField(
        label=_("Minutes without any use"),
        help_text=_("Whoever does not come back within them signs in again."),
        min_value=IDLE_MINUTES[0],
        max_value=IDLE_MINUTES[1],
    )
    most_hours = forms.IntegerField(
        label=_("Hours at most"),
        help_text=_("After them everybody signs in again, used or not."),
        min_value=MOST_HOURS[0],
        max_value=MOST_HOURS[1],
    )

    def __init__(self, names: dict[str, str], data: Any = None) -> None:
        super().__init__(data)
        role: Any = self.fields["role"]
        role.choices = [(ALL, _all()), *names.items()]


@staff_required("GET", "HEAD", "POST")
@recently_confirmed
def session_rules(request: StaffRequest) -> HttpResponse:
    """Show the limits, set or drop one."""
    with reading():
        require_manager(request.user)
        names = _names()
    if request.method in READING:
        return _show(request, names, RuleForm(names))
    if request.POST.get("deed") == "drop":
        role = _role(request.POST.get("role", ""))
        drop_session_rule(role, by=request.user, at=clock.now())
        messages.success(request, gettext("The general limits count again."))
        return SeeOther(reverse("desk:session_rules"))
    return _set(request, names)


def _set(request: StaffRequest, names: dict[str, str]) -> HttpResponse:
    form = RuleForm(names, request.POST)
    if form.is_valid():
        given = form.cleaned_data
        try:
            set_session_rule(
                _role(given["role"]),
                idle_minutes=given["idle_minutes"],
                most_hours=given["most_hours"],
                by=request.user,
                at=clock.now(),
            )
        except Invalid as fault:
            form.add_error(fault.field, sentence(fault))
    if form.errors:
        return _show(request, names, form)
    messages.success(request, gettext("The limits count from the next sign-in on."))
    return SeeOther(reverse("desk:session_rules"))


def _show(request: StaffRequest, names: dict[str, str], form: RuleForm) -> HttpResponse:
    with reading():
        rows = [
            RuleRow(row.role or ALL, names.get(row.role, _all()), row.idle_minutes, row.most_hours)
            for row in SessionRule.objects.order_by("role")
        ]
        screen = RulesScreen(
            rows=tuple(rows),
            form=form,
            idle_minutes=settings.SAWTI_STAFF_IDLE_MINUTES,
            most_hours=settings.SAWTI_STAFF_MOST_HOURS,
            notices=notices_for(request),
        )
        return desk_response(
            request,
            "sawti_desk/staff/session_rules.html",
            gettext("How long staff stay signed in"),
            screen,
            is_refused=bool(form.errors),
        )


def _names() -> dict[str, str]:
    language = get_language() or "en"
    return {row.code: localised(row.names, language) for row in Role.objects.order_by("code")}


def _all() -> str:
    return gettext("Everybody else")


def _role(choice: str) -> str:
    return "" if choice == ALL else choice
