"""The screens for the words of messages: in every language, read out, tried, and taken back."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views import View

from sawti.cases.trying import INVENTED, case_to_show, parts_of_sms, read_out, send_trial
from sawti.catalogue.editing import earlier_values
from sawti.catalogue.permissions import require_editor
from sawti.catalogue.steps.edits import LANGUAGES, Table
from sawti.lib import clock
from sawti.lib.errors import Missing
from sawti.telling.facts import EDITABLE, NEWS
from sawti.telling.labels import NAME_NAMES, TEMPLATE_NAMES
from sawti.telling.queries import wording_now, wordings
from sawti.telling.steps import WordingDraft, change_wording, check_wording, reset_wording
from sawti.telling.words import Name, WordingFacts, is_for_phones, names_of, names_of_subject
from sawti_cms.editors.choices import language
from sawti_cms.editors.screens import (
    DIRECTIONS,
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
from sawti_ui.forms import CaseNumberField
from sawti_ui.lists import listed

ICON = "mail"
SAVE, SHOW, TRY = "save", "show", "try"


class WordingForm(EditorForm):
    """Subject and text in every language, and the case with which they are read out."""

    number = CaseNumberField(
        label=_("Read it out with this case"),
        required=False,
        help_text=_("The number of a case that you may see; empty for an invented one."),
    )

    def __init__(self, template: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.template = template
        if not is_for_phones(template):
            on_line = gettext("On one line.") + " " + _in_braces(names_of_subject(template))
            self.fields |= both_languages("subject", _("Subject"), on_line)
        rows = 3 if is_for_phones(template) else 9
        self.fields |= both_languages("body", _("Text"), _what_it_may_name(template), rows=rows)
        self.order_fields(
            [*(f"{each}_{one}" for each in ("subject", "body") for one in LANGUAGES), "number"]
        )

    def draft(self) -> WordingDraft:
        """Return what the step takes."""
        subjects = {} if is_for_phones(self.template) else self.words("subject")
        return WordingDraft(subjects, self.words("body"))


def _what_it_may_name(template: str) -> str:
    told = _in_braces(names_of(template))
    if is_for_phones(template):
        told += " " + gettext("Nothing of the case: it can be read on a locked phone.")
    return told + " " + gettext("The link is added by itself.")


def _in_braces(names: Iterable[Name]) -> str:
    lines = listed(f"{{{name}}}: {NAME_NAMES[name]}" for name in names)
    return gettext("In braces, what is filled in. %(listed)s.") % {"listed": lines}


class WordingList(View):
    """Every message, and which have words of the tenant's own."""

    def get(self, request: HttpRequest) -> HttpResponse:
        require_editor(editor(request))
        own = wordings()
        content = ListContent(
            intro=gettext(
                "What messages say about a case. The text is plain; it looks the same in every "
                "mail program and is read out well. Codes and letters about rights stay as shipped."
            ),
            headings=(gettext("Message"), gettext("Subject"), gettext("Words")),
            lines=tuple(_line(template, own.get(template)) for template in EDITABLE),
            empty="",
        )
        return show(request, "list", gettext("Words of messages"), ICON, content)


def _line(template: str, own: WordingFacts | None) -> Line:
    shown = own or wording_now(template)
    words = shown.words(language())
    return Line(
        title=str(TEMPLATE_NAMES[template]),
        url=address("wording", template),
        cells=(words.subject or words.body, gettext("own") if own else gettext("as shipped")),
    )


@dataclass(frozen=True)
class Sample:
    """How it reads in one language. `note`: as how many SMS it goes, or ""."""

    language: str
    direction: str
    subject: str
    text: str
    note: str


@dataclass(frozen=True)
class WordingContent:
    """A wording and how it reads. `can_reset`: there are words of the tenant's own."""

    screen: FormContent
    samples: tuple[Sample, ...]
    case_shown: str


