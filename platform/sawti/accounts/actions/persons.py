"""What a person does with an account of their own: sign in by a code, change the profile."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from sawti.accounts.errors import AddressTaken, CodeRefused
from sawti.accounts.models import OneTimeCode, Person, Purpose, Session
from sawti.accounts.steps import CodeRequest, redeem, send_code
from sawti.audit.steps import write_entry
from sawti.lib.errors import N_, DomainError, Invalid
from sawti.lib.text import canonical_phone, has_controls
from sawti.outbox import steps as outbox
from sawti.tenancy.context import current_tenant

LONGEST_NAME = 120


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
        person = _person_at(proof.address, language, at) if proof else None
        if person and person.is_active:
            write_entry("person.signed_in", at=at, actor_id=person.id, object_type="person")
    if person is None or not person.is_active:
        raise CodeRefused
    return person


def _person_at(address: str, language: str, at: datetime) -> Person:
    person, is_new = Person.objects.get_or_create(
        email=address, defaults={"language": language, "created_at": at}
    )
    if is_new:
        write_entry("person.added", at=at, object_type="person", object_id=person.id)
    return person  # type: ignore[no-any-return]


def sign_out_person(person_id: UUID, *, at: datetime) -> None:
    """Record that a person signed out; the edge ends the session."""
    with transaction.atomic(durable=True):
        write_entry("person.signed_out", at=at, actor_id=person_id, object_type="person")


def save_profile(person_id: UUID, *, name: str, phone: str, language: str, at: datetime) -> None:
    """Keep name, phone and language; raises Invalid for what can't be kept."""
    if has_controls(name):
        raise Invalid("name", N_("Remove the invisible control characters from the text."))
    if len(name.strip()) > LONGEST_NAME:
        raise Invalid(
            "name",
            N_("Shorten the text to %(longest)s characters; it has %(length)s."),
            longest=LONGEST_NAME,
            length=len(name.strip()),
        )
    prefix = current_tenant().phone_prefix
    number = canonical_phone(phone, prefix) if phone.strip() else ""
    if number is None:
        example = f"{prefix} 3612 3456"
        raise Invalid("phone", N_("Write a phone number such as %(example)s."), example=example)
    if language not in current_tenant().languages:
        allowed = ", ".join(current_tenant().languages)
        raise Invalid("language", N_("Choose one of: %(allowed)s."), allowed=allowed)
    with transaction.atomic(durable=True):
        person = Person.objects.select_for_update().get(pk=person_id)
        person.name, person.phone, person.language = name.strip(), number, language
        person.save(update_fields=["name", "phone", "phone_hash", "language"])
        write_entry("person.profile_saved", at=at, actor_id=person_id, object_type="person")


def ask_change_code(
    person_id: UUID, *, address: str, language: str, source: str, at: datetime
) -> str:
    """Send a code to the address that a person wants instead; return the browser's token."""
    wanted = CodeRequest(
        Purpose.CHANGE_EMAIL, address.strip().lower(), language, source, subject_id=person_id
    )
    with transaction.atomic(durable=True):
        return send_code(wanted, at=at)


def change_email(
    person_id: UUID, *, token: str, code: str, keep_session: str, at: datetime
) -> None:
    """Give the person the address that the code proves, tell the old one, end other sessions.

    `keep_session` is the key of the session that asked. Raises CodeRefused, and AddressTaken where
    another person has it: only who reads that address's mail gets so far.
    """
    with transaction.atomic(durable=True):
        proof = redeem(token, code, purpose=Purpose.CHANGE_EMAIL, at=at)
        refusal: DomainError | None = None
        if proof is None or proof.subject_id != person_id:
            refusal = CodeRefused()
        elif Person.objects.filter(email=proof.address).exists():
            refusal = AddressTaken()
        else:
            _replace_email(person_id, proof, keep_session, at)
    if refusal:  # raised after the commit, or the try would not count
        raise refusal


def _replace_email(person_id: UUID, proof: OneTimeCode, keep_session: str, at: datetime) -> None:
    person = Person.objects.select_for_update().get(pk=person_id)
    proof.old_address, person.email = person.email, proof.address
    person.save(update_fields=["email"])
    proof.save(update_fields=["old_address"])
    others = Session.objects.filter(tenant_id=current_tenant().id, person_id=person_id)
    others.exclude(session_key=keep_session).delete()
    write_entry("person.email_changed", at=at, actor_id=person_id, object_type="person")
    outbox.add("person.email_changed", {"code_id": str(proof.id)}, at=at)
