"""Loads the hours and holidays of a pack, and says what is wrong between its rows."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any
from uuid import UUID

from sawti.calendars.clock_times import minutes_of
from sawti.calendars.models import Holiday, Source, WorkingWeek
from sawti.calendars.steps import MOST_DAYS
from sawti.cases.calendar_changes import earlier_of
from sawti.packs.calendar_file import CalendarFile, EntityHoursRow, Week
from sawti.packs.comparing import Comparison, Table, Values
from sawti.packs.errors import Fault
from sawti.packs.schema import Pack

FILE = "calendar.toml"
Row = Mapping[str, Any]
_Owner = CalendarFile | EntityHoursRow


@dataclass(frozen=True)
class CalendarChange:
    """When entities work otherwise than before: no day before `first_on` (None: any) is another.

    `names`: of the holiday, where it is one; else empty.
    """

    first_on: date | None
    names: dict[str, str]


def load_calendar(comparison: Comparison, pack: Pack, entities: Table) -> CalendarChange | None:
    """Load hours, seasons and holidays; a holiday that vanished is a working day again.

    What editors added stays: it never was in a pack. Returns what is another day now, or None.
    """
    owners: list[tuple[str, UUID | None, _Owner]] = [("", None, pack.calendar)]
    owners += [(f"{row.entity}/", entities.ids[row.entity], row) for row in pack.calendar.entities]
    weeks = {code: values for owner in owners for code, values in _weeks(*owner)}
    holidays = {code: values for owner in owners for code, values in _holidays(*owner)}
    changed = _load(comparison, "weeks", WorkingWeek, weeks)
    changed += _load(comparison, "holidays", Holiday, holidays)
    if not changed:
        return None
    days = [day for each in changed for day in each.days]
    return CalendarChange(earlier_of(*days), changed[0].names if len(changed) == 1 else {})


@dataclass(frozen=True)
class _Changed:
    """A row by which days are others: the first of them before and after, and its names."""

    days: tuple[date | None, ...]
    names: dict[str, str]


def _load(
    comparison: Comparison, name: str, model: Any, wanted: Mapping[str, Values]
) -> list[_Changed]:
    table = comparison.table(name, model, wanted)
    before = {code: (_counts(row), row.first_on) for code, row in table.rows.items()}
    comparison.write(table, {code: {"code": code, **row} for code, row in wanted.items()})
    gone = [code for code, row in table.rows.items() if code not in wanted and _is_packs(row)]
    comparison.remove(table, gone)
    return [
        *(
            _Changed((before[code][1], row.first_on), row.names)
            for code, row in table.rows.items()
            if code in gone or before[code][0] != _counts(row)
        ),
        *(
            _Changed((row["first_on"],), row["names"])
            for code, row in wanted.items()
            if code not in before
        ),
    ]


_COUNTING = (
    *("entity_id", "first_on", "last_on", "hours", "keeps_holidays"),
    *("closed_from", "closed_until", "is_active"),
)


def _counts(row: WorkingWeek | Holiday) -> tuple[Any, ...]:
    """Return of a row of either kind what a due date can depend on."""
    return tuple(getattr(row, name, None) for name in _COUNTING)


def _is_packs(row: WorkingWeek | Holiday) -> bool:
    if isinstance(row, Holiday):
        return row.source == Source.PACK and row.edited_at is None
    return row.edited_at is None


def _weeks(prefix: str, entity_id: UUID | None, owner: _Owner) -> Iterator[tuple[str, Values]]:
    shared = {
        "entity_id": entity_id,
        "keeps_holidays": not isinstance(owner, EntityHoursRow) or owner.keeps_holidays,
    }

    def values(week: Week, names: Any, first: date | None, last: date | None) -> Values:
        hours = week.model_dump(exclude_defaults=True)
        return {**shared, "names": names, "first_on": first, "last_on": last, "hours": hours}

    yield f"{prefix}always", values(owner.week, {}, None, None)
    for row in owner.weeks:
        yield f"{prefix}from-{row.first_on}", values(row.week, {}, row.first_on, None)
    for season in owner.seasons:
        names, first, last = season.name.model_dump(), season.first_on, season.last_on
        yield f"{prefix}season-{first}", values(season.week, names, first, last)


def _holidays(prefix: str, entity_id: UUID | None, owner: _Owner) -> Iterator[tuple[str, Values]]:
    for row in owner.holidays:
        yield (
            f"{prefix}{row.first_on}",
            {
                "entity_id": entity_id,
                "names": row.name.model_dump(),
                "first_on": row.first_on,
                "last_on": row.last_on,
                "closed_from": minutes_of(row.closed[0]),
                "closed_until": minutes_of(row.closed[1]),
            },
        )


def rows_of(document: Row, table: str) -> list[tuple[int, Row]]:
    """Return the rows of a table as TOML gave them, each with its place; what is no row is left."""
    found = document.get(table)
    rows = enumerate(found) if isinstance(found, list) else ()
    return [(index, row) for index, row in rows if isinstance(row, dict)]


def calendar_faults(documents: Mapping[str, Row]) -> Iterator[Fault]:
    """Yield what is wrong with the spans of holidays and seasons, each for its owner."""
    file = documents[FILE]
    yield from _faults_of(file, "")
    for index, row in rows_of(file, "entities"):
        yield from _faults_of(row, f"entities[{index}].")


def _faults_of(owner: Row, prefix: str) -> Iterator[Fault]:
    for table in ("holidays", "seasons", "weeks"):
        yield from _start_faults(owner, table, prefix)
    yield from _overlap_faults(owner, prefix)


def _start_faults(owner: Row, table: str, prefix: str) -> Iterator[Fault]:
    starts: dict[date, int] = {}
    for index, row in rows_of(owner, table):
        first, last = row.get("from"), row.get("to", row.get("from"))
        if type(first) is not date or type(last) is not date:
            continue
        place = f"{prefix}{table}[{index}]"
        if first in starts:
            found = f"{first}, as in {prefix}{table}[{starts[first]}]"
            yield Fault(
                FILE, f"{place}.from", f"a day on which no other {_ONE[table]} begins", found
            )
        starts.setdefault(first, index)
        if last < first:
            yield Fault(FILE, f"{place}.to", f"a day from {first} on", str(last))
        elif (last - first).days >= MOST_DAYS:
            expected = f"a {_ONE[table]} of at most {MOST_DAYS} days"
            yield Fault(FILE, f"{place}.to", expected, f"{first} to {last}")


def _overlap_faults(owner: Row, prefix: str) -> Iterator[Fault]:
    spans = sorted(
        (row["from"], row["to"], index)
        for index, row in rows_of(owner, "seasons")
        if type(row.get("from")) is date and type(row.get("to")) is date
    )
    for (_, end, before), (start, _, index) in pairwise(spans):
        if start <= end:
            place, other = f"{prefix}seasons[{index}].from", f"{prefix}seasons[{before}]"
            yield Fault(FILE, place, f"a day after {end}, when {other} ends", str(start))


_ONE = {"holidays": "holiday", "seasons": "season", "weeks": "week"}
