"""Months as they stand in an address: 2026-03."""

import re
from datetime import date

FIRST_YEAR, LAST_YEAR = 2000, 2999


def month_in(text: str) -> date | None:
    """Return the first day of the month, or None where the text is none."""
    found = re.fullmatch(r"([0-9]{4})-([0-9]{2})", text, re.ASCII)
    if not found or not FIRST_YEAR <= int(found[1]) <= LAST_YEAR or not 1 <= int(found[2]) <= 12:
        return None
    return date(int(found[1]), int(found[2]), 1)
