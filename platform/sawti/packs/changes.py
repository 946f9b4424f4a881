"""What loading a pack changes, as lines that a person can check."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class ChangeKind(StrEnum):
    CREATED = "created"
    CHANGED = "changed"
    REORDERED = "reordered"
    DEACTIVATED = "deactivated"
    REMOVED = "removed"
    KEPT = "kept: edited in the CMS"


@dataclass(frozen=True)
class Change:
    """One difference: a row that came or went, or a key of a row with its old and new value."""

    table: str
    code: str
    kind: ChangeKind
    key: str = ""
    old: Any = None
    new: Any = None

    def __str__(self) -> str:
        if self.kind != ChangeKind.CHANGED:
            return f"{self.table}: {self.code}: {self.kind}"
        return f"{self.table}: {self.code}: {self.key}: {_written(self.old)} → {_written(self.new)}"


@dataclass(frozen=True)
class PackChanges:
    """What a pack changed, or would change where `dry_run`; table by table, in load order.

    `kept`: rows that differ from the pack and stay, because an editor changed them. `moving`: what
    another calendar does to open cases, in words, or "".
    """

    slug: str
    dry_run: bool
    changes: tuple[Change, ...]
    kept: tuple[Change, ...] = ()
    moving: str = ""

    def __bool__(self) -> bool:
        return bool(self.changes)

    def summary(self) -> str:
        """Return one line: how much of what."""
        rows = {(change.kind, change.table, change.code) for change in (*self.changes, *self.kept)}
        counted = Counter(kind for kind, _, _ in rows)
        figures = [f"{counted[kind]} {kind}" for kind in ChangeKind if counted[kind]]
        said = ", ".join(figures if self.changes else ["nothing to change", *figures])
        said += f"; {self.moving}" if self.moving else ""
        return f"{self.slug}: {said}{' (dry run: nothing was written)' if self.dry_run else ''}"


def differences(key: str, old: Any, new: Any) -> Iterator[tuple[str, Any, Any]]:
    """Return the keys that differ, tables inside opened: `names.ar`, the old and the new value."""
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        for inner in dict.fromkeys([*old, *new]):
            yield from differences(f"{key}.{inner}", old.get(inner), new.get(inner))
    elif old != new:
        yield key, old, new


def _written(value: Any) -> str:
    if value is None:
        return "nothing"
    return json.dumps(value, ensure_ascii=False, default=str)
