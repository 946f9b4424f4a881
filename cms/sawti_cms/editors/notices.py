"""The screens for what stands on top of the portal's pages for a while."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _
from django.views import View

from sawti.catalogue.editing import editable_notices
from sawti.catalogue.models import Notice, NoticeTone
from sawti.catalogue.steps.edits import Table
from sawti.catalogue.steps.notices import (
    NoticeDraft,
    add_notice,
    change_notice,
    remove_notice,
)
from sawti.lib import clock
from sawti.lib.errors import Missing
from sawti.lib.text import localised
from sawti_cms.editors.choices import language
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
    show,
    words_of,
)
from sawti_cms.words import TONE_NAMES

ICON = "warning"
_LOCAL = "%Y-%m-%dT%H:%M"


def moment(label: Any, help_text: Any, *, required: bool) -> forms.DateTimeField:
    """Return a field for an instant in the tenant's time zone."""
    return forms.DateTimeField(
        label=label,
        help_text=help_text,
        required=required,
        input_formats=[_LOCAL, "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"],
        widget=forms.DateTimeInput({"type": "datetime-local", "dir": "ltr"}, format=_LOCAL),
        error_messages={
            "required": _("Enter day and hour."),
            "invalid": _("Enter day and hour such as 2026-03-20 08:00."),
        },
    )


class NoticeForm(EditorForm):
    """What is said, how it looks, from when until when."""

    tone = forms.ChoiceField(
        label=_("How it looks"),
        help_text=_("The colour does not say it alone: write it in words too."),
        choices=[(tone, TONE_NAMES[tone]) for tone in NoticeTone],
    )
    from_at = moment(_("From"), _("In your government's time zone."), required=True)
    until_at = moment(
        _("Until"), _("Left empty, it stays until you end or remove it."), required=False
    )
    field_order = ("text_ar", "text_en")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        help_text = _("One or two sentences: what is the matter, what should people do?")
        self.fields |= both_languages("text", _("Notice"), help_text, rows=3)
        self.order_fields(self.field_order)

    def draft(self) -> NoticeDraft:
        """Return what the step takes."""
        given = self.cleaned_data
        return NoticeDraft(self.words("text"), given["tone"], given["from_at"], given["until_at"])


def _found(notice_id: UUID) -> Notice:
    for row in editable_notices():
        if row.id == notice_id:
            return row
    raise Missing


class NoticeList(View):
    """All notices, the newest first, and which of them run now."""

    def get(self, request: HttpRequest) -> HttpResponse:
        at = clock.now()
        content = ListContent(
            intro=gettext("Sentences on top of every page of the portal, for a while."),
            headings=(gettext("Notice"), gettext("State"), gettext("From"), gettext("Until")),
            lines=tuple(_line(row, at) for row in editable_notices()),
            empty=gettext("There are no notices."),
            add=Button(gettext("Add a notice"), address("add_notice")),
        )
        return show(request, "list", gettext("Notices"), ICON, content)


def _line(row: Notice, at: datetime) -> Line:
    has_ended = row.until_at is not None and row.until_at <= at
    return Line(
        title=localised(row.texts, language()),
        url=address("notice", row.id),
        cells=(_state(row, at), _in_words(row.from_at), _in_words(row.until_at)),
        is_off=has_ended,
    )


def _state(row: Notice, at: datetime) -> str:
    if at < row.from_at:
        return gettext("Not yet shown")
    has_ended = row.until_at is not None and row.until_at <= at
    return gettext("Ended") if has_ended else gettext("Shown now")


def _in_words(at: datetime | None) -> str:
    pattern = pgettext("date format", "l j F Y, H:i")
    return date_format(timezone.localtime(at), pattern) if at else ""


class AddNotice(AddView):
    """A new notice, from now on unless said otherwise."""

    list_name, icon = "notices", ICON
    title, back = _("Add a notice"), _("All notices")

    def form(self, data: Any = None) -> NoticeForm:
        return NoticeForm(data, initial={"from_at": clock.now()})

    def add(self, form: NoticeForm, by: Any) -> None:
        add_notice(form.draft(), by=by, at=clock.now())


class ChangeNotice(ChangeView):
    """One notice."""

    list_name, icon = "notices", ICON

    def found(self, key: UUID) -> Notice:
        return _found(key)

    def initial(self, row: Notice) -> dict[str, Any]:
        rest = {"tone": row.tone, "from_at": row.from_at, "until_at": row.until_at}
        return {**words_of("text", row.texts), **rest}

    def form(self, row: Notice, data: Any = None, initial: Any = None) -> NoticeForm:
        return NoticeForm(data, initial=initial)

    def change(self, row: Notice, form: NoticeForm, by: Any) -> None:
        change_notice(row.id, form.draft(), by=by, at=clock.now())

    def title(self, row: Notice) -> str:
        return gettext("Change a notice")

    def content(self, row: Notice, form: NoticeForm) -> FormContent:
        return FormContent(
            form,
            Button(gettext("All notices"), address("notices")),
            str(SAVE),
            history_url=address("history", Table.NOTICE, row.id),
            remove=Button(gettext("Remove this notice"), address("remove_notice", row.id)),
        )


class RemoveNotice(View):
    """Take a notice away; history keeps it."""

    def post(self, request: HttpRequest, notice_id: UUID) -> HttpResponse:
        remove_notice(notice_id, by=editor(request), at=clock.now())
        return go("notices")
