"""Who holds which post: the list of all, of one entity, and what one colleague may do."""

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext

from sawti.accounts.models import Staff
from sawti.entities.permissions import Rights, rights_of
from sawti.entities.posts import (
    PostFacts,
    Vacancy,
    deputies_of,
    posts_of_entities,
    posts_of_staff,
    vacancies,
)
from sawti.entities.queries import entity_tree
from sawti.lib import clock
from sawti.lib.errors import Missing, NotPermitted
from sawti.lib.permissions import ALLOW_SUPPORT, GIVE_POSTS, MANAGE_STAFF, OVERSEE_ENTITIES, VIEW_AS
from sawti_desk.access import SeeOther, StaffRequest, staff_required
from sawti_desk.frame import desk_page, notices_for
from sawti_desk.posts.words import Ability, PostLine, abilities, language, place, post_line
from sawti_ui.parts import Note


@dataclass(frozen=True)
class VacancyLine:
    """A post without a holder, and where it can be given."""

    role: str
    entity: str
    give_url: str


@dataclass(frozen=True)
class PostsScreen:
    """All posts that the reader oversees, or those of one entity."""

    lines: tuple[PostLine, ...]
    vacancies: tuple[VacancyLine, ...]
    give_url: str
    access_url: str
    setup_url: str
    support_url: str
    staff_url: str
    notices: tuple[Note, ...]


@dataclass(frozen=True)
class AccessScreen:
    """What somebody holds and may do. `view_url`: where an administrator looks as they do."""

    is_own: bool
    is_active: bool
    email: str
    lines: tuple[PostLine, ...]
    deputies: tuple[PostLine, ...]
    abilities: tuple[Ability, ...]
    give_url: str
    view_url: str
    notices: tuple[Note, ...]


@staff_required("GET", "HEAD")
def posts(request: StaffRequest) -> HttpResponse:
    """Show who holds which post in the entities that the reader gives posts in or oversees."""
    rights = rights_of(request.user)
    if rights.may(GIVE_POSTS) or rights.may(OVERSEE_ENTITIES):
        return _page(request, rights, None, gettext("Posts"))
    seen = rights.on(GIVE_POSTS) | rights.on(OVERSEE_ENTITIES)
    if not seen:
        return SeeOther(reverse("desk:access", args=[request.user.id]))
    return _page(request, rights, seen, gettext("Posts"))


@staff_required("GET", "HEAD")
def entity_posts(request: StaffRequest, code: str) -> HttpResponse:
    """Show the posts of one entity and of all below it."""
    entity = entity_tree().by_code.get(code)
    rights = rights_of(request.user)
    if entity is None:
        raise Missing
    if not (rights.allow(GIVE_POSTS, entity.id) or rights.allow(OVERSEE_ENTITIES, entity.id)):
        raise NotPermitted
    title = gettext("Posts: %(entity)s") % {"entity": entity.name(language())}
    return _page(request, rights, entity_tree().below[entity.id], title, code=code)


def _page(
    request: StaffRequest,
    rights: Rights,
    entity_ids: frozenset[UUID] | None,
    title: str,
    *,
    code: str = "",
) -> HttpResponse:
    at = clock.now()
    may_give = bool(rights.on(GIVE_POSTS))
    screen = PostsScreen(
        lines=tuple(_line(rights, post) for post in posts_of_entities(entity_ids, at=at)),
        vacancies=tuple(_vacancy(rights, each) for each in vacancies(entity_ids, at=at)),
        give_url=give_address(entity=code) if may_give else "",
        access_url=reverse("desk:access", args=[request.user.id]),
        setup_url=_setup_address(rights, code),
        support_url=reverse("desk:support") if rights.may(ALLOW_SUPPORT) else "",
        staff_url=reverse("desk:staff") if rights.may(MANAGE_STAFF) else "",
        notices=notices_for(request),
    )
    page = desk_page(request, title)
    return render(request, "sawti_desk/posts/posts.html", {"page": page, "screen": screen})


@staff_required("GET", "HEAD")
def access(request: StaffRequest, staff_id: UUID) -> HttpResponse:
    """Show what somebody may do where: to themselves, and to whoever gives posts."""
    rights, at = rights_of(request.user), clock.now()
    staff = Staff.objects.filter(pk=staff_id).first()
    is_own = staff_id == request.user.id
    if staff is None:
        raise Missing
    if not is_own and not (rights.on(GIVE_POSTS) or rights.may(MANAGE_STAFF)):
        raise NotPermitted
    held = posts_of_staff(staff_id, at=at)
    deputies = deputies_of(staff_id, at=at)
    may_give = bool(rights.on(GIVE_POSTS)) and not is_own and staff.is_active
    screen = AccessScreen(
        is_own=is_own,
        is_active=staff.is_active,
        email=staff.email,
        lines=tuple(_line(rights, post) for post in held),
        deputies=tuple(_line(rights, post) for post in deputies),
        abilities=abilities(held) if staff.is_active else (),
        give_url=give_address(staff=str(staff_id)) if may_give else "",
        view_url=reverse("desk:view_as", args=[staff_id])
        if rights.may(VIEW_AS) and staff.is_active and not is_own
        else "",
        notices=notices_for(request),
    )
    title = gettext("What you may do") if is_own else staff.name
    page = desk_page(request, title)
    return render(request, "sawti_desk/posts/access.html", {"page": page, "screen": screen})


def may_end(rights: Rights, post: PostFacts) -> bool:
    """Tell whether somebody may end the post: giving posts there, or being represented in it."""
    return gives_there(rights, post.entity_id) or post.for_id == rights.staff_id


def gives_there(rights: Rights, entity_id: UUID | None) -> bool:
    """Tell whether somebody gives posts in an entity, or in the whole tenant."""
    return rights.may(GIVE_POSTS) if entity_id is None else rights.allow(GIVE_POSTS, entity_id)


def give_address(**chosen: str) -> str:
    """Return where a post is given, with what is chosen already."""
    query = urlencode({key: value for key, value in chosen.items() if value})
    return f"{reverse('desk:give_post')}?{query}".rstrip("?")


def _line(rights: Rights, post: PostFacts) -> PostLine:
    is_own = post.staff_id == rights.staff_id
    may_delegate = post.is_held and (is_own or gives_there(rights, post.entity_id))
    return post_line(post, may_end=may_end(rights, post), may_delegate=may_delegate)


def _vacancy(rights: Rights, found: Vacancy) -> VacancyLine:
    entity = entity_tree().by_id[found.entity_id].code if found.entity_id else ""
    may_give = gives_there(rights, found.entity_id)
    return VacancyLine(
        role=found.role.name(language()),
        entity=place(found.entity_id),
        give_url=give_address(role=found.role.code, entity=entity) if may_give else "",
    )


def _setup_address(rights: Rights, code: str) -> str:
    """Return the checklist of the entity, or the overview of all."""
    if not rights.on(OVERSEE_ENTITIES):
        return ""
    return reverse("desk:setup", args=[code]) if code else reverse("desk:setups")
