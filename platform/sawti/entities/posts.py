"""Who holds which post."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from sawti.accounts.models import Staff
from sawti.entities.grants import is_held, reach
from sawti.entities.models import Post, Role
from sawti.entities.queries import entity_tree
from sawti.lib import clock
from sawti.lib.text import localised


@dataclass(frozen=True)
class RoleFacts:
    """A role as screens show it; see models.Role."""

    code: str
    names: dict[str, str]
    level: str
    permissions: tuple[str, ...]
    is_first_contact: bool
    leads_entity: bool
    is_delegable: bool
    is_active: bool
    edited_at: datetime | None

    def name(self, language: str) -> str:
        return localised(self.names, language)


@dataclass(frozen=True)
class PostFacts:
    """A post: whose, of which role, where (None: the whole tenant) and when.

    `for_name`: the colleague whom the holder represents, else "". `is_held`: it counts now.
    `signed_in_at`: when the holder last signed in.
    """

    id: UUID
    staff_id: UUID
    staff_name: str
    role: RoleFacts
    entity_id: UUID | None
    since_at: datetime
    until_at: datetime | None
    for_id: UUID | None
    for_name: str
    reason: str
    is_held: bool
    signed_in_at: datetime | None


@dataclass(frozen=True)
class Vacancy:
    """A role of an entity that somebody held once and nobody holds now."""

    role: RoleFacts
    entity_id: UUID | None


def role_facts(role: Role) -> RoleFacts:
    """Return a role as screens show it."""
    return RoleFacts(
        code=role.code,
        names=role.names,
        level=role.level,
        permissions=tuple(role.permissions),
        is_first_contact=role.is_first_contact,
        leads_entity=role.leads_entity,
        is_delegable=role.is_delegable,
        is_active=role.is_active,
        edited_at=role.edited_at,
    )


def all_roles() -> list[RoleFacts]:
    """Return every role, in the tenant's order."""
    return [role_facts(row) for row in Role.objects.order_by("position", "code")]


def active_roles() -> list[RoleFacts]:
    """Return the roles that can be given, in the tenant's order."""
    return [role for role in all_roles() if role.is_active]


def held_roles(*, at: datetime) -> frozenset[str]:
    """Return the codes of the roles that somebody who is active holds now, in one statement."""
    posts = Post.objects.filter(is_held(at), staff__is_active=True)
    return frozenset(posts.order_by().values_list("role__code", flat=True).distinct())


def posts_of_entities(entity_ids: frozenset[UUID] | None, *, at: datetime) -> list[PostFacts]:
    """Return the posts in these entities that are held or to come; None: all of the tenant.

    One statement; by entity in the tenant's order, then role and name.
    """
    posts = _posts(at)
    if entity_ids is not None:
        posts = posts.filter(entity_id__in=entity_ids)
    return [_facts(post, at) for post in posts]


def posts_of_staff(staff_id: UUID, *, at: datetime) -> list[PostFacts]:
    """Return the posts that somebody holds now or will hold, in one statement."""
    return [_facts(post, at) for post in _posts(at).filter(staff_id=staff_id)]


def deputies_of(staff_id: UUID, *, at: datetime) -> list[PostFacts]:
    """Return the posts of those who represent somebody now or will do so."""
    return [_facts(post, at) for post in _posts(at).filter(acting_for__staff_id=staff_id)]


def post_facts(post_id: UUID, *, at: datetime) -> PostFacts | None:
    """Return one post, over or not; None where there is none in this tenant."""
    post = Post.objects.select_related("staff", "role", "acting_for__staff").filter(pk=post_id)
    return next((_facts(each, at) for each in post), None)


def vacancies(entity_ids: frozenset[UUID] | None, *, at: datetime) -> list[Vacancy]:
    """Return the posts of these entities without a holder, in two statements."""
    chosen = Q() if entity_ids is None else Q(entity_id__in=entity_ids)
    held = set(Post.objects.filter(chosen, is_held(at)).values_list("role_id", "entity_id"))
    ended = Post.objects.filter(
        chosen, until_at__lte=at, acting_for__isnull=True, role__is_active=True
    ).select_related("role")
    found: dict[tuple[UUID, UUID | None], Vacancy] = {}
    for post in ended.order_by("entity__position", "role__position"):
        if (post.role_id, post.entity_id) not in held:
            key = post.role_id, post.entity_id
            found[key] = Vacancy(role_facts(post.role), post.entity_id)
    return list(found.values())


def those_in_one_post_with(staff_id: UUID, *, at: datetime) -> frozenset[UUID]:
    """Return who represents a person now, or is represented by them: where two are asked for,
    they are one."""
    deputies = Post.objects.filter(is_held(at), acting_for__isnull=False)
    pairs = deputies.filter(Q(staff_id=staff_id) | Q(acting_for__staff_id=staff_id))
    found = pairs.values_list("staff_id", "acting_for__staff_id")
    return frozenset(each for pair in found for each in pair) - {staff_id}


def reached(post: PostFacts) -> frozenset[UUID]:
    """Return the entities that the post reaches, everything below included."""
    return reach(post.entity_id) if post.entity_id else frozenset(entity_tree().by_id)


def focal_points_of(entity_id: UUID, *, at: datetime | None = None) -> list[Staff]:
    """Return who is told of the entity's cases: of it, or of the nearest above that has anybody.

    They hold a role that is a first contact, now or at `at`; deputies are told too.
    """
    return _nearest_holders(entity_id, at, Q(role__is_first_contact=True))


def heads_of(entity_id: UUID, *, at: datetime | None = None) -> list[Staff]:
    """Return who answers for the entity, or for the nearest above that has anybody."""
    return _nearest_holders(entity_id, at, Q(role__leads_entity=True))


def _nearest_holders(entity_id: UUID, at: datetime | None, of_role: Q) -> list[Staff]:
    chain = [entity_id, *(entity.id for entity in entity_tree().ancestors(entity_id))]
    holders: dict[UUID | None, list[Staff]] = {}
    posts = Post.objects.filter(
        is_held(at or clock.now()),
        of_role,
        entity_id__in=chain,
        staff__in=Staff.objects.people(),
    ).select_related("staff")
    for post in posts.order_by("staff__email"):
        if post.staff not in holders.setdefault(post.entity_id, []):
            holders[post.entity_id].append(post.staff)
    return next((holders[entity] for entity in chain if entity in holders), [])


def _posts(at: datetime) -> QuerySet[Any]:
    not_over = Q(until_at__isnull=True) | Q(until_at__gt=at)
    posts = Post.objects.filter(not_over).select_related("staff", "role", "acting_for__staff")
    return posts.order_by(  # type: ignore[no-any-return]
        "entity__position", "role__position", "staff__name", "id"
    )


def _facts(post: Post, at: datetime) -> PostFacts:
    acting = post.acting_for
    return PostFacts(
        id=post.id,
        staff_id=post.staff_id,
        staff_name=post.staff.name,
        role=role_facts(post.role),
        entity_id=post.entity_id,
        since_at=post.since_at,
        until_at=post.until_at,
        for_id=acting.staff_id if acting else None,
        for_name=acting.staff.name if acting else "",
        reason=post.reason,
        signed_in_at=post.staff.last_sign_in_at,
        is_held=_counts(post, at) and (acting is None or _counts(acting, at)),
    )


def _counts(post: Post, at: datetime) -> bool:
    is_open = post.until_at is None or post.until_at > at
    return post.since_at <= at and is_open and post.staff.is_active
