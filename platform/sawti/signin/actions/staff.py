"""What an administrator does with the accounts of colleagues."""

from datetime import datetime
from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.db import transaction

from sawti.accounts.models import Staff
from sawti.accounts.steps import end_sessions
from sawti.audit.steps import write_entry
from sawti.entities.steps import keep_an_administrator
from sawti.lib.errors import N_, Invalid, Missing
from sawti.lib.text import has_controls
from sawti.outbox import steps as outbox
from sawti.signin.errors import NotYourself
from sawti.signin.links import is_invited
from sawti.signin.models import Factor, Link, LinkPurpose, RecoveryCode
from sawti.signin.passwords import check_new_password
from sawti.signin.permissions import require_manager
from sawti.signin.steps import make_link, tell, use_link
from sawti.tenancy.context import current_tenant

LONGEST_NAME = 120


def invite(*, by: Staff, email: str, name: str, language: str, at: datetime) -> Staff:
    """Make an account that opens nothing yet, and mail a link with which its owner takes it.

    Raises NotPermitted, and Invalid where the address is taken or a value can't be kept.
    """
    address = email.strip().lower()
    _check_name(name)
    if language not in current_tenant().languages:
        allowed = ", ".join(current_tenant().languages)
        raise Invalid("language", N_("Choose one of: %(allowed)s."), allowed=allowed)
    with transaction.atomic(durable=True):
        require_manager(by)
        if Staff.objects.filter(email=address).exists():
            raise Invalid("email", N_("There is already an account with this e-mail address."))
        staff: Staff = Staff.objects.create(
            email=address,
            name=name.strip(),
            language=language,
            password=make_password(None),
            is_active=False,
        )
        _send_invitation(staff, by, at)
    return staff


def invite_again(member_id: UUID, *, by: Staff, at: datetime) -> None:
    """Mail a new link to somebody who has not taken the account; the old one is good no more."""
    with transaction.atomic(durable=True):
        staff = _locked(member_id, by)
        if not is_invited(staff.id):
            raise Missing
        _send_invitation(staff, by, at)


def accept_invitation(token: str, *, name: str, new: str, at: datetime) -> Staff:
    """Let the reader of the link choose a password; the account is active from now on.

    Raises LinkDead, and Invalid (the link stays good).
    """
    _check_name(name)
    with transaction.atomic(durable=True):
        staff = use_link(token, LinkPurpose.INVITATION, at=at)
        staff.name = name.strip()
        check_new_password(new, staff=staff, field="new")
        staff.password, staff.is_active = make_password(new), True
        staff.save(update_fields=["name", "password", "is_active"])
        write_entry(
            "staff.joined", at=at, actor_id=staff.id, object_type="staff", object_id=staff.id
        )
    return staff


def disable(member_id: UUID, *, by: Staff, at: datetime) -> None:
    """Close an account and end its sessions; an invitation that was not taken is good no more.

    Raises LastAdministrator where nobody would be left to give posts.
    """
    with transaction.atomic(durable=True):
        staff = _colleague(member_id, by)
        Staff.objects.filter(pk=staff.pk).update(is_active=False)
        Link.objects.filter(staff_id=staff.id, closed_at=None).update(closed_at=at)
        end_sessions(staff.id)
        _record("staff.disabled", staff, by, at)
        keep_an_administrator(at)


def enable(member_id: UUID, *, by: Staff, at: datetime) -> None:
    """Open an account again that was disabled; whoever never took it is invited again instead."""
    with transaction.atomic(durable=True):
        staff = _locked(member_id, by)
        can_enter = staff.has_usable_password() or staff.identities.exists()
        if not can_enter:
            _send_invitation(staff, by, at)
            return
        Staff.objects.filter(pk=staff.pk).update(is_active=True)
        _record("staff.enabled", staff, by, at)


def reset_second_factor(member_id: UUID, *, by: Staff, at: datetime) -> None:
    """Take all second factors of a colleague away; they set up new ones at the next sign-in.

    Their sessions end, and they are told by mail.
    """
    with transaction.atomic(durable=True):
        staff = _colleague(member_id, by)
        Factor.objects.filter(staff_id=staff.id).delete()
        RecoveryCode.objects.filter(staff_id=staff.id).delete()
        end_sessions(staff.id)
        _record("staff.second_factor_reset", staff, by, at)
        tell(staff.id, "second_factor_reset", at=at)


def end_sessions_of(member_id: UUID, *, by: Staff, at: datetime) -> None:
    """End all sessions of a colleague."""
    with transaction.atomic(durable=True):
        staff = _locked(member_id, by)
        end_sessions(staff.id)
        _record("staff.sessions_ended", staff, by, at)


def _locked(member_id: UUID, by: Staff) -> Staff:
    require_manager(by)
    staff: Staff | None = Staff.objects.select_for_update().filter(pk=member_id).first()
    if staff is None:
        raise Missing
    return staff


def _colleague(member_id: UUID, by: Staff) -> Staff:
    staff = _locked(member_id, by)
    if staff.pk == by.pk:
        raise NotYourself
    return staff


def _send_invitation(staff: Staff, by: Staff, at: datetime) -> None:
    link = make_link(staff, LinkPurpose.INVITATION, at=at)
    outbox.add("staff.invited", {"link_id": str(link.id)}, at=at)
    _record("staff.invited", staff, by, at)


def _record(event: str, staff: Staff, by: Staff, at: datetime) -> None:
    write_entry(event, at=at, actor_id=by.id, object_type="staff", object_id=staff.id)


def _check_name(name: str) -> None:
    if not name.strip() or has_controls(name):
        raise Invalid("name", N_("Enter the name, without invisible characters."))
    if len(name.strip()) > LONGEST_NAME:
        raise Invalid(
            "name",
            N_("Shorten the text to %(longest)s characters; it has %(length)s."),
            longest=LONGEST_NAME,
            length=len(name.strip()),
        )
