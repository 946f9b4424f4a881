"""What administrators do with clients, and what clients do to get in."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import ip_network
from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.db import transaction

from sawti.accounts.models import Staff
from sawti.audit.context import ActorKind
from sawti.audit.steps import write_entry
from sawti.clients.errors import ClientRefused, ScopeRefused, TooManySecrets
from sawti.clients.models import Client, Secret, Token
from sawti.clients.queries import comes_from, live_secrets
from sawti.clients.scopes import Scope
from sawti.clients.seals import hash_of, new_secret, new_token
from sawti.entities.grants import is_held
from sawti.entities.models import Entity, Level, Post, Role
from sawti.entities.permissions import rights_of
from sawti.entities.rules import require_giving
from sawti.entities.steps import grant
from sawti.lib.errors import N_, Invalid, Missing, NotPermitted
from sawti.lib.ids import new_id
from sawti.lib.permissions import MANAGE_CLIENTS
from sawti.lib.text import one_line
from sawti.tenancy.context import current_tenant

TOKEN_LIFE = timedelta(minutes=15)
OVERLAP = timedelta(days=7)  # for so long the old secret counts beside the new one
MOST_DAYS = 731
MOST_SECRETS = 2


@dataclass(frozen=True)
class NewClient:
    """What an administrator says about a client. `role` and `entity` are codes, "" for no post."""

    name: str
    scopes: tuple[str, ...]
    channel: str
    days: int
    networks: tuple[str, ...] = ()
    role: str = ""
    entity: str = ""


@dataclass(frozen=True)
class ShownSecret:
    """A secret as it is shown, once."""

    client_id: UUID
    secret: str


@dataclass(frozen=True)
class IssuedToken:
    """An access token as it is handed out, once."""

    token: str
    scopes: tuple[str, ...]
    life: timedelta


def add_client(wanted: NewClient, *, by: Staff, at: datetime) -> ShownSecret:
    """Make a client with its service account, its post and its first secret.

    Raises Invalid for what can't be kept, and NotPermitted or MoreThanOwn for whoever could not
    give somebody that post.
    """
    networks = _checked(wanted)
    with transaction.atomic(durable=True):
        _require_manager(by)
        if Client.objects.filter(name=wanted.name).exists():
            raise Invalid("name", N_("There is already a client with this name."))
        client: Client = Client.objects.create(
            name=wanted.name,
            staff=_service_account(wanted.name),
            scopes=sorted(wanted.scopes),
            channel=wanted.channel,
            networks=networks,
            created_at=at,
            expires_at=at + timedelta(days=wanted.days),
        )
        if wanted.role:
            _give_post(client.staff, wanted, by, at)
        _write("client.added", client.id, by, at)
        return _add_secret(client, at)


def _checked(wanted: NewClient) -> list[str]:
    """Return the networks as they are kept; raises Invalid for what can't be kept."""
    if not wanted.scopes or not set(wanted.scopes) <= set(Scope):
        raise Invalid("scopes", N_("Choose what the client may do."))
    if not 1 <= wanted.days <= MOST_DAYS:
        raise Invalid("days", N_("Choose from 1 to %(most)s days."), most=MOST_DAYS)
    if bool(wanted.role) != bool(wanted.entity):
        raise Invalid("entity", N_("Choose both the role and the entity, or neither."))
    try:
        return [str(ip_network(network, strict=True)) for network in wanted.networks]
    except ValueError as error:
        text = N_("Write networks such as 192.0.2.0/24 or 2001:db8::/32, one a line.")
        raise Invalid("networks", text) from error


def _service_account(name: str) -> Staff:
    """Make the account that the client acts as; nobody can sign in with it."""
    key = new_id()
    account: Staff = Staff.objects.create(
        id=key,
        email=f"client-{key.hex}@clients.invalid",
        name=one_line(name),
        language=current_tenant().default_language,
        password=make_password(None),
    )
    return account


def _give_post(account: Staff, wanted: NewClient, by: Staff, at: datetime) -> None:
    role = Role.objects.filter(code=wanted.role, level=Level.ENTITY, is_active=True).first()
    entity = Entity.objects.filter(code=wanted.entity, is_active=True).first()
    if role is None:
        raise Invalid("role", N_("Choose one of the roles in an entity."))
    if entity is None:
        raise Invalid("entity", N_("Choose one of the entities."))
    require_giving(rights_of(by), role, entity.id)
    grant([Post.objects.create(staff=account, entity=entity, role=role, since_at=at)])
    write_entry(
        "post.given",
        at=at,
        actor_id=by.id,
        object_type="staff",
        object_id=account.id,
        reason=wanted.role,
    )


def add_secret(client_id: UUID, *, by: Staff, at: datetime) -> ShownSecret:
    """Make a second secret; the first ends after OVERLAP, so that nothing stands still.

    Raises Missing for no live client, TooManySecrets, and NotPermitted or MoreThanOwn for whoever
    could not give somebody the client's posts.
    """
    with transaction.atomic(durable=True):
        client = _locked(client_id, by)
        _require_its_posts(client, by, at)
        live = Secret.objects.filter(live_secrets(at), client=client)
        if live.count() >= MOST_SECRETS:
            raise TooManySecrets
        live.update(ends_at=at + OVERLAP)
        _write("client.secret_added", client.id, by, at)
        return _add_secret(client, at)


