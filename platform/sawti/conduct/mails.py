"""What a contact is told: that a limit counts, and what became of an objection."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.dateformat import format as date_format
from django.utils.translation import gettext, pgettext

from sawti.conduct.labels import GROUNDS
from sawti.conduct.models import ContactLimit, Ground
from sawti.notifications.email import explain
from sawti.notifications.models import Channel, Notification
from sawti.notifications.steps import queue
from sawti.tenancy.context import current_tenant

TEMPLATES = LIMITED, UPHELD, LIFTED = "contact_limited", "limit_upheld", "limit_lifted"


def register() -> None:
    """Register the templates; called once, when the app is ready."""
    for template in TEMPLATES:
        explain(template, _words)


def tell_contact(limit: ContactLimit, template: str, *, at: datetime) -> None:
    """Queue a mail to the contact in their language, in the open transaction."""
    queue(
        channel=Channel.EMAIL,
        template=template,
        language=limit.language,
        address=limit.email,
        params={
            "number": limit.number,
            "most": str(limit.most_a_week),
            "until_at": limit.until_at.isoformat(),
            "ground": limit.ground,
            "reason": limit.appeal_reason,
        },
        about_id=limit.case_id,
        at=at,
    )


def _words(notification: Notification) -> dict[str, str]:
    params, zone = notification.params, ZoneInfo(current_tenant().time_zone)
    until_at = datetime.fromisoformat(params["until_at"]).astimezone(zone)
    return {
        "number": f"\u2066{params['number']}\u2069",
        "most": params["most"],
        "until": date_format(until_at, pgettext("date format", "l j F Y")),
        "ground": gettext(GROUNDS[Ground(params["ground"])]),
        "reason": params["reason"],
    }
