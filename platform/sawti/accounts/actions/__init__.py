"""Writes about accounts."""

from datetime import datetime

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group
from django.db import transaction

from sawti.accounts.errors import SignInRefused
from sawti.accounts.models import Staff, StaffGroup
from sawti.audit.steps import write_entry
from sawti.lib.errors import N_, Invalid


def add_staff(*, email: str, name: str, language: str, password: str, at: datetime) -> Staff:
    """Make an account in the current tenant; raises Invalid where the address is taken."""
    with transaction.atomic(durable=True):
        if Staff.objects.filter(email=email.lower()).exists():
            raise Invalid("email", N_("There is already an account with this e-mail address."))
        staff = Staff.objects.create(
            email=email.lower(), name=name, language=language, password=make_password(password)
        )
        write_entry("staff.added", at=at, object_type="staff", object_id=staff.id)
    return staff  # type: ignore[no-any-return]


def sign_in(*, email: str, password: str, at: datetime) -> Staff:
    """Return the account that this password opens, and record the sign-in or its refusal.

    Raises SignInRefused, the same and after the same work whether the address is known or not.
    """
    with transaction.atomic(durable=True):
        staff = Staff.objects.filter(email=email.strip().lower(), is_active=True).first()
        is_right = staff.check_password(password) if staff else _spend_the_same_time(password)
        event = "staff.signed_in" if is_right else "staff.sign_in_refused"
        write_entry(
            event,
            at=at,
            actor_id=staff.id if staff else None,
            object_type="staff",
            object_id=staff.id if staff else None,
        )
        if staff and is_right:
            Staff.objects.filter(pk=staff.pk).update(last_sign_in_at=at)
    if staff is None or not is_right:
        raise SignInRefused
    return staff  # type: ignore[no-any-return]


def _spend_the_same_time(password: str) -> bool:
    make_password(password)
    return False


def set_password(*, staff: Staff, password: str, at: datetime) -> None:
    """Give `staff` a new password; sessions that the old one opened end."""
    with transaction.atomic(durable=True):
        Staff.objects.filter(pk=staff.pk).update(password=make_password(password))
        write_entry("staff.password_set", at=at, object_type="staff", object_id=staff.pk)


def add_to_group(*, staff: Staff, group: Group) -> None:
    """Put a person in a group of the CMS; does nothing where they are in it."""
    with transaction.atomic(durable=True):
        StaffGroup.objects.get_or_create(staff=staff, group=group)
