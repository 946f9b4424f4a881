"""How often what may be done: the limits in force, read-only, for administrators."""

from dataclasses import dataclass
from datetime import timedelta
from math import ceil

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from sawti.lib import clock
from sawti.lib.permissions import MANAGE_STAFF
from sawti.limits.queries import LimitsOfRule, limits_in_force
from sawti.limits.rules import Axis, Limit
from sawti_desk.access import StaffRequest, may_required, staff_required
from sawti_desk.frame import desk_page
from sawti_ui.charts.wording import number

RULES = {
    "sign_in": _("Passwords and secrets at the doors"),
    "code": _("One-time codes that are asked for"),
    "enter_code": _("One-time codes that are typed"),
    "receipt": _("Cases that are opened by number and receipt"),
    "file": _("Cases that are filed"),
    "upload": _("Files that are sent"),
    "push": _("Devices that are switched on for messages"),
    "search": _("Searches in the queue"),
    "export": _("Exports, documents and identities"),
    "change": _("Everything else that is sent"),
    "api": _("All calls of the API"),
    "report": _("Reports of browsers"),
    "delivery_report": _("Reports of SMS gateways"),
}
AXES = (Axis.SUBJECT, Axis.SOURCE, Axis.BOTH, Axis.TENANT)


@dataclass(frozen=True)
class RuleRow:
    """One rule in words; `cells` in the order of AXES, "" where it does not count there."""

    name: str
    cells: tuple[str, ...]
    used: str


@dataclass(frozen=True)
class LimitsScreen:
    """All rules; none where limits are switched off."""

    rows: tuple[RuleRow, ...]


@staff_required("GET", "HEAD")
@may_required(MANAGE_STAFF)
def limits(request: StaffRequest) -> HttpResponse:
    """Show the limits, and how far they are used up."""
    screen = LimitsScreen(tuple(_row(each) for each in limits_in_force(at=clock.now())))
    facts = {"page": desk_page(request, gettext("Limits")), "screen": screen}
    return render(request, "sawti_desk/limits.html", facts)


def _row(found: LimitsOfRule) -> RuleRow:
    cells = tuple(_in_words(found.limits.get(axis)) for axis in AXES)
    return RuleRow(str(RULES.get(found.rule, found.rule)), cells, number(found.used))


def _in_words(limit: Limit | None) -> str:
    if limit is None:
        return ""
    return gettext("%(count)s in %(span)s") % {
        "count": number(limit.most),
        "span": _span(limit.period),
    }


def _span(period: timedelta) -> str:
    """Return a period in its largest whole unit."""
    seconds = int(period.total_seconds())
    if seconds % 86400 == 0:
        days = seconds // 86400
        return ngettext("%(count)s day", "%(count)s days", days) % {"count": number(days)}
    if seconds % 3600 == 0:
        hours = seconds // 3600
        return ngettext("%(count)s hour", "%(count)s hours", hours) % {"count": number(hours)}
    minutes = ceil(seconds / 60)
    return ngettext("%(count)s minute", "%(count)s minutes", minutes) % {"count": number(minutes)}
