"""The messages of codes and changed contacts; what is secret is put in when they are written."""

from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sawti.accounts.models import ContactChange, OneTimeCode, Person
from sawti.accounts.steps import opened_code
from sawti.notifications.email import explain
from sawti.notifications.models import Channel, Notification
from sawti.notifications.queries import sms_is_on
from sawti.notifications.steps import queue
from sawti.notifications.steps.outcomes import end_bounce
from sawti.outbox.delivery import Letter, receive
from sawti.telling.facts import NEWS, PUSH_TEMPLATES
from sawti.tenancy.context import current_tenant


def register() -> None:
    """Register receivers and templates; called once, when the app is ready."""
    receive("person.code_asked", _code_asked)
    receive("person.contact_changed", _contact_changed)
    receive("person.address_proved", _address_proved)
    explain("one_time_code", _digits)
    explain("contact_changed", _way_back)
    for bare in (NEWS, *PUSH_TEMPLATES):
        explain(bare, lambda notification: {})


def _code_asked(letter: Letter, at: datetime) -> None:
    """Queue the message, unless there is nothing to send, or the code is too old or replaced."""
    code = OneTimeCode.objects.get(pk=letter.payload["code_id"])
    if code.sealed_code and code.closed_at is None and code.expires_at > at:
        params = {"code_id": str(code.id)}
        _queue("one_time_code", code.language, code.address, params, code.expires_at, at)


def _address_proved(letter: Letter, at: datetime) -> None:
    """Write again to an address that bounced: whoever typed a code from it has it."""
    code = OneTimeCode.objects.filter(pk=letter.payload["code_id"]).first()
    if code:
        end_bounce(code.address)


def _contact_changed(letter: Letter, at: datetime) -> None:
    """Tell the contact that was replaced; where there was none that is proved, the e-mail."""
    change = ContactChange.objects.select_related("person").get(pk=letter.payload["change_id"])
    person: Person = change.person
    is_reached = change.old and (sms_is_on() or not change.old.startswith("+"))
    contact = change.old if is_reached else person.email
    params = {"change_id": str(change.id)}
    _queue("contact_changed", person.language, contact, params, change.expires_at, at)


def _queue(
    template: str,
    language: str,
    contact: str,
    params: dict[str, str],
    good_until: datetime,
    at: datetime,
) -> None:
    is_sms = contact.startswith("+")
    queue(
        channel=Channel.SMS if is_sms else Channel.EMAIL,
        template=template,
        language=language,
        address=contact,
        params=params,
        about_id=UUID(next(iter(params.values()))),
        good_until=good_until if is_sms else None,
        at=at,
    )


def _digits(notification: Notification) -> dict[str, str]:
    """Return what the message of a code says; it is left-to-right in any sentence (UAX #9)."""
    row = OneTimeCode.objects.get(pk=notification.params["code_id"])
    return {
        "code": f"\u2066{opened_code(row)}\u2069",
        "purpose": row.purpose,
        "until": f"\u2066{_local(row.expires_at):%H:%M}\u2069",
    }


def _way_back(notification: Notification) -> dict[str, str]:
    """Return what changed, and the link that undoes it."""
    row = ContactChange.objects.get(pk=notification.params["change_id"])
    return {
        "purpose": row.purpose,
        "token": row.token,
        "until": f"\u2066{_local(row.expires_at):%Y-%m-%d %H:%M}\u2069",
    }


def _local(at: datetime) -> datetime:
    return at.astimezone(ZoneInfo(current_tenant().time_zone))
