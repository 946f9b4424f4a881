"""How a person signs in, by a code, and out again."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from sawti.accounts.errors import CodeRefused
from sawti.accounts.models import Person, PersonToken, Purpose, Session
from sawti.accounts.seals import device_handle, session_hash
from sawti.accounts.steps import (
    CodeRequest,
    end_subscriptions,
    person_at,
    person_with,
    redeem,
    send_code,
)
from sawti.audit.steps import write_entry
from sawti.lib.errors import Missing
from sawti.tenancy.context import current_tenant

TOKEN_LIFE = timedelta(hours=1)


def ask_sign_in_code(*, address: str, language: str, source: str, at: datetime) -> str:
    """Send a code to an address, known or not; return the token of the browser that asked.

    Raises TooManyCodes, for a known address like for any other.
    """
    wanted = CodeRequest(Purpose.SIGN_IN, address.strip().lower(), language, source)
    with transaction.atomic(durable=True):
        return send_code(wanted, at=at)


def ask_code_at(*, contact: str, language: str, source: str, at: datetime) -> str:
    """Send a code to an e-mail address, or by SMS to a phone that somebody verified.

    Any other phone gets none, and the answer and the work are the same: nobody learns who has an
    account, and nobody makes us send SMS to strangers. Raises TooManyCodes.
    """
    contact = contact.strip().lower()
    with transaction.atomic(durable=True):
        is_known = person_with(contact) is not None
        wanted = CodeRequest(
            Purpose.SIGN_IN,
            contact,
            language,
            source,
            is_decoy=contact.startswith("+") and not is_known,
        )
        return send_code(wanted, at=at)


def sign_in_person(*, token: str, code: str, language: str, at: datetime) -> Person:
    """Return the person whose contact the code proves; the first time, with a new account.

    Raises CodeRefused, the same for everything that is wrong, a disabled account included.
    """
    with transaction.atomic(durable=True):
        person = _proved(token, code, language, at)
    if person is None:
        raise CodeRefused
    return person


@dataclass(frozen=True)
class Device:
    """A browser or a program in words, and the first part of its address."""

    name: str
    network: str


def sign_in_program(*, token: str, code: str, language: str, device: Device, at: datetime) -> str:
    """Return a session token for the program of whoever the code proves; raises CodeRefused.

    It is shown once and lives for an hour.
    """
    session = secrets.token_urlsafe(32)
    with transaction.atomic(durable=True):
        person = _proved(token, code, language, at)
        if person:
            PersonToken.objects.create(
                person=person,
                token_hash=session_hash(session),
                device=device.name,
                network=device.network,
                made_at=at,
                expires_at=at + TOKEN_LIFE,
            )
    if person is None:
        raise CodeRefused
    return session


def _proved(token: str, code: str, language: str, at: datetime) -> Person | None:
    proof = redeem(token, code, purpose=Purpose.SIGN_IN, at=at)
    contact = proof.address if proof else ""
    # An account begins with an e-mail address only.
    by_phone = not contact or contact.startswith("+")
    person = person_with(contact) if by_phone else person_at(contact, language, at)
    if proof is None or person is None or not person.is_active:
        return None
    write_entry("person.signed_in", at=at, actor_id=person.id, object_type="person")
    return person


def end_device(person_id: UUID, handle: str, *, at: datetime) -> None:
    """End the session of a person that a list of devices names; raises Missing."""
    with transaction.atomic(durable=True):
        sessions = Session.objects.filter(tenant_id=current_tenant().id, person_id=person_id)
        keys = list(sessions.values_list("session_key", flat=True))
        own = [key for key in keys if device_handle(key) == handle]
        gone, _ = sessions.filter(session_key__in=own).delete()
        if not gone:
            tokens = PersonToken.objects.filter(person_id=person_id)
            found = [pk for pk in tokens.values_list("pk", flat=True) if str(pk) == handle]
            gone, _ = tokens.filter(pk__in=found).delete()
        if not gone:
            raise Missing
        end_subscriptions(person_id=person_id, session=handle)
        write_entry("person.device_ended", at=at, actor_id=person_id, object_type="person")


def sign_out_person(
    person_id: UUID, *, token_id: UUID | None = None, browser: str = "", at: datetime
) -> None:
    """Record that a person signed out, and end their program's token; the edge ends a session.

    `browser`: the handle of that session. What signs out is told nothing more.
    """
    with transaction.atomic(durable=True):
        PersonToken.objects.filter(pk=token_id).delete()
        handle = str(token_id) if token_id else browser
        end_subscriptions(person_id=person_id, session=handle)
        write_entry("person.signed_out", at=at, actor_id=person_id, object_type="person")
