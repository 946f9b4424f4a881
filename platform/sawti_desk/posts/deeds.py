"""Giving, ending and delegating posts: look at what it changes first, then do it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext

from sawti.entities.actions import Period, delegate, end_post, give_post
from sawti.entities.permissions import rights_of
from sawti.entities.posts import PostFacts, active_roles, post_facts
from sawti.entities.queries import entity_tree
from sawti.lib import clock
from sawti.lib.errors import DomainError, Invalid, Missing, NotPermitted
from sawti.lib.permissions import GIVE_POSTS
from sawti.tenancy.context import reading
from sawti_desk.access import READING, SeeOther, StaffRequest, staff_required
from sawti_desk.frame import desk_page
from sawti_desk.posts.forms import DelegateForm, EndForm, GiveForm
from sawti_desk.posts.screens import gives_there, may_end
from sawti_desk.posts.words import language, permission_text, place
from sawti_ui.forms import SawtiForm
from sawti_ui.refusals import sentence


@dataclass(frozen=True)
class Effect:
    """What a change would do, told before it is done: who, how many, and what in words."""

    summary: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class DeedScreen:
    """A form with a preview; `effect` is None until the form makes sense."""

    intro: str
    form: SawtiForm
    button: str
    back_url: str
    effect: Effect | None


@staff_required("GET", "HEAD", "POST")
def give(request: StaffRequest) -> HttpResponse:
    """Give a post to a colleague."""
    with reading():
        rights = rights_of(request.user)
        if not rights.on(GIVE_POSTS):
            raise NotPermitted
        data = request.POST if request.method not in READING else None
        form = GiveForm(data, rights=rights, initial=request.GET.dict())
        is_valid = form.is_valid()
        effect = _gain(form) if is_valid else None

    def act() -> None:
        chosen, at = form.cleaned_data, clock.now()
        give_post(
            staff_id=UUID(chosen["staff"]),
            role_code=chosen["role"],
            entity_id=form.entity_id,
            period=_period(chosen, at),
            by=request.user,
            at=at,
            reason=chosen["reason"],
        )

    intro = gettext(
        "The post counts from its first day on. With a last day it covers an absence or a vacancy."
    )
    screen = DeedScreen(intro, form, gettext("Give the post"), reverse("desk:posts"), effect)
    return _answer(request, gettext("Give a post"), screen, act, gettext("The post is given."))


@staff_required("GET", "HEAD", "POST")
def end(request: StaffRequest, post_id: UUID) -> HttpResponse:
    """End a post now or on a day to come."""
    with reading():
        post = _post(post_id)
        if not may_end(rights_of(request.user), post):
            raise NotPermitted
        form = EndForm(request.POST if request.method not in READING else None)
        effect = _loss(post) if form.is_valid() else None

    def act() -> None:
        at, last = clock.now(), form.cleaned_data["until"]
        end_post(post.id, by=request.user, at=at, until_at=_after(last) if last else None)

    intro = gettext("%(role)s, %(entity)s: %(name)s") % _named(post)
    screen = DeedScreen(intro, form, gettext("End the post"), _access(post), effect)
    return _answer(request, gettext("End a post"), screen, act, gettext("The post is ended."))


@staff_required("GET", "HEAD", "POST")
def represent(request: StaffRequest, post_id: UUID) -> HttpResponse:
    """Let a colleague represent the holder of a post for a while."""
    with reading():
        post, rights = _post(post_id), rights_of(request.user)
        if post.staff_id != rights.staff_id and not gives_there(rights, post.entity_id):
            raise NotPermitted
        data = request.POST if request.method not in READING else None
        form = DelegateForm(data, without=(post.staff_id, rights.staff_id))
        effect = _gain_of(form.chosen_name("to"), post) if form.is_valid() else None

    def act() -> None:
        chosen, at = form.cleaned_data, clock.now()
        delegate(
            post.id,
            to_id=UUID(chosen["to"]),
            period=_period(chosen, at),
            reason=chosen["reason"],
            by=request.user,
            at=at,
        )

    intro = gettext("%(role)s, %(entity)s: %(name)s") % _named(post)
    screen = DeedScreen(intro, form, gettext("Delegate the post"), _access(post), effect)
    done = gettext("The post is delegated.")
    return _answer(request, gettext("Delegate a post"), screen, act, done)


def _answer(
    request: StaffRequest, title: str, screen: DeedScreen, act: Callable[[], None], done: str
) -> HttpResponse:
    """Show the form or its preview; with `step=do` act, and go back."""
    form = screen.form
    is_faulty = form.is_bound and not form.is_valid()
    if form.is_bound and not is_faulty and request.POST.get("step") == "do":
        try:
            act()
        except Missing:
            raise
        except DomainError as refusal:
            field = refusal.field if isinstance(refusal, Invalid) else None
            form.add_error(field if field in form.fields else None, sentence(refusal))
            is_faulty = True
        else:
            messages.success(request, done)
            return SeeOther(screen.back_url)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if is_faulty else HTTPStatus.OK
    with reading():
        page = desk_page(request, title, error=is_faulty)
        facts = {"page": page, "screen": screen}
        return render(request, "sawti_desk/posts/deed.html", facts, status=status)


def _post(post_id: UUID) -> PostFacts:
    found = post_facts(post_id, at=clock.now())
    if found is None:
        raise Missing
    return found


def _named(post: PostFacts) -> dict[str, str]:
    return {
        "role": post.role.name(language()),
        "entity": place(post.entity_id),
        "name": post.staff_name,
    }


def _access(post: PostFacts) -> str:
    return reverse("desk:access", args=[post.staff_id])


def _gain(form: GiveForm) -> Effect:
    role = next(r for r in active_roles() if r.code == form.cleaned_data["role"])
    return _effect(form.chosen_name("staff"), role.permissions, form.entity_id, is_gain=True)


def _gain_of(name: str, post: PostFacts) -> Effect:
    return _effect(name, post.role.permissions, post.entity_id, is_gain=True)


def _loss(post: PostFacts) -> Effect:
    return _effect(post.staff_name, post.role.permissions, post.entity_id, is_gain=False)


def _effect(
    name: str, permissions: tuple[str, ...], entity_id: UUID | None, *, is_gain: bool
) -> Effect:
    tree = entity_tree()
    count = len(tree.below[entity_id]) if entity_id else len(tree.by_id)
    words = (
        ngettext(
            "%(name)s gains, in %(count)s entity:", "%(name)s gains, in %(count)s entities:", count
        )
        if is_gain
        else ngettext(
            "%(name)s loses, in %(count)s entity, what no other post gives them:",
            "%(name)s loses, in %(count)s entities, what no other post gives them:",
            count,
        )
    )
    lines = tuple(permission_text(each) for each in permissions)
    return Effect(words % {"name": name, "count": count}, lines)


def _period(chosen: dict[str, Any], at: datetime) -> Period:
    """Return the instants of two days in the tenant's zone; today begins now."""
    first, last = chosen["since"], chosen["until"]
    today = timezone.localdate(at)
    since_at = at if first is None or first <= today else _start(first)
    return Period(since_at, _after(last) if last else None)


def _start(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _after(day: date) -> datetime:
    return _start(day + timedelta(days=1))
