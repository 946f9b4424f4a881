"""API clients: who they are, their secrets, and how they end. For administrators."""

from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext

from sawti.clients.actions import (
    ShownSecret,
    add_client,
    add_secret,
    end_old_secret,
    revoke_client,
)
from sawti.clients.errors import TooManySecrets
from sawti.clients.queries import ClientFacts, clients
from sawti.lib import clock
from sawti.lib.errors import Invalid, Missing
from sawti.lib.permissions import MANAGE_CLIENTS
from sawti.tenancy.context import reading
from sawti_desk.access import READING, SeeOther, StaffRequest, may_required, staff_required
from sawti_desk.clients.forms import ClientForm
from sawti_desk.frame import desk_page, notices_for
from sawti_desk.own.confirming import recently_confirmed
from sawti_ui.parts import Note, Tag, Tone
from sawti_ui.refusals import sentence


@dataclass(frozen=True)
class ClientRow:
    """One client. `scopes` as in the API; `is_replaced`: an older secret still counts."""

    client: ClientFacts
    tag: Tag
    scopes: str
    is_replaced: bool


@dataclass(frozen=True)
class ClientsScreen:
    """All clients, by name."""

    rows: tuple[ClientRow, ...]
    notices: tuple[Note, ...]


@staff_required("GET", "HEAD")
@may_required(MANAGE_CLIENTS)
def clients_page(request: StaffRequest) -> HttpResponse:
    """List the clients."""
    rows = tuple(_row(each) for each in clients(at=clock.now()))
    screen = ClientsScreen(rows, notices_for(request))
    facts = {"page": desk_page(request, gettext("API clients")), "screen": screen}
    return render(request, "sawti_desk/clients/clients.html", facts)


@staff_required("GET", "HEAD", "POST")
@may_required(MANAGE_CLIENTS)
@recently_confirmed
def new_client(request: StaffRequest) -> HttpResponse:
    """Ask about a client, make it, and show its secret, once."""
    with reading():
        form = ClientForm(None if request.method in READING else request.POST)
        if not form.is_valid():
            return _form_page(request, form)
    try:
        shown = add_client(form.wanted(), by=request.user, at=clock.now())
    except Invalid as fault:
        form.add_error(fault.field, sentence(fault))
        with reading():
            return _form_page(request, form)
    return _secret_page(request, shown)


@staff_required("POST")
@may_required(MANAGE_CLIENTS)
@recently_confirmed
def client(request: StaffRequest, client_id: UUID) -> HttpResponse:
    """Replace a secret, end the older one, or end the client."""
    deed, by, at = request.POST.get("deed", ""), request.user, clock.now()
    try:
        if deed == "secret":
            return _secret_page(request, add_secret(client_id, by=by, at=at))
        _end(deed, client_id, request, at)
    except TooManySecrets as refusal:
        messages.error(request, sentence(refusal))
    return SeeOther(reverse("desk:clients"))


def _end(deed: str, client_id: UUID, request: StaffRequest, at: datetime) -> None:
    if deed == "end_secret":
        end_old_secret(client_id, by=request.user, at=at)
        messages.success(request, gettext("The older secret has ended."))
    elif deed == "revoke":
        revoke_client(client_id, by=request.user, at=at)
        messages.success(request, gettext("The client has ended, and every token of it."))
    else:
        raise Missing


def _row(found: ClientFacts) -> ClientRow:
    label = gettext("Active") if found.is_live else gettext("Ended")
    tone = Tone.OK if found.is_live else Tone.PLAIN
    return ClientRow(found, Tag(label, tone), " ".join(found.scopes), len(found.secrets) > 1)


def _form_page(request: StaffRequest, form: ClientForm) -> HttpResponse:
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    page = desk_page(request, gettext("New API client"), error=form.is_bound)
    facts = {"page": page, "form": form}
    return render(request, "sawti_desk/clients/new.html", facts, status=status)


def _secret_page(request: StaffRequest, shown: ShownSecret) -> HttpResponse:
    with reading():
        page = desk_page(request, gettext("Keep the secret now"))
        facts = {"page": page, "shown": shown}
        return render(request, "sawti_desk/clients/secret.html", facts)
