"""Signing in by the word of the tenant's provider, and linking an identity to an account."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.hashers import make_password
from django.db import transaction

from sawti.accounts.models import Staff
from sawti.audit.steps import write_entry
from sawti.lib.errors import N_, Invalid
from sawti.lib.openid import Claims
from sawti.lib.outgoing import OutgoingRefused
from sawti.signin.admission import Admission, Needs, needs_of
from sawti.signin.errors import IdentityTaken, IdentityUnknown, LastFactor
from sawti.signin.models import Identity, LinkPurpose, Provider
from sawti.signin.permissions import require_manager
from sawti.signin.providers import caller
from sawti.signin.seals import seal_of_providers
from sawti.signin.steps import tell, use_link


@dataclass(frozen=True)
class ProviderInput:
    """What an administrator says of a provider. An empty `secret` keeps the one there is."""

    audience: str
    issuer: str
    client_id: str
    secret: str
    names: Mapping[str, str]
    second_factor_values: Sequence[str]
    is_enabled: bool


def save_provider(given: ProviderInput, *, by: Staff, at: datetime) -> None:
    """Keep how the tenant's provider is reached; raises NotPermitted and Invalid."""
    try:
        caller().checked(given.issuer)
    except OutgoingRefused as refusal:
        text = N_("Write the issuer as an address that begins with https://.")
        raise Invalid("issuer", text) from refusal
    with transaction.atomic(durable=True):
        require_manager(by)
        row = Provider.objects.select_for_update().filter(audience=given.audience).first()
        row = row or Provider(audience=given.audience)
        if given.secret:
            row.sealed_secret = seal_of_providers().seal(
                given.secret.encode(), bound_to=row.id.bytes
            )
        elif not row.sealed_secret or row.issuer != given.issuer:
            raise Invalid("secret", N_("Enter the client secret."))
        row.issuer, row.client_id = given.issuer, given.client_id
        row.names, row.is_enabled = dict(given.names), given.is_enabled
        row.second_factor_values = list(given.second_factor_values)
        row.save()
        write_entry(
            "provider.saved",
            at=at,
            actor_id=by.id,
            object_type="provider",
            object_id=row.id,
            reason=given.audience,
        )


def sign_in_with(claims: Claims, *, counts_twice: frozenset[str], at: datetime) -> Admission:
    """Return whose identity this is, and what they still owe.

    `counts_twice`: the values of `amr` and `acr` with which the provider's word is the second
    factor too. Raises IdentityUnknown, the same for an account that is disabled.
    """
    with transaction.atomic(durable=True):
        identity: Identity | None = (
            Identity.objects.select_for_update(of=("self",))
            .select_related("staff")
            .filter(issuer=claims.issuer, subject=claims.subject, staff__is_active=True)
            .first()
        )
        event = "staff.provider_accepted" if identity else "staff.provider_refused"
        staff_id = identity.staff_id if identity else None
        write_entry(event, at=at, actor_id=staff_id, object_type="staff", object_id=staff_id)
        if identity:
            identity.used_at = at
            identity.save(update_fields=["used_at"])
            is_enough = bool(claims.methods & counts_twice)
            needs = Needs.NOTHING if is_enough else needs_of(identity.staff_id)
    if identity is None:
        raise IdentityUnknown
    return Admission(identity.staff, needs)


def note_refusal(reason: str, *, at: datetime) -> None:
    """Record that what a provider answered proved nothing, and why."""
    with transaction.atomic(durable=True):
        write_entry("staff.provider_refused", at=at, object_type="staff", reason=reason)


def link_identity(staff: Staff, claims: Claims, *, at: datetime) -> None:
    """Let somebody who is signed in sign in by the provider, too; raises IdentityTaken."""
    with transaction.atomic(durable=True):
        _link(staff, claims, at)
        tell(staff.id, "identity_linked", at=at)


def unlink_identity(staff: Staff, *, at: datetime) -> None:
    """Take the identity away; raises LastFactor where no password would be left."""
    with transaction.atomic(durable=True):
        if not staff.has_usable_password():
            raise LastFactor
        Identity.objects.filter(staff_id=staff.id).delete()
        _record("staff.identity_unlinked", staff, at)


def accept_with_provider(token: str, claims: Claims, *, at: datetime) -> Staff:
    """Let the reader of an invitation take the account with an identity instead of a password.

    Raises LinkDead and IdentityTaken.
    """
    with transaction.atomic(durable=True):
        staff = use_link(token, LinkPurpose.INVITATION, at=at)
        staff.password, staff.is_active = make_password(None), True
        staff.save(update_fields=["password", "is_active"])
        _link(staff, claims, at)
        _record("staff.joined", staff, at)
    return staff


def is_identity_of(staff: Staff, claims: Claims) -> bool:
    """Tell whether it is this person who came back from the provider."""
    return bool(
        Identity.objects.filter(
            staff_id=staff.id, issuer=claims.issuer, subject=claims.subject
        ).exists()
    )


def _link(staff: Staff, claims: Claims, at: datetime) -> None:
    same = Identity.objects.filter(issuer=claims.issuer, subject=claims.subject)
    if same.exclude(staff_id=staff.id).exists():
        raise IdentityTaken
    Identity.objects.filter(staff_id=staff.id, issuer=claims.issuer).delete()
    Identity.objects.create(staff=staff, issuer=claims.issuer, subject=claims.subject, linked_at=at)
    _record("staff.identity_linked", staff, at)


def _record(event: str, staff: Staff, at: datetime) -> None:
    write_entry(event, at=at, actor_id=staff.id, object_type="staff", object_id=staff.id)
