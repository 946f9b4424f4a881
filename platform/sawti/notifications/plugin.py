"""The providers of core, registered like those of a plugin."""

from collections.abc import Sequence

from sawti.notifications.providers import gateway, mail, push, smpp, webhook
from sawti.plugins.calling import hookimpl
from sawti.plugins.messages import MessageProvider


@hookimpl
def message_providers() -> Sequence[MessageProvider]:
    """Return what every tenant may choose from."""
    return (mail.INSTALLATION, mail.SMTP, gateway.HTTP, smpp.SMPP, push.PUSH, webhook.WEBHOOK)
