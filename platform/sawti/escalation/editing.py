"""The ladders as their editors see them: from the table."""

from sawti.escalation.models import Level
from sawti.lib.errors import Missing


def editable_levels() -> list[Level]:
    """Return all levels, ladder by ladder, the default one first."""
    rows = Level.objects.select_related("entity")
    return list(rows.order_by("policy", "clock", "position", "code"))


def found_level(code: str) -> Level:
    """Return this level. Raises Missing."""
    row: Level | None = Level.objects.select_related("entity").filter(code=code).first()
    if row is None:
        raise Missing
    return row
