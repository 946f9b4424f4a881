"""Access of the deployment's operators to a tenant: asked for, allowed, entered, ended."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.models import Q

from sawti.accounts.models import Session, Staff
from sawti.audit.context import ActorKind
from sawti.audit.queries import is_on_record
from sawti.audit.steps import write_entry
from sawti.entities.errors import SupportNotOpen
from sawti.entities.models import Post, Role, SupportGrant
from sawti.entities.permissions import rights_of
from sawti.entities.steps import grant
from sawti.lib.errors import N_, Invalid, Missing, NotPermitted
from sawti.lib.permissions import ALLOW_SUPPORT
from sawti.lib.text import has_controls
from sawti.outbox import steps as outbox
from sawti.tenancy.context import current_tenant

ROLE = "support"
FOR_OPERATOR = "support.noted"  # a step that the record of the operators gets too
LINK_LIFE = timedelta(minutes=10)
LONGEST_REASON = 300


@dataclass(frozen=True)
class Operator:
    """Somebody of the operator tenant: their id there, and their name for the tenant to read."""

    id: UUID
    name: str


def ask_support(*, operator: Operator, reason: str, hours: int, at: datetime) -> SupportGrant:
    """Ask the current tenant for access; nothing opens before an administrator allows it.

    Raises Invalid without a reason or for more hours than SAWTI_SUPPORT_HOURS.
    """
    words = " ".join(reason.split())
    if not words or has_controls(words) or len(words) > LONGEST_REASON:
        raise Invalid("reason", N_("Give a reason on one line of at most 300 characters."))
    most = settings.SAWTI_SUPPORT_HOURS
    if not 1 <= hours <= most:
        raise Invalid("hours", N_("Ask for 1 to %(most)s hours."), most=most)
    with transaction.atomic(durable=True):
        found: SupportGrant = SupportGrant.objects.create(
            operator_id=operator.id,
            operator_name=operator.name,
            reason=words,
            hours=hours,
            asked_at=at,
        )
        _note("support.asked", found, at, operator_id=operator.id)
    return found


def allow_support(grant_id: UUID, *, by: Staff, at: datetime) -> SupportGrant:
    """Open the access that was asked for, from now on for the hours that were asked for.

    An account of its own is made, which reads cases and no identity. Raises NotPermitted, Missing,
    and SupportNotOpen where it was answered already.
    """
    with transaction.atomic(durable=True):
        found = _locked(grant_id, by, at)
        if found.allowed_at is not None or found.ended_at is not None:
            raise SupportNotOpen
        found.allowed_at, found.allowed_by = at, by
        found.until_at = at + timedelta(hours=found.hours)
        found.account = _account(found)
        found.save(update_fields=["allowed_at", "allowed_by", "until_at", "account"])
        _note("support.allowed", found, at, by=by)
    return found


def end_support(grant_id: UUID, *, by: Staff, at: datetime) -> SupportGrant:
    """End an access at once, or refuse one that was asked for; its sessions end with it.

    Raises NotPermitted, Missing, and SupportNotOpen where it is over.
    """
    with transaction.atomic(durable=True):
        found = _locked(grant_id, by, at)
        if found.ended_at is not None or (found.until_at is not None and found.until_at <= at):
            raise SupportNotOpen
        found.ended_at, found.ended_by = at, by
        found.save(update_fields=["ended_at", "ended_by"])
        if found.account_id:
            Staff.objects.filter(pk=found.account_id).update(is_active=False)
            Post.objects.filter(staff_id=found.account_id).update(until_at=at)
            Session.objects.filter(
                staff_id=found.account_id, tenant_id=current_tenant().id
            ).delete()
        _note("support.ended" if found.allowed_at else "support.refused", found, at, by=by)
    return found


def link_support(grant_id: UUID, *, operator_id: UUID, at: datetime) -> str:
    """Return the token of a sign-in link for the operator who asked; an earlier link dies.

    It is good once and for ten minutes; only its hash is kept. Raises SupportNotOpen.
    """
    token = secrets.token_urlsafe(32)
    with transaction.atomic(durable=True):
        found = _open(at).filter(pk=grant_id, operator_id=operator_id).first()
        if found is None:
            raise SupportNotOpen
        found.token_hash, found.token_until_at = _hash(token), at + LINK_LIFE
        found.save(update_fields=["token_hash", "token_until_at"])
        _note("support.link_made", found, at, operator_id=operator_id)
    return token


def enter_support(token: str, *, at: datetime) -> SupportGrant:
    """Use a sign-in link up; return the access that it opens. Raises SupportNotOpen."""
    with transaction.atomic(durable=True):
        found: SupportGrant | None = (
            _open(at).filter(token_hash=_hash(token), token_until_at__gt=at).first()
        )
        if found is None:
            raise SupportNotOpen
        found.token_hash = None
        found.save(update_fields=["token_hash"])
        _note("support.entered", found, at, operator_id=found.operator_id)
    return found


def note_for_operator(
    event: str, *, operator_id: UUID, grant_id: UUID, entry_id: UUID, at: datetime
) -> None:
    """Write what happened into the record of the operator tenant, which is the current one.

    It is there once, however often a worker tries: `entry_id` is that of the outbox row.
    """
    with transaction.atomic(durable=True):
        if not is_on_record(entry_id):
            write_entry(
                event,
                at=at,
                actor_id=operator_id,
                object_type="support_grant",
                object_id=grant_id,
                entry_id=entry_id,
            )


def _open(at: datetime) -> Any:
    is_open = Q(allowed_at__lte=at, until_at__gt=at, ended_at__isnull=True)
    rows = SupportGrant.objects.select_for_update(of=("self",)).select_related("account")
    return rows.filter(is_open)


def _locked(grant_id: UUID, by: Staff, at: datetime) -> SupportGrant:
    if not rights_of(by, at=at).may(ALLOW_SUPPORT):
        raise NotPermitted
    found: SupportGrant | None = (
        SupportGrant.objects.select_for_update().filter(pk=grant_id).first()
    )
    if found is None:
        raise Missing
    return found


def _account(found: SupportGrant) -> Staff:
    role = Role.objects.get(code=ROLE)
    account: Staff = Staff.objects.create(
        email=f"support-{found.id}@support.invalid",
        name=found.operator_name,
        language=current_tenant().default_language,
        password=make_password(None),
    )
    post = Post.objects.create(
        staff=account,
        role=role,
        since_at=found.allowed_at,
        until_at=found.until_at,
        reason=found.reason,
    )
    grant([post])
    return account


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


def _note(
    event: str,
    found: SupportGrant,
    at: datetime,
    *,
    by: Staff | None = None,
    operator_id: UUID | None = None,
) -> None:
    """Put a step on the tenant's record, and have a worker put it on that of the operators."""
    write_entry(
        event,
        at=at,
        actor_id=by.id if by else operator_id,
        actor_kind=None if by else ActorKind.SUPPORT,
        object_type="support_grant",
        object_id=found.id,
        reason=found.reason,
    )
    outbox.add(
        FOR_OPERATOR,
        {
            "event": event,
            "operator_id": str(found.operator_id),
            "grant_id": str(found.id),
            "at": at.isoformat(),
        },
        at=at,
    )
