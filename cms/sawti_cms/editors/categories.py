"""The screens for categories."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.text import slugify
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views import View

from sawti.cases.usage import unanswered_by_category
from sawti.catalogue.editing import Row, editable_categories, found_by_code
from sawti.catalogue.models import ConfidentialBy
from sawti.catalogue.permissions import manages_classes
from sawti.catalogue.queries import catalogue
from sawti.catalogue.steps.categories import CategoryDraft, add_category, change_category
from sawti.catalogue.steps.edits import LANGUAGES, Table
from sawti.catalogue.steps.order import move_category
from sawti.entities.queries import entity_tree
from sawti.lib import clock
from sawti_cms.editors.choices import classes, entities, importance_levels, language, pillars
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

if TYPE_CHECKING:
    from sawti.accounts.models import Staff

ICON = "list-ul"


class CategoryForm(EditorForm):
    """All of a category but its code, which is permanent."""

    parent = forms.ChoiceField(
        label=_("Below"),
        required=False,
        help_text=_("A group of the first level. A group itself has only a name and an order."),
    )
    entity = forms.ChoiceField(
        label=_("Entity that answers"),
        required=False,
        help_text=_("New cases go there. Cases that are there already stay where they are."),
    )
    pillar = forms.ChoiceField(
        label=_("Pillar"),
        required=False,
        help_text=_("The side of government that such a case touches; reports count by it."),
    )
    importance = forms.ChoiceField(
        label=_("Importance"),
        required=False,
        help_text=_("It decides how soon the answer is due. Without one, the usual one holds."),
    )
    keywords_ar = forms.CharField(
        label="كلمات الناس (العربية)",
        required=False,
        widget=forms.Textarea({"rows": 6, "lang": "ar", "dir": "rtl"}),
        help_text=_("Words that people really type, dialect too, one on each line."),
    )
    keywords_en = forms.CharField(
        label="People's words (English)",
        required=False,
        widget=forms.Textarea({"rows": 6, "lang": "en", "dir": "ltr"}),
        help_text=_("Words that people really type, dialect too, one on each line."),
    )
    is_active = forms.BooleanField(
        label=_("People can choose it"),
        required=False,
        initial=True,
        help_text=_("Switched off, it is not offered any more; nothing is deleted."),
    )
    confirmed = forms.BooleanField(
        label=_("Switch it off although cases are open"),
        required=False,
        help_text=_("The open cases keep this category and go on as before."),
    )
    confidentiality = forms.ChoiceField(
        label=_("Confidentiality"),
        required=False,
        help_text=_("The class that new cases get. Cases that are there already keep theirs."),
    )
    confidential_by = forms.ChoiceField(
        label=_("Which of its cases"),
        required=False,
        choices=[
            (ConfidentialBy.POLICY, _("All of them")),
            (ConfidentialBy.WISH, _("Those whose applicants wish it")),
        ],
        help_text=_("It counts only together with a class."),
    )
    field_order = ("name_ar", "name_en")

    def __init__(
        self,
        *args: Any,
        by: "Staff",
        open_cases: int = 0,
        is_new: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        help_text = _("As people read it in lists, short and without office language.")
        self.fields |= both_languages("name", _("Name"), help_text)
        if is_new:
            self.fields["code"] = code_field()
        self.order_fields(self.field_order)
        choices: Any = self.fields
        choices["parent"].choices = _groups()
        choices["entity"].choices = entities(gettext("None: this is a group"))
        choices["pillar"].choices = pillars()
        choices["importance"].choices = importance_levels()
        self.open_cases = open_cases
        if not open_cases:
            del self.fields["confirmed"]
        if manages_classes(by):
            choices["confidentiality"].choices = classes()
        else:
            del self.fields["confidentiality"], self.fields["confidential_by"]

    def clean(self) -> dict[str, Any]:
        """Ask once more before a category with open cases is switched off."""
        given: dict[str, Any] = super().clean() or {}
        if self.open_cases and not given.get("is_active") and not given.get("confirmed"):
            self.add_error("confirmed", _how_many(self.open_cases))
        return given

    def draft(self) -> CategoryDraft:
        """Return what the step takes."""
        given = self.cleaned_data
        return CategoryDraft(
            names=self.words("name"),
            keywords={one: _lines(given[f"keywords_{one}"]) for one in LANGUAGES},
            **{key: given[key] for key in ("parent", "pillar", "importance", "entity")},
            is_active=given["is_active"],
            confidentiality=given.get("confidentiality"),
            confidential_by=given.get("confidential_by") or ConfidentialBy.POLICY,
        )


def code_field() -> forms.CharField:
    return forms.CharField(
        label=_("Code"),
        required=False,
        widget=forms.TextInput({"dir": "ltr"}),
        help_text=_("Part of the address, permanent. Empty: it is made from the English name."),
    )


def code_of(form: forms.Form, names: dict[str, str], *, longest: int = 60) -> str:
    """Return the code that was typed, or one made from the English name."""
    return str(form.cleaned_data["code"] or slugify(names["en"])[:longest].strip("-"))


def _lines(text: str) -> list[str]:
    return list(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))


def _groups() -> list[tuple[str, str]]:
    tops = [row for row in catalogue().categories.values() if row.parent_id is None]
    return [
        ("", gettext("Nothing: it is a group itself")),
        *((row.code, row.name(language())) for row in tops if row.is_active),
    ]


def _how_many(cases: int) -> str:
    return ngettext(
        "%(count)s case without an answer has this category.",
        "%(count)s cases without an answer have this category.",
        cases,
    ) % {"count": cases}


def initial_of(values: dict[str, Any]) -> dict[str, Any]:
    """Return the form's initial values for those of a row or of its history."""
    keywords = values.get("keywords") or {}
    return {
        **words_of("name", values["names"]),
        **{f"keywords_{one}": "\n".join(keywords.get(one, [])) for one in LANGUAGES},
        **{key: values[key] for key in ("parent", "pillar", "importance", "entity", "is_active")},
        "confidentiality": values.get("confidentiality", ""),
        "confidential_by": values.get("confidential_by", ConfidentialBy.POLICY),
    }


