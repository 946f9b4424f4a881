"""calendar.toml: when the government works, and which of its entities work otherwise."""

from datetime import date
from typing import Annotated

from pydantic import Field

from sawti.packs.fields import EntityCode, Names, PackTable, Span, Spans, expect


class Week(PackTable):
    """The opening times of each day; a day that is absent is closed."""

    sun: Spans = []
    mon: Spans = []
    tue: Spans = []
    wed: Spans = []
    thu: Spans = []
    fri: Spans = []
    sat: Spans = []


class HolidayRow(PackTable):
    name: Names
    first_on: date = Field(alias="from")
    to: date | None = None
    closed: Span = ["00:00", "24:00"]

    @property
    def last_on(self) -> date:
        """The last day of the holiday, which may be its first."""
        return self.to or self.first_on


class SeasonRow(PackTable):
    """Other hours from a day to a day, both included, such as those of Ramadan."""

    name: Names
    first_on: date = Field(alias="from")
    last_on: date = Field(alias="to")
    week: Week


class NewWeekRow(PackTable):
    """The hours from a day on; those from before keep counting for the time before."""

    first_on: date = Field(alias="from")
    week: Week


class _Hours(PackTable):
    # Without an open hour the search for a due date would never end.
    week: Annotated[Week, expect("at least one open day", lambda week: any(vars(week).values()))]
    weeks: list[NewWeekRow] = []
    seasons: list[SeasonRow] = []
    holidays: list[HolidayRow] = []


class EntityHoursRow(_Hours):
    """The hours of one entity and of all below it without hours of their own."""

    entity: EntityCode
    keeps_holidays: bool = True


class CalendarFile(_Hours):
    """calendar.toml: when the government works, and which entities work otherwise."""

    entities: list[EntityHoursRow] = []
