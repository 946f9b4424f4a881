"""How far each entity is set up: a checklist out of facts, and what only people can tick."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sawti.calendars.queries import holiday_names
from sawti.catalogue.queries import catalogue
from sawti.entities.models import OnboardingTick
from sawti.entities.posts import PostFacts, posts_of_entities
from sawti.entities.queries import entity_tree

MOST_NEEDED = 2  # first contacts, so that one may be away


class Item(StrEnum):
    """One line of the checklist; the last two are for people to tick."""

    HEAD = "head"
    FOCAL_POINTS = "focal_points"
    DEPUTIES = "deputies"
    CALENDAR = "calendar"
    CATEGORIES = "categories"
    REPLIES = "replies"
    SIGN_INS = "sign_ins"
    TRAINING = "training"
    ANNOUNCED = "announced"


TICKED = (Item.TRAINING, Item.ANNOUNCED)


@dataclass(frozen=True)
class ItemFacts:
    """Whether one line is done. `count`: what was found; `note` and `by`: of a tick."""

    item: Item
    is_done: bool
    count: int = 0
    note: str = ""
    by: str = ""
    at: datetime | None = None


@dataclass(frozen=True)
class EntitySetup:
    """The checklist of one entity."""

    entity_id: UUID
    items: tuple[ItemFacts, ...]

    @property
    def done(self) -> int:
        """How many lines are done."""
        return sum(item.is_done for item in self.items)

    @property
    def is_complete(self) -> bool:
        """Tell whether nothing is left to do."""
        return self.done == len(self.items)


def setups(entity_ids: Iterable[UUID], *, at: datetime) -> list[EntitySetup]:
    """Return the checklists of these entities, in the tenant's order: two statements for all.

    A head, a focal point and deputies may also sit above; the calendar is the tenant's.
    """
    tree, chosen = entity_tree(), set(entity_ids)
    posts: dict[UUID, list[PostFacts]] = defaultdict(list)
    for post in posts_of_entities(None, at=at):
        if post.entity_id and post.is_held:
            posts[post.entity_id].append(post)
    ticks: dict[UUID, dict[str, OnboardingTick]] = defaultdict(dict)
    for tick in OnboardingTick.objects.filter(entity_id__in=chosen).select_related("by"):
        ticks[tick.entity_id][tick.item] = tick
    return [
        EntitySetup(entity.id, (*_computed(entity.id, posts, at), *_ticked(ticks[entity.id])))
        for entity in tree.by_id.values()
        if entity.id in chosen
    ]


def _computed(entity_id: UUID, posts: dict[UUID, list[PostFacts]], at: datetime) -> list[ItemFacts]:
    above = [entity_id, *(entity.id for entity in entity_tree().ancestors(entity_id))]
    here = [post for each in above for post in posts.get(each, ())]
    own = posts.get(entity_id, [])
    heads = {post.staff_id for post in here if post.role.leads_entity}
    contacts = next(
        (
            found
            for each in above
            if (found := {p.staff_id for p in posts.get(each, ()) if p.role.is_first_contact})
        ),
        set(),
    )
    newcomers = {post.staff_id for post in own if post.signed_in_at is None}
    return [
        ItemFacts(Item.HEAD, bool(heads), len(heads)),
        ItemFacts(Item.FOCAL_POINTS, bool(contacts), len(contacts)),
        ItemFacts(Item.DEPUTIES, len(contacts) >= MOST_NEEDED, max(0, len(contacts) - 1)),
        _calendar(at),
        _categories(entity_id),
        _replies(above),
        ItemFacts(Item.SIGN_INS, bool(here) and not newcomers, len(newcomers)),
    ]


def _calendar(at: datetime) -> ItemFacts:
    to_come = sum(day >= at.date() for day in holiday_names())
    return ItemFacts(Item.CALENDAR, to_come > 0, to_come)


def _categories(entity_id: UUID) -> ItemFacts:
    below = entity_tree().below[entity_id]
    rows = catalogue().categories.values()
    count = sum(row.entity_id in below for row in rows if row.is_active)
    return ItemFacts(Item.CATEGORIES, count > 0, count)


def _replies(above: list[UUID]) -> ItemFacts:
    rows = catalogue().reply_templates.values()
    count = sum(row.entity_id is None or row.entity_id in above for row in rows if row.is_active)
    return ItemFacts(Item.REPLIES, count > 0, count)


def _ticked(ticks: dict[str, OnboardingTick]) -> list[ItemFacts]:
    return [
        ItemFacts(item, True, note=tick.note, by=tick.by.name, at=tick.at)
        if (tick := ticks.get(item))
        else ItemFacts(item, False)
        for item in TICKED
    ]
