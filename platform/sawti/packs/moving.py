"""What a pack with another calendar does to open cases: the same as a change of it in the CMS."""

from datetime import datetime

from django.utils.translation import gettext

from sawti.cases.calendar_changes import impact_since, named, run_since
from sawti.cases.steps.rescheduling import begin
from sawti.packs.calendars import CalendarChange


def move_open_cases(change: CalendarChange, *, at: datetime) -> str:
    """Begin the run that gives open cases the dates of the changed calendar, if any would move.

    In the transaction of the change, with the calendars as it wrote them. Returns how many it will
    be, in words, or "".
    """
    impact = impact_since(change.first_on, at=at)
    if not impact.may_move:
        return ""
    names = change.names or named(lambda: gettext("Working hours and holidays"))
    begin(run_since(change.first_on, names=names, by=None, at=at), at=at)
    some = "at least " if impact.candidates > impact.examined else ""
    return f"{some}{impact.moved} open cases get other due dates, in the background"
