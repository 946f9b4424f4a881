"""Security keys at the edge: the challenge in the session, the browser's answer in a form."""

import json
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from sawti.accounts.models import Staff
from sawti.accounts.sessions import Proof
from sawti.lib import clock
from sawti.signin.actions import keys
from sawti.signin.webauthn import begin_adding, begin_asking, keys_of
from sawti.tenancy.context import current_tenant, reading
from sawti.tenancy.queries import address_of
from sawti_desk.access import SeeOther
from sawti_ui.network import source_of

KEY = "webauthn"
LONGEST_ANSWER = 16_384


@dataclass(frozen=True)
class Challenge:
    """What the browser's script needs, as JSON. `call`: "create" or "get"."""

    call: str
    options: str


def ask_second_factor(request: HttpRequest, staff: Staff) -> HttpResponse:
    """Go on to the page that asks for the second factor; a challenge lies ready for a key."""
    with reading():
        found, origin = keys_of(staff), address_of(current_tenant())
    if found:
        _keep(request, "get", *begin_asking(found, origin))
    return SeeOther(reverse("desk:second_factor"))


def offer_key(request: HttpRequest, staff: Staff) -> None:
    """Put a challenge for a new key into the session; a GET then shows it."""
    with reading():
        _keep(request, "create", *begin_adding(staff, address_of(current_tenant())))


def challenge_in(request: HttpRequest, call: str) -> Challenge | None:
    """Return the challenge that waits in the session for this call, or None."""
    kept = request.session.get(KEY)
    if not kept or kept["call"] != call:
        return None
    return Challenge(call, json.dumps(kept["options"]))


def prove(request: HttpRequest, staff: Staff) -> Proof:
    """Take the answer to the challenge, which counts once; raises WrongCode and TooManyTries."""
    state, answer = _answer(request)
    with reading():
        origin = address_of(current_tenant())
    return keys.prove_key(
        staff,
        state=state,
        answer=answer,
        origin=origin,
        source=source_of(request),
        at=clock.now(),
    )


def add(request: HttpRequest, staff: Staff, name: str) -> list[str]:
    """Keep the key that the browser made; raises WrongCode and Invalid."""
    state, answer = _answer(request)
    with reading():
        origin = address_of(current_tenant())
    return keys.add_key(staff, name=name, state=state, answer=answer, origin=origin, at=clock.now())


def _keep(request: HttpRequest, call: str, options: dict[str, Any], state: dict[str, Any]) -> None:
    request.session[KEY] = {"call": call, "options": options, "state": state}


def _answer(request: HttpRequest) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the state of the challenge, which is used up, and what the browser answered."""
    kept = request.session.pop(KEY, None) or {"state": {}}
    try:
        answer = json.loads(request.POST.get("answer", "")[:LONGEST_ANSWER])
    except ValueError:
        answer = {}
    return kept["state"], answer if isinstance(answer, dict) else {}
