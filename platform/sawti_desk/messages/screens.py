"""What became of our messages: for operators, and for who works on a case."""

from dataclasses import dataclass
from datetime import timedelta
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from sawti.cases.actions.identity import open_message_address
from sawti.cases.errors import CaseNotFound
from sawti.cases.queries import number_for_staff
from sawti.entities.permissions import rights_of
from sawti.lib import clock
from sawti.lib.errors import DomainError, Invalid, Missing
from sawti.lib.text import localised
from sawti.notifications.actions.messages import (
    resend,
    write_to_again,
)
from sawti.notifications.permissions import require_message_keeper
from sawti.notifications.providers import known_providers
from sawti.notifications.queries import (
    FAILED,
    UNCERTAIN,
    Backlog,
    MessageFacts,
    MessageFilter,
    MessagePage,
    ProviderState,
    Volume,
    backlog,
    message,
    messages_about,
    messages_page,
    provider_states,
    volumes,
)
from sawti.notifications.steps.outcomes import BOUNCED
from sawti.tenancy.context import reading
from sawti_desk.access import READING, SeeOther, StaffRequest, staff_required
from sawti_desk.frame import desk_page, notices_for
from sawti_desk.messages.words import CHANNELS, KINDS, STATES, channel_name, kind_name, reason_words
from sawti_ui.forms import SawtiForm
from sawti_ui.parts import Note
from sawti_ui.refusals import sentence

DAYS_OF_VOLUMES = 14
NO_PAGE = MessagePage((), "")


