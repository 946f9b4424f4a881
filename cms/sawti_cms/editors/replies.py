"""The screens for reply templates."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _
from django.views import View

from sawti.catalogue.editing import Row, editable_replies, found_by_code
from sawti.catalogue.models import ReplyKind
from sawti.catalogue.queries import ReplyTemplateFacts, catalogue
from sawti.catalogue.replies import Variable, fault_of_reply, render_reply
from sawti.catalogue.steps.edits import LANGUAGES, Table
from sawti.catalogue.steps.order import move_reply
from sawti.catalogue.steps.replies import ReplyDraft, add_reply, change_reply
from sawti.entities.queries import entity_tree
from sawti.lib import clock
from sawti.lib.ids import new_id
from sawti.tenancy.context import current_tenant
from sawti_cms.editors.categories import code_field, code_of
from sawti_cms.editors.choices import categories, entities, language
from sawti_cms.editors.screens import (
    DIRECTIONS,
    SAVE,
    AddView,
    Button,
    ChangeView,
    EditorForm,
    FormContent,
    Line,
    ListContent,
    address,
    both_languages,
    editor,
    go,
    moving,
    seen_of,
    show,
    words_of,
)
from sawti_cms.words import KIND_NAMES, VARIABLE_NAMES
from sawti_ui.lists import listed

ICON = "mail"


class ReplyForm(EditorForm):
    """All of a template but its code, which is permanent."""

    kind = forms.ChoiceField(
        label=_("What it is for"),
        help_text=_("Where staff find it: when they ask the applicant, or when they answer."),
        choices=[(kind, KIND_NAMES[kind]) for kind in ReplyKind],
    )
    entity = forms.ChoiceField(
        label=_("Entity"),
        required=False,
        help_text=_("Only this entity and those below it see the template."),
    )
    category = forms.ChoiceField(
        label=_("Category"),
        required=False,
        help_text=_("Only for cases of this category, or of all categories of a group."),
    )
    is_active = forms.BooleanField(
        label=_("Staff can choose it"),
        required=False,
        initial=True,
        help_text=_("Switched off, it is not offered any more; nothing is deleted."),
    )
    field_order = ("name_ar", "name_en", "body_ar", "body_en")

    def __init__(self, *args: Any, is_new: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name_help = _("How staff find it in their list.")
        self.fields |= both_languages("name", _("Name"), name_help)
        self.fields |= both_languages("body", _("Text"), _variables(), rows=9)
        if is_new:
            self.fields["code"] = code_field()
        self.order_fields(self.field_order)
        choices: Any = self.fields
        choices["entity"].choices = entities(gettext("All entities"))
        choices["category"].choices = categories(gettext("All categories"))

    def draft(self) -> ReplyDraft:
        """Return what the step takes."""
        given = self.cleaned_data
        return ReplyDraft(
            names=self.words("name"),
            bodies=self.words("body"),
            **{key: given[key] for key in ("kind", "entity", "category", "is_active")},
        )


def _variables() -> str:
    names = listed(f"{{{one}}}: {VARIABLE_NAMES[one]}" for one in Variable)
    return gettext("In braces, what the case fills in. %(listed)s.") % {"listed": names}


def samples_of(bodies: dict[str, str]) -> tuple[tuple[str, str, str], ...]:
    """Return how the texts read for a made-up case: language, direction, text."""
    return tuple(
        (one, DIRECTIONS[one], _sample(one, bodies[one]))
        for one in LANGUAGES
        if bodies.get(one) and not fault_of_reply(bodies[one])
    )


def _sample(one: str, body: str) -> str:
    category = next((row for row in catalogue().categories.values() if row.parent_id), None)
    template = ReplyTemplateFacts(new_id(), "", {}, True, {one: body}, "", None, None)
    with override(one):
        values = {
            Variable.NUMBER: f"{current_tenant().number_prefix}-4K7M-Q2XA-S",
            Variable.ENTITY: entity_tree().triage.name(one),
            Variable.CATEGORY: category.name(one) if category else "",
            Variable.DUE_DATE: gettext("29 March 2026"),
            Variable.APPLICANT_GREETING: gettext("Dear Sara,"),
            Variable.TODAY: gettext("8 March 2026"),
        }
    return render_reply(template, one, values)


def initial_of(values: dict[str, Any]) -> dict[str, Any]:
    """Return the form's initial values for those of a row or of its history."""
    return {
        **words_of("name", values["names"]),
        **words_of("body", values["bodies"]),
        **{key: values[key] for key in ("kind", "entity", "category", "is_active")},
    }


class ReplyList(View):
    """All templates, questions first."""

    def get(self, request: HttpRequest) -> HttpResponse:
        content = ListContent(
            intro=gettext("What staff may begin a question or an answer with."),
            headings=(
                gettext("Template"),
                gettext("What it is for"),
                gettext("Entity"),
                gettext("Category"),
            ),
            lines=tuple(_line(row) for row in editable_replies()),
            empty=gettext("There are no templates yet."),
            add=Button(gettext("Add a template"), address("add_reply")),
        )
        return show(request, "list", gettext("Reply templates"), ICON, content)


def _line(row: Row) -> Line:
    values, here = row.values, language()
    entity = entity_tree().by_code.get(values["entity"])
    category = catalogue().categories.get(values["category"])
    return Line(
        title=values["names"].get(here, row.code),
        url=address("reply", row.code),
        cells=(
            str(KIND_NAMES[values["kind"]]),
            entity.name(here) if entity else gettext("All entities"),
            category.name(here) if category else gettext("All categories"),
        ),
        buttons=moving("move_reply", row.code),
        is_off=not values["is_active"],
    )


class AddReply(AddView):
    """A new template."""

    list_name, icon = "replies", ICON
    title, back = _("Add a template"), _("All templates")

    def form(self, data: Any = None) -> ReplyForm:
        return ReplyForm(data, is_new=True)

    def add(self, form: ReplyForm, by: Any) -> None:
        draft = form.draft()
        add_reply(code_of(form, draft.names), draft, by=by, at=clock.now())


class ChangeReply(ChangeView):
    """One template and how it reads; `?from=` an edit shows the values from before it."""

    list_name, icon = "replies", ICON

    def found(self, key: str) -> Row:
        return found_by_code(editable_replies(), key)

    def initial(self, row: Row) -> dict[str, Any]:
        values = self.values_at_first(Table.REPLY, row.code, row.values)
        return {**initial_of(values), "seen": seen_of(row.edited_at)}

    def form(self, row: Row, data: Any = None, initial: Any = None) -> ReplyForm:
        return ReplyForm(data, initial=initial)

    def change(self, row: Row, form: ReplyForm, by: Any) -> None:
        change_reply(row.code, form.draft(), seen=form.seen_at, by=by, at=clock.now())

    def title(self, row: Row) -> str:
        return str(row.values["names"].get(language(), row.code))

    def content(self, row: Row, form: ReplyForm) -> FormContent:
        return FormContent(
            form,
            Button(gettext("All templates"), address("replies")),
            str(SAVE),
            history_url=address("history", Table.REPLY, row.code),
            samples=samples_of({one: str(form[f"body_{one}"].value() or "") for one in LANGUAGES}),
        )


class MoveReply(View):
    """One place up or down."""

    def post(self, request: HttpRequest, code: str) -> HttpResponse:
        is_up = request.POST.get("value") == "up"
        move_reply(code, up=is_up, by=editor(request), at=clock.now())
        return go("replies")
