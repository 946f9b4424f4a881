"""The screens for the classes of confidential cases: which roles know of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views import View

from sawti.catalogue.editing import Row, editable_classes, found_by_code
from sawti.catalogue.permissions import require_class_manager
from sawti.catalogue.steps.confidentiality import ClassDraft, add_class, change_class
from sawti.catalogue.steps.edits import LANGUAGES, Table
from sawti.entities.posts import all_roles, held_roles
from sawti.lib import clock
from sawti_cms.editors.categories import code_field, code_of
from sawti_cms.editors.choices import language
from sawti_cms.editors.screens import (
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
    seen_of,
    show,
    words_of,
)
from sawti_ui.lists import listed

ICON = "lock"


class ClassForm(EditorForm):
    """All of a class but its code, which is permanent."""

    handlers = forms.MultipleChoiceField(
        label=_("Roles that act on its cases"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("They read the cases too. Appoint somebody to one of them first."),
    )
    readers = forms.MultipleChoiceField(
        label=_("Roles that only read its cases"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Each only where the role is held, and with the right to read cases."),
    )
    needs_second = forms.BooleanField(
        label=_("Two people for an identity"),
        required=False,
        help_text=_("A second person has to agree before somebody learns who the applicant is."),
    )
    is_active = forms.BooleanField(
        label=_("Can be given"),
        required=False,
        initial=True,
        help_text=_("Switched off, no more cases get it; those that have it keep it."),
    )
    field_order = ("name_ar", "name_en", "code")

    def __init__(self, *args: Any, is_new: bool = False, kept: Iterable[str] = (), **kwargs: Any):
        super().__init__(*args, **kwargs)
        help_text = _("As staff read it on a case.")
        self.fields |= both_languages("name", _("Name"), help_text)
        if is_new:
            self.fields["code"] = code_field()
        self.order_fields(self.field_order)
        roles = [role for role in all_roles() if role.is_active or role.code in kept]
        for name in ("handlers", "readers"):
            field: Any = self.fields[name]
            field.choices = [(role.code, role.name(language())) for role in roles]

    def draft(self) -> ClassDraft:
        """Return what the step takes."""
        given = self.cleaned_data
        return ClassDraft(
            names=self.words("name"),
            handlers=tuple(given["handlers"]),
            readers=tuple(given["readers"]),
            needs_second=given["needs_second"],
            is_active=given["is_active"],
        )


@dataclass(frozen=True)
class Roles:
    """The names of all roles by code, and the codes of those that somebody holds now."""

    names: dict[str, str]
    held: frozenset[str]

    @classmethod
    def now(cls) -> "Roles":
        names = {role.code: role.name(language()) for role in all_roles()}
        return cls(names, held_roles(at=clock.now()))

    def in_words(self, codes: Iterable[str]) -> str:
        return listed(self.names.get(code, code) for code in codes)


class ForManagers(View):
    """Nobody sees a screen here who may not change what it shows."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        require_class_manager(editor(request))
        return super().dispatch(request, *args, **kwargs)


class ClassList(ForManagers):
    """All classes; a class whose roles nobody holds says so."""

    def get(self, request: HttpRequest) -> HttpResponse:
        roles = Roles.now()
        content = ListContent(
            intro=gettext(
                "Of a confidential case only those know whose roles its class names. Figures never "
                "count such cases. Which category gives which class is said at the category."
            ),
            headings=(
                gettext("Class"),
                gettext("Other language"),
                gettext("Roles that act on its cases"),
                gettext("What to look at"),
            ),
            lines=tuple(_line(row, roles) for row in editable_classes()),
            empty=gettext("There are no classes yet."),
            add=Button(gettext("Add a class"), address("add_class")),
        )
        return show(request, "list", gettext("Confidentiality"), ICON, content)


class AddClass(ForManagers, AddView):
    """A new class."""

    list_name, icon = "classes", ICON
    title, back = _("Add a class"), _("All classes")

    def form(self, data: Any = None) -> ClassForm:
        return ClassForm(data, is_new=True)

    def add(self, form: ClassForm, by: Any) -> None:
        draft = form.draft()
        add_class(code_of(form, draft.names), draft, by=by, at=clock.now())


class ChangeClass(ForManagers, ChangeView):
    """One class; `?from=` an edit shows the values from before it."""

    list_name, icon = "classes", ICON

    def found(self, key: str) -> Row:
        return found_by_code(editable_classes(), key)

    def initial(self, row: Row) -> dict[str, Any]:
        values = self.values_at_first(Table.CONFIDENTIALITY, row.code, row.values)
        words = words_of("name", values["names"])
        return {**values, **words, "seen": seen_of(row.edited_at)}

    def form(self, row: Row, data: Any = None, initial: Any = None) -> ClassForm:
        return ClassForm(data, initial=initial, kept=_roles_of(row))

    def change(self, row: Row, form: ClassForm, by: Any) -> None:
        change_class(row.code, form.draft(), seen=form.seen_at, by=by, at=clock.now())

    def title(self, row: Row) -> str:
        return str(row.values["names"].get(language(), row.code))

    def content(self, row: Row, form: ClassForm) -> FormContent:
        return FormContent(
            form,
            Button(gettext("All classes"), address("classes")),
            gettext("Save"),
            note=_warning(row, Roles.now())
            or gettext("A change holds at once, for all cases of this class."),
            history_url=address("history", Table.CONFIDENTIALITY, row.code),
        )


def _roles_of(row: Row) -> list[str]:
    return [*row.values["handlers"], *row.values["readers"]]


def _line(row: Row, roles: Roles) -> Line:
    other = next(code for code in LANGUAGES if code != language())
    return Line(
        title=row.values["names"].get(language(), row.code),
        url=address("class", row.code),
        cells=(
            row.values["names"].get(other, ""),
            roles.in_words(row.values["handlers"]),
            _warning(row, roles),
        ),
        is_off=not row.values["is_active"],
    )


def _warning(row: Row, roles: Roles) -> str:
    """Say which roles of a class nobody holds; its cases go to an entity above then."""
    vacant = [code for code in _roles_of(row) if code not in roles.held]
    if not vacant:
        return ""
    return gettext("Nobody holds: %(roles)s. Appoint somebody.") % {"roles": roles.in_words(vacant)}
