"""A forgotten password: a link to the account's own address, and what it lets its reader do."""

from datetime import datetime

from django.contrib.auth.hashers import make_password
from django.db import transaction

from sawti.accounts.models import Staff
from sawti.accounts.steps import end_sessions
from sawti.audit.steps import write_entry
from sawti.lib.ids import new_id
from sawti.outbox import steps as outbox
from sawti.signin.models import Door, LinkPurpose
from sawti.signin.passwords import check_new_password
from sawti.signin.steps import begin_try, tell, use_link


def ask_reset(*, email: str, source: str, at: datetime) -> None:
    """Have a link sent to an address, known or not: the same work, and the same answer.

    The link is made when its mail is queued (`sawti.signin.mails`). Raises TooManyTries.
    """
    address = email.strip().lower()
    with transaction.atomic(durable=True):
        begin_try(Door.FORGOTTEN, address, source, at=at)
        staff = Staff.objects.filter(email=address, is_active=True).first()
        staff_id = staff.id if staff else None
        outbox.add("staff.reset_asked", {"staff_id": str(staff_id or new_id())}, at=at)
        write_entry("staff.reset_asked", at=at, object_type="staff", object_id=staff_id)


def reset_password(token: str, *, new: str, at: datetime) -> None:
    """Give the link's reader a new password; every session ends, the second factor stays.

    Raises LinkDead, and Invalid for a password that can't be had (the link stays good).
    """
    with transaction.atomic(durable=True):
        staff = use_link(token, LinkPurpose.RESET, at=at)
        check_new_password(new, staff=staff, field="new")
        Staff.objects.filter(pk=staff.pk).update(password=make_password(new))
        end_sessions(staff.id)
        write_entry("staff.password_reset", at=at, object_type="staff", object_id=staff.id)
        tell(staff.id, "password", at=at)
