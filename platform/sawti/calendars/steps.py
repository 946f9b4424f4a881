"""Changing hours and holidays: each change checked, kept in history, in force at once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sawti.accounts.models import Staff
from sawti.calendars.clock_times import NotATime, spans_of, text_of
from sawti.calendars.hours import WEEKDAYS
from sawti.calendars.models import Holiday, Source, WorkingWeek
from sawti.calendars.permissions import require_calendar_manager
from sawti.catalogue.steps.edits import (
    LONGEST_LINE,
    Table,
    faults_of_words,
    locked,
    record_edit,
    refuse,
)
from sawti.entities.queries import entity_tree
from sawti.lib.errors import N_, Invalid

_Values = dict[str, Any]
MOST_DAYS = 60  # nobody closes longer; a wrong year would move every due date


@dataclass(frozen=True)
class HoursDraft:
    """Hours as an administrator wants them. `hours`: weekday → spans such as `07:00–14:00`.

    Without an entity they are the government's; without `first_on` they hold since ever; with
    `last_on` they are a season, which has a name.
    """

    entity_id: UUID | None
    names: dict[str, str]
    first_on: date | None
    last_on: date | None
    hours: dict[str, str]
    keeps_holidays: bool = True


@dataclass(frozen=True)
class HolidayDraft:
    """A holiday as an administrator wants it; the minutes are those of a local day."""

    entity_id: UUID | None
    names: dict[str, str]
    first_on: date
    last_on: date
    closed_from: int = 0
    closed_until: int = 24 * 60
    is_active: bool = True


def add_hours(draft: HoursDraft, *, by: Staff, at: datetime) -> None:
    """Add hours of the government or of an entity. Raises InvalidInput with every fault."""
    require_calendar_manager(by)
    refuse(_faults_of_hours(draft, None))
    row = WorkingWeek.objects.create(**_columns(draft), edited_at=at)
    _record(Table.WORKING_WEEK, row.id, None, values_of_hours(row), by, at)


def change_hours(
    row_id: UUID, draft: HoursDraft, *, seen: datetime | None, by: Staff, at: datetime
) -> None:
    """Change hours; whose they are stays. Raises InvalidInput, Missing, EditedMeanwhile."""
    require_calendar_manager(by)
    row = locked(WorkingWeek, seen=seen, pk=row_id)
    draft = replace(draft, entity_id=row.entity_id)
    refuse(_faults_of_hours(draft, row))
    before = values_of_hours(row)
    _set(row, {**_columns(draft), "edited_at": at})
    _record(Table.WORKING_WEEK, row_id, before, values_of_hours(row), by, at)


def remove_hours(row_id: UUID, *, seen: datetime | None, by: Staff, at: datetime) -> None:
    """Remove hours. Raises InvalidInput for those that others rest on, Missing, EditedMeanwhile."""
    require_calendar_manager(by)
    row = locked(WorkingWeek, seen=seen, pk=row_id)
    others = WorkingWeek.objects.filter(entity_id=row.entity_id).exclude(pk=row_id)
    if row.first_on is None and (row.entity_id is None or others.exists()):
        text = N_("Other hours rest on these. Change them, or remove the others first.")
        refuse([Invalid("first_on", text)])
    before = values_of_hours(row)
    row.delete()
    _record(Table.WORKING_WEEK, row_id, before, None, by, at)


def add_holidays(
    drafts: Sequence[tuple[str, HolidayDraft]], *, source: Source, by: Staff, at: datetime
) -> int:
    """Add holidays, each with the code that a list or a file knows it by; return how many.

    A code that is known already stays as it is, switched off or changed as it may be; an empty
    code is new each time. Raises InvalidInput with the faults of the first that has any.
    """
    require_calendar_manager(by)
    known = known_codes()
    added = [(code, draft) for code, draft in drafts if not code or code not in known]
    for code, draft in added:
        refuse(_faults_of_holiday(draft))
        naming = {"code": code} if code else {}
        row = Holiday.objects.create(**vars(draft), **naming, source=source, edited_at=at)
        _record(Table.HOLIDAY, row.id, None, values_of_holiday(row), by, at)
    return len(added)


def known_codes() -> set[str]:
    """Return the codes of all holidays, switched off or not."""
    return set(Holiday.objects.values_list("code", flat=True))


def change_holiday(
    row_id: UUID, draft: HolidayDraft, *, seen: datetime | None, by: Staff, at: datetime
) -> None:
    """Change a holiday or switch it off. Raises InvalidInput, Missing, EditedMeanwhile."""
    require_calendar_manager(by)
    row = locked(Holiday, seen=seen, pk=row_id)
    draft = replace(draft, entity_id=row.entity_id)
    refuse(_faults_of_holiday(draft))
    before = values_of_holiday(row)
    _set(row, {**vars(draft), "edited_at": at})
    _record(Table.HOLIDAY, row_id, before, values_of_holiday(row), by, at)


def values_of_hours(row: WorkingWeek) -> _Values:
    """Return the row as history keeps it."""
    return {
        "names": row.names,
        "entity": _code(row.entity_id),
        "first_on": _iso(row.first_on),
        "last_on": _iso(row.last_on),
        "hours": {day: text_of(spans) for day, spans in row.hours.items()},
        "keeps_holidays": row.keeps_holidays,
    }


def values_of_holiday(row: Holiday) -> _Values:
    """Return the row as history keeps it."""
    return {
        "names": row.names,
        "entity": _code(row.entity_id),
        "first_on": _iso(row.first_on),
        "last_on": _iso(row.last_on),
        "closed_from": row.closed_from,
        "closed_until": row.closed_until,
        "is_active": row.is_active,
    }


def _columns(draft: HoursDraft) -> _Values:
    written = {day: spans_of(draft.hours.get(day, "")) for day in WEEKDAYS}
    return {**vars(draft), "hours": {day: spans for day, spans in written.items() if spans}}


def _faults_of_hours(draft: HoursDraft, row: WorkingWeek | None) -> list[Invalid]:
    faults = [] if draft.last_on is None else faults_of_words("name", draft.names, LONGEST_LINE)
    faults += list(_faults_of_days(draft.hours))
    if draft.last_on and not draft.first_on:
        faults.append(Invalid("first_on", N_("Say on which day the season begins.")))
    elif draft.first_on and draft.last_on:
        faults += _faults_of_span(draft.first_on, draft.last_on)
    return faults or list(_faults_beside_others(draft, row))


def _faults_of_days(hours: dict[str, str]) -> Iterable[Invalid]:
    is_open = False
    for day in WEEKDAYS:
        try:
            is_open = bool(spans_of(hours.get(day, ""))) or is_open
        except NotATime:
            text = N_("Write hours such as 07:00-12:00, 13:00-17:00, in order; empty is closed.")
            yield Invalid(day, text)
            is_open = True
    if not is_open:
        yield Invalid(WEEKDAYS[6], N_("Open at least one day; else no answer would ever be due."))


def _faults_of_span(first: date, last: date) -> list[Invalid]:
    if last < first:
        return [Invalid("last_on", N_("The end lies before the beginning. Move it."))]
    if (last - first).days >= MOST_DAYS:
        return [Invalid("last_on", N_("Make it %(most)s days at most."), most=MOST_DAYS)]
    return []


def _faults_beside_others(draft: HoursDraft, row: WorkingWeek | None) -> Iterable[Invalid]:
    """Yield what does not fit the other hours of the same entity or of the government."""
    others = WorkingWeek.objects.filter(entity_id=draft.entity_id)
    others = others.exclude(pk=row.pk) if row else others
    if draft.last_on:
        if others.filter(first_on__lte=draft.last_on, last_on__gte=draft.first_on).exists():
            yield Invalid("first_on", N_("Another season covers some of these days. Move one."))
    elif others.filter(first_on=draft.first_on, last_on=None).exists():
        yield Invalid("first_on", N_("Other hours begin on this day. Change those instead."))
    begins_later = draft.first_on is not None
    if begins_later and not others.filter(first_on=None).exists():
        yield Invalid("first_on", N_("Leave this empty: hours that hold since ever come first."))


def _faults_of_holiday(draft: HolidayDraft) -> list[Invalid]:
    faults = faults_of_words("name", draft.names, LONGEST_LINE)
    faults += _faults_of_span(draft.first_on, draft.last_on)
    if not 0 <= draft.closed_from < draft.closed_until <= 24 * 60:
        faults.append(Invalid("closed_until", N_("Say from when until when: 12:00, 24:00.")))
    return faults


def _set(row: Any, values: _Values) -> None:
    for column, value in values.items():
        setattr(row, column, value)
    row.save(update_fields=list(values))


def _record(
    table: Table,
    row_id: UUID,
    before: _Values | None,
    after: _Values | None,
    by: Staff,
    at: datetime,
) -> None:
    record_edit(table, str(row_id), row_id=row_id, before=before, after=after, by=by, at=at)


def _code(entity_id: UUID | None) -> str | None:
    return entity_tree().by_id[entity_id].code if entity_id else None


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
