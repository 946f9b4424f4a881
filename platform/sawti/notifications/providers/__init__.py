"""Who carries the current tenant's messages: what core and plugins bring, and what it chose."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.conf import settings
from pydantic import ValidationError

from sawti.enabling.queries import enabled_plugins
from sawti.lib.outgoing import Caller
from sawti.notifications.models import Channel, Provider
from sawti.plugins.calling import hooks
from sawti.plugins.messages import Means, MessageProvider, Parcel, Taken

INSTALLATION = "installation"  # the mail server of the deployment: whoever chose no other


@dataclass(frozen=True)
class Carrier:
    """A provider with what the tenant set for it; `price` is that of one part."""

    provider: MessageProvider
    means: Means
    price: Decimal | None = None

    def send(self, parcel: Parcel) -> Taken:
        """Hand over one message; raises what the contract says."""
        return self.provider.send(parcel, self.means)


def outgoing() -> Caller:
    """Return who calls a provider from here; those of a demo or a test run beside us."""
    return Caller(may_use_loopback=bool(settings.SAWTI_MAIL_FOLDER))


def outgoing_for_sms() -> Caller:
    """Return who calls a gateway of SMS: it may also be in the government's own network."""
    return replace(outgoing(), inside=settings.SAWTI_SMS_INSIDE)


def known_providers() -> Mapping[str, MessageProvider]:
    """Return what the tenant may choose from, by code: core's first."""
    found: dict[str, MessageProvider] = {}
    for _, call in hooks().called("message_providers", enabled_plugins()):
        for provider in call() or ():
            found.setdefault(provider.code, provider)
    return found


def carrier_of(channel: Channel) -> Carrier | None:
    """Return who carries a channel's messages now; None where nobody does."""
    row = Provider.objects.filter(channel=channel, is_enabled=True).first()
    known = known_providers()
    if row is None:
        is_mail = channel == Channel.EMAIL
        return Carrier(known[INSTALLATION], Means(None, "")) if is_mail else None
    return carrier_by(row, known)


def carrier_by(row: Provider, known: Mapping[str, MessageProvider]) -> Carrier | None:
    """Return the carrier that a row describes; None where its plugin is gone or wants more."""
    provider = known.get(row.code)
    options: Any = None
    if provider is not None:
        try:
            options = provider.options.model_validate(row.options)
        except ValidationError:
            return None
        return Carrier(provider, Means(options, row.secret), row.price)
    return None
