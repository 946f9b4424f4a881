"""What the pages of sign-in read."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import Exists, OuterRef

from sawti.accounts.models import Session, Staff
from sawti.entities.grants import is_held
from sawti.entities.models import Post
from sawti.lib import clock
from sawti.signin.models import (
    Factor,
    Identity,
    Kind,
    Link,
    LinkPurpose,
    PersonIdentity,
    RecoveryCode,
    SessionRule,
)
from sawti.signin.seals import seal_of_tries
from sawti.tenancy.context import current_tenant


@dataclass(frozen=True)
class Limits:
    """How long a session lasts when nobody comes back, and at most."""

    idle: timedelta
    most: timedelta


@dataclass(frozen=True)
class FactorFacts:
    """A second factor as its owner sees it."""

    id: UUID
    kind: str
    name: str
    added_at: datetime
    used_at: datetime | None


@dataclass(frozen=True)
class Factors:
    """All that somebody can prove themselves with, oldest first, and the codes that are left."""

    rows: tuple[FactorFacts, ...]
    codes_left: int

    @property
    def has_app(self) -> bool:
        """Tell whether an authenticator app is among them."""
        return any(row.kind == Kind.APP for row in self.rows)

    @property
    def has_key(self) -> bool:
        """Tell whether a security key or passkey is among them."""
        return any(row.kind == Kind.KEY for row in self.rows)


@dataclass(frozen=True)
class SessionFacts:
    """An open session as its owner sees it. `handle` names it without opening it."""

    handle: str
    device: str
    network: str
    signed_in_at: datetime | None
    seen_at: datetime | None
    is_current: bool


def limits_for(staff: Staff, *, at: datetime) -> Limits:
    """Return the limits of a new session: the tightest of the tenant's rules for the roles held.

    A tenant without rules has those of the settings (OWASP ASVS 5.0, 7.1.1 and 7.3).
    """
    rules = {rule.role: rule for rule in SessionRule.objects.all()}
    posts = Post.objects.filter(is_held(at), staff_id=staff.id)
    held = set(posts.values_list("role__code", flat=True))
    found = [rules[role] for role in (held & set(rules) or {""} & set(rules))]
    idle = min((x.idle_minutes for x in found), default=settings.SAWTI_STAFF_IDLE_MINUTES)
    most = min((x.most_hours for x in found), default=settings.SAWTI_STAFF_MOST_HOURS)
    return Limits(timedelta(minutes=idle), timedelta(hours=most))


def factors_of(staff_id: UUID) -> Factors:
    """Return the second factors of a member of staff."""
    rows = Factor.objects.filter(staff_id=staff_id).order_by("added_at", "id")
    left = RecoveryCode.objects.filter(staff_id=staff_id, used_at=None).count()
    return Factors(
        tuple(FactorFacts(r.id, r.kind, r.name, r.added_at, r.used_at) for r in rows), left
    )


def sessions_of(staff_id: UUID, *, current_key: str) -> list[SessionFacts]:
    """Return the open sessions of a member of staff, the one used last first."""
    rows = Session.objects.filter(
        tenant_id=current_tenant().id, staff_id=staff_id, expire_date__gt=clock.now()
    ).order_by("-seen_at", "session_key")
    return [
        SessionFacts(
            handle=session_handle(row.session_key),
            device=row.device,
            network=row.network,
            signed_in_at=row.signed_in_at,
            seen_at=row.seen_at,
            is_current=row.session_key == current_key,
        )
        for row in rows
    ]


def session_handle(session_key: str) -> str:
    """Return a name of a session that opens nothing."""
    return seal_of_tries().fingerprint("session", session_key).hex()[:32]


@dataclass(frozen=True)
class Member:
    """A colleague as an administrator sees them. `state`: active, invited or disabled."""

    id: UUID
    name: str
    email: str
    state: str
    has_second_factor: bool
    last_sign_in_at: datetime | None


def members() -> list[Member]:
    """Return all colleagues who have or had an account here, by name, in one statement."""
    open_invitations = Link.objects.filter(
        staff_id=OuterRef("pk"), purpose=LinkPurpose.INVITATION, closed_at=None
    )
    rows = (
        Staff.objects.people()
        .annotate(
            has_factor=Exists(Factor.objects.filter(staff_id=OuterRef("pk"))),
            is_invited=Exists(open_invitations),
        )
        .order_by("name", "id")
    )
    return [
        Member(
            id=row.id,
            name=row.name,
            email=row.email,
            state=_state(row.is_active, row.is_invited),
            has_second_factor=row.has_factor,
            last_sign_in_at=row.last_sign_in_at,
        )
        for row in rows
    ]


def _state(is_active: bool, is_invited: bool) -> str:
    if is_active:
        return "active"
    return "invited" if is_invited else "disabled"


def has_identity(staff_id: UUID) -> bool:
    """Tell whether somebody can sign in by a provider."""
    return bool(Identity.objects.filter(staff_id=staff_id).exists())


def identity_linked_at(person_id: UUID) -> datetime | None:
    """Return since when a person can sign in by a provider, or None."""
    rows = PersonIdentity.objects.filter(person_id=person_id).order_by("-linked_at")
    found: datetime | None = rows.values_list("linked_at", flat=True).first()
    return found


def identities_of(person_id: UUID) -> list[dict[str, str]]:
    """Return at which providers a person has an identity linked, ready for JSON.

    Nothing says which: we keep a keyed hash of it only.
    """
    rows = PersonIdentity.objects.filter(person_id=person_id).order_by("linked_at", "id")
    return [
        {
            "issuer": row.issuer,
            "linked_at": row.linked_at.isoformat(),
            "used_at": row.used_at.isoformat() if row.used_at else "",
        }
        for row in rows
    ]
