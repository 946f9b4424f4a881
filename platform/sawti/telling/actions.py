"""What readers do: mark messages as read, and say how they want to hear of news."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from sawti.accounts.models import Person, Staff
from sawti.audit.steps import write_entry
from sawti.lib.errors import Missing
from sawti.telling.facts import What
from sawti.telling.models import InboxEntry, Reader
from sawti.telling.queries import what_staff_may_mute


@dataclass(frozen=True)
class StaffChoice:
    """How somebody of the staff wants e-mails: of what, one a day, only while they work."""

    muted: tuple[What, ...] = ()
    gathered: bool = False
    only_at_work: bool = False


def mark_read(reader: Reader, entry_id: UUID, *, at: datetime) -> None:
    """Mark one message as read; again changes nothing. Raises Missing for another's."""
    with transaction.atomic(durable=True):
        rows = _locked(reader).filter(pk=entry_id)
        if not rows.exists():
            raise Missing
        rows.filter(read_at=None).update(read_at=at)
        _count(reader)


def mark_all_read(reader: Reader, *, until: datetime, at: datetime) -> None:
    """Mark all messages as read that had come by `until`; what came since was not seen."""
    with transaction.atomic(durable=True):
        _locked(reader).filter(read_at=None, at__lte=until).update(read_at=at)
        _count(reader)


def choose_mails(staff: Staff, choice: StaffChoice, *, at: datetime) -> None:
    """Keep how somebody of the staff wants e-mails; their own list they always have.

    What has to be sent cannot be muted.
    """
    with transaction.atomic(durable=True):
        row = Staff.objects.select_for_update().get(pk=staff.pk)
        row.muted = [str(what) for what in what_staff_may_mute() if what in choice.muted]
        row.gathered, row.only_at_work = choice.gathered, choice.only_at_work
        row.save(update_fields=["muted", "gathered", "only_at_work"])
        write_entry("staff.mails_chosen", at=at, actor_id=staff.pk, object_type="staff")


def _locked(reader: Reader) -> Any:
    """Lock the reader, whose count will change, and return their messages."""
    _accounts(reader).select_for_update(no_key=True).get()
    return _messages(reader)


def _count(reader: Reader) -> None:
    """Count the unread ones anew, so that what went with a case is no longer counted."""
    left = _messages(reader).filter(read_at=None).count()
    _accounts(reader).update(unread=left)


def _messages(reader: Reader) -> Any:
    whose = "staff_id" if isinstance(reader, Staff) else "person_id"
    return InboxEntry.objects.filter(**{whose: reader.pk})


def _accounts(reader: Reader) -> Any:
    model: Any = Staff if isinstance(reader, Staff) else Person
    return model.objects.filter(pk=reader.pk)
