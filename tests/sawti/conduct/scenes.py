"""Limits on contacts, from a proposal on."""

import re
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.core import mail

from sawti.accounts.actions import add_staff
from sawti.accounts.models import Staff
from sawti.audit.models import Entry
from sawti.cases.actions.contact_limits import decide_appeal, decide_limit, propose_limit
from sawti.conduct.models import ContactLimit
from sawti.entities.actions import appoint
from sawti.lib import clock
from sawti.tenancy.context import tenant_context
from tests import people
from tests.cast import Cast, utc

REASON = "خمسون حالة متطابقة في أسبوع واحد بعد الإجابة"
SARA = "sara@example.com"
AMINA = people.Person(
    "Amina Saleh", "amina@bahrain.example", "bahrain", "en", {}, tenant_posts=("operation_room",)
)


def operation_room(cast: Cast, person: people.Person = AMINA) -> Staff:
    """Return a new colleague in the operation room."""
    with tenant_context(cast.bahrain):
        staff = add_staff(
            email=person.email,
            name=person.name,
            language=person.language,
            password=people.PASSWORD,
            at=clock.now(),
        )
        appoint(staff=staff, post="operation_room", entity_id=None, at=utc("2020-01-01T00:00Z"))
    return staff


def propose(cast: Cast, case_id: UUID, at: datetime, **changes: Any) -> ContactLimit:
    """Maryam, a dispatcher, proposes one case a week for ten days, unless said."""
    values: dict[str, Any] = {
        "by": cast.maryam,
        "ground": "repeats",
        "most_a_week": 1,
        "until_at": at + timedelta(days=10),
        "reason": REASON,
    }
    with tenant_context(cast.bahrain):
        return propose_limit(case_id, at=at, **{**values, **changes})


def decide(
    cast: Cast, limit: ContactLimit, at: datetime, *, by: Staff | None = None, confirms: bool = True
) -> ContactLimit:
    """Salma, an administrator, confirms unless said."""
    with tenant_context(cast.bahrain):
        return decide_limit(limit.id, by=by or cast.salma, confirms=confirms, at=at)


def limited(cast: Cast, at: datetime, **changes: Any) -> ContactLimit:
    """Return a limit that counts, on whoever filed a case just now."""
    return decide(cast, propose(cast, cast.file_case().case_id, at, **changes), at)


def hear(
    cast: Cast, limit: ContactLimit, by: Staff, at: datetime, *, upholds: bool
) -> ContactLimit:
    """Decide on the objection to a limit."""
    with tenant_context(cast.bahrain):
        return decide_appeal(limit.id, by=by, upholds=upholds, reason=REASON, at=at)


def events(cast: Cast) -> set[str]:
    """Return what the record says about limits."""
    with cast.inside(cast.bahrain):
        rows = Entry.objects.filter(event__startswith="contact.")
        return set(rows.values_list("event", flat=True))


def now(cast: Cast, limit: ContactLimit) -> ContactLimit:
    """Return the limit as the database has it."""
    with cast.inside(cast.bahrain):
        found: ContactLimit = ContactLimit.objects.get(pk=limit.pk)
    return found


def mails_of(cast: Cast, address: str = SARA) -> list[str]:
    """Return the subjects of what an address got since the last time."""
    mail.outbox.clear()
    cast.deliver()
    cast.deliver()
    return [letter.subject for letter in mail.outbox if letter.to == [address]]


def last_code() -> str:
    """Return the code of the last mail that had one."""
    codes = [c for each in mail.outbox for c in re.findall(r"\u2066([0-9]{6})\u2069", each.body)]
    return codes[-1]
