"""What a wish comes to: its rows, its day, and every fault; reads and locks, writes nothing."""

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from hashlib import sha256
from zoneinfo import ZoneInfo

from sawti.catalogue.steps.edits import refuse
from sawti.entities.models import Entity
from sawti.lib.errors import Invalid
from sawti.reforms.facts import Wish
from sawti.reforms.faults import UNKNOWN, faults_of
from sawti.tenancy.context import current_tenant


@dataclass(frozen=True)
class Plan:
    """A wish that can be carried out. `entities`: all of the tenant by code, in order."""

    wish: Wish
    entities: dict[str, Entity]
    effective_at: datetime

    @property
    def entity(self) -> Entity:
        """The entity that the act is about."""
        return self.entities[self.wish.entity]

    @property
    def other(self) -> Entity | None:
        """Where it goes."""
        return self.entities.get(self.wish.into)

    @property
    def seen(self) -> str:
        """What is another one with another wish, and after every act on one of its entities."""
        rows = (self.entity, self.other)
        edited = [row.edited_at.isoformat() if row and row.edited_at else "" for row in rows]
        text = json.dumps([self.wish.kept(), *edited], sort_keys=True)
        return sha256(text.encode()).hexdigest()[:16]


def plan_of(wish: Wish, *, at: datetime, locks: bool = True, is_due: bool = False) -> Plan:
    """Return the plan of a wish. Raises InvalidInput with every fault.

    `locks`: nobody else changes the entities until the transaction ends; cases are filed on.
    `is_due`: it was asked for before, and cases that it names may have been answered since.
    """
    rows = Entity.objects.order_by("code")
    entities = {row.code: row for row in (rows.select_for_update(no_key=True) if locks else rows)}
    if (row := entities.get(wish.entity)) is None:
        raise Invalid("entity", UNKNOWN)
    starts_at = effective_at(wish.effective_on, at)
    faults = list(faults_of(wish, row, entities, starts_at=starts_at, at=at))
    refuse([each for each in faults if not (is_due and each.field.endswith("_numbers"))])
    return Plan(wish, entities, starts_at)


def effective_at(day: date | None, at: datetime) -> datetime:
    """Return the instant from which it counts: now, or the first of its day."""
    zone = ZoneInfo(current_tenant().time_zone)
    if day is None or day == at.astimezone(zone).date():
        return at
    return datetime.combine(day, time.min, tzinfo=zone).astimezone(UTC)
