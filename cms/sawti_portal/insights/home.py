"""This month's figures for the first page."""

from datetime import datetime

from django.utils.translation import gettext

from sawti.insights.counting import month_of
from sawti.insights.periods import THIS_MONTH, period_of
from sawti.insights.publishing import public_report
from sawti_ui.charts.wording import count_text, known
from sawti_ui.parts import Fact


def figures_of_month(at: datetime) -> tuple[Fact, ...]:
    """Return what the government did this month; nothing before its first case is counted."""
    period = period_of(THIS_MONTH, this_month=month_of(at))
    assert period is not None, "this month is a period"
    report = public_report(period)
    if report.total.received.value == 0:
        return ()
    total, least = report.total, report.least
    hint = gettext("provisional") if total.is_provisional and total.on_time is not None else ""
    return (
        Fact(gettext("Received this month"), text=count_text(total.received, least)),
        Fact(gettext("Answered of them"), text=count_text(total.answered, least)),
        Fact(gettext("Answered on time"), text=known(total.on_time, "%"), hint=hint),
    )
