"""The ladders of a pack: escalation.toml, its checks, and how they are loaded."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from sawti.escalation.ladders import falls_back
from sawti.escalation.models import Level
from sawti.escalation.steps.rewatching import ladders_changed
from sawti.packs.comparing import Comparison, Table
from sawti.packs.errors import Fault
from sawti.packs.fields import Code, EntityCode, Names, PackTable

FILE = "escalation.toml"
Amount = Annotated[int, Field(ge=1)]


class LevelRow(PackTable):
    """A level: when (one of the three marks), what, and to whom (a role, or else the holder)."""

    code: Code
    name: Names
    policy: Code | None = None
    clock: Literal["acknowledge", "first_response", "resolution", "stage", "post"] = "resolution"
    percent: Annotated[int, Field(ge=1, le=100)] | None = None
    days_after: Annotated[int, Field(ge=1, le=366)] | None = None
    minutes_after: Annotated[int, Field(ge=1, le=100_000)] | None = None
    deed: Literal["inform", "take_part", "reassign"] = "inform"
    role: Code | None = None
    place: Literal["near", "top"] = "near"
    entity: EntityCode | None = None
    at_any_hour: bool = False

    @model_validator(mode="after")
    def _is_whole(self) -> "LevelRow":
        given = [self.percent, self.days_after, self.minutes_after]
        if sum(each is not None for each in given) != 1:
            _refuse("`percent`, `days_after` or `minutes_after`, one of the three")
        if self.role is None and (self.entity or self.place != "near" or self.deed == "reassign"):
            _refuse("a `role`, which a place, an entity and `reassign` need")
        return self

    @property
    def step(self) -> tuple[str, int]:
        """What is counted, and how much of it."""
        if self.percent:
            return "percent", self.percent
        return (
            ("days", self.days_after) if self.days_after else ("minutes", self.minutes_after or 0)
        )


class EscalationFile(PackTable):
    """escalation.toml, which may be missing: who is told when a case is late."""

    levels: list[LevelRow] = []


def load_levels(
    comparison: Comparison, rows: list[LevelRow], entities: Table, *, at: datetime
) -> None:
    """Load the ladders; a level that vanished is switched off, and what it did stays on record."""
    table = comparison.table("levels", Level, (row.code for row in rows))
    wanted = {row.code: _values(row, place, entities) for row, place in _placed(rows)}
    comparison.write(table, wanted)
    comparison.deactivate(table, wanted, {"is_active": False})
    if any(change.table == "levels" for change in comparison.changes):
        ladders_changed(at=at)


def _values(row: LevelRow, position: int, entities: Table) -> dict[str, Any]:
    mark, amount = row.step
    return {
        "code": row.code,
        "names": row.name.model_dump(),
        "policy": row.policy or "",
        "clock": row.clock,
        "position": position,
        "mark": mark,
        "amount": amount,
        "deed": row.deed,
        "to": "role" if row.role else "holder",
        "role": row.role or "",
        "place": "named" if row.entity else row.place,
        "entity_id": entities.ids[row.entity] if row.entity else None,
        "at_any_hour": row.at_any_hour,
        "is_active": True,
    }


def _placed(rows: list[LevelRow]) -> Iterator[tuple[LevelRow, int]]:
    """Yield each row with its place in its own ladder, from 1."""
    places: dict[tuple[str | None, str], int] = {}
    for row in rows:
        ladder = row.policy, row.clock
        places[ladder] = places.get(ladder, 0) + 1
        yield row, places[ladder]


def ladder_faults(documents: Mapping[str, Mapping[str, Any]]) -> Iterator[Fault]:
    """Yield the levels whose mark comes before that of the level above them in the file."""
    found = documents[FILE].get("levels")
    ladders: dict[tuple[Any, Any], list[tuple[int, str, int]]] = {}
    for index, row in enumerate(found if isinstance(found, list) else []):
        mark, amount = _mark_of(row) if isinstance(row, dict) else ("", None)
        if not isinstance(amount, int):
            continue
        ladder = ladders.setdefault((row.get("policy"), row.get("clock")), [])
        ladder.append((len(ladder), mark, amount))
        if falls_back(ladder):
            expected = "a mark that is not before that of an earlier level"
            yield Fault(FILE, f"levels[{index}]", expected, f"{mark} {amount}")
            ladder.pop()


def _mark_of(row: Mapping[str, Any]) -> tuple[str, Any]:
    marks = (("percent", "percent"), ("days", "days_after"), ("minutes", "minutes_after"))
    return next(((mark, row[key]) for mark, key in marks if key in row), ("", None))


def _refuse(expected: str) -> None:
    raise PydanticCustomError("pack", "{expected}", {"expected": expected})
