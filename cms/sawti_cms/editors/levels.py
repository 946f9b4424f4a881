"""The screens for the ladders: who is told, or gets the case, when a clock passes a mark."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from sawti.catalogue.editing import earlier_values
from sawti.catalogue.steps.edits import Table
from sawti.entities.posts import all_roles
from sawti.escalation.editing import editable_levels, found_level
from sawti.escalation.models import Deed, Level, Mark, Place, To
from sawti.escalation.steps.editing import LevelDraft, add_level, change_level, values_of
from sawti.lib import clock
from sawti.lib.text import localised
from sawti.sla.editing import editable_policies
from sawti_cms.editors import choices
from sawti_cms.editors.calendar import ManagersView
from sawti_cms.editors.categories import code_field, code_of
from sawti_cms.editors.choices import language
from sawti_cms.editors.screens import (
    AddView,
    Button,
    EditorForm,
    FormContent,
    Line,
    ListContent,
    address,
    both_languages,
    editor,
    go,
    is_saved,
    seen_of,
    show,
    words_of,
)

ICON = "order-up"
CLOCK_NAMES = {
    "resolution": _("Answer"),
    "acknowledge": _("Acknowledgement"),
    "first_response": _("First response"),
    "stage": _("Time with one entity"),
    "post": _("Time with the holder of a post"),
}
MARK_NAMES = {
    Mark.PERCENT: _("per cent of the time that was promised"),
    Mark.DAYS: _("working days after the due date"),
    Mark.MINUTES: _("minutes of work after the due date"),
}
DEED_NAMES = {
    Deed.INFORM: _("Tell them"),
    Deed.TAKE_PART: _("Let them act on the case too"),
    Deed.REASSIGN: _("Give them the case"),
}
PLACE_NAMES = {
    Place.NEAR: _("The case's entity, or the nearest above it with such a post"),
    Place.TOP: _("The topmost entity above the case"),
    Place.NAMED: _("The entity that is chosen below"),
}
TO_NAMES = {
    To.HOLDER: _("Whoever works on the case; the focal points where nobody does"),
    To.ROLE: _("Whoever holds the role below"),
}


class LevelForm(EditorForm):
    """When a level is reached, and what it does."""

    position = forms.IntegerField(
        label=_("Level"), help_text=_("1 is the first. Later levels have later marks."), min_value=1
    )
    clock = forms.ChoiceField(label=_("What is late"), choices=list(CLOCK_NAMES.items()))
    amount = forms.IntegerField(label=_("Reached at"), help_text=_("A number."), min_value=1)
    mark = forms.ChoiceField(label=_("Counted in"), choices=list(MARK_NAMES.items()))
    deed = forms.ChoiceField(
        label=_("What happens"),
        choices=list(DEED_NAMES.items()),
        help_text=_("Nobody is told of a case that they may not see."),
    )
    to = forms.ChoiceField(label=_("To whom"), choices=list(TO_NAMES.items()))
    place = forms.ChoiceField(
        label=_("Where they hold it"),
        choices=list(PLACE_NAMES.items()),
        help_text=_("A role of all entities has no place. A vacant post goes to the next level."),
    )
    at_any_hour = forms.BooleanField(
        label=_("At any hour"),
        required=False,
        help_text=_("Otherwise messages wait until the recipient's entity works."),
    )
    is_active = forms.BooleanField(label=_("In force"), required=False, initial=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        help_text = _("Staff read it in messages and on the page of the case.")
        self.fields = {
            **both_languages("name", _("Name"), help_text),
            **self.fields,
            "policy": _policies(),
            "role": _roles(),
            "entity": forms.ChoiceField(
                label=_("Entity"), required=False, choices=choices.entities("–")
            ),
        }
        self.order_fields(ORDER)

    def draft(self) -> LevelDraft:
        """Return what the step takes."""
        rest = {key: self.cleaned_data[key] for key in ORDER[2:]}
        return LevelDraft(names=self.words("name"), **rest)


ORDER = (
    "name_ar",
    "name_en",
    "policy",
    "clock",
    "position",
    "amount",
    "mark",
    "deed",
    "to",
    "role",
    "place",
    "entity",
    "at_any_hour",
    "is_active",
)


class NewLevelForm(LevelForm):
    """A new level has a code too."""

    code = code_field()


def _policies() -> forms.ChoiceField:
    rows = [(row.code, localised(row.names, language()) or row.code) for row in editable_policies()]
    return forms.ChoiceField(
        label=_("Promise"),
        required=False,
        choices=[("", gettext("All without levels of their own")), *rows],
        help_text=_("A promise with levels of its own has only these."),
    )


def _roles() -> forms.ChoiceField:
    rows = [(role.code, role.name(language())) for role in all_roles() if role.is_active]
    return forms.ChoiceField(label=_("Role"), required=False, choices=[("", "–"), *rows])


class LevelList(ManagersView):
    """All levels, ladder by ladder."""

    def get(self, request: HttpRequest) -> HttpResponse:
        roles = {role.code: role.name(language()) for role in all_roles()}
        policies = {
            row.code: localised(row.names, language()) or row.code for row in editable_policies()
        }
        content = ListContent(
            intro=gettext(
                "Who is told, or gets the case, when it is late. Each level acts once for a case. "
                "After an interruption only the highest level that was reached acts; the others "
                "are on record. A change counts at once, also for open cases."
            ),
            headings=(
                gettext("Level"),
                gettext("Promise"),
                gettext("Reached at"),
                gettext("What happens"),
                gettext("To whom"),
            ),
            lines=tuple(_line(row, roles, policies) for row in editable_levels()),
            empty=gettext("There are no levels: nobody is told but the focal points."),
            add=Button(gettext("Add a level"), address("add_level")),
        )
        return show(request, "list", gettext("Escalation"), ICON, content)


def _line(row: Level, roles: dict[str, str], policies: dict[str, str]) -> Line:
    whose = policies.get(row.policy, row.policy) or gettext("All other promises")
    clock_name = str(CLOCK_NAMES.get(row.clock, row.clock))
    return Line(
        f"{row.position}. {localised(row.names, language()) or row.code}",
        address("level", row.code),
        (
            f"{whose} · {clock_name}",
            mark_in_words(row.mark, row.amount),
            str(DEED_NAMES[Deed(row.deed)]),
            _to_in_words(row, roles),
        ),
        is_off=not row.is_active,
    )


def mark_in_words(mark: str, amount: int) -> str:
    """Return when a level is reached."""
    if mark == Mark.PERCENT:
        text = gettext("%(count)s per cent of the time")
    elif mark == Mark.DAYS:
        text = ngettext("%(count)s working day late", "%(count)s working days late", amount)
    else:
        text = ngettext("%(count)s minute of work late", "%(count)s minutes of work late", amount)
    return text % {"count": amount}


def _to_in_words(row: Level, roles: dict[str, str]) -> str:
    if row.to == To.HOLDER:
        return gettext("Holder or focal points")
    role = roles.get(row.role, row.role)
    return f"{role} · {localised(row.entity.names, language())}" if row.entity else role


class AddLevel(ManagersView, AddView):
    """A new level."""

    list_name, icon = "levels", ICON
    title, back = _("Add a level"), _("All levels")

    def form(self, data: Any = None) -> NewLevelForm:
        return NewLevelForm(data)

    def add(self, form: NewLevelForm, by: Any) -> None:
        draft = form.draft()
        add_level(code_of(form, draft.names), draft, by=by, at=clock.now())


class ChangeLevel(ManagersView):
    """One level; `?from=` an edit shows the values from before it."""

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        row = found_level(code)
        values = earlier_values(Table.LEVEL, code, request.GET.get("from", "")) or values_of(row)
        words = words_of("name", values["names"])
        form = LevelForm(initial={**values, **words, "seen": seen_of(row.edited_at)})
        return self._show(request, row, form)

    def post(self, request: HttpRequest, code: str) -> HttpResponse:
        """Change it, or show what is wrong."""
        row, form = found_level(code), LevelForm(request.POST)
        by, at = editor(request), clock.now()
        if form.is_valid() and is_saved(
            request,
            form,
            lambda: change_level(code, form.draft(), seen=form.seen_at, by=by, at=at),
        ):
            return go("levels")
        return self._show(request, row, form, 422)

    def _show(
        self, request: HttpRequest, row: Level, form: LevelForm, status: int = 200
    ) -> HttpResponse:
        content = FormContent(
            form,
            Button(gettext("All levels"), address("levels")),
            gettext("Save"),
            note=gettext("What a level has done for a case it does not do for it again."),
            history_url=address("history", Table.LEVEL, row.code),
        )
        title = localised(row.names, language()) or row.code
        return show(request, "form", title, ICON, content, status)
