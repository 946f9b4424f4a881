"""Figures, months and changes in words of the reader's language."""

from datetime import date

from django.utils.dateformat import format as date_format
from django.utils.translation import gettext, pgettext

from sawti.insights.periods import THIS_MONTH, TWELVE_MONTHS, Period
from sawti.insights.publishing import PARTS, Count
from sawti_ui.charts.stacked import NOT_SHOWN, Key

UNKNOWN = "–"


def number(value: float) -> str:
    """Return a number with its thousands apart, and a decimal only where it has one."""
    return f"{value:,.1f}".removesuffix(".0")


def known(value: float | None, unit: str = "") -> str:
    """Return a number that may be unknown."""
    return UNKNOWN if value is None else f"{number(value)}{unit}"


def count_text(count: Count, least: int) -> str:
    """Return a count, or why it is hidden."""
    if count.value is not None:
        return number(count.value)
    if count.is_small:
        return gettext("fewer than %(least)s") % {"least": least}
    return gettext("not shown")


def month_name(month: date) -> str:
    """Return a month with its year: March 2026."""
    # Translators: month, year; letters as in Django's `date` filter
    return str(date_format(month, pgettext("month format", "F Y")))


def month_label(month: date) -> str:
    """Return a month as it stands below a column."""
    return str(date_format(month, "M"))


def period_name(period: Period) -> str:
    """Return what a period is called in a sentence of its own."""
    if period.code == THIS_MONTH:
        return month_name(period.first)
    if period.code == TWELVE_MONTHS:
        months = {"first": month_name(period.first), "last": month_name(period.last)}
        return gettext("%(first)s to %(last)s") % months
    return period.code


def part_keys() -> tuple[Key, ...]:
    """Return what the parts of a month are called, from below."""
    labels = (
        gettext("Answered on time"),
        gettext("Answered late"),
        gettext("Not answered yet"),
        gettext("Withdrawn"),
        gettext("Closed without a reply"),
    )
    keys = tuple(Key(kind, label) for kind, label in zip(PARTS, labels, strict=True))
    return (*keys, Key(NOT_SHOWN, gettext("Small numbers, not shown")))


def change(now: float | None, before: float | None, *, unit: str = "") -> str:
    """Return how a figure was before and how it moved; empty if one of them is unknown."""
    if now is None or before is None:
        return ""
    moved = round(now - before, 1)
    # Isolated, so that the sign stays before the number in Arabic too.
    signed = f"\u2066{moved:+,.1f}".removesuffix(".0") + "\u2069" if moved else "0"
    words = {"before": f"{number(before)}{unit}", "change": signed}
    return gettext("Before: %(before)s, change: %(change)s") % words
