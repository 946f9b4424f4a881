"""The mails of sign-in: queued by outbox rows; a link's secret is put in when they are written."""

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from sawti.accounts.models import Staff
from sawti.notifications.email import explain
from sawti.notifications.models import Channel, Notification
from sawti.notifications.steps import queue
from sawti.outbox.delivery import Letter, receive
from sawti.signin.links import token_of
from sawti.signin.models import Link, LinkPurpose
from sawti.signin.steps import make_link
from sawti.tenancy.context import current_tenant


def register() -> None:
    """Register receivers and templates; called once, when the app is ready."""
    receive("staff.invited", _invited)
    receive("staff.reset_asked", _reset_asked)
    receive("staff.told", _told)
    explain("staff_invited", _link)
    explain("staff_reset", _link)
    explain("staff_told", lambda notification: {"what": notification.params["what"]})


def _invited(letter: Letter, at: datetime) -> None:
    """Queue the mail, unless a newer invitation took its place."""
    link = Link.objects.select_related("staff").get(pk=letter.payload["link_id"])
    if link.closed_at is None and link.expires_at > at:
        _queue(link.staff, "staff_invited", {"link_id": str(link.id)}, at)


def _reset_asked(letter: Letter, at: datetime) -> None:
    """Make the link and queue its mail, unless nobody has the address or it has no password.

    Whoever signs in by the provider alone would get a second door by a mail.
    """
    staff = Staff.objects.filter(pk=letter.payload["staff_id"], is_active=True).first()
    if staff is None or not staff.has_usable_password():
        return
    link = make_link(staff, LinkPurpose.RESET, at=at)
    _queue(staff, "staff_reset", {"link_id": str(link.id)}, at)


def _told(letter: Letter, at: datetime) -> None:
    staff = Staff.objects.get(pk=letter.payload["staff_id"])
    _queue(staff, "staff_told", {"what": letter.payload["what"]}, at)


def _queue(staff: Staff, template: str, params: dict[str, str], at: datetime) -> None:
    queue(
        channel=Channel.EMAIL,
        template=template,
        language=staff.language,
        address=staff.email,
        params=params,
        about_id=staff.id,
        at=at,
    )


def _link(notification: Notification) -> Mapping[str, str | datetime]:
    """Return what the mail of a link says; times stand in the tenant's zone."""
    link = Link.objects.get(pk=notification.params["link_id"])
    until = link.expires_at.astimezone(ZoneInfo(current_tenant().time_zone))
    return {"token": token_of(link), "until": f"\u2066{until:%Y-%m-%d %H:%M}\u2069"}
