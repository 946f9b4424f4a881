"""The sentence above each chart: what its figures say."""

from collections.abc import Iterable
from typing import TypeVar
from uuid import UUID

from django.utils.translation import gettext

from sawti.catalogue.queries import catalogue
from sawti.insights.publishing import PublicFigures, PublicReport
from sawti_ui.charts.wording import month_name, number

K = TypeVar("K")


def about_months(report: PublicReport) -> str:
    """Say which month brought the most cases."""
    best = max(report.months, key=lambda each: each.figures.received.value or 0)
    if not best.figures.received.value:
        return gettext("What became of the cases of each month")
    return gettext("%(month)s brought the most cases: %(count)s") % {
        "month": month_name(best.month),
        "count": number(best.figures.received.value),
    }


def about_promises(report: PublicReport) -> str:
    """Say between which shares the months lie, provisional ones apart."""
    settled = [
        (each.figures.on_time, each.month)
        for each in report.months
        if each.figures.on_time is not None and not each.figures.is_provisional
    ]
    if not settled:
        return gettext("It is too early to say how many cases are answered on time")
    (low, worst), (high, best) = min(settled), max(settled)
    if low == high:
        return gettext("In every month %(share)s%% of cases were answered on time") % {"share": low}
    return gettext(
        "Between %(low)s%% (%(worst)s) and %(high)s%% (%(best)s) of a month's cases were answered "
        "on time"
    ) % {"low": low, "worst": month_name(worst), "high": high, "best": month_name(best)}


def about_pillars(report: PublicReport, language: str) -> str:
    """Say which pillar most cases touch."""
    best = largest(report.pillars.items())
    total = report.total.received.value
    if best is None or not total:
        return gettext("What the cases were about")
    return gettext("Most cases were about “%(pillar)s”: %(count)s of %(total)s") % {
        "pillar": pillar_name(best[0], language),
        "count": number(best[1]),
        "total": number(total),
    }


def about_topics(report: PublicReport, language: str) -> str:
    """Say which pillar grew to the most cases in which month."""
    cells = [(c.value, *key) for key, c in report.month_pillars.items() if c.value]
    if not cells:
        return gettext("What the cases of each month were about")
    count, month, pillar = max(cells, key=lambda cell: (cell[0], cell[1]))
    return gettext("The peak was “%(pillar)s” in %(month)s, with %(count)s cases") % {
        "pillar": pillar_name(pillar, language),
        "month": month_name(month),
        "count": number(count),
    }


def about_sectors(report: PublicReport, names: dict[UUID, str]) -> str:
    """Say which sector received the most cases."""
    best = largest(report.sectors.items())
    if best is None:
        return gettext("The sectors of government")
    return gettext("Of all sectors, “%(sector)s” received the most cases: %(count)s") % {
        "sector": names[best[0]],
        "count": number(best[1]),
    }


def about_entities(report: PublicReport) -> str:
    """Say how many entities answered nine of ten cases in time."""
    shares = [each.on_time for each in report.entities.values() if each.on_time is not None]
    if not shares:
        return gettext("The entities of government")
    return gettext("%(good)s of %(all)s entities answered at least 90%% of their cases on time") % {
        "good": sum(share >= 90 for share in shares),
        "all": len(shares),
    }


def pillar_name(pillar_id: UUID | None, language: str) -> str:
    """Return the name of a pillar, or what cases without one are called."""
    return catalogue().name(pillar_id, language) or gettext("No pillar")


def largest(rows: Iterable[tuple[K, PublicFigures]]) -> tuple[K, int] | None:
    """Return the row with the largest public number of cases, and that number."""
    known = [(key, row.received.value) for key, row in rows if row.received.value]
    return max(known, key=lambda row: row[1], default=None)
