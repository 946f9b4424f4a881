"""Whether a contact may file now: counted with the filing, under the lock of the limit."""

from datetime import datetime, timedelta
from math import ceil
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Q

from sawti.cases.facts import Contact
from sawti.cases.models import Applicant
from sawti.conduct.errors import ContactLimited
from sawti.conduct.models import ContactLimit
from sawti.conduct.queries import limits_in_force
from sawti.tenancy.context import current_tenant

WEEK = timedelta(days=7)


def keep_within_limits(contact: Contact, person_id: UUID | None, *, at: datetime) -> None:
    """Refuse a filing past a limit of its contact; the lock makes filings pass one by one.

    Raises ContactLimited with the day of the next one.
    """
    found = limits_in_force(person_id=person_id, email=contact.email, phone=contact.phone, at=at)
    for limit in found.order_by("id").select_for_update():
        recent = _filed_since(limit, at - WEEK)
        if len(recent) >= limit.most_a_week:
            _refuse(limit, recent[-limit.most_a_week] + WEEK, at)


def _filed_since(limit: ContactLimit, since: datetime) -> list[datetime]:
    """Return when the contact filed after `since`, oldest first."""
    contact = Q(email_hash=limit.email) | Q(phone_hash=limit.phone)
    if limit.person_id:
        contact |= Q(person_id=limit.person_id)
        contact |= Q(representation__representative_id=limit.person_id)
        contact |= Q(member__person_id=limit.person_id)
    rows = Applicant.objects.filter(contact, case__received_at__gt=since)
    return list(rows.order_by("case__received_at").values_list("case__received_at", flat=True))


def _refuse(limit: ContactLimit, next_at: datetime, at: datetime) -> None:
    possible_at = min(next_at, limit.until_at)
    zone = ZoneInfo(current_tenant().time_zone)
    raise ContactLimited(
        retry_after=ceil((possible_at - at).total_seconds()),
        number=limit.number,
        most=limit.most_a_week,
        until=f"{limit.until_at.astimezone(zone):%Y-%m-%d}",
        next=f"{possible_at.astimezone(zone):%Y-%m-%d}",
    )
