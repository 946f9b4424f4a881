"""The provider of the tenant that is served, for one audience: staff, or the people who file."""

from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import get_language

from sawti.lib.openid import Client
from sawti.lib.outgoing import Caller
from sawti.lib.text import localised
from sawti.signin.models import Audience, Provider
from sawti.signin.seals import opened_client_secret


@dataclass(frozen=True)
class ProviderFacts:
    """A provider in use. `name` is what its button says."""

    name: str
    client: Client
    second_factor_values: frozenset[str]


def caller() -> Caller:
    """Return who calls a provider from here."""
    return Caller(may_use_loopback=settings.SAWTI_OPENID_LOOPBACK)


def provider_for(audience: str, language: str) -> ProviderFacts | None:
    """Return the enabled provider of an audience, or None; read in the caller's transaction."""
    row: Provider | None = Provider.objects.filter(audience=audience, is_enabled=True).first()
    if row is None:
        return None
    return ProviderFacts(
        name=localised(row.names, language) or row.issuer,
        client=client_of(row),
        second_factor_values=frozenset(row.second_factor_values),
    )


def client_of(row: Provider) -> Client:
    """Return us as the provider knows us, with our secret opened."""
    secret = opened_client_secret(bytes(row.sealed_secret), row.id)
    return Client(row.issuer, row.client_id, secret, caller())


def provider_name(audience: str = Audience.STAFF) -> str:
    """Return what the button of the enabled provider says in the active language, or ""."""
    row: Provider | None = Provider.objects.filter(audience=audience, is_enabled=True).first()
    return (localised(row.names, get_language() or "en") or row.issuer) if row else ""
