"""What a person changes in the profile of their account."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from sawti.accounts.contacts import (
    LONGEST_ADDRESS,
    LONGEST_NAME,
    checked_national_id,
    checked_phone,
    checked_words,
)
from sawti.accounts.errors import AddressTaken, CodeRefused
from sawti.accounts.models import OneTimeCode, Person, Purpose, Session
from sawti.accounts.steps import CodeRequest, person_with, redeem, send_code
from sawti.audit.steps import write_entry
from sawti.lib.errors import N_, DomainError, Invalid
from sawti.outbox import steps as outbox
from sawti.tenancy.context import current_tenant


@dataclass(frozen=True)
class Particulars:
    """Who a person is and how to reach them, as typed; what is empty is not kept any more."""

    name: str = ""
    phone: str = ""
    national_id: str = ""
    address: str = ""

    def checked(self) -> "Particulars":
        """Return them as they are kept; raises Invalid for what can't be."""
        return Particulars(
            checked_words("name", self.name, LONGEST_NAME),
            checked_phone("phone", self.phone),
            checked_national_id("national_id", self.national_id),
            checked_words("address", self.address, LONGEST_ADDRESS),
        )


def save_profile(person_id: UUID, particulars: Particulars, *, language: str, at: datetime) -> None:
    """Keep what a person says about themselves; raises Invalid for what can't be kept."""
    if language not in current_tenant().languages:
        allowed = ", ".join(current_tenant().languages)
        raise Invalid("language", N_("Choose one of: %(allowed)s."), allowed=allowed)
    with transaction.atomic(durable=True):
        _keep(person_id, {**vars(particulars.checked()), "language": language}, at)


def add_to_profile(person_id: UUID, particulars: Particulars, *, at: datetime) -> None:
    """Keep what is given of the particulars; what is empty stays as it is. Raises Invalid."""
    given = {name: text for name, text in vars(particulars.checked()).items() if text}
    with transaction.atomic(durable=True):
        _keep(person_id, given, at)


def _keep(person_id: UUID, values: dict[str, str], at: datetime) -> None:
    person = Person.objects.select_for_update().get(pk=person_id)
    for column, value in values.items():
        setattr(person, column, value)
    person.save(update_fields=[*values, "phone_hash", "national_id_hash"])
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
        elif person_with(proof.address):
            refusal = AddressTaken()
        else:
            _replace_email(person_id, proof, keep_session, at)
    if refusal:  # raised after the commit, or the try would not count
        raise refusal


def _replace_email(person_id: UUID, proof: OneTimeCode, keep_session: str, at: datetime) -> None:
    person = Person.objects.select_for_update().get(pk=person_id)
    proof.old_address, person.email = person.email, proof.address
    person.save(update_fields=["email", "email_hash"])
    proof.save(update_fields=["old_address"])
    others = Session.objects.filter(tenant_id=current_tenant().id, person_id=person_id)
    others.exclude(session_key=keep_session).delete()
    write_entry("person.email_changed", at=at, actor_id=person_id, object_type="person")
    outbox.add("person.email_changed", {"code_id": str(proof.id)}, at=at)
