"""Changing the ladders: what has been done stays done; open clocks follow what is new."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sawti.accounts.models import Staff
from sawti.calendars.permissions import require_calendar_manager
from sawti.catalogue.steps.edits import (
    LONGEST_LINE,
    Table,
    faults_of_words,
    locked,
    record_edit,
    refuse,
)
from sawti.entities.models import Level as OfRole
from sawti.entities.models import Role
from sawti.entities.queries import entity_tree
from sawti.escalation.ladders import falls_back
from sawti.escalation.models import Deed, Level, Mark, Place, To
from sawti.escalation.steps.rewatching import ladders_changed
from sawti.lib.errors import N_, Invalid
from sawti.sla.models import Policy

MOST = {Mark.PERCENT: 100, Mark.DAYS: 366, Mark.MINUTES: 100_000}
MOST_LEVELS = 20


@dataclass(frozen=True)
class LevelDraft:
    """A level as an administrator wants it; policy, role and entity are codes, or ""."""

    names: dict[str, str]
    position: int
    mark: str
    amount: int
    deed: str
    to: str
    role: str = ""
    place: str = Place.NEAR
    entity: str = ""
    policy: str = ""
    clock: str = "resolution"
    at_any_hour: bool = False
    is_active: bool = True


def add_level(code: str, draft: LevelDraft, *, by: Staff, at: datetime) -> None:
    """Add a level. Raises InvalidInput with every fault."""
    require_calendar_manager(by)
    faults = list(_faults(draft, None))
    if not code or Level.objects.filter(code=code).exists():
        faults.append(Invalid("name_en", N_("Another level has this name. Choose another one.")))
    refuse(faults)
    row = Level.objects.create(code=code, **_columns(draft), edited_at=at)
    _record(row, None, by, at)


def change_level(
    code: str, draft: LevelDraft, *, seen: datetime | None, by: Staff, at: datetime
) -> None:
    """Change a level, or switch it off. Raises InvalidInput, EditedMeanwhile and Missing."""
    require_calendar_manager(by)
    row = locked(Level, seen=seen, code=code)
    refuse(list(_faults(draft, row)))
    before = values_of(row)
    for column, value in _columns(draft).items():
        setattr(row, column, value)
    row.edited_at = at
    row.save()
    _record(row, before, by, at)


def values_of(row: Level) -> dict[str, Any]:
    """Return the row as history and forms have it, with codes."""
    plain = {name: getattr(row, name) for name in LevelDraft.__dataclass_fields__}
    return {**plain, "entity": row.entity.code if row.entity else ""}


def _columns(draft: LevelDraft) -> dict[str, Any]:
    values = {name: getattr(draft, name) for name in LevelDraft.__dataclass_fields__}
    entity = entity_tree().by_code.get(values.pop("entity"))
    is_named = draft.to == To.ROLE and draft.place == Place.NAMED
    return {
        **values,
        "role": draft.role if draft.to == To.ROLE else "",
        "place": draft.place if is_named or draft.place != Place.NAMED else Place.NEAR,
        "entity_id": entity.id if entity and is_named else None,
    }


def _faults(draft: LevelDraft, row: Level | None) -> Iterator[Invalid]:
    yield from faults_of_words("name", draft.names, LONGEST_LINE)
    most = MOST[Mark(draft.mark)]
    if not 1 <= draft.amount <= most:
        yield Invalid("amount", N_("Enter a number from 1 to %(most)s."), most=most)
    if not 1 <= draft.position <= MOST_LEVELS:
        yield Invalid("position", N_("Enter a number from 1 to %(most)s."), most=MOST_LEVELS)
    if draft.policy and not Policy.objects.filter(code=draft.policy).exists():
        yield Invalid("policy", N_("There is no such choice here. Choose one from the list."))
    if draft.to == To.ROLE:
        yield from _faults_of_role(draft)
    elif draft.deed == Deed.REASSIGN:
        yield Invalid("to", N_("The holder has the case already. Choose a role."))
    if draft.is_active and falls_back([*_beside(draft, row), _step(draft)]):
        text = N_("A later level must not come before an earlier one. Change the number or mark.")
        yield Invalid("position", text)


def _faults_of_role(draft: LevelDraft) -> Iterator[Invalid]:
    role = Role.objects.filter(code=draft.role, is_active=True).first()
    if role is None:
        yield Invalid("role", N_("There is no such choice here. Choose one from the list."))
    elif role.level == OfRole.TENANT and draft.place != Place.NEAR:
        text = N_("This role is one of all entities: it has no place. Choose the first one.")
        yield Invalid("place", text)
    if draft.place == Place.NAMED and draft.entity not in entity_tree().by_code:
        yield Invalid("entity", N_("Choose the entity whose post is meant."))


def _step(level: Any) -> tuple[int, str, int]:
    return level.position, level.mark, level.amount


def _beside(draft: LevelDraft, row: Level | None) -> list[tuple[int, str, int]]:
    others = Level.objects.filter(policy=draft.policy, clock=draft.clock, is_active=True)
    return [_step(other) for other in (others.exclude(pk=row.pk) if row else others)]


def _record(row: Level, before: dict[str, Any] | None, by: Staff, at: datetime) -> None:
    ladders_changed(at=at)
    record_edit(
        Table.LEVEL, row.code, row_id=row.id, before=before, after=values_of(row), by=by, at=at
    )
