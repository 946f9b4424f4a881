"""What a message says on its channel, put together when it leaves."""

from sawti.notifications.email import compose
from sawti.notifications.models import Channel, Notification
from sawti.notifications.push import push_parcel
from sawti.notifications.sms import text_of
from sawti.plugins.messages import Parcel
from sawti.tenancy.context import current_tenant
from sawti.tenancy.queries import address_of

TOLD_TO_SYSTEMS = ("number", "case_id")


def parcel_of(notification: Notification) -> Parcel:
    """Return the message as its provider gets it.

    A system is told what happened to which case and no more: it asks the API with its own rights.
    """
    if notification.channel == Channel.EMAIL:
        tenant = current_tenant()
        return compose(notification, tenant, address_of(tenant))
    if notification.channel == Channel.PUSH:
        return push_parcel(notification)
    facts: dict[str, str] = {}
    if notification.channel == Channel.WEBHOOK:
        facts = {
            "about": str(notification.about_id),
            **{n: notification.params[n] for n in TOLD_TO_SYSTEMS if n in notification.params},
        }
    return Parcel(
        key=str(notification.id),
        kind=notification.template,
        address=notification.address,
        language=notification.language,
        text=text_of(notification) if notification.channel == Channel.SMS else "",
        written_at=notification.created_at,
        facts=facts,
    )
