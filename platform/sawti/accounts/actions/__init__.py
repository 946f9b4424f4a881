"""Writes about accounts."""

from datetime import datetime

from django.contrib.auth.hashers import make_password
from django.db import transaction

from sawti.accounts.models import Staff
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


def set_password(*, staff: Staff, password: str, at: datetime) -> None:
    """Give `staff` a new password; sessions that the old one opened end."""
    with transaction.atomic(durable=True):
        Staff.objects.filter(pk=staff.pk).update(password=make_password(password))
        write_entry("staff.password_set", at=at, object_type="staff", object_id=staff.pk)
