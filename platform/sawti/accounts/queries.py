"""What the pages read about one-time codes, and who of the staff there is."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sawti.accounts.models import OneTimeCode, PersonToken, Purpose, Session, Staff
from sawti.accounts.seals import device_handle, session_hash, token_hash
from sawti.tenancy.context import current_tenant


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


def token_of_person(token: str, *, at: datetime) -> PersonToken | None:
    """Return the session that a program's token opens, with its person, or None."""
    rows = PersonToken.objects.select_related("person").filter(
        token_hash=session_hash(token), expires_at__gt=at, person__is_active=True
    )
    found: PersonToken | None = rows.first()
    return found


@dataclass(frozen=True)
class DeviceFacts:
    """Where a person is signed in. `handle` names it and opens nothing."""

    handle: str
    device: str
    network: str
    signed_in_at: datetime | None
    is_current: bool
    is_program: bool


def devices_of(person_id: UUID, *, current_key: str, at: datetime) -> list[DeviceFacts]:
    """Return where a person is signed in: browsers, then programs, the newest first of each."""
    sessions = Session.objects.filter(
        tenant_id=current_tenant().id, person_id=person_id, expire_date__gt=at
    ).order_by("-signed_in_at", "session_key")
    tokens = PersonToken.objects.filter(person_id=person_id, expires_at__gt=at)
    return [
        *(
            DeviceFacts(
                handle=device_handle(row.session_key),
                device=row.device,
                network=row.network,
                signed_in_at=row.signed_in_at,
                is_current=row.session_key == current_key,
                is_program=False,
            )
            for row in sessions
        ),
        *(
            DeviceFacts(
                handle=str(row.pk),
                device=row.device,
                network=row.network,
                signed_in_at=row.made_at,
                is_current=False,
                is_program=True,
            )
            for row in tokens.order_by("-made_at")
        ),
    ]
