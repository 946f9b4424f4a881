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
from sawti.accounts.models import Person, ToldBy
from sawti.audit.steps import write_entry
from sawti.lib.errors import N_, Invalid
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


def save_profile(
    person_id: UUID, particulars: Particulars, *, language: str, told_by: str, at: datetime
) -> None:
    """Keep what a person says about themselves; raises Invalid for what can't be kept."""
    languages = current_tenant().languages
    for field, chosen, allowed in (
        ("language", language, languages),
        ("told_by", told_by, ToldBy.values),
    ):
        if chosen not in allowed:
            raise Invalid(field, N_("Choose one of: %(allowed)s."), allowed=", ".join(allowed))
    kept = {**vars(particulars.checked()), "language": language, "told_by": told_by}
    with transaction.atomic(durable=True):
        _keep(person_id, kept, at)


def add_to_profile(person_id: UUID, particulars: Particulars, *, at: datetime) -> None:
    """Keep what is given of the particulars; what is empty stays as it is. Raises Invalid."""
    given = {name: text for name, text in vars(particulars.checked()).items() if text}
    with transaction.atomic(durable=True):
        _keep(person_id, given, at)


def _keep(person_id: UUID, values: dict[str, str], at: datetime) -> None:
    person = Person.objects.select_for_update().get(pk=person_id)
    if person.phone_verified_at:  # such a number is only changed by a code
        values.pop("phone", None)
    for column, value in values.items():
        setattr(person, column, value)
    person.save(update_fields=[*values, "phone_hash", "national_id_hash"])
    write_entry("person.profile_saved", at=at, actor_id=person_id, object_type="person")
