"""Signing in by the word of the tenant's provider for people, and linking an identity.

An identity is linked to an account by whoever gave the provider's word and a one-time code of the
account's address within half an hour; never by an address that the provider names.
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from sawti.accounts.errors import CodeRefused
from sawti.accounts.models import OneTimeCode, Person, Purpose
from sawti.accounts.steps import (
    CodeRequest,
    end_sessions_of_person,
    person_at,
    redeem,
    send_code,
)
from sawti.audit.steps import write_entry
from sawti.signin.errors import IdentityTaken, PersonUnknown
from sawti.signin.models import PersonIdentity
from sawti.signin.vouched import Vouched

BY_PROVIDER = "provider"


def sign_in_vouched(vouched: Vouched, *, signed_in: UUID | None, at: datetime) -> Person | None:
    """Return whose identity this is, or None where nobody has it yet.

    `signed_in`: who has this browser's session already. Raises IdentityTaken where the identity is
    another person's, and PersonUnknown where its account is closed.
    """
    with transaction.atomic(durable=True):
        row = _identity(vouched)
        if row is None:
            return None
        person: Person = row.person
        is_theirs = person.is_active and signed_in in (None, row.person_id)
        if is_theirs:
            row.used_at = at
            row.save(update_fields=["used_at"])
        event = "person.signed_in" if is_theirs else "person.provider_refused"
        _record(event, row.person_id, at, reason=BY_PROVIDER)
    if not person.is_active:
        raise PersonUnknown
    if not is_theirs:
        raise IdentityTaken
    return person


def ask_link_code(
    vouched: Vouched, *, address: str, language: str, source: str, at: datetime
) -> str:
    """Send a code that links this identity to the account of an address; return its token.

    Raises TooManyCodes, for a known address like for any other.
    """
    wanted = CodeRequest(
        Purpose.LINK_IDENTITY,
        address.strip().lower(),
        language,
        source,
        subject_id=vouched.code_subject,
    )
    with transaction.atomic(durable=True):
        return send_code(wanted, at=at)


def link_vouched(
    vouched: Vouched,
    *,
    token: str,
    code: str,
    language: str,
    signed_in: UUID | None,
    at: datetime,
) -> Person:
    """Link the identity to the person whose address the code proves, and sign them in.

    The first time, with a new account. An older identity of the same provider ends. Raises
    CodeRefused, the same for a closed account and one that is not `signed_in`; IdentityTaken.
    """
    with transaction.atomic(durable=True):
        proof = redeem(token, code, purpose=Purpose.LINK_IDENTITY, at=at)
        person = _proved(proof, vouched, language, at)
        is_theirs = person and person.is_active and signed_in in (None, person.id)
        if person and is_theirs:
            _link(person, vouched, at)
            _record("person.signed_in", person.id, at, reason=BY_PROVIDER)
    if person is None or not is_theirs:
        raise CodeRefused
    return person


def unlink_identity_of(person_id: UUID, *, keep_session: str, at: datetime) -> None:
    """Take a person's identities away and end their other sessions, programs' too."""
    with transaction.atomic(durable=True):
        gone, _ = PersonIdentity.objects.filter(person_id=person_id).delete()
        if gone:
            end_sessions_of_person(person_id, keep=keep_session)
            _record("person.identity_unlinked", person_id, at)


def note_refusal(reason: str, *, at: datetime) -> None:
    """Record that what a provider answered about a person proved nothing, and why."""
    with transaction.atomic(durable=True):
        write_entry("person.provider_refused", at=at, object_type="person", reason=reason)


def _identity(vouched: Vouched) -> PersonIdentity | None:
    found: PersonIdentity | None = (
        PersonIdentity.objects.select_for_update(of=("self",))
        .select_related("person")
        .filter(issuer=vouched.issuer, subject_hash=vouched.subject_hash)
        .first()
    )
    return found


def _proved(
    proof: OneTimeCode | None, vouched: Vouched, language: str, at: datetime
) -> Person | None:
    if proof is None or proof.subject_id != vouched.code_subject:
        return None
    return person_at(proof.address, language, at)


def _link(person: Person, vouched: Vouched, at: datetime) -> None:
    row = _identity(vouched)
    if row and row.person_id != person.id:
        raise IdentityTaken
    PersonIdentity.objects.filter(person_id=person.id, issuer=vouched.issuer).delete()
    PersonIdentity.objects.create(
        person=person,
        issuer=vouched.issuer,
        subject_hash=vouched.subject_hash,
        linked_at=at,
        used_at=at,
    )
    _record("person.identity_linked", person.id, at)


def _record(event: str, person_id: UUID, at: datetime, *, reason: str = "") -> None:
    write_entry(
        event,
        at=at,
        actor_id=person_id,
        object_type="person",
        object_id=person_id,
        reason=reason,
    )
