"""The screens for who hears of what: the whole picture as a table, and a form for each event."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views import View

from sawti.catalogue.editing import earlier_values
from sawti.catalogue.steps.edits import Table
from sawti.lib import clock
from sawti.lib.errors import Missing
from sawti.telling.facts import (
    DEFAULTS,
    MUST_HEAR,
    Audience,
    RuleFacts,
    Way,
    What,
    audiences_of,
    ways_to,
)
from sawti.telling.labels import AUDIENCE_NAMES, WAY_NAMES, WHAT_NAMES
from sawti.telling.permissions import require_rule_manager
from sawti.telling.queries import rule_now, rules
from sawti.telling.steps import RuleDraft, change_rule, reset_rule, values_of
from sawti_cms.editors.screens import (
    Button,
    EditorForm,
    FormContent,
    address,
    editor,
    go,
    is_saved,
    seen_of,
    show,
)

ICON = "comment"
COLUMNS = (Way.IN_APP, Way.EMAIL, Way.SMS, Way.PUSH)


@dataclass(frozen=True)
class Mark:
    """A cell of the table: `state` is on, off or none (that way does not lead there)."""

    state: str
    label: str


@dataclass(frozen=True)
class AudienceLine:
    """One audience of an event. `is_must`: it is sent whatever its readers chose."""

    name: str
    marks: tuple[Mark, ...]
    is_must: bool


@dataclass(frozen=True)
class WhatGroup:
    """One event with its audiences; `is_own`: the tenant changed it."""

    name: str
    url: str
    lines: tuple[AudienceLine, ...]
    is_own: bool


@dataclass(frozen=True)
class TellingContent:
    """The picture of the matrix; `columns` are the ways."""

    columns: tuple[str, ...]
    groups: tuple[WhatGroup, ...]


class RuleForm(EditorForm):
    """The ways to each audience of one event."""

    def __init__(self, what: What, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.what = what
        for who in audiences_of(what):
            self.fields[f"ways_{who}"] = forms.MultipleChoiceField(
                label=str(AUDIENCE_NAMES[who]),
                choices=[(way, WAY_NAMES[way]) for way in ways_to(who)],
                required=False,
                widget=forms.CheckboxSelectMultiple,
            )
        must_hear = [who for who in audiences_of(what) if who in MUST_HEAR]
        if must_hear:
            self.fields["must"] = forms.MultipleChoiceField(
                label=_("Must be sent, because the law asks for it"),
                choices=[(who, AUDIENCE_NAMES[who]) for who in must_hear],
                required=False,
                widget=forms.CheckboxSelectMultiple,
                help_text=_("It then also goes to whoever wants no messages, and at once."),
            )

    def draft(self) -> RuleDraft:
        """Return what the step takes."""
        given = self.cleaned_data
        ways = {str(who): given[f"ways_{who}"] for who in audiences_of(self.what)}
        return RuleDraft(ways, given.get("must", ()))


class ManagersView(View):
    """A screen of those who say who hears of what."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Let nobody else in."""
        require_rule_manager(editor(request))
        return super().dispatch(request, *args, **kwargs)


class Matrix(ManagersView):
    """Everything that happens, who hears of it, and how."""

    def get(self, request: HttpRequest) -> HttpResponse:
        content = TellingContent(
            tuple(str(WAY_NAMES[way]) for way in COLUMNS),
            tuple(map(_group, rules().values())),
        )
        return show(request, "telling", gettext("Who hears of what"), ICON, content)


class ChangeRule(ManagersView):
    """One event; `?from=` an edit shows the values from before it."""

    def get(self, request: HttpRequest, what: str) -> HttpResponse:
        rule = rule_now(_known(what))
        shown = earlier_values(Table.TELLING, what, request.GET.get("from", "")) or values_of(rule)
        form = RuleForm(rule.what, initial={**shown, "seen": seen_of(rule.edited_at)})
        return self._show(request, rule, form)

    def post(self, request: HttpRequest, what: str) -> HttpResponse:
        """Change it, or show what is wrong."""
        known = _known(what)
        form = RuleForm(known, request.POST)
        if form.is_valid() and is_saved(
            request,
            form,
            lambda: change_rule(
                known, form.draft(), seen=form.seen_at, by=editor(request), at=clock.now()
            ),
            told=gettext("Saved. It holds for what happens from now on."),
        ):
            return go("telling")
        return self._show(request, rule_now(known), form, 422)

    def _show(
        self, request: HttpRequest, rule: RuleFacts, form: RuleForm, status: int = 200
    ) -> HttpResponse:
        content = FormContent(
            form,
            Button(gettext("Who hears of what"), address("telling")),
            gettext("Save"),
            note=gettext(
                "An SMS and a message on a device say only that there is news. Each person gets "
                "one of e-mail and SMS, as they choose, and messages on the devices on which they "
                "switched them on. Staff choose when they want e-mails; their own list they always "
                "have."
            ),
            history_url=address("history", Table.TELLING, rule.what),
            remove=Button(
                gettext("Go back to how it was shipped"), address("reset_rule", rule.what)
            )
            if rule.edited_at
            else None,
        )
        return show(request, "form", str(WHAT_NAMES[rule.what]), ICON, content, status)


class ResetRule(ManagersView):
    """Takes back what the tenant changed of one event."""

    def post(self, request: HttpRequest, what: str) -> HttpResponse:
        """Go back to what is shipped, whoever changed it last."""
        rule = rule_now(_known(what))
        if rule.edited_at:
            reset_rule(rule.what, seen=rule.edited_at, by=editor(request), at=clock.now())
        return go("telling")


def _known(what: str) -> What:
    if what not in DEFAULTS:
        raise Missing
    return What(what)


def _group(rule: RuleFacts) -> WhatGroup:
    lines = tuple(_line(rule, who) for who in audiences_of(rule.what))
    is_own = rule.edited_at is not None
    return WhatGroup(str(WHAT_NAMES[rule.what]), address("rule", rule.what), lines, is_own)


def _line(rule: RuleFacts, who: Audience) -> AudienceLine:
    marks = tuple(_mark(rule, who, way) for way in COLUMNS)
    return AudienceLine(str(AUDIENCE_NAMES[who]), marks, who in rule.must)


def _mark(rule: RuleFacts, who: Audience, way: Way) -> Mark:
    if way not in ways_to(who):
        return Mark("none", gettext("not possible"))
    is_on = way in rule.to(who)
    return Mark("on", gettext("yes")) if is_on else Mark("off", gettext("no"))
