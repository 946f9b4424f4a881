"""The tenant's ladders as frozen facts, kept for each version of its configuration."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from sawti.escalation.models import Level
from sawti.lib.text import localised
from sawti.tenancy.snapshot import kept_per_version

RESOLUTION = "resolution"


@dataclass(frozen=True)
class LevelFacts:
    """A level as it is now; see models.Level."""

    id: UUID
    code: str
    names: dict[str, str]
    policy: str
    clock: str
    position: int
    mark: str
    amount: int
    deed: str
    to: str
    role: str
    place: str
    entity_id: UUID | None
    at_any_hour: bool

    def name(self, language: str) -> str:
        return localised(self.names, language) or self.code


Ladder = tuple[LevelFacts, ...]


def ladder_of(policy: str, clock: str = RESOLUTION) -> Ladder:
    """Return the levels that count for a clock of this kind, the lowest first.

    A policy with a level of its own, for whatever clock, has none of the tenant's default ladder.
    """
    levels = _levels()
    own = policy if any(level.policy == policy for level in levels) else ""
    return tuple(level for level in levels if (level.policy, level.clock) == (own, clock))


def level_named(code: str) -> LevelFacts | None:
    """Return a level that is in force, or None."""
    return next((level for level in _levels() if level.code == code), None)


def roles_in_use() -> frozenset[str]:
    """Return the codes of the roles that levels in force turn to."""
    return frozenset(level.role for level in _levels() if level.role)


def names_of_levels() -> dict[str, dict[str, str]]:
    """Return code → names of all levels, also of those that are no longer in force."""
    return dict(_names())


@kept_per_version
def _levels() -> Ladder:
    rows = Level.objects.filter(is_active=True).order_by("position", "code")
    return tuple(map(level_facts, rows))


@kept_per_version
def _names() -> tuple[tuple[str, dict[str, str]], ...]:
    return tuple(Level.objects.values_list("code", "names"))


def level_facts(row: Level) -> LevelFacts:
    """Return a row as frozen facts."""
    return LevelFacts(**{name: getattr(row, name) for name in LevelFacts.__dataclass_fields__})


def falls_back(levels: Iterable[tuple[int, str, int]]) -> bool:
    """Tell whether a later level has an earlier mark: `levels` are (position, mark, amount).

    Days and minutes are compared with their like only; levels of one position with no other.
    """
    reached: dict[str, int] = {}
    is_after = False
    for _position, mark, amount in sorted(
        levels, key=lambda each: (each[0], each[1] != "percent", each[2])
    ):
        if amount < reached.get(mark, 0) or (mark == "percent" and is_after):
            return True
        reached[mark] = amount
        is_after = is_after or mark != "percent"
    return False
