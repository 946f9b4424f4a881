"""The mails of one-time codes: queued by outbox rows, the digits put in when they are written."""

from datetime import datetime
from zoneinfo import ZoneInfo

from sawti.accounts.models import OneTimeCode
from sawti.accounts.steps import opened_code
from sawti.notifications.email import explain
from sawti.notifications.models import Notification
from sawti.notifications.steps import queue_email
from sawti.outbox.delivery import Letter, receive
from sawti.tenancy.context import current_tenant


def register() -> None:
    """Register receivers and templates; called once, when the app is ready."""
    receive("person.code_asked", _code_asked)
    receive("person.email_changed", _email_changed)
    explain("one_time_code", _digits)
    explain("email_changed", lambda notification: {})


def _code_asked(letter: Letter, at: datetime) -> None:
    """Queue the mail, unless there is nothing to send, or the code is too old or replaced."""
    code = OneTimeCode.objects.get(pk=letter.payload["code_id"])
    if code.sealed_code and code.closed_at is None and code.expires_at > at:
        _queue(code, "one_time_code", code.address, at)


def _email_changed(letter: Letter, at: datetime) -> None:
    code = OneTimeCode.objects.get(pk=letter.payload["code_id"])
    _queue(code, "email_changed", code.old_address, at)


def _queue(code: OneTimeCode, template: str, address: str, at: datetime) -> None:
    queue_email(
        template=template,
        language=code.language,
        address=address,
        params={"code_id": str(code.id)},
        about_id=code.id,
        at=at,
    )


def _digits(notification: Notification) -> dict[str, str]:
    """Return what the mail of a code says; the code is left-to-right in any sentence (UAX #9)."""
    row = OneTimeCode.objects.get(pk=notification.params["code_id"])
    until = row.expires_at.astimezone(ZoneInfo(current_tenant().time_zone))
    return {
        "code": f"\u2066{opened_code(row)}\u2069",
        "purpose": row.purpose,
        "until": f"\u2066{until:%H:%M}\u2069",
    }
