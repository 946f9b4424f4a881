"""What an SMS or a push message says: one line, nothing of a case, and never a receipt."""

from django.template.loader import render_to_string
from django.utils import translation

from sawti.lib.text import without_bidi_controls
from sawti.notifications.email import context_of
from sawti.notifications.models import Notification
from sawti.telling.words import phone_file
from sawti.tenancy.context import current_tenant
from sawti.tenancy.queries import address_of


def text_of(notification: Notification) -> str:
    """Return the text in the reader's language, on one line."""
    tenant = current_tenant()
    with translation.override(notification.language):
        context = context_of(notification, tenant, address_of(tenant))
        text = render_to_string(phone_file(notification.template), context)
    return " ".join(without_bidi_controls(text).split())
