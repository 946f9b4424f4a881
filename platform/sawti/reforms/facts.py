"""What an administrator wants to do with an entity, as forms, commands and the outbox have it."""

from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any, Self


@dataclass(frozen=True)
class Part:
    """A new entity that comes out of another one, with the subjects and the open cases it gets.

    `categories` are codes, `numbers` those of cases that were chosen by hand, whatever they are
    about.
    """

    code: str
    names: dict[str, str]
    categories: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()

    @classmethod
    def of(cls, kept: dict[str, Any]) -> Self:
        """Return it as it was kept."""
        lists = {key: tuple(kept[key]) for key in ("categories", "numbers")}
        return cls(**{**kept, **lists})


@dataclass(frozen=True)
class Wish:
    """One act. Entities and sectors are codes.

    `names`: of a renaming, in every language. `into`: of a move the new parent, "" for none above;
    of a merger the entity that goes on. `sector`: of a move the new one, "" to keep the present
    one. `roles`: codes of those whose holders get the same post there; other posts end. `parts`:
    what comes out of a split; with `ends` the entity is closed and the first gets what is left.
    `effective_on`: the day of the tenant's zone from which it counts; None is now.
    """

    act: str
    entity: str
    reason: str
    names: dict[str, str] = field(default_factory=dict)
    into: str = ""
    sector: str = ""
    roles: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()
    ends: bool = False
    effective_on: date | None = None

    def kept(self) -> dict[str, Any]:
        """Return it as a column of JSON keeps it."""
        day = self.effective_on
        return {**asdict(self), "effective_on": day.isoformat() if day else None}

    @classmethod
    def of(cls, kept: dict[str, Any]) -> Self:
        """Return it as it was kept."""
        day = kept["effective_on"]
        effective_on = date.fromisoformat(day) if day else None
        lists = {"roles": tuple(kept["roles"]), "parts": tuple(map(Part.of, kept["parts"]))}
        return cls(**{**kept, **lists, "effective_on": effective_on})
