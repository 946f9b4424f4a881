"""Which numbers of a table must not be shown, so that nobody finds out what one person did. Pure.

A number from 1 to below `least` is small. Where the sum of a line is public, a hidden number alone
in it can be computed, so its next larger neighbour is hidden too, until the hidden parts of every
line are two or more and together reach `least` (secondary suppression).
"""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Line:
    """Parts that add up to a total: another number of the table, or (None) one that is public."""

    parts: tuple[Hashable, ...]
    total: Hashable | None = None


def hidden_numbers(
    counts: Mapping[Hashable, int], lines: Iterable[Line], *, least: int
) -> frozenset[Hashable]:
    """Return the keys of `counts` that stay hidden; zero is never hidden."""
    hidden = {key for key, count in counts.items() if 0 < count < least}
    every = tuple(lines)
    while more := {key for line in every for key in _next_to_hide(line, counts, hidden, least)}:
        hidden |= more
    return frozenset(hidden)


def _next_to_hide(
    line: Line, counts: Mapping[Hashable, int], hidden: set[Hashable], least: int
) -> list[Hashable]:
    """Return the one number more that this line needs hidden, if any."""
    members = line.parts if line.total is None else (*line.parts, line.total)
    gone = [key for key in members if key in hidden]
    is_safe = len(gone) > 1 and (line.total in hidden or sum(counts[key] for key in gone) >= least)
    if not gone or is_safe:
        return []
    left = [key for key in members if counts[key] and key not in hidden]
    return [min(left, key=lambda key: counts[key])] if left else []
