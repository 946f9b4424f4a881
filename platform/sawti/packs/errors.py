"""What is wrong with a pack, one line for each fault."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sawti.lib.errors import N_, DomainError, Kind

_MOST_SHOWN = 80


@dataclass(frozen=True)
class Fault:
    """Where in a pack something is wrong, what belongs there and what is there instead."""

    file: str
    key: str
    expected: str
    found: str

    def __str__(self) -> str:
        return f"{self.file}: {self.key}: expected {self.expected}, found {self.found}"


class PackRefused(DomainError):
    """A pack with faults: all of them at once, and nothing of it was loaded."""

    code = "pack_refused"
    text = N_("The pack is refused; nothing was loaded. Mend this and load it again:\n%(faults)s")

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__(faults="\n".join(map(str, self.faults)))


class LoadedMeanwhile(DomainError):
    """Somebody else brought the same tenant up while we waited for our turn."""

    code = "pack_loaded_meanwhile"
    kind = Kind.CONFLICT
    text = N_("Another load created the tenant %(slug)s just now. Load the pack again.")


def shown(value: Any) -> str:
    """Return what was found as one short line that shows invisible characters."""
    text = repr(value)
    return text if len(text) <= _MOST_SHOWN else text[: _MOST_SHOWN - 1] + "…"
