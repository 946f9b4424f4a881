"""The screen for the tenant's own sentences."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views import View

from sawti.catalogue.editing import earlier_values, editable_texts
from sawti.catalogue.steps.edits import LANGUAGES, Table
from sawti.catalogue.steps.words import change_texts
from sawti.lib import clock
from sawti_cms.editors.screens import (
    SAVE,
    Button,
    EditorForm,
    FormContent,
    address,
    both_languages,
    editor,
    go,
    is_saved,
    seen_of,
    show,
)

ICON = "title"
TEXT_NAMES: dict[str, tuple[Promise, Promise]] = {
    "home_title": (
        _("Heading of the first page"),
        _("Shown as long as the first page itself is not published."),
    ),
    "home_intro": (
        _("Opening of the first page"),
        _("Shown as long as the first page itself is not published."),
    ),
    "filing_promise": (
        _("Promise"),
        _("How long it takes. Keep it in step with the days that policies give."),
    ),
    "what_next": (
        _("What happens next"),
        _("One sentence for each step, on the first page and after a case was sent."),
    ),
    "privacy_notice": (
        _("Words on privacy"),
        _("Beside the questions for name, e-mail and phone, and on the page about privacy."),
    ),
    "accessibility_note": (
        _("Words on accessibility"),
        _("On the page about accessibility: what you add to the statement, whom to tell."),
    ),
    "footer": (_("Sentence in the footer"), _("At the end of every page and of every e-mail.")),
}
_UNKNOWN = _("A text of the portal.")


class TextsForm(EditorForm):
    """A field for each text and language; what is a list of sentences keeps its length."""

    def __init__(self, texts: dict[str, dict[str, Any]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.texts = texts
        for key in _in_order(texts):
            name, help_text = TEXT_NAMES.get(key, (key, _UNKNOWN))
            for part, label in _parts(key, texts[key], str(name)):
                self.fields |= both_languages(part, label, help_text, rows=3)

    def wanted(self) -> dict[str, dict[str, Any]]:
        """Return what the step takes."""
        return {key: self._value(key) for key in self.texts}

    def _value(self, key: str) -> dict[str, Any]:
        parts = [self.words(part) for part, _label in _parts(key, self.texts[key], key)]
        if not _is_list(self.texts[key]):
            return parts[0]
        return {language: [part[language] for part in parts] for language in LANGUAGES}


def _in_order(texts: dict[str, Any]) -> list[str]:
    known = [key for key in TEXT_NAMES if key in texts]
    return [*known, *(key for key in texts if key not in TEXT_NAMES)]


def _is_list(text: dict[str, Any]) -> bool:
    return isinstance(next(iter(text.values())), list)


def _parts(key: str, text: dict[str, Any], label: str) -> list[tuple[str, str]]:
    """Return name and label of each text behind a key."""
    if not _is_list(text):
        return [(key, label)]
    count = len(next(iter(text.values())))
    return [(f"{key}_{number}", f"{label} {number + 1}") for number in range(count)]


def initial_of(texts: dict[str, dict[str, Any]]) -> dict[str, str]:
    """Return the form's initial values."""
    found: dict[str, str] = {}
    for key, text in texts.items():
        for language, value in text.items():
            if isinstance(value, list):
                found |= {f"{key}_{n}_{language}": one for n, one in enumerate(value)}
            else:
                found[f"{key}_{language}"] = value
    return found


class ChangeTexts(View):
    """All texts on one screen; `?key=…&from=…` shows one as it was before an edit."""

    def get(self, request: HttpRequest) -> HttpResponse:
        texts, last = editable_texts()
        key, edit = request.GET.get("key", ""), request.GET.get("from", "")
        earlier = earlier_values(Table.TEXT, key, edit) if key in texts else {}
        shown = {**texts, key: earlier["texts"]} if earlier else texts
        initial = {**initial_of(shown), "seen": seen_of(last)}
        return self._show(request, TextsForm(texts, initial=initial))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Change what differs, or show what is wrong."""
        texts, _last = editable_texts()
        form = TextsForm(texts, request.POST)
        if form.is_valid() and is_saved(
            request,
            form,
            lambda: change_texts(
                form.wanted(), seen=form.seen_at, by=editor(request), at=clock.now()
            ),
        ):
            return go("texts")
        return self._show(request, form, 422)

    def _show(self, request: HttpRequest, form: forms.Form, status: int = 200) -> HttpResponse:
        content = FormContent(
            form,
            Button(gettext("Earlier texts"), address("history", Table.TEXT, "all")),
            str(SAVE),
            note=gettext("Short sentences, as one person speaks to another, no office language."),
        )
        return show(request, "form", gettext("Texts"), ICON, content, status)
