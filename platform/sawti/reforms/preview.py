"""What an act would do, before anybody says yes: counts and names; nothing is written."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from sawti.accounts.models import Staff
from sawti.calendars.queries import owner_of
from sawti.cases.models import Case
from sawti.catalogue.models import Category, ReplyTemplate
from sawti.entities.grants import is_held
from sawti.entities.models import Entity, Post
from sawti.entities.queries import entity_tree
from sawti.escalation.models import Level
from sawti.incidents.models import Incident
from sawti.lib.permissions import VIEW_CASES
from sawti.reforms.facts import Wish
from sawti.reforms.faults import ancestors_of
from sawti.reforms.models import Act, Reform
from sawti.reforms.permissions import require_reformer
from sawti.reforms.planning import Plan, plan_of
from sawti.retention.selecting import holds_at
from sawti.sla.models import Policy


@dataclass(frozen=True)
class Following:
    """What goes along with the work of an entity: how many of each.

    `promises_off`: names of promises for all its cases, which are switched off; there cases count
    by those of where they go. `going`, `ending`: posts as name and role. `is_silent`: nobody who
    is told of new cases would be left there.
    """

    subjects: int = 0
    promises: int = 0
    promises_off: tuple[dict[str, str], ...] = ()
    replies: int = 0
    levels: int = 0
    incidents: int = 0
    holds: int = 0
    going: tuple[tuple[str, dict[str, str]], ...] = ()
    ending: tuple[tuple[str, dict[str, str]], ...] = ()
    is_silent: bool = False


@dataclass(frozen=True)
class PartPreview:
    """A part that would come out of an entity: its subjects and open cases."""

    names: dict[str, str]
    subjects: int
    open_cases: int


@dataclass(frozen=True)
class Preview:
    """What an act would do.

    `seen`: hand it back with the yes. `open_cases`: of the entity and all below it, `open_here`:
    its own; the confidential ones apart, for they are in no figure. `gaining`, `losing`: names of
    those who see these cases afterwards, or no longer. `hours_before`, `hours_after`: whose working
    hours new cases count by, None is the government's.
    """

    wish: Wish
    seen: str
    effective_at: datetime
    entity_id: UUID
    open_cases: int
    below: int
    open_here: int = 0
    gaining: tuple[str, ...] = ()
    losing: tuple[str, ...] = ()
    hours_before: UUID | None = None
    hours_after: UUID | None = None
    old_names: dict[str, str] = field(default_factory=dict)
    following: Following | None = None
    parts: tuple[PartPreview, ...] = ()


def preview_of(wish: Wish, *, by: Staff, at: datetime) -> Preview:
    """Return what the act would do. Raises NotPermitted and InvalidInput."""
    require_reformer(by)
    plan = plan_of(wish, at=at, locks=False)
    below = entity_tree().below[plan.entity.id]
    found = Preview(
        wish=wish,
        seen=plan.seen,
        effective_at=plan.effective_at,
        entity_id=plan.entity.id,
        open_cases=_open_cases(below),
        below=len(below) - 1,
        open_here=_open_cases({plan.entity.id}),
        old_names=plan.entity.names,
    )
    if wish.act == Act.MOVE:
        return _of_move(found, plan, at)
    if wish.act == Act.MERGE:
        return replace(found, following=_of_merger(plan, at))
    return _of_split(found, plan, at) if wish.act == Act.SPLIT else found


def _open_cases(entity_ids: Iterable[UUID]) -> int:
    rows = Case.objects.unanswered().filter(entity_id__in=entity_ids, confidentiality=None)
    return int(rows.count())


def _of_move(found: Preview, plan: Plan, at: datetime) -> Preview:
    parent = plan.other
    old = {row.id for row in ancestors_of(plan.entity, plan.entities)}
    above = [parent, *ancestors_of(parent, plan.entities)] if parent else []
    new = {row.id for row in above}
    return replace(
        found,
        gaining=_who_see(new - old, at),
        losing=_who_see(old - new, at),
        hours_before=owner_of(plan.entity.id),
        hours_after=_hours_below(plan.entity, parent),
    )


def _hours_below(entity: Entity, parent: Entity | None) -> UUID | None:
    own = owner_of(entity.id)
    if own == entity.id:
        return own
    return owner_of(parent.id) if parent else None


def _who_see(entity_ids: set[UUID], at: datetime) -> tuple[str, ...]:
    posts = Post.objects.filter(
        is_held(at), entity_id__in=entity_ids, role__permissions__contains=[VIEW_CASES]
    )
    return tuple(posts.order_by("staff__name").values_list("staff__name", flat=True).distinct())


def _of_merger(plan: Plan, at: datetime) -> Following:
    """Return what goes along into the successor, and which posts end."""
    entity, successor = plan.entity, plan.other
    assert successor is not None, "the plan was checked"
    posts = posts_of(entity.id, at=at)
    going = [post for post in posts if post.role.code in plan.wish.roles]
    told = Post.objects.filter(is_held(at), entity=successor, role__is_first_contact=True)
    policies = Policy.objects.filter(entity=entity, is_active=True)
    return Following(
        subjects=Category.objects.filter(entity=entity).count(),
        promises=policies.filter(category__isnull=False).count(),
        promises_off=tuple(_promises_of_all(entity)),
        replies=ReplyTemplate.objects.filter(entity=entity).count(),
        levels=Level.objects.filter(entity=entity).count(),
        incidents=Incident.objects.filter(entity=entity, closed_at=None).count(),
        holds=holds_at(at).filter(entity=entity).count(),
        going=_in_words(going),
        ending=_in_words(post for post in posts if post not in going),
        is_silent=not (told.exists() or any(post.role.is_first_contact for post in going)),
    )


def _of_split(found: Preview, plan: Plan, at: datetime) -> Preview:
    """Return what each part would get; of cases by number and by subject each counts once."""
    wish, entity = plan.wish, plan.entity
    posts = posts_of(entity.id, at=at)
    going = [post for post in posts if post.role.code in wish.roles]
    following = Following(
        promises_off=tuple(_promises_of_all(entity)) if wish.ends else (),
        holds=holds_at(at).filter(entity=entity).count(),
        going=_in_words(going),
        ending=_in_words(each for each in posts if each not in going) if wish.ends else (),
        is_silent=not any(post.role.is_first_contact for post in going),
    )
    named = [number for part in wish.parts for number in part.numbers]
    cases = Case.objects.unanswered().filter(entity=entity, confidentiality=None)
    parts = [
        PartPreview(
            part.names,
            len(part.categories),
            cases.filter(number__in=part.numbers).count()
            + cases.filter(category__code__in=part.categories).exclude(number__in=named).count(),
        )
        for part in wish.parts
    ]
    return replace(found, following=following, parts=tuple(parts))


def _promises_of_all(entity: Entity) -> Any:
    """Return the names of promises for all cases of an entity, whatever they are about."""
    rows = Policy.objects.filter(entity=entity, is_active=True, category=None)
    return rows.values_list("names", flat=True)


def _in_words(posts: Iterable[Post]) -> tuple[tuple[str, dict[str, str]], ...]:
    return tuple((post.staff.name, post.role.names) for post in posts)


def posts_of(entity_id: UUID, *, at: datetime) -> list[Post]:
    """Return the posts in an entity that are held or to come, those of deputies too."""
    running = Q(until_at=None) | Q(until_at__gt=at)
    posts = Post.objects.filter(running, entity_id=entity_id, staff__is_active=True)
    return list(posts.select_related("role", "staff").order_by("role__position", "staff__name"))


def newest_reforms(count: int = 20) -> list[Reform]:
    """Return the acts that were asked for last, newest first."""
    rows = Reform.objects.select_related("entity", "other", "asked_by")
    return list(rows.order_by("-asked_at", "-id")[:count])


def found_reform(reform_id: UUID) -> Reform | None:
    """Return one act; None where there is none."""
    rows = Reform.objects.select_related("entity", "other", "asked_by")
    found: Reform | None = rows.filter(pk=reform_id).first()
    return found