class CategoryList(View):
    """All categories, group by group."""

    def get(self, request: HttpRequest) -> HttpResponse:
        cases, tree = unanswered_by_category(), entity_tree().by_code
        content = ListContent(
            intro=gettext("What cases can be about. A change is on the portal at once."),
            headings=(
                gettext("Category"),
                gettext("Other language"),
                gettext("Entity that answers"),
                gettext("Cases without an answer"),
            ),
            lines=tuple(_line(row, cases.get(row.id, 0), tree) for row in editable_categories()),
            empty=gettext("There are no categories yet."),
            add=Button(gettext("Add a category"), address("add_category")),
        )
        return show(request, "list", gettext("Categories"), ICON, content)


def _line(row: Row, cases: int, tree: dict[str, Any]) -> Line:
    here, values = language(), row.values
    other = next(code for code in LANGUAGES if code != here)
    entity = tree.get(values["entity"])
    return Line(
        title=values["names"].get(here, row.code),
        url=address("category", row.code),
        cells=(
            values["names"].get(other, ""),
            entity.name(here) if entity else "",
            str(cases) if values["parent"] else "",
        ),
        buttons=moving("move_category", row.code),
        is_below=bool(values["parent"]),
        is_off=not values["is_active"],
    )


class AddCategory(AddView):
    """A new category."""

    list_name, icon = "categories", ICON
    title, back = _("Add a category"), _("All categories")

    def form(self, data: Any = None) -> CategoryForm:
        return CategoryForm(data, is_new=True, by=editor(self.request))

    def add(self, form: CategoryForm, by: Any) -> None:
        draft = form.draft()
        add_category(code_of(form, draft.names), draft, by=by, at=clock.now())


class ChangeCategory(ChangeView):
    """One category; `?from=` an edit shows the values from before it."""

    list_name, icon = "categories", ICON

    def found(self, key: str) -> Row:
        return found_by_code(editable_categories(), key)

    def initial(self, row: Row) -> dict[str, Any]:
        values = self.values_at_first(Table.CATEGORY, row.code, row.values)
        return {**initial_of(values), "seen": seen_of(row.edited_at)}

    def form(self, row: Row, data: Any = None, initial: Any = None) -> CategoryForm:
        is_asked = row.values["is_active"] or data is None
        cases = unanswered_by_category().get(row.id, 0) if is_asked else 0
        return CategoryForm(data, initial=initial, open_cases=cases, by=editor(self.request))

    def change(self, row: Row, form: CategoryForm, by: Any) -> None:
        change_category(row.code, form.draft(), seen=form.seen_at, by=by, at=clock.now())

    def title(self, row: Row) -> str:
        return str(row.values["names"].get(language(), row.code))

    def content(self, row: Row, form: CategoryForm) -> FormContent:
        cases = form.open_cases
        return FormContent(
            form,
            Button(gettext("All categories"), address("categories")),
            str(SAVE),
            note=_how_many(cases) if cases else gettext("No open case has this category."),
            history_url=address("history", Table.CATEGORY, row.code),
        )


class MoveCategory(View):
    """One place up or down."""

    def post(self, request: HttpRequest, code: str) -> HttpResponse:
        is_up = request.POST.get("value") == "up"
        move_category(code, up=is_up, by=editor(request), at=clock.now())
        return go("categories")
