"""What the screens of editors share: a list, a form, and what happens when it is sent."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar, cast

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateformat import format as date_format
from django.utils.dateparse import parse_datetime
from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _
from django.views import View

from sawti.catalogue.editing import earlier_values
from sawti.catalogue.errors import EditedMeanwhile
from sawti.catalogue.steps.edits import LANGUAGES
from sawti.lib.errors import InvalidInput
from sawti_ui.forms import refuse_controls
from sawti_ui.refusals import sentence

if TYPE_CHECKING:
    from sawti.accounts.models import Staff

NAMES_OF_LANGUAGES = {"ar": "العربية", "en": "English"}
DIRECTIONS = {"ar": "rtl", "en": "ltr"}


@dataclass(frozen=True)
class Button:
    """A link, or with `is_post` a button that changes something at once."""

    label: str
    url: str
    is_post: bool = False
    value: str = ""


@dataclass(frozen=True)
class Line:
    """A row of a list. `title` leads to its form; `is_below`: it belongs to the line above."""

    title: str
    url: str
    cells: tuple[str, ...]
    buttons: tuple[Button, ...] = ()
    is_below: bool = False
    is_off: bool = False


@dataclass(frozen=True)
class ListContent:
    """A list with one way to add to it, if any. `headings`: of the cells, the title's first."""

    intro: str
    headings: tuple[str, ...]
    lines: tuple[Line, ...]
    empty: str
    add: Button | None = None


@dataclass(frozen=True)
class FormContent:
    """A form. `note`: what to know before changing it. `samples`: language, direction and text.

    `links`: what else there is to do with it.
    """

    form: forms.Form
    back: Button
    save: str
    note: str = ""
    history_url: str = ""
    remove: Button | None = None
    samples: tuple[tuple[str, str, str], ...] = ()
    links: tuple[Button, ...] = ()


class EditorForm(forms.Form):
    """Fields with a help text each; `seen` says when the row was last edited as it was shown."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, forms.CharField):
                field.validators.append(refuse_controls)

    @property
    def seen_at(self) -> datetime | None:
        """Return the instant in `seen`; what can't be read counts as never."""
        try:
            return parse_datetime(self.cleaned_data.get("seen", ""))
        except ValueError:
            return None

    def words(self, name: str) -> dict[str, str]:
        """Return a text in every language."""
        return {
            language: self.cleaned_data.get(f"{name}_{language}", "").replace("\r\n", "\n").strip()
            for language in LANGUAGES
        }

    @property
    def names(self) -> dict[str, str]:
        """Return the form's field for a fault's field, where they differ."""
        return {}

    def tell(self, refusal: InvalidInput) -> None:
        """Put each fault at its field."""
        for fault in refusal.faults:
            field = self.names.get(fault.field, fault.field)
            self.add_error(field if field in self.fields else None, sentence(fault))


def both_languages(
    name: str, label: Promise | str, help_text: Promise | str, *, rows: int = 0
) -> dict[str, forms.CharField]:
    """Return a field for each language; the server asks for both, in words of ours."""
    fields = {}
    for language in LANGUAGES:
        attrs = {"lang": language, "dir": DIRECTIONS[language]}
        widget = forms.Textarea({**attrs, "rows": rows}) if rows else forms.TextInput(attrs)
        fields[f"{name}_{language}"] = forms.CharField(
            label=_labelled(label, NAMES_OF_LANGUAGES[language]),
            help_text=str(help_text),
            required=False,
            widget=widget,
        )
    return fields


def _labelled(label: Promise | str, language: str) -> str:
    return f"{label} ({language})"


def words_of(name: str, texts: Mapping[str, str]) -> dict[str, str]:
    """Return the initial values of the fields of `both_languages`."""
    return {f"{name}_{language}": texts.get(language, "") for language in LANGUAGES}


def seen_of(edited_at: datetime | None) -> str:
    """Return what the hidden field `seen` holds."""
    return edited_at.isoformat() if edited_at else ""


def show(
    request: HttpRequest, template: str, title: str, icon: str, content: object, status: int = 200
) -> HttpResponse:
    """Render a screen in the frame of Wagtail's admin."""
    context = {
        "page_title": title,
        "header_title": title,
        "header_icon": icon,
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": gettext("Home")},
            {"url": "", "label": title},
        ],
        "content": content,
    }
    return render(request, f"sawti_cms/{template}.html", context, status=status)


