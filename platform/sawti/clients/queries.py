"""Who a token belongs to, and which clients there are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from ipaddress import ip_address, ip_network
from uuid import UUID

from django.db.models import Q

from sawti.accounts.models import Staff
from sawti.clients.models import Client, Secret, Token
from sawti.clients.seals import hash_of


@dataclass(frozen=True)
class ClientAccess:
    """What a good token opens: the service account, the scopes, the channel of filed cases."""

    client_id: UUID
    staff: Staff
    scopes: frozenset[str]
    channel: str


@dataclass(frozen=True)
class SecretFacts:
    """One secret that counts; `ends_at` is None for the newest."""

    id: UUID
    created_at: datetime
    ends_at: datetime | None


@dataclass(frozen=True)
class ClientFacts:
    """A client as administrators see it."""

    id: UUID
    name: str
    scopes: tuple[str, ...]
    channel: str
    networks: tuple[str, ...]
    expires_at: datetime
    is_live: bool
    last_used_on: date | None
    secrets: tuple[SecretFacts, ...]


def access_of_token(token: str, *, address: str, at: datetime) -> ClientAccess | None:
    """Return what a token opens now, or None: unknown, over, revoked, or from elsewhere.

    One statement, so that what is revoked is refused from the next request on.
    """
    row = (
        Token.objects.select_related("client", "client__staff")
        .filter(
            token_hash=hash_of(token),
            expires_at__gt=at,
            client__expires_at__gt=at,
            client__revoked_at__isnull=True,
            client__staff__is_active=True,
        )
        .first()
    )
    if row is None or not comes_from(row.client.networks, address):
        return None
    # A scope that was taken from the client since is gone from its tokens too.
    scopes = frozenset(row.scopes) & frozenset(row.client.scopes)
    return ClientAccess(row.client.id, row.client.staff, scopes, row.client.channel)


def comes_from(networks: Sequence[str], address: str) -> bool:
    """Tell whether an address is in one of the networks; any is where none is named."""
    if not networks:
        return True
    try:
        seen = ip_address(address)
    except ValueError:
        return False
    return any(seen in ip_network(network) for network in networks)


def live_secrets(at: datetime) -> Q:
    """Return the condition of a secret that counts."""
    return Q(ends_at__isnull=True) | Q(ends_at__gt=at)


def clients(*, at: datetime) -> list[ClientFacts]:
    """Return every client of the tenant by name; two statements."""
    secrets: dict[UUID, list[SecretFacts]] = {}
    for row in Secret.objects.filter(live_secrets(at)).order_by("created_at", "id"):
        facts = SecretFacts(row.id, row.created_at, row.ends_at)
        secrets.setdefault(row.client_id, []).append(facts)
    return [
        ClientFacts(
            id=row.id,
            name=row.name,
            scopes=tuple(row.scopes),
            channel=row.channel,
            networks=tuple(row.networks),
            expires_at=row.expires_at,
            is_live=row.revoked_at is None and row.expires_at > at,
            last_used_on=row.last_used_on,
            secrets=tuple(secrets.get(row.id, ())),
        )
        for row in Client.objects.order_by("name")
    ]
