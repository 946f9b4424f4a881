"""Whose calendar counts: the government's, an entity's, and what holidays close of each."""

from datetime import date
from typing import Any
from uuid import UUID

from sawti.calendars.models import Holiday, WorkingWeek
from sawti.calendars.queries import business_calendar, holiday_names, owner_of
from sawti.entities.queries import entity_tree
from sawti.tenancy.actions import configuration_changed
from sawti.tenancy.context import TenantFacts
from sawti.tenancy.queries import tenant_by_slug
from tests.cast import Cast, utc

EXTRA = date(2026, 4, 7)
NATIONAL_DAY = date(2026, 12, 16)
EVERY_DAY = {day: [["00:00", "24:00"]] for day in ("sun", "mon", "tue", "wed", "thu", "fri", "sat")}
NAMES = {"ar": "يوم", "en": "A day"}


def now() -> TenantFacts:
    """Return Bahrain with its configuration as it is after a change."""
    tenant = tenant_by_slug("bahrain")
    assert tenant is not None
    return tenant


def entity(cast: Cast, code: str) -> UUID:
    with cast.inside(cast.bahrain):
        return entity_tree().by_code[code].id


def add(cast: Cast, model: Any, **values: Any) -> None:
    with cast.writing(cast.bahrain):
        model.objects.create(**values)
        configuration_changed()


def open_minutes(cast: Cast, code: str | None, day: date) -> int:
    entity_id = entity(cast, code) if code else None
    with cast.inside(now()):
        spans = business_calendar(entity_id).spans_on(day)
        return sum(int((end - start).total_seconds()) for start, end in spans) // 60


def test_an_entity_works_as_the_government_does(cast: Cast) -> None:
    assert open_minutes(cast, "ministry-of-works", EXTRA) == 7 * 60
    assert open_minutes(cast, "ministry-of-works", NATIONAL_DAY) == 0


def test_who_answers_day_and_night_works_on_holidays_too(cast: Cast) -> None:
    assert open_minutes(cast, "general-directorate-of-civil-defence", NATIONAL_DAY) == 24 * 60


def test_an_entity_without_hours_has_those_of_the_nearest_one_above(cast: Cast) -> None:
    ministry = entity(cast, "ministry-of-works")
    add(cast, WorkingWeek, entity_id=ministry, hours={"tue": [["08:00", "10:00"]]})
    department = entity(cast, "roads-projects-maintenance")

    with cast.inside(now()):
        assert owner_of(department) == ministry
    assert open_minutes(cast, "roads-projects-maintenance", EXTRA) == 2 * 60
    assert open_minutes(cast, None, EXTRA) == 7 * 60
    assert open_minutes(cast, "ministry-of-health", EXTRA) == 7 * 60


def test_a_holiday_of_one_entity_closes_it_beside_the_holidays_of_all(cast: Cast) -> None:
    ministry = entity(cast, "ministry-of-works")
    add(cast, Holiday, entity_id=ministry, names=NAMES, first_on=EXTRA, last_on=EXTRA)

    assert open_minutes(cast, "ministry-of-works", EXTRA) == 0
    assert open_minutes(cast, "ministry-of-works", NATIONAL_DAY) == 0
    assert open_minutes(cast, None, EXTRA) == 7 * 60


def test_an_early_closing_leaves_the_morning(cast: Cast) -> None:
    part = {"closed_from": 11 * 60, "closed_until": 24 * 60}
    add(cast, Holiday, names=NAMES, first_on=EXTRA, last_on=EXTRA, **part)

    assert open_minutes(cast, None, EXTRA) == 4 * 60
    with cast.inside(now()):
        assert holiday_names()[EXTRA] == NAMES


def test_a_holiday_that_was_switched_off_closes_nothing(cast: Cast) -> None:
    add(cast, Holiday, names=NAMES, first_on=EXTRA, last_on=EXTRA, is_active=False)

    assert open_minutes(cast, None, EXTRA) == 7 * 60


def test_a_week_holds_from_its_first_day_and_a_season_lies_over_it(cast: Cast) -> None:
    week, short = {"tue": [["08:00", "16:00"]]}, {"tue": [["09:00", "13:00"]]}
    add(cast, WorkingWeek, first_on=EXTRA, hours=week)
    second, third = date(2026, 4, 14), date(2026, 4, 21)
    add(cast, WorkingWeek, names=NAMES, first_on=second, last_on=second, hours=short)

    minutes = [open_minutes(cast, None, day) for day in (date(2026, 3, 31), EXTRA, second, third)]

    assert minutes == [7 * 60, 8 * 60, 4 * 60, 8 * 60]


def test_a_holiday_of_one_tenant_closes_nobody_in_another(cast: Cast) -> None:
    add(cast, Holiday, names=NAMES, first_on=EXTRA, last_on=EXTRA)

    with cast.inside(cast.jordan):
        assert business_calendar().is_working_day(EXTRA)


def test_a_promise_counts_by_the_calendar_of_the_entity_that_got_the_case(cast: Cast) -> None:
    authority = entity(cast, "electricity-water-authority")
    add(cast, WorkingWeek, entity_id=authority, hours=EVERY_DAY, keeps_holidays=False)

    filed = cast.file_case(tenant=now(), on="2026-03-19T08:00Z")

    # 14 days on end from 19 March; the feast and the weekends count.
    assert cast.case(filed.case_id).due_at == utc("2026-04-02T21:00")
