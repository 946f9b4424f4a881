"""How far entities are set up: an overview for the operation room, a checklist for each entity."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sawti.entities.actions.onboarding import tick
from sawti.entities.permissions import rights_of
from sawti.entities.queries import EntityFacts, entity_tree
from sawti.insights.onboarding import TICKED, EntitySetup, Item, ItemFacts, setups
from sawti.lib import clock
from sawti.lib.errors import Missing, NotPermitted
from sawti.lib.permissions import OVERSEE_ENTITIES
from sawti.tenancy.context import reading
from sawti_desk.access import READING, SeeOther, StaffRequest, staff_required
from sawti_desk.frame import desk_page, notices_for
from sawti_desk.posts.words import language
from sawti_ui.lists import listed
from sawti_ui.parts import Note, Tag, Tone

ITEMS: dict[Item, tuple[Any, Any]] = {
    Item.HEAD: (_("A head answers for it"), _("In the entity or above it.")),
    Item.FOCAL_POINTS: (_("A focal point is told of its cases"), _("In the entity or above it.")),
    Item.DEPUTIES: (_("A second focal point can stand in"), _("So that one may be away.")),
    Item.CALENDAR: (_("Holidays to come are known"), _("The calendar of the whole tenant.")),
    Item.CATEGORIES: (_("Categories lead to it"), _("To the entity or to what lies below it.")),
    Item.REPLIES: (_("Reply templates are there"), _("Its own, or those for all entities.")),
    Item.SIGN_INS: (_("All its staff have signed in once"), ""),
    Item.TRAINING: (_("Its staff are trained"), _("Somebody ticks this.")),
    Item.ANNOUNCED: (_("The public knows that it answers here"), _("Somebody ticks this.")),
}


@dataclass(frozen=True)
class SetupRow:
    """An entity of the overview. `todo`: what is left, in words."""

    name: str
    url: str
    done: int
    count: int
    todo: str


@dataclass(frozen=True)
class OverviewScreen:
    """Every entity that the reader oversees; `complete` of `count` are done."""

    rows: tuple[SetupRow, ...]
    complete: int
    count: int
    filter_url: str
    filter_label: str


@dataclass(frozen=True)
class SetupLine:
    """A line of a checklist; `code` is "" where facts decide."""

    label: str
    hint: str
    tag: Tag
    code: str
    is_done: bool
    note: str
    by: str
    at: datetime | None


@dataclass(frozen=True)
class SetupScreen:
    """The checklist of an entity."""

    lines: tuple[SetupLine, ...]
    done: int
    posts_url: str
    notices: tuple[Note, ...]


@staff_required("GET", "HEAD")
def overview(request: StaffRequest) -> HttpResponse:
    """Show all entities that the reader oversees; `?only=todo`: those that lack something."""
    seen = rights_of(request.user).on(OVERSEE_ENTITIES)
    if not seen:
        raise NotPermitted
    tree, only_todo = entity_tree(), request.GET.get("only") == "todo"
    active = [each for each in seen if tree.by_id[each].is_active]
    found = setups(active, at=clock.now())
    rows = [_row(each) for each in found if not (only_todo and each.is_complete)]
    here = reverse("desk:setups")
    screen = OverviewScreen(
        rows=tuple(rows),
        complete=sum(each.is_complete for each in found),
        count=len(found),
        filter_url=here if only_todo else f"{here}?only=todo",
        filter_label=gettext("Show all entities")
        if only_todo
        else gettext("Show only entities that lack something"),
    )
    page = desk_page(request, gettext("How far entities are set up"))
    return render(request, "sawti_desk/posts/setups.html", {"page": page, "screen": screen})


@staff_required("GET", "HEAD", "POST")
def setup(request: StaffRequest, code: str) -> HttpResponse:
    """Show the checklist of an entity; a POST ticks a line, or takes the tick back."""
    with reading():
        entity = entity_tree().by_code.get(code)
        if entity is None:
            raise Missing
        if not rights_of(request.user).allow(OVERSEE_ENTITIES, entity.id):
            raise NotPermitted
    if request.method not in READING:
        return _tick(request, entity)
    with reading():
        found = setups([entity.id], at=clock.now())[0]
        screen = SetupScreen(
            lines=tuple(_line(each) for each in found.items),
            done=found.done,
            posts_url=reverse("desk:entity_posts", args=[code]),
            notices=notices_for(request),
        )
        title = gettext("Set-up: %(entity)s") % {"entity": entity.name(language())}
        page = desk_page(request, title)
        return render(request, "sawti_desk/posts/setup.html", {"page": page, "screen": screen})


def _tick(request: StaffRequest, entity: EntityFacts) -> HttpResponse:
    item = request.POST.get("item", "")
    if item not in TICKED:
        raise Missing
    tick(
        entity.id,
        item,
        is_done=request.POST.get("deed") == "tick",
        note=request.POST.get("note", ""),
        by=request.user,
        at=clock.now(),
    )
    messages.success(request, gettext("The checklist is kept."))
    return SeeOther(reverse("desk:setup", args=[entity.code]))


def _row(found: EntitySetup) -> SetupRow:
    entity = entity_tree().by_id[found.entity_id]
    todo = [str(ITEMS[each.item][0]) for each in found.items if not each.is_done]
    return SetupRow(
        name=entity.name(language()),
        url=reverse("desk:setup", args=[entity.code]),
        done=found.done,
        count=len(found.items),
        todo=listed(todo),
    )


def _line(found: ItemFacts) -> SetupLine:
    label, hint = ITEMS[found.item]
    tag = Tag(gettext("Done"), Tone.OK) if found.is_done else Tag(gettext("To do"), Tone.WARN)
    return SetupLine(
        label=str(label),
        hint=str(hint),
        tag=tag,
        code=found.item if found.item in TICKED else "",
        is_done=found.is_done,
        note=found.note,
        by=found.by,
        at=found.at,
    )