class ChangeWording(View):
    """One message; `?from=` an edit shows the words from before it."""

    def get(self, request: HttpRequest, template: str) -> HttpResponse:
        require_editor(editor(request))
        row = _known(template)
        shown = earlier_values(Table.WORDING, template, request.GET.get("from", "")) or vars(row)
        initial = {
            **words_of("subject", shown["subjects"]),
            **words_of("body", shown["bodies"]),
            "seen": seen_of(row.edited_at),
        }
        draft = WordingDraft(shown["subjects"], shown["bodies"])
        return self._show(request, row, WordingForm(template, initial=initial), draft)

    def post(self, request: HttpRequest, template: str) -> HttpResponse:
        """Save it, read it out or send it to the editor alone; or show what is wrong."""
        require_editor(editor(request))
        row, form = _known(template), WordingForm(template, request.POST)
        deed = request.POST.get("deed", SAVE)
        if not form.is_valid():
            return self._show(request, row, form, None, 422)
        draft = form.draft()
        if deed == SAVE:
            is_kept = is_saved(
                request,
                form,
                lambda: change_wording(
                    template, draft, seen=form.seen_at, by=editor(request), at=clock.now()
                ),
                told=gettext("Saved. Messages say it from now on."),
            )
            return go("wordings") if is_kept else self._show(request, row, form, None, 422)
        return self._try(request, row, form, draft, is_sent=deed == TRY)

    def _try(
        self,
        request: HttpRequest,
        row: WordingFacts,
        form: WordingForm,
        draft: WordingDraft,
        *,
        is_sent: bool,
    ) -> HttpResponse:
        by, number = editor(request), form.cleaned_data["number"]
        case = case_to_show(number, by=by) if number else INVENTED
        if case is None:
            form.add_error("number", gettext("You see no case with this number."))
            return self._show(request, row, form, None, 422)
        told = gettext("Sent to %(address)s, in your language.") % {"address": by.email}
        if not is_saved(
            request,
            form,
            lambda: (
                send_trial(row.template, draft, case, by=by, at=clock.now())
                if is_sent
                else check_wording(row.template, draft)
            ),
            told=told if is_sent else gettext("So it reads. Nothing is saved yet."),
        ):
            return self._show(request, row, form, None, 422)
        return self._show(request, row, form, draft, case=case)

    def _show(
        self,
        request: HttpRequest,
        row: WordingFacts,
        form: WordingForm,
        draft: WordingDraft | None,
        status: int = 200,
        *,
        case: Any = INVENTED,
    ) -> HttpResponse:
        screen = FormContent(
            form,
            Button(gettext("All messages"), address("wordings")),
            gettext("Save"),
            history_url=address("history", Table.WORDING, row.template),
            remove=Button(
                gettext("Go back to the words as shipped"), address("reset_wording", row.template)
            )
            if row.edited_at
            else None,
        )
        samples = _samples(row.template, draft, case) if draft else ()
        title = str(TEMPLATE_NAMES[row.template])
        content = WordingContent(screen, samples, case.number)
        return show(request, "wording", title, ICON, content, status)


class ResetWording(View):
    """Takes back the tenant's own words of one message."""

    def post(self, request: HttpRequest, template: str) -> HttpResponse:
        """Go back to the shipped words."""
        require_editor(editor(request))
        row = _known(template)
        if row.edited_at:
            reset_wording(template, seen=row.edited_at, by=editor(request), at=clock.now())
            messages.success(request, gettext("Messages say what was shipped."))
        return go("wordings")


def _known(template: str) -> WordingFacts:
    if template not in EDITABLE:
        raise Missing
    return wording_now(template)


def _samples(template: str, draft: WordingDraft, case: Any) -> tuple[Sample, ...]:
    return tuple(_sample(template, draft, case, one) for one in LANGUAGES)


def _sample(template: str, draft: WordingDraft, case: Any, one: str) -> Sample:
    subject, text = read_out(template, draft, case, one, at=clock.now())
    note = ""
    if template == NEWS:
        parts = parts_of_sms(text)
        note = ngettext("It goes as %(count)s SMS.", "It goes as %(count)s SMS.", parts)
        note %= {"count": parts}
    return Sample(one, DIRECTIONS[one], subject, text, note)
