"""Changing the e-mail address or the phone of a person: proved at the new one, told at the old."""

import secrets
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from sawti.accounts.errors import AddressTaken, CodeRefused, UndoTooLate
from sawti.accounts.models import ContactChange, OneTimeCode, Person, Purpose
from sawti.accounts.steps import (
    CodeRequest,
    end_sessions_of_person,
    make_verified,
    person_with,
    redeem,
    send_code,
)
from sawti.audit.steps import write_entry
from sawti.lib.errors import DomainError
from sawti.outbox import steps as outbox

UNDO_FOR = timedelta(days=7)


def ask_change_code(
    person_id: UUID, *, purpose: Purpose, contact: str, language: str, source: str, at: datetime
) -> str:
    """Send a code to the contact that a person wants instead; return the browser's token.

    `contact`: an e-mail address, or a phone in E.164 form. Raises TooManyCodes.
    """
    wanted = CodeRequest(purpose, contact.strip().lower(), language, source, subject_id=person_id)
    with transaction.atomic(durable=True):
        return send_code(wanted, at=at)


def change_contact(
    person_id: UUID, *, purpose: Purpose, token: str, code: str, keep_session: str, at: datetime
) -> None:
    """Give the person the contact that the code proves, tell the old one, end other sessions.

    `keep_session` is the key of the session that asked. Raises CodeRefused, and AddressTaken where
    another person has the e-mail address: only who reads its mail gets so far.
    """
    with transaction.atomic(durable=True):
        proof = redeem(token, code, purpose=purpose, at=at)
        refusal: DomainError | None = None
        if proof is None or proof.subject_id != person_id:
            refusal = CodeRefused()
        elif purpose == Purpose.CHANGE_EMAIL and person_with(proof.address):
            refusal = AddressTaken()
        else:
            _change(person_id, proof, at)
            end_sessions_of_person(person_id, keep=keep_session)
    if refusal:  # raised after the commit, or the try would not count
        raise refusal


def _change(person_id: UUID, proof: OneTimeCode, at: datetime) -> None:
    person = Person.objects.select_for_update().get(pk=person_id)
    change = ContactChange.objects.create(
        person=person,
        purpose=proof.purpose,
        old=_proved(person, proof.purpose),
        token=secrets.token_urlsafe(24),
        changed_at=at,
        expires_at=at + UNDO_FOR,
    )
    _give(person, proof.purpose, proof.address, at)
    is_email = proof.purpose == Purpose.CHANGE_EMAIL
    event = "person.email_changed" if is_email else "person.phone_changed"
    write_entry(event, at=at, actor_id=person_id, object_type="person")
    outbox.add("person.contact_changed", {"change_id": str(change.id)}, at=at)


def open_change(token: str, *, at: datetime) -> ContactChange | None:
    """Return the change that a link from its notice still undoes, or None."""
    rows = ContactChange.objects.filter(closed_at__isnull=True, expires_at__gt=at)
    found: ContactChange | None = rows.filter(token_hash=token).first()
    return found


def undo_change(token: str, *, at: datetime) -> None:
    """Give a person the old contact back, and sign everybody out who is signed in as them.

    Codes that are under way and later changes of the same contact end. Raises UndoTooLate, also
    where the old contact is another person's by now.
    """
    with transaction.atomic(durable=True):
        change = open_change(token, at=at)
        if change is None:
            raise UndoTooLate
        person = Person.objects.select_for_update().get(pk=change.person_id)
        rows = ContactChange.objects.filter(person=person, purpose=change.purpose)
        if not rows.filter(pk=change.pk, closed_at__isnull=True).exists():
            raise UndoTooLate  # the same link, at the same time
        rows.filter(changed_at__gte=change.changed_at).update(closed_at=at)
        holder = person_with(change.old)
        if holder and holder.pk != person.pk:
            raise UndoTooLate
        _give(person, change.purpose, change.old, at)
        OneTimeCode.objects.filter(subject_id=person.pk, closed_at__isnull=True).update(
            closed_at=at
        )
        end_sessions_of_person(person.pk)
        write_entry("person.contact_undone", at=at, object_type="person", object_id=person.pk)


def _proved(person: Person, purpose: str) -> str:
    """Return the contact that may be told: a number that nobody proved may be a stranger's."""
    if purpose == Purpose.CHANGE_EMAIL:
        return str(person.email)
    return str(person.phone) if person.phone_verified_at else ""


def _give(person: Person, purpose: str, contact: str, at: datetime) -> None:
    if purpose == Purpose.CHANGE_EMAIL:
        person.email = contact
        person.save(update_fields=["email", "email_hash"])
    elif contact:
        make_verified(person, contact, at=at)
    else:
        person.phone, person.phone_verified_at = "", None
        person.save(update_fields=["phone", "phone_hash", "phone_verified_at"])
