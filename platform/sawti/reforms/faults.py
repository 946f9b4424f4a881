"""What is wrong with a wish, field by field; reads only."""

import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sawti.cases.models import Case
from sawti.catalogue.models import Category
from sawti.catalogue.steps.edits import LONGEST_LINE, faults_of_words
from sawti.entities.models import ChangeKind, Entity, EntityChange, Sector
from sawti.lib.errors import N_, Invalid
from sawti.lib.text import has_controls
from sawti.reforms.facts import Part, Wish
from sawti.reforms.models import Act
from sawti.tenancy.context import current_tenant

LONGEST_REASON = 250
MOST_NUMBERS = 500
LONGEST_CODE = 80
FARTHEST = timedelta(days=366)
UNKNOWN = N_("There is no such entity. Choose one from the list.")
_CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*", re.ASCII)


def faults_of(
    wish: Wish,
    entity: Entity,
    entities: dict[str, Entity],
    *,
    starts_at: datetime,
    at: datetime,
) -> Iterator[Invalid]:
    """Yield every fault of a wish about an entity that would count from `starts_at` on."""
    yield from _faults_of_any(wish, entity, starts_at, at)
    yield from _FAULTS[Act(wish.act)](wish, entity, entities)


def ancestors_of(entity: Entity, entities: dict[str, Entity]) -> list[Entity]:
    """Return what lies above, nearest first, by the rows."""
    by_id = {row.id: row for row in entities.values()}
    found: list[Entity] = []
    parent_id: UUID | None = entity.parent_id
    while parent_id is not None:
        found.append(by_id[parent_id])
        parent_id = found[-1].parent_id
    return found


def _faults_of_any(
    wish: Wish, entity: Entity, starts_at: datetime, at: datetime
) -> Iterator[Invalid]:
    if entity.closed_at:
        yield Invalid("entity", N_("This entity is closed. Choose the one that it is part of."))
    if not wish.reason or has_controls(wish.reason) or len(wish.reason) > LONGEST_REASON:
        text = N_("Write one line of at most %(most)s characters, such as the law and its number.")
        yield Invalid("reason", text, most=LONGEST_REASON)
    if starts_at < at and wish.act != Act.RENAME:
        yield Invalid("effective_on", N_("Choose today or a later day."))
    if starts_at > at + FARTHEST:
        yield Invalid("effective_on", N_("Choose a day within a year from today."))


def _faults_of_rename(wish: Wish, entity: Entity, entities: dict[str, Entity]) -> Iterator[Invalid]:
    yield from faults_of_words("name", wish.names, LONGEST_LINE)
    if wish.names == entity.names:
        yield Invalid("name_en", N_("This is its name already."))
    renamed = EntityChange.objects.filter(entity=entity, kind=ChangeKind.RENAMED).order_by("at")
    last = renamed.last()
    if last and wish.effective_on and _midnight(wish.effective_on) <= last.at:
        yield Invalid("effective_on", N_("Its present name is younger than that."))


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=ZoneInfo(current_tenant().time_zone))


def _faults_of_move(wish: Wish, entity: Entity, entities: dict[str, Entity]) -> Iterator[Invalid]:
    parent = entities.get(wish.into)
    if wish.into and (parent is None or not parent.is_active):
        yield Invalid("into", UNKNOWN)
        return
    if parent and entity in (parent, *ancestors_of(parent, entities)):
        text = N_("It can't lie below itself: choose an entity that is not below it.")
        yield Invalid("into", text)
    if (parent.id if parent else None) == entity.parent_id:
        yield Invalid("into", N_("It lies there already."))
    if wish.sector and not Sector.objects.filter(code=wish.sector).exists():
        yield Invalid("sector", N_("There is no such choice here. Choose one from the list."))


def _faults_of_merge(wish: Wish, entity: Entity, entities: dict[str, Entity]) -> Iterator[Invalid]:
    successor = entities.get(wish.into)
    if successor is None or not successor.is_active:
        yield Invalid("into", UNKNOWN)
    elif successor is entity:
        yield Invalid("into", N_("Choose another entity: it can't become part of itself."))
    elif entity in ancestors_of(successor, entities):
        text = N_("That one lies below this one. Move it to another place first.")
        yield Invalid("into", text)


def _faults_of_split(wish: Wish, entity: Entity, entities: dict[str, Entity]) -> Iterator[Invalid]:
    if not wish.parts:
        yield Invalid("part_1_name_en", N_("Name at least one part."))
    own = set(Category.objects.filter(entity=entity).values_list("code", flat=True))
    codes = {part.code for part in wish.parts}
    for place, part in enumerate(wish.parts, 1):
        yield from faults_of_words(f"part_{place}_name", part.names, LONGEST_LINE)
        is_code = _CODE.fullmatch(part.code) and len(part.code) <= LONGEST_CODE
        if not is_code or part.code in entities or len(codes) < len(wish.parts):
            text = N_("Another entity has this name. Choose another one.")
            yield Invalid(f"part_{place}_name_en", text)
        if not own.issuperset(part.categories):
            text = N_("There is no such choice here. Choose one from the list.")
            yield Invalid(f"part_{place}_categories", text)
        if not (part.categories or part.numbers or (wish.ends and place == 1)):
            text = N_("Choose a subject, or name a case: this part would get nothing.")
            yield Invalid(f"part_{place}_categories", text)
        yield from _faults_of_numbers(f"part_{place}_numbers", part, entity)
    yield from _twice(wish)


def _faults_of_numbers(field: str, part: Part, entity: Entity) -> Iterator[Invalid]:
    if len(part.numbers) > MOST_NUMBERS:
        yield Invalid(field, N_("Name %(most)s cases at most."), most=MOST_NUMBERS)
        return
    found = Case.objects.unanswered().filter(entity=entity, number__in=part.numbers)
    known = set(found.values_list("number", flat=True))
    for number in part.numbers:
        if number not in known:
            text = N_("%(number)s is no open case of this entity.")
            yield Invalid(field, text, number=number[:40])


def _twice(wish: Wish) -> Iterator[Invalid]:
    """Yield what two parts would get."""
    for name in ("categories", "numbers"):
        chosen = [each for part in wish.parts for each in getattr(part, name)]
        if len(chosen) > len(set(chosen)):
            last = f"part_{len(wish.parts)}_{name}"
            yield Invalid(last, N_("Two parts can't get the same. Choose one of them."))


_FAULTS = {
    Act.RENAME: _faults_of_rename,
    Act.MOVE: _faults_of_move,
    Act.MERGE: _faults_of_merge,
    Act.SPLIT: _faults_of_split,
}
