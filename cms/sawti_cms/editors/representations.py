"""The screens for how people may act for others: what each way is called, allows and asks for."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sawti.catalogue.editing import Row, editable_kinds, found_by_code
from sawti.catalogue.errors import KindInUse
from sawti.catalogue.steps.edits import LANGUAGES, Table
from sawti.catalogue.steps.order import move_kind
from sawti.catalogue.steps.representations import KindDraft, add_kind, change_kind, remove_kind
from sawti.lib import clock
from sawti_cms.editors.categories import code_field, code_of
from sawti_cms.editors.choices import language
from sawti_cms.editors.confidentiality import ForManagers
from sawti_cms.editors.screens import (
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
from sawti_cms.words import RIGHT_NAMES
from sawti_ui.lists import listed
from sawti_ui.refusals import sentence

ICON = "group"
TEXTS = {"name": "names", "hint": "hints", "document": "documents"}
SWITCHES = ("needs_proof", "needs_account", "is_active")


class KindForm(EditorForm):
    """All of a kind but its code, which is permanent."""

    needs_proof = forms.BooleanField(
        label=_("A document is needed"),
        required=False,
        initial=True,
        help_text=_("Until staff have accepted it, the person may file and nothing else."),
    )
    may = forms.MultipleChoiceField(
        label=_("What they may do beside filing"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=list(RIGHT_NAMES.items()),
    )
    needs_account = forms.BooleanField(
        label=_("Only for people who are signed in"),
        required=False,
        help_text=_("Whoever has no account can't file in this way."),
    )
    is_active = forms.BooleanField(
        label=_("Can be chosen"),
        required=False,
        initial=True,
        help_text=_("Switched off, nobody begins to act in this way; who does goes on."),
    )
    field_order = (
        *(f"{name}_{code}" for name in ("name", "hint") for code in LANGUAGES),
        *("needs_proof", "document_ar", "document_en", "may"),
    )

    def __init__(self, *args: Any, is_new: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields |= both_languages("name", _("Name"), _("As people choose it."))
        self.fields |= both_languages("hint", _("Explanation"), _("For whom this is, in a line."))
        document_help = _("Which document people are asked for, such as a birth certificate.")
        self.fields |= both_languages("document", _("Document"), document_help)
        if is_new:
            self.fields["code"] = code_field()
        self.order_fields(self.field_order)

    def draft(self) -> KindDraft:
        """Return what the step takes."""
        given = self.cleaned_data
        texts: dict[str, Any] = {column: self.words(name) for name, column in TEXTS.items()}
        return KindDraft(
            may=tuple(given["may"]), **texts, **{name: given[name] for name in SWITCHES}
        )


class KindList(ForManagers):
    """All kinds, in the order in which people are offered them."""

    def get(self, request: HttpRequest) -> HttpResponse:
        content = ListContent(
            intro=gettext("How somebody may file a case for another person, and what it allows."),
            headings=(
                gettext("Kind"),
                gettext("Other language"),
                gettext("Document"),
                gettext("What they may do beside filing"),
            ),
            lines=tuple(map(_line, editable_kinds())),
            empty=gettext("Nobody can act for others yet."),
            add=Button(gettext("Add a kind"), address("add_kind")),
        )
        return show(request, "list", gettext("Acting for others"), ICON, content)


def _line(row: Row) -> Line:
    values, here = row.values, language()
    other = next(code for code in LANGUAGES if code != here)
    return Line(
        title=values["names"].get(here, row.code),
        url=address("kind", row.code),
        cells=(
            values["names"].get(other, ""),
            values["documents"].get(here, "") if values["needs_proof"] else gettext("None"),
            listed(str(name) for right, name in RIGHT_NAMES.items() if right in values["may"]),
        ),
        buttons=moving("move_kind", row.code),
        is_off=not values["is_active"],
    )


class AddKind(ForManagers, AddView):
    """A new kind."""

    list_name, icon = "kinds", ICON
    title, back = _("Add a kind"), _("All kinds")

    def form(self, data: Any = None) -> KindForm:
        return KindForm(data, is_new=True)

    def add(self, form: KindForm, by: Any) -> None:
        draft = form.draft()
        add_kind(code_of(form, draft.names), draft, by=by, at=clock.now())


class ChangeKind(ForManagers, ChangeView):
    """One kind; `?from=` an edit shows the values from before it."""

    list_name, icon = "kinds", ICON

    def found(self, key: str) -> Row:
        return found_by_code(editable_kinds(), key)

    def initial(self, row: Row) -> dict[str, Any]:
        values = self.values_at_first(Table.REPRESENTATION, row.code, row.values)
        texts: dict[str, Any] = {}
        for name, column in TEXTS.items():
            texts |= words_of(name, values[column])
        return {**values, **texts, "seen": seen_of(row.edited_at)}

    def form(self, row: Row, data: Any = None, initial: Any = None) -> KindForm:
        return KindForm(data, initial=initial)

    def change(self, row: Row, form: KindForm, by: Any) -> None:
        change_kind(row.code, form.draft(), seen=form.seen_at, by=by, at=clock.now())

    def title(self, row: Row) -> str:
        return str(row.values["names"].get(language(), row.code))

    def content(self, row: Row, form: KindForm) -> FormContent:
        return FormContent(
            form,
            Button(gettext("All kinds"), address("kinds")),
            str(SAVE),
            note=gettext("A change holds at once, also for those who act in this way already."),
            history_url=address("history", Table.REPRESENTATION, row.code),
            remove=Button(gettext("Remove this kind"), address("remove_kind", row.code)),
        )


class MoveKind(ForManagers):
    """One place up or down."""

    def post(self, request: HttpRequest, code: str) -> HttpResponse:
        is_up = request.POST.get("value") == "up"
        move_kind(code, up=is_up, by=editor(request), at=clock.now())
        return go("kinds")


class RemoveKind(ForManagers):
    """Take a kind away in which nobody ever acted; history keeps it."""

    def post(self, request: HttpRequest, code: str) -> HttpResponse:
        """Remove it, or say why it stays."""
        try:
            remove_kind(code, by=editor(request), at=clock.now())
        except KindInUse as refusal:
            messages.error(request, sentence(refusal))
            return go("kind", code)
        messages.success(request, gettext("It has been removed."))
        return go("kinds")
