"""Dates and directions as documents write them, in the active language and time zone."""

import unicodedata
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.dateformat import format as date_format
from django.utils.translation import pgettext


@dataclass(frozen=True)
class Row:
    """A term and what it is; `is_code`: read from the left whatever the page's direction."""

    label: str
    text: str
    is_code: bool = False


@dataclass(frozen=True)
class Passage:
    """What somebody wrote. `direction`: that of its first letter (UAX #9, P2 and P3)."""

    author: str
    at: str
    text: str
    direction: str


def day(at: datetime) -> str:
    """Return a day in words: Thursday 26 November 2026."""
    return date_format(timezone.localtime(at), pgettext("date format", "l j F Y"))


def moment(at: datetime) -> str:
    """Return an instant in words: Thursday 26 November 2026, 14:05."""
    return date_format(timezone.localtime(at), pgettext("date format", "l j F Y, H:i"))


def direction_of_text(text: str) -> str:
    """Return `rtl` or `ltr` by the first letter that has a direction; `ltr` without one."""
    for character in text:
        kind = unicodedata.bidirectional(character)
        if kind in ("R", "AL"):
            return "rtl"
        if kind == "L":
            return "ltr"
    return "ltr"


def isolated(text: str) -> str:
    """Keep `text` from changing the direction of the sentence around it (UAX #9, FSI … PDI)."""
    return f"\u2068{text}\u2069" if text else ""
