"""Writing, sealing and checking entries of Bahrain, for the tests of this folder."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from sawti.audit.actions import seal_pending
from sawti.audit.models import Entry
from sawti.audit.steps import write_entry
from sawti.audit.verification import breaks, waiting
from sawti.tenancy.context import TenantFacts, tenant_context
from tests.cast import Cast


def write(cast: Cast, at: datetime, *events: str, tenant: TenantFacts | None = None) -> None:
    """Write one entry per event, a second apart."""
    with tenant_context(tenant or cast.bahrain), transaction.atomic():
        for second, event in enumerate(events):
            write_entry(event, at=at + timedelta(seconds=second), reason="as it was")


def seal(cast: Cast, at: datetime, *, tenant: TenantFacts | None = None) -> int:
    with tenant_context(tenant or cast.bahrain):
        return seal_pending(at=at)


def sealed_in_two(cast: Cast, at: datetime) -> None:
    """What the set-up wrote, then two seals over three and two entries: the last two."""
    seal(cast, at)
    write(cast, at, "test.a", "test.b", "test.c")
    seal(cast, at + timedelta(minutes=1))
    write(cast, at + timedelta(minutes=2), "test.d", "test.e")
    seal(cast, at + timedelta(minutes=3))


def entry_id(cast: Cast, event: str) -> UUID:
    with cast.inside(cast.bahrain):
        found: UUID = Entry.objects.get(event=event).id
    return found


def broken(cast: Cast, *, tenant: TenantFacts | None = None) -> list[str]:
    """Return what verification says, the first broken link first."""
    with cast.inside(tenant or cast.bahrain):
        return [str(each) for each in breaks()]


def still_waiting(cast: Cast) -> int:
    with cast.inside(cast.bahrain):
        return waiting()
