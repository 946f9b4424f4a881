"""Documents that prove something: opened for a reason, decided, and looked at again later."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.http import urlencode

from sawti.acting.permissions import may_check
from sawti.attachments.facts import FileFacts, StoredFile
from sawti.lib import clock
from sawti.lib.errors import DomainError, Invalid, Missing, NotPermitted
from sawti.openings.steps import opened_lately
from sawti.tenancy.context import reading
from sawti_desk.access import READING, SeeOther, StaffRequest
from sawti_desk.frame import notices_for
from sawti_desk.people.forms import ReasonForm
from sawti_desk.public import desk_response
from sawti_ui.files import file_cards
from sawti_ui.forms import SawtiForm
from sawti_ui.parts import Fact, FileCard, Note, Pager, Tone
from sawti_ui.refusals import sentence
from sawti_ui.served_files import file_response, wants_small


@dataclass(frozen=True)
class Waiting:
    """What waits, or was accepted at `accepted_at`; it names nobody. `kind` in words, or ""."""

    documents: int
    claimed_at: datetime
    accepted_at: datetime | None
    kind: str = ""


@dataclass(frozen=True)
class Opened:
    """What was opened. `warning`: what whoever decides must know, or ""."""

    facts: tuple[Fact, ...]
    files: tuple[FileFacts, ...]
    warning: str = ""


@dataclass(frozen=True)
class Matter:
    """Something to check, and all in which it differs from the others.

    Texts are lazy. `listing`, `accepted_listing`, `one` and `file` are names of the desk's routes.
    `closed_by`: errors that lead back to the list, for nothing can be decided on the page.
    """

    title: Any
    back: Any
    accept_label: Any
    refuse_label: Any
    withdraw_label: Any
    withdraw_hint: Any
    accepted: Any
    refused: Any
    withdrawn: Any
    listing: str
    accepted_listing: str
    one: str
    file: str
    waiting: Callable[[UUID], Waiting | None]
    open: Callable[..., Opened]
    accept: Callable[..., None]
    refuse: Callable[..., None]
    withdraw: Callable[..., None]
    document: Callable[[UUID, UUID], StoredFile | None]
    closed_by: tuple[type[DomainError], ...]


@dataclass(frozen=True)
class ListScreen:
    """What waits, the oldest first, or what was accepted, the latest first, with a form to find."""

    is_accepted: bool
    form: SawtiForm | None
    claims: tuple[Any, ...]
    pager: Pager
    notices: tuple[Note, ...]


@dataclass(frozen=True)
class CheckScreen:
    """One matter. Until it was opened `facts` is empty, and `form` asks why it is to be opened."""

    matter: Matter
    back_url: str
    waiting: Waiting
    form: ReasonForm
    facts: tuple[Fact, ...]
    files: tuple[FileCard, ...]
    warning: Note | None
    notices: tuple[Note, ...]


def person_fact(label: str, name: str, email: str) -> Fact:
    """Return a person as a fact: the address, and the name where there is one."""
    return Fact(label, code=email, hint=name) if email else Fact(label, text=name)


def require_checker(request: StaffRequest) -> None:
    """Raise NotPermitted for who checks nothing."""
    if not may_check(request.user):
        raise NotPermitted


def show_list(
    request: StaffRequest,
    template: str,
    listing: str,
    title: str,
    page: Any,
    *,
    is_accepted: bool = False,
    form: SawtiForm | None = None,
) -> HttpResponse:
    """Show a page of what waits, or was accepted; the caller has found that the person may see it.

    `listing`: the route of the list.
    """
    here = reverse(listing)
    more = f"{here}?{urlencode({'cursor': page.next_cursor})}" if page.next_cursor else ""
    pager = Pager(older_url=more)
    screen = ListScreen(is_accepted, form, page.rows, pager, notices_for(request))
    return desk_response(request, template, title, screen)


def check(request: StaffRequest, matter: Matter, claim_id: UUID) -> HttpResponse:
    """Show one matter, open its documents, or decide on it."""
    with reading():
        require_checker(request)
    if request.method in READING:
        return _show(request, matter, claim_id, ReasonForm())
    deeds = {"open": _open, "accept": _accept, "refuse": _refuse, "withdraw": _withdraw}
    deed = deeds.get(request.POST.get("deed", ""))
    if deed is None:
        raise Missing
    try:
        return deed(request, matter, claim_id)
    except Invalid as fault:
        messages.error(request, sentence(fault))
        return SeeOther(reverse(matter.one, args=[claim_id]))
    except matter.closed_by as refusal:
        messages.error(request, sentence(refusal))
        return SeeOther(reverse(matter.listing))


def show_document(
    request: StaffRequest, matter: Matter, claim_id: UUID, file_id: UUID
) -> HttpResponse:
    """Show one document, to whoever has opened its claim within the hour."""
    with reading():
        require_checker(request)
        if not opened_lately(claim_id, by=request.user, at=clock.now()):
            raise Missing
        found = matter.document(claim_id, file_id)
        return file_response(request, found, small=wants_small(request))


def _open(request: StaffRequest, matter: Matter, claim_id: UUID) -> HttpResponse:
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _show(request, matter, claim_id, form)
    reason = form.cleaned_data["reason"]
    found = matter.open(claim_id, by=request.user, reason=reason, at=clock.now())
    return _show(request, matter, claim_id, ReasonForm(), found)


def _accept(request: StaffRequest, matter: Matter, claim_id: UUID) -> HttpResponse:
    matter.accept(claim_id, by=request.user, at=clock.now())
    messages.success(request, str(matter.accepted))
    return SeeOther(reverse(matter.listing))


def _refuse(request: StaffRequest, matter: Matter, claim_id: UUID) -> HttpResponse:
    reason = request.POST.get("reason", "")
    matter.refuse(claim_id, by=request.user, reason=reason, at=clock.now())
    messages.success(request, str(matter.refused))
    return SeeOther(reverse(matter.listing))


def _withdraw(request: StaffRequest, matter: Matter, claim_id: UUID) -> HttpResponse:
    reason = request.POST.get("reason", "")
    matter.withdraw(claim_id, by=request.user, reason=reason, at=clock.now())
    messages.success(request, str(matter.withdrawn))
    return SeeOther(reverse(matter.accepted_listing))


def _show(
    request: StaffRequest,
    matter: Matter,
    claim_id: UUID,
    form: ReasonForm,
    found: Opened | None = None,
) -> HttpResponse:
    with reading():
        waiting = matter.waiting(claim_id)
    if waiting is None:
        raise Missing

    def address(file_id: UUID) -> str:
        return reverse(matter.file, args=[claim_id, file_id])

    screen = CheckScreen(
        matter=matter,
        back_url=reverse(matter.listing),
        waiting=waiting,
        form=form,
        facts=found.facts if found else (),
        files=file_cards(found.files, address) if found else (),
        warning=Note(found.warning, tone=Tone.WARN) if found and found.warning else None,
        notices=notices_for(request),
    )
    template, is_refused = "sawti_desk/people/check.html", bool(form.errors)
    response = desk_response(request, template, str(matter.title), screen, is_refused=is_refused)
    response.headers["Cache-Control"] = "no-store"
    return response
