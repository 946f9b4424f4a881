"""Chance that can be repeated: it decides how stories go, and guards nothing."""

from random import Random


def dice(*named: object) -> Random:
    """Return dice that fall the same way each time for the same names."""
    return Random("/".join(map(str, named)))  # noqa: S311 - no secret hangs on it