class LogForm(SawtiForm):
    """Which messages; nothing chosen shows all of them."""

    state = forms.ChoiceField(
        label=_("What became of it"),
        required=False,
        choices=[
            ("", _("All")),
            (FAILED, _("Given up, and not sent again")),
            (UNCERTAIN, _("May have arrived twice")),
            *STATES.items(),
        ],
    )
    channel = forms.ChoiceField(
        label=_("Channel"), required=False, choices=[("", _("All")), *CHANNELS.items()]
    )
    template = forms.ChoiceField(
        label=_("Message"), required=False, choices=[("", _("All")), *KINDS.items()]
    )
    day = forms.DateField(
        label=_("Day"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )


class OpenForm(SawtiForm):
    """Why somebody wants to know to whom a message went."""

    reason = forms.CharField(
        label=_("Why do you need the address?"),
        help_text=_("It goes on record with your name."),
        max_length=300,
        error_messages={"required": _("Say why.")},
    )


@dataclass(frozen=True)
class MessageLine:
    """One message in words; `marks` say what staff should know about it."""

    facts: MessageFacts
    kind: str
    channel: str
    state: str
    reason: str
    marks: tuple[str, ...]


@dataclass(frozen=True)
class ProviderLine:
    """A provider in trouble, in words."""

    title: str
    state: ProviderState
    reason: str


@dataclass(frozen=True)
class VolumeLine:
    """What one channel sent on a day, in words."""

    volume: Volume
    channel: str


@dataclass(frozen=True)
class LogScreen:
    """The log: `older_url` is "" on the last page, `first_url` on the first."""

    form: LogForm
    lines: tuple[MessageLine, ...]
    backlog: Backlog
    waiting: tuple[tuple[str, int], ...]
    providers: tuple[ProviderLine, ...]
    volumes: tuple[VolumeLine, ...]
    older_url: str
    first_url: str
    notices: tuple[Note, ...]


@dataclass(frozen=True)
class MessageScreen:
    """One message. `address` is there for once, after it was opened for a reason."""

    line: MessageLine
    form: OpenForm
    address: str
    may_resend: bool
    is_bounced: bool
    provider: str
    notices: tuple[Note, ...]


@dataclass(frozen=True)
class CaseMessagesScreen:
    """What was sent about one case."""

    lines: tuple[MessageLine, ...]
    case_id: UUID
    may_open: bool


@staff_required("GET", "HEAD")
def log(request: StaffRequest) -> HttpResponse:
    """Show the log, the newest first, above it what operators watch."""
    typed = request.GET.dict()
    cursor = typed.pop("cursor", "")
    form = LogForm(typed)
    with reading():
        require_message_keeper(request.user)
        page = NO_PAGE
        if form.is_valid():
            chosen = MessageFilter(**{name: form.cleaned_data[name] for name in form.fields})
            page = messages_page(chosen, cursor=cursor)
        frame = desk_page(request, gettext("Log of messages"), error=not form.is_valid())
        screen = _log_screen(request, form, page, typed, cursor)
        status = HTTPStatus.OK if form.is_valid() else HTTPStatus.UNPROCESSABLE_ENTITY
        facts = {"page": frame, "screen": screen}
        return render(request, "sawti_desk/messages/log.html", facts, status=status)


@staff_required("GET", "HEAD", "POST")
def one(request: StaffRequest, message_id: UUID) -> HttpResponse:
    """Show one message; send it again, open its address, or end its bounce."""
    with reading():
        require_message_keeper(request.user)
        found = message(message_id)
    if found is None:
        raise Missing
    if request.method in READING:
        return _message_page(request, found, OpenForm())
    deed = request.POST.get("deed")
    if deed == "open":
        return _open(request, found)
    try:
        if deed == "resend":
            new_id = resend(message_id, by=request.user, at=clock.now())
            messages.success(request, gettext("The message goes out again. This is the new one."))
            return SeeOther(reverse("desk:message", args=[new_id]))
        if deed == "write":
            write_to_again(message_id, by=request.user, at=clock.now())
            messages.success(request, gettext("Messages go to this address again."))
    except DomainError as refusal:
        messages.error(request, sentence(refusal))
    return SeeOther(reverse("desk:message", args=[message_id]))


@staff_required("GET", "HEAD")
def of_case(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """Show what was sent about a case, to whoever may see it."""
    with reading():
        if number_for_staff(case_id, rights_of(request.user)) is None:
            raise Missing
        frame = desk_page(request, gettext("What was sent about this case"))
        lines = tuple(_line(each) for each in messages_about(case_id))
        screen = CaseMessagesScreen(lines, case_id, _is_keeper(request))
        facts = {"page": frame, "screen": screen}
        return render(request, "sawti_desk/messages/of_case.html", facts)


def _open(request: StaffRequest, found: MessageFacts) -> HttpResponse:
    form = OpenForm(request.POST)
    if not form.is_valid():
        return _message_page(request, found, form)
    try:
        address = open_message_address(
            found.id, by=request.user, reason=form.cleaned_data["reason"], at=clock.now()
        )
    except Invalid as fault:
        form.add_error(fault.field, sentence(fault))
        return _message_page(request, found, form)
    except CaseNotFound:
        raise Missing from None
    except DomainError as refusal:
        messages.error(request, sentence(refusal))
        return SeeOther(reverse("desk:message", args=[found.id]))
    return _message_page(request, found, OpenForm(), address=address)


def _message_page(
    request: StaffRequest, found: MessageFacts, form: OpenForm, address: str = ""
) -> HttpResponse:
    with reading():
        frame = desk_page(request, kind_name(found.template), error=bool(form.errors))
        screen = MessageScreen(
            line=_line(found),
            form=form,
            address=address,
            may_resend=found.state in ("sent", "delivered", "failed", "dropped")
            and not found.is_resent
            and bool(found.address),
            is_bounced=found.reason == BOUNCED,
            provider=_provider_title(found.provider),
            notices=notices_for(request),
        )
        status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
        facts = {"page": frame, "screen": screen}
        return render(request, "sawti_desk/messages/message.html", facts, status=status)


def _log_screen(
    request: StaffRequest, form: LogForm, page: MessagePage, typed: dict[str, str], cursor: str
) -> LogScreen:
    here, at = reverse("desk:messages"), clock.now()
    older = urlencode({**typed, "cursor": page.next_cursor})
    waits = backlog(at=at)
    sent = volumes(since=at - timedelta(days=DAYS_OF_VOLUMES))
    return LogScreen(
        form=form,
        lines=tuple(_line(each) for each in page.rows),
        backlog=waits,
        waiting=tuple((channel_name(code), n) for code, n in waits.waiting.items()),
        providers=tuple(
            ProviderLine(_provider_title(each.code), each, reason_words(each.reason))
            for each in provider_states()
        ),
        volumes=tuple(VolumeLine(each, channel_name(each.channel)) for each in sent),
        older_url=f"{here}?{older}" if page.next_cursor else "",
        first_url=f"{here}?{urlencode(typed)}" if cursor else "",
        notices=notices_for(request),
    )


def _line(facts: MessageFacts) -> MessageLine:
    marks = (
        (facts.is_uncertain, _("May have arrived twice")),
        (facts.is_again, _("Sent again by staff")),
        (facts.is_resent, _("Another one was sent in its place")),
    )
    return MessageLine(
        facts=facts,
        kind=kind_name(facts.template),
        channel=channel_name(facts.channel),
        state=str(STATES[facts.state]),
        reason=reason_words(facts.reason),
        marks=tuple(str(words) for is_so, words in marks if is_so),
    )


def _provider_title(code: str) -> str:
    found: Any = known_providers().get(code)
    return localised(found.titles, get_language() or "en") if found else code


def _is_keeper(request: StaffRequest) -> bool:
    try:
        require_message_keeper(request.user)
    except DomainError:
        return False
    return True
