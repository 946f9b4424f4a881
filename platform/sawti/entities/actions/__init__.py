"""Writes about posts: who gets which, until when, and who represents whom."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from sawti.accounts.models import Staff
from sawti.audit.steps import write_entry
from sawti.entities.errors import NotDelegable, OwnPost, PostEnded
from sawti.entities.models import Entity, Level, Post, Role
from sawti.entities.permissions import Rights, rights_of
from sawti.entities.rules import require_giving
from sawti.entities.steps import appoint_to, grant, keep_an_administrator
from sawti.lib.errors import N_, Invalid, Missing
from sawti.lib.permissions import GIVE_POSTS
from sawti.lib.text import has_controls

LONGEST_REASON = 300


@dataclass(frozen=True)
class Period:
    """From `since_at` on, and before `until_at` (None: without an end); aware UTC."""

    since_at: datetime
    until_at: datetime | None = None


def appoint(
    *,
    staff: Staff,
    entity_id: UUID | None,
    post: str,
    at: datetime,
    until_at: datetime | None = None,
) -> None:
    """Give `staff` the role with the code `post` in an entity (None: the whole tenant), from `at`.

    For setting a tenant up; nobody's rights are asked. Appointing somebody to a post that they
    hold changes nothing.
    """
    with transaction.atomic(durable=True):
        role = Role.objects.get(code=post)
        entity = Entity.objects.get(pk=entity_id) if entity_id else None
        appoint_to(role, entity, staff, at=at, until_at=until_at)


def give_post(
    *,
    staff_id: UUID,
    role_code: str,
    entity_id: UUID | None,
    period: Period,
    by: Staff,
    at: datetime,
    reason: str = "",
) -> Post:
    """Give a post; `by` needs the right to give posts there, and it is never their own.

    A post with an end covers an absence or a vacancy. Raises Missing for an unknown role, entity
    or colleague, OwnPost, MoreThanOwn, NotPermitted, and Invalid for a period that makes no sense
    or in which the colleague holds this post already.
    """
    with transaction.atomic(durable=True):
        role = Role.objects.select_for_update().filter(code=role_code, is_active=True).first()
        staff = Staff.objects.filter(pk=staff_id, is_active=True).first()
        entity = Entity.objects.filter(pk=entity_id, closed_at=None).first() if entity_id else None
        if role is None or staff is None or (entity is None) != (role.level == Level.TENANT):
            raise Missing
        require_giving(rights_of(by), role, entity_id)
        if staff.id == by.id:
            raise OwnPost
        _check_period(period, at)
        _refuse_twice(staff, role, entity_id, period)
        post = _create(staff, role, entity_id, period, reason=_words(reason, is_required=False))
        _note("post.given", post, role, by, at)
    return post


def end_post(post_id: UUID, *, by: Staff, at: datetime, until_at: datetime | None = None) -> None:
    """End a post now or at `until_at`, and its deputies' with it; a post to come never begins.

    A deputy's post may also be ended by the holder whom it represents. Raises Missing,
    NotPermitted, PostEnded, LastAdministrator, and Invalid where the end lies in the past.
    """
    end = until_at or at
    with transaction.atomic(durable=True):
        post = _locked(post_id)
        rights = rights_of(by)
        is_own_deputy = post.acting_for is not None and post.acting_for.staff_id == by.id
        if not is_own_deputy:
            require_giving(rights, post.role, post.entity_id)
        if post.until_at is not None and post.until_at <= at:
            raise PostEnded
        if end < at:
            raise Invalid("until", N_("Choose a day that is not over."))
        if post.until_at is not None and end > post.until_at:
            raise Invalid("until", N_("The post ends earlier already; give a new one instead."))
        ended = [post, *Post.objects.select_for_update().filter(acting_for=post).order_by("id")]
        for each in ended:
            each.until_at = (
                max(each.since_at, end)
                if not each.until_at
                else min(each.until_at, max(each.since_at, end))
            )
        Post.objects.bulk_update(ended, ["until_at"])
        _note("post.ended", post, post.role, by, at)
        if post.role.level == Level.TENANT:
            keep_an_administrator(end)


def delegate(
    post_id: UUID, *, to_id: UUID, period: Period, reason: str, by: Staff, at: datetime
) -> Post:
    """Let a colleague represent the holder of a post for a while, with the rights of the post.

    By the holder, or by whoever may give such a post there (and then not to themselves). Raises
    Missing, NotPermitted, MoreThanOwn, NotDelegable, OwnPost, PostEnded, and Invalid without a
    reason or where the period has no end or reaches beyond the post.
    """
    with transaction.atomic(durable=True):
        post = _locked(post_id)
        is_own = post.staff_id == by.id
        if not is_own:
            _require_delegating(rights_of(by), post)
        if not post.role.is_delegable or post.acting_for_id is not None:
            raise NotDelegable
        if post.until_at is not None and post.until_at <= at:
            raise PostEnded
        deputy = Staff.objects.filter(pk=to_id, is_active=True).first()
        if deputy is None:
            raise Missing
        if deputy.id == by.id:
            raise OwnPost
        if deputy.id == post.staff_id:
            raise Invalid("to", N_("Choose a colleague: this is the holder of the post."))
        _check_period(period, at)
        _check_within(post, period)
        words = _words(reason, is_required=True)
        acting = _create(deputy, post.role, post.entity_id, period, acting_for=post, reason=words)
        _note("post.delegated", acting, post.role, by, at)
    return acting


def _locked(post_id: UUID) -> Post:
    post: Post | None = (
        Post.objects.select_for_update(of=("self",))
        .select_related("role", "acting_for")
        .filter(pk=post_id)
        .first()
    )
    if post is None:
        raise Missing
    return post


def _require_delegating(rights: Rights, post: Post) -> None:
    """Refuse as giving the post does; of who gives no posts at all the post is missing."""
    if not rights.on(GIVE_POSTS):
        raise Missing
    require_giving(rights, post.role, post.entity_id)


def _check_period(period: Period, at: datetime) -> None:
    if period.until_at is not None and period.until_at <= max(period.since_at, at):
        raise Invalid("until", N_("Choose a last day that is not over and not before the first."))


def _check_within(post: Post, period: Period) -> None:
    if period.until_at is None:
        raise Invalid("until", N_("Say until when; a colleague represents you for a time only."))
    if period.since_at < post.since_at:
        raise Invalid("since", N_("The post itself begins later than that."))
    if post.until_at is not None and period.until_at > post.until_at:
        raise Invalid("until", N_("The post itself ends earlier than that."))


def _refuse_twice(staff: Staff, role: Role, entity_id: UUID | None, period: Period) -> None:
    later = Q(until_at__isnull=True) | Q(until_at__gt=period.since_at)
    held = Post.objects.filter(later, staff=staff, role=role, entity_id=entity_id, acting_for=None)
    if period.until_at is not None:
        held = held.filter(since_at__lt=period.until_at)
    if held.exists():
        raise Invalid("staff", N_("They hold this post in that time already."))


def _words(reason: str, *, is_required: bool) -> str:
    words = " ".join(reason.split())
    if is_required and not words:
        raise Invalid("reason", N_("Give a reason, such as leave or illness."))
    if has_controls(words) or len(words) > LONGEST_REASON:
        raise Invalid("reason", N_("Write one line of at most 300 characters."))
    return words


def _create(
    staff: Staff,
    role: Role,
    entity_id: UUID | None,
    period: Period,
    *,
    reason: str,
    acting_for: Post | None = None,
) -> Post:
    post: Post = Post.objects.create(
        staff=staff,
        role=role,
        entity_id=entity_id,
        since_at=period.since_at,
        until_at=period.until_at,
        acting_for=acting_for,
        reason=reason,
    )
    grant([post])
    return post


def _note(event: str, post: Post, role: Role, by: Staff, at: datetime) -> None:
    write_entry(
        event,
        at=at,
        actor_id=by.id,
        object_type="post",
        object_id=post.id,
        reason=role.code,
    )
