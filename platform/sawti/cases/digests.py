"""One e-mail a working day for whoever wants their news gathered."""

from datetime import datetime

from sawti.accounts.models import Staff
from sawti.cases.inbox import lines_of
from sawti.cases.scope import in_scope
from sawti.entities.permissions import rights_of
from sawti.notifications.email import explain
from sawti.notifications.models import Channel, Notification
from sawti.notifications.steps import queue
from sawti.outbox import steps as outbox
from sawti.outbox.delivery import Letter, receive
from sawti.telling.models import InboxEntry
from sawti.telling.steps import take_gathered

TOPIC, TEMPLATE = "telling.digest", "staff_digest"
MOST_LINES = 50


def register() -> None:
    """Register the receiver and the template; called once, when the app is ready."""
    receive(TOPIC, _due)
    explain(TEMPLATE, _lines)


def gather(staff: Staff, digest_at: datetime, at: datetime) -> None:
    """Ask for the digest of a day, once; in the open transaction, before its entries are written.

    Two who ask at the same moment ask twice; the second then finds nothing left to tell.
    """
    if not InboxEntry.objects.filter(staff=staff, digest_at=digest_at).exists():
        outbox.add(TOPIC, {"staff_id": str(staff.id)}, at=at, due_at=digest_at)


def _due(letter: Letter, at: datetime) -> None:
    staff = Staff.objects.get(pk=letter.payload["staff_id"])
    entries = take_gathered(staff, at=at)
    seen = _seen(staff, entries)
    if staff.is_active and seen:
        queue(
            channel=Channel.EMAIL,
            template=TEMPLATE,
            language=staff.language,
            address=staff.email,
            params={"entries": " ".join(str(each.id) for each in seen), "staff_id": str(staff.id)},
            about_id=staff.id,
            at=at,
        )


def _seen(staff: Staff, entries: list[InboxEntry]) -> list[InboxEntry]:
    """Keep what is not read yet, of cases that the reader may see now."""
    ids = {each.case_id for each in entries}
    seen = set(in_scope(rights_of(staff)).filter(pk__in=ids).values_list("pk", flat=True))
    return [each for each in entries if each.case_id in seen and each.read_at is None]


def _lines(notification: Notification) -> dict[str, str]:
    """Return the lines as they are when the mail is written: what is out of sight is left out."""
    params = notification.params
    staff = Staff.objects.get(pk=params["staff_id"])
    rows = InboxEntry.objects.filter(pk__in=params["entries"].split()).order_by("at", "id")
    found = lines_of(_seen(staff, list(rows)), notification.language)
    lines = [f"• {line.text}" for line in found[:MOST_LINES]]
    return {"count": str(len(found)), "lines": "\n".join(lines)}
