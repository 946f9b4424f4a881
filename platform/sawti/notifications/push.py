"""What a push message says: one line for a lock screen, nothing of a case, and where it leads."""

import json
from datetime import datetime

from sawti.accounts.models import PushSubscription
from sawti.lib.text import localised
from sawti.notifications.models import Notification
from sawti.notifications.sms import text_of
from sawti.plugins.messages import Parcel
from sawti.tenancy.context import current_tenant


def push_parcel(notification: Notification) -> Parcel:
    """Return a message as a browser gets it; its subscription exists."""
    return parcel_for(
        PushSubscription.objects.get(pk=notification.address),
        key=str(notification.id),
        kind=notification.template,
        language=notification.language,
        body=text_of(notification),
        written_at=notification.created_at,
        good_until=notification.good_until,
    )


def parcel_for(
    subscription: PushSubscription,
    *,
    key: str,
    kind: str,
    language: str,
    body: str,
    written_at: datetime,
    good_until: datetime | None = None,
) -> Parcel:
    """Return what one browser shows: the portal's name, a line, and its own list behind it."""
    tenant = current_tenant()
    shown = {
        "title": localised(tenant.names, language),
        "body": body,
        "lang": language,
        "dir": "rtl" if language == "ar" else "ltr",
        "url": f"/{language}/my/messages/" if subscription.person_id else "/desk/messages/",
        "tag": kind,
    }
    return Parcel(
        key=key,
        kind=kind,
        address=subscription.endpoint,
        language=language,
        text=json.dumps(shown, ensure_ascii=False),
        sender=tenant.mail_from,
        written_at=written_at,
        good_until=good_until,
        facts={
            "point": subscription.point,
            "secret": subscription.secret,
            "server_key": subscription.server_key,
        },
    )
