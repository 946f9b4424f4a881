"""What staff do with their own account: the password, the open sessions."""

from datetime import datetime

from django.contrib.auth.hashers import make_password
from django.db import transaction

from sawti.accounts.models import Session, Staff
from sawti.accounts.seals import device_handle
from sawti.accounts.steps import end_sessions, end_subscriptions
from sawti.audit.steps import write_entry
from sawti.lib.errors import N_, Invalid, Missing
from sawti.signin.models import Door
from sawti.signin.passwords import check_new_password
from sawti.signin.queries import session_handle
from sawti.signin.steps import begin_try, succeed, tell
from sawti.tenancy.context import current_tenant


def change_password(
    staff: Staff, *, old: str, new: str, keep_session: str, source: str, at: datetime
) -> Staff:
    """Give somebody the password that they chose; all sessions but `keep_session` end.

    Raises Invalid for a wrong old password (counted like one at the door) and for a new one that
    can't be had, and TooManyTries.
    """
    check_new_password(new, staff=staff, field="new")
    with transaction.atomic(durable=True):
        tried = begin_try(Door.PASSWORD, staff.email, source, at=at)
        is_right = staff.check_password(old)
        if is_right:
            succeed(tried)
            Staff.objects.filter(pk=staff.pk).update(password=make_password(new))
            end_sessions(staff.pk, keep=keep_session)
            tell(staff.pk, "password", at=at)
        event = "staff.password_changed" if is_right else "staff.password_change_refused"
        write_entry(event, at=at, actor_id=staff.pk, object_type="staff", object_id=staff.pk)
        changed: Staff = Staff.objects.get(pk=staff.pk)
    if not is_right:  # after the commit, or the try would not count
        raise Invalid("old", N_("This is not your present password."))
    return changed


def end_session(staff: Staff, *, handle: str, at: datetime) -> None:
    """End one of one's own sessions; raises Missing for a handle of nobody's or somebody else's."""
    with transaction.atomic(durable=True):
        theirs = Session.objects.filter(tenant_id=current_tenant().id, staff_id=staff.pk)
        keys = [
            k for k in theirs.values_list("session_key", flat=True) if session_handle(k) == handle
        ]
        if not keys:
            raise Missing
        theirs.filter(session_key__in=keys).delete()
        end_subscriptions(staff_id=staff.pk, session__in=[device_handle(key) for key in keys])
        _record("staff.session_ended", staff, at)


def end_other_sessions(staff: Staff, *, keep_session: str, at: datetime) -> int:
    """End all of one's own sessions but one; return how many."""
    with transaction.atomic(durable=True):
        ended = end_sessions(staff.pk, keep=keep_session)
        _record("staff.other_sessions_ended", staff, at)
    return ended


def _record(event: str, staff: Staff, at: datetime) -> None:
    write_entry(event, at=at, actor_id=staff.pk, object_type="staff", object_id=staff.pk)