def end_old_secret(client_id: UUID, *, by: Staff, at: datetime) -> None:
    """End the older secret now, with every token; the newest goes on."""
    with transaction.atomic(durable=True):
        client = _locked(client_id, by)
        Secret.objects.filter(client=client, ends_at__gt=at).update(ends_at=at)
        Token.objects.filter(client=client).delete()
        _write("client.secret_ended", client.id, by, at)


def revoke_client(client_id: UUID, *, by: Staff, at: datetime) -> None:
    """End the client for good: its secrets, its tokens, its service account."""
    with transaction.atomic(durable=True):
        client = _locked(client_id, by)
        client.revoked_at = at
        client.save(update_fields=["revoked_at"])
        Staff.objects.filter(pk=client.staff_id).update(is_active=False)
        Token.objects.filter(client=client).delete()
        Secret.objects.filter(client=client).delete()
        _write("client.revoked", client.id, by, at)


def issue_token(
    client_id: str,
    secret: str,
    *,
    scopes: frozenset[str] | None,
    address: str,
    at: datetime,
) -> IssuedToken:
    """Give a client an access token for `scopes` (None: all it has), RFC 6749, 4.4.

    Raises ClientRefused, the same for every reason, and ScopeRefused.
    """
    with transaction.atomic(durable=True):
        client = _client_with(client_id, secret, address, at)
        is_allowed = client is not None and (scopes or set()) <= set(client.scopes)
        if client and is_allowed:
            issued = _issue(client, scopes, at)
        else:
            _write_refusal(client_id, at)
    if client is None:
        raise ClientRefused
    if not is_allowed:
        raise ScopeRefused
    return issued


def _issue(client: Client, scopes: frozenset[str] | None, at: datetime) -> IssuedToken:
    token, given = new_token(), sorted(scopes or client.scopes)
    Token.objects.filter(client=client, expires_at__lte=at).delete()
    Token.objects.create(
        client=client, token_hash=hash_of(token), scopes=given, expires_at=at + TOKEN_LIFE
    )
    if client.last_used_on != at.date():
        Client.objects.filter(pk=client.pk).update(last_used_on=at.date())
    _write_own("client.token_issued", client, at)
    return IssuedToken(token, tuple(given), TOKEN_LIFE)


def revoke_token(client_id: str, secret: str, *, token: str, address: str, at: datetime) -> None:
    """End one token of the client's own (RFC 7009); of another's or unknown: nothing happens.

    Raises ClientRefused.
    """
    with transaction.atomic(durable=True):
        client = _client_with(client_id, secret, address, at)
        if client:
            Token.objects.filter(client=client, token_hash=hash_of(token)).delete()
            _write_own("client.token_revoked", client, at)
        else:
            _write_refusal(client_id, at)
    if client is None:
        raise ClientRefused


def _client_with(client_id: str, secret: str, address: str, at: datetime) -> Client | None:
    """Return the live client whose secret this is, if it comes from where it may."""
    key = _id_in(client_id)
    row = (
        Secret.objects.select_related("client")
        .filter(
            live_secrets(at),
            secret_hash=hash_of(secret),
            client_id=key,
            client__revoked_at__isnull=True,
            client__expires_at__gt=at,
            client__staff__is_active=True,
        )
        .first()
    )
    return row.client if row and comes_from(row.client.networks, address) else None


def _id_in(client_id: str) -> UUID:
    try:
        return UUID(client_id)
    except ValueError:
        return UUID(int=0)  # nobody's: the same work as for a wrong secret


def _locked(client_id: UUID, by: Staff) -> Client:
    _require_manager(by)
    client: Client | None = (
        Client.objects.select_for_update().filter(pk=client_id, revoked_at__isnull=True).first()
    )
    if client is None:
        raise Missing
    return client


def _require_its_posts(client: Client, by: Staff, at: datetime) -> None:
    """Refuse whoever would hold, with the client's secret, what they may not give anybody."""
    rights = rights_of(by)
    for post in Post.objects.filter(is_held(at), staff_id=client.staff_id).select_related("role"):
        require_giving(rights, post.role, post.entity_id)


def _require_manager(by: Staff) -> None:
    if not rights_of(by).may(MANAGE_CLIENTS):
        raise NotPermitted


def _add_secret(client: Client, at: datetime) -> ShownSecret:
    secret = new_secret()
    Secret.objects.create(client=client, secret_hash=hash_of(secret), created_at=at)
    return ShownSecret(client.id, secret)


def _write(event: str, client_id: UUID, by: Staff, at: datetime) -> None:
    write_entry(event, at=at, actor_id=by.id, object_type="client", object_id=client_id)


def _write_own(event: str, client: Client, at: datetime) -> None:
    write_entry(
        event,
        at=at,
        actor_id=client.staff_id,
        actor_kind=ActorKind.CLIENT,
        object_type="client",
        object_id=client.id,
    )


def _write_refusal(client_id: str, at: datetime) -> None:
    """Record a refusal; about nobody where there is no such client."""
    found = Client.objects.filter(pk=_id_in(client_id)).values_list("id", flat=True).first()
    if found:
        write_entry("client.refused", at=at, object_type="client", object_id=found)
