"""Why a case is due when it is, step by step: policy, closed days, pauses."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from uuid import UUID

from django.utils import timezone
from django.utils.dateformat import format as date_format
from django.utils.translation import get_language, gettext, ngettext, pgettext

from sawti.calendars.queries import business_calendar, holiday_names, owner_of
from sawti.cases.lifecycle import Event
from sawti.cases.models import WaitsFor
from sawti.cases.queries import CaseForStaff
from sawti.lib.text import localised
from sawti.sla.models import DurationUnit
from sawti.sla.queries import target_of
from sawti_desk.clocks import length as length_of
from sawti_desk.words import WAITS_FOR, isolated

MOST_HOLIDAYS = 12


def why_due(case: CaseForStaff) -> list[str]:
    """Return the sentences that lead from the day of receipt (or reopening) to the due date."""
    start, is_reopened = _start(case)
    clocks = case.clocks
    promised_by = clocks.answer.entity_id if clocks.answer else _promised_by(case, start)
    owner = owner_of(promised_by, since=start)
    sentences = [_begin(start, is_reopened), _policy(case)]
    if not _counts_minutes(case):
        sentences.append(_not_counted(is_reopened))
    sentences += _closed(start, case.row.due_at, owner)
    sentences += [
        _pause(wait.began_at, wait.ended_at, WaitsFor(wait.waits_for), owner)
        for wait in clocks.waits
        if wait.began_at >= start and wait.ended_at
    ]
    if case.wait and case.wait.waits_for == WaitsFor.APPLICANT:
        sentences.append(gettext("The clock is paused until the applicant replies."))
    elif case.wait:
        sentences.append(gettext("The clock is paused while the case waits."))
    return sentences


def _start(case: CaseForStaff) -> tuple[datetime, bool]:
    """Return when the promise of now was made, and whether by a reopening."""
    reopened = [row.at for row in case.history if row.event == Event.REOPEN]
    return (reopened[-1], True) if reopened else (case.row.received_at, False)


def _promised_by(case: CaseForStaff, start: datetime) -> UUID | None:
    """Return the entity by whose calendar the promise counts: it had the case at `start`."""
    held = [row.to_entity_id for row in case.history if row.at <= start and row.to_entity_id]
    return held[-1] if held else None


def _begin(start: datetime, is_reopened: bool) -> str:
    day = {"day": _day(timezone.localtime(start).date())}
    if is_reopened:
        return gettext("The case was reopened on %(day)s; from then on a new promise counts.") % day
    return gettext("The case was received on %(day)s.") % day


def _policy(case: CaseForStaff) -> str:
    names = {"policy": isolated(case.policy_code), "version": case.policy_version}
    target = target_of(case.policy_code, case.policy_version)
    if target is None:
        text = gettext(
            "The date follows version %(version)s of the policy %(policy)s, as it was on the day "
            "of receipt; the policy has changed since."
        )
        return text % names
    if target.unit == DurationUnit.MINUTES:
        text = gettext(
            "The answer is due after %(length)s of working time, by the policy %(policy)s, "
            "version %(version)s."
        )
        return text % {**names, "length": length_of(timedelta(minutes=target.amount))}
    text = ngettext(
        "The answer is due at the end of %(count)s working day, by the policy %(policy)s, "
        "version %(version)s.",
        "The answer is due at the end of %(count)s working days, by the policy %(policy)s, "
        "version %(version)s.",
        target.amount,
    )
    return text % {**names, "count": target.amount}


def _counts_minutes(case: CaseForStaff) -> bool:
    target = target_of(case.policy_code, case.policy_version)
    return target is not None and target.unit == DurationUnit.MINUTES


def _not_counted(is_reopened: bool) -> str:
    if is_reopened:
        return gettext("The day of reopening is not counted.")
    return gettext("The day of receipt is not counted.")


def _closed(start: datetime, due_at: datetime, owner: UUID | None) -> Iterator[str]:
    weekly, holidays = business_calendar(owner).closed_days_between(start, due_at)
    if weekly:
        text = ngettext(
            "Until the due date %(count)s day of the weekend is not counted.",
            "Until the due date %(count)s days of the weekend are not counted.",
            len(weekly),
        )
        yield text % {"count": len(weekly)}
    if holidays:
        names = [_holiday(day, owner) for day in holidays[:MOST_HOLIDAYS]]
        more = "…" if len(holidays) > MOST_HOLIDAYS else ""
        text = gettext("Holidays are not counted: %(days)s.")
        yield text % {"days": gettext("; ").join(names) + more}


def _holiday(day: date, owner: UUID | None) -> str:
    name = localised(holiday_names(owner).get(day, {}), get_language() or "en")
    return f"{name}, {_day(day)}" if name else _day(day)


def _pause(began: datetime, ended: datetime, waits_for: WaitsFor, owner: UUID | None) -> str:
    length = business_calendar(owner).time_between(began, ended)
    text = gettext(
        "The working time that we waited for %(who)s was added: %(length)s, "
        "from %(asked)s to %(replied)s."
    )
    names = {"who": WAITS_FOR[waits_for], "length": length_of(length)}
    return text % {**names, "asked": _moment(began), "replied": _moment(ended)}


def _day(day: date) -> str:
    return date_format(day, pgettext("date format", "l j F Y"))


def _moment(at: datetime) -> str:
    return date_format(timezone.localtime(at), pgettext("date format", "l j F Y, H:i"))
