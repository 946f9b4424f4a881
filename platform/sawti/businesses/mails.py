"""What is mailed about a company: an invitation, and what became of its documents."""

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from sawti.accounts.models import Person
from sawti.businesses.models import Business, Invitation
from sawti.notifications.email import explain
from sawti.notifications.models import Channel, Notification
from sawti.notifications.steps import queue
from sawti.tenancy.context import current_tenant

INVITED, DECIDED = "business_invited", "business_decided"


def register() -> None:
    """Register the templates; called once, when the app is ready."""
    explain(INVITED, _invitation)
    explain(DECIDED, _decision)


def mail_invitation(row: Invitation, *, language: str, at: datetime) -> None:
    """Queue the mail with the link; its secret is put in when the mail is written."""
    queue(
        channel=Channel.EMAIL,
        template=INVITED,
        language=language,
        address=row.email,
        params={"invitation_id": str(row.id)},
        about_id=row.business_id,
        at=at,
    )


def tell_decision(row: Business, person: Person, outcome: str, *, at: datetime) -> None:
    """Queue a mail to an owner: verified, refused or withdrawn, and why; it names no company."""
    queue(
        channel=Channel.EMAIL,
        template=DECIDED,
        language=person.language,
        address=person.email,
        params={"outcome": outcome, "reason": row.reason},
        about_id=row.id,
        at=at,
    )


def _invitation(notification: Notification) -> Mapping[str, str | datetime]:
    """Return what the mail says; of an invitation that is over there is no link any more."""
    rows = Invitation.objects.filter(pk=notification.params["invitation_id"])
    row = rows.select_related("business").first()
    if row is None:
        return {"token": "", "until": "", "company": "", "role": ""}
    until = row.expires_at.astimezone(ZoneInfo(current_tenant().time_zone))
    return {
        "token": row.token,
        "until": f"\u2066{until:%Y-%m-%d %H:%M}\u2069",
        "company": row.business.name,
        "role": row.role,
    }


def _decision(notification: Notification) -> Mapping[str, str | datetime]:
    params: dict[str, str] = notification.params
    return params
