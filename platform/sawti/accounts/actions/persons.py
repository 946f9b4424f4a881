"""How a person signs in, by a code, and out again."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from sawti.accounts.errors import CodeRefused
from sawti.accounts.models import Person, Purpose
from sawti.accounts.steps import CodeRequest, person_at, redeem, send_code
from sawti.audit.steps import write_entry


def ask_sign_in_code(*, address: str, language: str, source: str, at: datetime) -> str:
    """Send a code to an address, known or not; return the token of the browser that asked.

    Raises TooManyCodes, for a known address like for any other.
    """
    wanted = CodeRequest(Purpose.SIGN_IN, address.strip().lower(), language, source)
    with transaction.atomic(durable=True):
        return send_code(wanted, at=at)


def sign_in_person(*, token: str, code: str, language: str, at: datetime) -> Person:
    """Return the person whose address the code proves; the first time, with a new account.

    Raises CodeRefused, the same for everything that is wrong, a disabled account included.
    """
    with transaction.atomic(durable=True):
        proof = redeem(token, code, purpose=Purpose.SIGN_IN, at=at)
        person = person_at(proof.address, language, at) if proof else None
        if person and person.is_active:
            write_entry("person.signed_in", at=at, actor_id=person.id, object_type="person")
    if person is None or not person.is_active:
        raise CodeRefused
    return person


def sign_out_person(person_id: UUID, *, at: datetime) -> None:
    """Record that a person signed out; the edge ends the session."""
    with transaction.atomic(durable=True):
        write_entry("person.signed_out", at=at, actor_id=person_id, object_type="person")
