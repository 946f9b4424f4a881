"""What the pages read about one-time codes, and who of the staff there is."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sawti.accounts.models import OneTimeCode, Purpose, Staff
from sawti.accounts.seals import token_hash


def address_awaiting_code(token: str, *, purpose: Purpose, at: datetime) -> str:
    """Return where this browser's code went, as it was typed; "" where it asked for none.

    A code that was used up is still named, so that a page looks the same however a code ended.
    """
    if not token:
        return ""
    rows = OneTimeCode.objects.filter(
        token_hash=token_hash(token), purpose=purpose, expires_at__gt=at
    )
    return rows.values_list("address", flat=True).first() or ""


def staff_id_at(email: str) -> UUID | None:
    """Return the id of the account with this e-mail address, disabled ones included, or None."""
    found: UUID | None = (
        Staff.objects.filter(email=email.strip().lower()).values_list("id", flat=True).first()
    )
    return found


def names_of_staff(ids: Iterable[UUID]) -> dict[UUID, str]:
    """Return the names of those of `ids` that are staff, by id; one statement."""
    return dict(Staff.objects.filter(pk__in=list(ids)).values_list("id", "name"))


@dataclass(frozen=True)
class StaffName:
    """One of the staff, to choose from."""

    id: UUID
    name: str


def active_staff() -> list[StaffName]:
    """Return all active colleagues of the current tenant, by name."""
    rows = Staff.objects.people().filter(is_active=True).order_by("name", "id")
    return [StaffName(*row) for row in rows.values_list("id", "name")]
