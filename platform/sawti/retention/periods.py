"""Arithmetic of keeping: what was before a span of days, months or years. Pure."""

from calendar import monthrange
from datetime import datetime, timedelta

MONTHS = {"months": 1, "years": 12}


def ago(at: datetime, number: int, unit: str) -> datetime:
    """Return the instant `number` days, months or years before `at`.

    The last day of a month stays the last: a month before 31 March is 28 or 29 February.
    """
    if unit == "days":
        return at - timedelta(days=number)
    months = at.year * 12 + at.month - 1 - number * MONTHS[unit]
    year, month = max(1, months // 12), months % 12 + 1
    return at.replace(year=year, month=month, day=min(at.day, monthrange(year, month)[1]))