def is_saved(
    request: HttpRequest, form: EditorForm, step: Callable[[], object], *, told: str = ""
) -> bool:
    """Call the step; where it refuses, say so at the fields and return False."""
    try:
        step()
    except InvalidInput as refusal:
        form.tell(refusal)
        messages.error(request, gettext("Nothing was saved. Mend what is marked below."))
        return False
    except EditedMeanwhile as refusal:
        form.add_error(None, sentence(refusal))
        messages.error(request, sentence(refusal))
        return False
    messages.success(request, told or gettext("Saved. The portal shows it now."))
    return True


def editor(request: HttpRequest) -> "Staff":
    """Return who sends the form; Wagtail lets nobody else in."""
    return cast("Staff", request.user)


class AddView(View):
    """A form that adds something to a list and leads back to it."""

    list_name: ClassVar[str]
    title: ClassVar[Promise]
    back: ClassVar[Promise]
    icon: ClassVar[str]

    def form(self, data: Any = None) -> Any:
        """Return the form, empty or with what was sent."""
        raise NotImplementedError

    def add(self, form: Any, by: "Staff") -> None:
        """Call the one step that adds it; its refusals are shown at the form."""
        raise NotImplementedError

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.show_form(request, self.form())

    def post(self, request: HttpRequest) -> HttpResponse:
        """Add it, or show what is wrong."""
        form = self.form(request.POST)
        if form.is_valid() and is_saved(request, form, lambda: self.add(form, editor(request))):
            return go(self.list_name)
        return self.show_form(request, form, 422)

    def show_form(self, request: HttpRequest, form: Any, status: int = 200) -> HttpResponse:
        """Render the form with a way back to the list."""
        content = FormContent(form, Button(str(self.back), address(self.list_name)), str(SAVE))
        return show(request, "form", str(self.title), self.icon, content, status)


class ChangeView(View):
    """A form over something that is there; sent, it leads back to the list.

    What the address names it by is handed to `found`. A form is made from what was sent or, at
    first, from `initial`.
    """

    list_name: ClassVar[str]
    icon: ClassVar[str]

    def found(self, key: Any) -> Any:
        """Return what is changed. Raises Missing."""
        raise NotImplementedError

    def initial(self, row: Any) -> dict[str, Any]:
        """Return what the fields hold at first."""
        raise NotImplementedError

    def form(self, row: Any, data: Any = None, initial: Any = None) -> Any:
        """Return the form over it."""
        raise NotImplementedError

    def change(self, row: Any, form: Any, by: "Staff") -> None:
        """Call the one step that changes it; its refusals are shown at the form."""
        raise NotImplementedError

    def content(self, row: Any, form: Any) -> FormContent:
        """Return the form in its frame."""
        raise NotImplementedError

    def title(self, row: Any) -> str:
        """Return the heading."""
        raise NotImplementedError

    def get(self, request: HttpRequest, **names: Any) -> HttpResponse:
        row = self.found(*names.values())
        return self.show_form(row, self.form(row, initial=self.initial(row)))

    def post(self, request: HttpRequest, **names: Any) -> HttpResponse:
        """Change it, or show what is wrong."""
        row = self.found(*names.values())
        form = self.form(row, request.POST)
        if form.is_valid() and is_saved(
            request, form, lambda: self.change(row, form, editor(request))
        ):
            return go(self.list_name)
        return self.show_form(row, form, 422)

    def show_form(self, row: Any, form: Any, status: int = 200) -> HttpResponse:
        """Render the form in its frame."""
        content = self.content(row, form)
        return show(self.request, "form", self.title(row), self.icon, content, status)

    def values_at_first(self, table: str, code: str, values: dict[str, Any]) -> dict[str, Any]:
        """Return the values before the edit that `?from=` names, else the present ones."""
        return earlier_values(table, code, self.request.GET.get("from", "")) or values


def go(name: str, *args: str) -> HttpResponse:
    """Send the browser on to one of our screens."""
    return redirect(f"sawti_cms:{name}", *args)


def address(name: str, *args: object) -> str:
    """Return the address of one of our screens."""
    return reverse(f"sawti_cms:{name}", args=[str(arg) for arg in args])


def moving(name: str, key: object) -> tuple[Button, Button]:
    """Return the buttons that move a row up and down in its list."""
    url = address(name, key)
    return (
        Button(gettext("Up"), url, is_post=True, value="up"),
        Button(gettext("Down"), url, is_post=True, value="down"),
    )


def moment_in_words(at: datetime) -> str:
    """Return an instant as people write it, in the tenant's zone."""
    return date_format(timezone.localtime(at), pgettext("date format", "l j F Y, H:i"))


SAVE = _("Save and show on the portal")
