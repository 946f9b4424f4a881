"""Administrators set hours and holidays in the CMS; due dates follow at once."""

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from sawti.audit.models import Entry
from sawti.calendars.models import Holiday, WorkingWeek
from sawti.calendars.queries import business_calendar
from sawti.entities.queries import entity_tree
from sawti.tenancy.context import TenantFacts
from sawti.tenancy.queries import tenant_by_slug
from tests import people
from tests.cast import Cast
from tests.sawti_cms.test_screens import editor

HERE = "/cms/calendar/"
DAY = date(2026, 4, 7)  # a Tuesday
HOLIDAY = {
    "name_ar": "يوم المعلم",
    "name_en": "Teachers' day",
    "first_on": "2026-04-07",
    "last_on": "",
    "closed_from": "",
    "closed_until": "",
    "is_active": "on",
    "seen": "",
}
RAMADAN = {
    "name_ar": "رمضان",
    "name_en": "Ramadan",
    "first_on": "2028-01-28",
    "last_on": "2028-02-25",
    **dict.fromkeys(("sun", "mon", "tue", "wed", "thu"), "09:00-13:00"),
    "fri": "",
    "sat": "",
    "keeps_holidays": "on",
    "seen": "",
}
FILE = b"""BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Sawti//Tests//EN
BEGIN:VEVENT
UID:feast@example.org
DTSTART;VALUE=DATE:20260407
DTEND;VALUE=DATE:20260409
SUMMARY:Feast of the harbour
END:VEVENT
BEGIN:VEVENT
UID:past@example.org
DTSTART;VALUE=DATE:20200101
SUMMARY:Long ago
END:VEVENT
BEGIN:VEVENT
UID:early@example.org
DTSTART:20260414T090000Z
DTEND:20260414T110000Z
SUMMARY:Early closing
END:VEVENT
END:VCALENDAR
""".replace(b"\n", b"\r\n")


@pytest.fixture
def salma(cast: Cast, clock: Any) -> Client:
    return editor(cast, people.SALMA)


def now(slug: str = "bahrain") -> TenantFacts:
    tenant = tenant_by_slug(slug)
    assert tenant is not None
    return tenant


def hours(cast: Cast, day: date, slug: str = "bahrain", code: str = "") -> float:
    with cast.inside(now(slug)):
        entity_id = entity_tree().by_code[code].id if code else None
        spans = business_calendar(entity_id).spans_on(day)
    return sum((end - start).total_seconds() for start, end in spans) / 3600


def holiday(cast: Cast, **key: Any) -> Holiday:
    with cast.inside(cast.bahrain):
        found: Holiday = Holiday.objects.get(**key)
        return found


def test_a_holiday_that_is_added_closes_the_government_at_once_and_is_on_record(
    cast: Cast, salma: Client
) -> None:
    response = salma.post(f"{HERE}holidays/add/", {**HOLIDAY, "entity": ""})

    assert (response.status_code, response.headers["Location"]) == (302, HERE)
    assert (hours(cast, DAY), hours(cast, DAY, "jordan")) == (0, 7)
    with cast.inside(cast.bahrain):
        entry = Entry.objects.get(event="catalogue.holiday_added")
    assert (entry.actor_id, entry.object_id) == (
        cast.salma.id,
        holiday(cast, first_on=DAY).id,
    )


def test_an_early_closing_of_one_entity_leaves_the_others_open(cast: Cast, salma: Client) -> None:
    salma.post(
        f"{HERE}holidays/add/", {**HOLIDAY, "entity": "ministry-of-works", "closed_from": "11:00"}
    )

    assert hours(cast, DAY, code="ministry-of-works") == 4
    assert hours(cast, DAY) == 7


def test_a_holiday_that_is_switched_off_stays_in_the_list(cast: Cast, salma: Client) -> None:
    salma.post(f"{HERE}holidays/add/", {**HOLIDAY, "entity": ""})
    row = holiday(cast, first_on=DAY)
    seen = row.edited_at.isoformat() if row.edited_at else ""

    salma.post(f"{HERE}holidays/{row.id}/", {**HOLIDAY, "is_active": "", "seen": seen})

    assert hours(cast, DAY) == 7
    page = salma.get(HERE, {"year": 2026}).content.decode()
    assert "Teachers&#x27; day" in page
    history = salma.get(f"/cms/history/holiday/{row.id}/").content.decode()
    assert "Salma" in history or cast.salma.name in history


def test_two_editors_of_one_holiday_do_not_overwrite_each_other(cast: Cast, salma: Client) -> None:
    salma.post(f"{HERE}holidays/add/", {**HOLIDAY, "entity": ""})
    row = holiday(cast, first_on=DAY)

    response = salma.post(f"{HERE}holidays/{row.id}/", {**HOLIDAY, "is_active": "", "seen": ""})

    assert response.status_code == 422
    assert holiday(cast, id=row.id).is_active


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"name_ar": ""}, "Write this in Arabic too"),
        ({"first_on": "next week"}, "Enter a day such as 2027-03-09."),
        ({"last_on": "2026-04-01"}, "The end lies before the beginning. Move it."),
        ({"last_on": "2206-04-07"}, "Make it 60 days at most."),
        ({"closed_from": "25:00"}, "Enter a time such as 12:00."),
        ({"closed_from": "14:00", "closed_until": "11:00"}, "Say from when until when"),
    ],
)
def test_a_holiday_that_cannot_be_is_refused_at_its_field(
    cast: Cast, salma: Client, wrong: dict[str, str], words: str
) -> None:
    before = cast.count(Holiday)

    response = salma.post(f"{HERE}holidays/add/", {**HOLIDAY, "entity": "", **wrong})

    assert response.status_code == 422
    assert words in response.content.decode()
    assert cast.count(Holiday) == before


def test_the_hours_of_a_season_lie_over_the_usual_ones(cast: Cast, salma: Client) -> None:
    salma.post(f"{HERE}hours/add/", {**RAMADAN, "entity": ""})

    assert [hours(cast, date(2028, 1, day)) for day in (25, 30)] == [7, 4]
    page = salma.get(HERE, {"year": 2028}).content.decode()
    assert "09:00–13:00" in page


def test_an_entity_gets_hours_of_its_own_and_loses_them_again(cast: Cast, salma: Client) -> None:
    own = {**RAMADAN, "first_on": "", "last_on": "", "entity": "ministry-of-works"}
    salma.post(f"{HERE}hours/add/", own)
    with cast.inside(cast.bahrain):
        row = WorkingWeek.objects.get(entity__code="ministry-of-works")

    assert hours(cast, DAY, code="roads-projects-maintenance") == 4
    assert salma.post(f"{HERE}hours/{row.id}/remove/").headers["Location"] == HERE
    assert hours(cast, DAY, code="roads-projects-maintenance") == 7


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"tue": "13:00-09:00"}, "Write hours such as"),
        (dict.fromkeys(("sun", "mon", "tue", "wed", "thu"), ""), "Open at least one day"),
        ({"first_on": ""}, "Say on which day the season begins."),
        ({"first_on": "", "last_on": ""}, "Other hours begin on this day."),
        ({"first_on": "2027-02-20", "last_on": "2027-03-20"}, "Another season covers"),
        ({"name_en": ""}, "Write this in English too"),
        ({"entity": "ministry-of-works"}, "hours that hold since ever come first"),
    ],
)
def test_hours_that_cannot_be_are_refused_at_their_field(
    cast: Cast, salma: Client, wrong: dict[str, str], words: str
) -> None:
    before = cast.count(WorkingWeek)

    response = salma.post(f"{HERE}hours/add/", {**RAMADAN, "entity": "", **wrong})

    assert response.status_code == 422
    assert words in response.content.decode()
    assert cast.count(WorkingWeek) == before


def test_the_usual_hours_of_the_government_cannot_be_removed(cast: Cast, salma: Client) -> None:
    with cast.inside(cast.bahrain):
        row = WorkingWeek.objects.get(code="always")

    response = salma.post(f"{HERE}hours/{row.id}/remove/")

    assert response.headers["Location"] == f"{HERE}hours/{row.id}/"
    assert hours(cast, DAY) == 7


def found(page: str) -> str:
    """Return the sealed list that the page would send back."""
    return page.split('name="found" value="')[1].split('"')[0]


def test_the_list_of_the_country_is_shown_chosen_from_and_added_once(
    cast: Cast, salma: Client
) -> None:
    page = salma.post(f"{HERE}holidays/find/", {"year": "2028"}).content.decode()
    assert "2028-12-16 – 2028-12-17" in page
    sent = {"found": found(page), "chosen": [str(place) for place in range(40)]}
    before = cast.count(Holiday)

    salma.post(f"{HERE}holidays/found/", sent)
    added = cast.count(Holiday) - before
    salma.post(f"{HERE}holidays/found/", sent)

    assert added == page.count('name="chosen"')
    assert cast.count(Holiday) - before == added
    assert hours(cast, date(2028, 12, 17)) == 0
    assert holiday(cast, code="country-2028-12-16").names == {
        "ar": "العيد الوطني",
        "en": "National Day",
    }


def test_a_calendar_file_brings_what_is_still_to_come(cast: Cast, salma: Client) -> None:
    sent = SimpleUploadedFile("feasts.ics", FILE, "text/calendar")
    page = salma.post(f"{HERE}holidays/find/", {"file": sent}).content.decode()
    assert "Long ago" not in page

    salma.post(f"{HERE}holidays/found/", {"found": found(page), "chosen": ["0", "1"]})

    days = [hours(cast, date(2026, 4, day)) for day in (6, 7, 8, 9, 14)]
    assert days == [7, 0, 0, 7, 5]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"PK\x03\x04 no calendar", "This is no calendar file that we can read."),
        (b"x" * 1_000_001, "The file is larger than 1 MB."),
        (b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", "No holidays were found there."),
    ],
)
def test_a_file_that_is_no_calendar_adds_nothing_and_says_why(
    cast: Cast, salma: Client, content: bytes, words: str
) -> None:
    sent = SimpleUploadedFile("feasts.ics", content)

    response = salma.post(f"{HERE}holidays/find/", {"file": sent})

    assert response.status_code == 422
    assert words in response.content.decode()


def test_what_was_found_cannot_be_made_up(cast: Cast, salma: Client) -> None:
    before = cast.count(Holiday)

    response = salma.post(f"{HERE}holidays/found/", {"found": "made-up", "chosen": ["0"]})

    assert response.headers["Location"] == f"{HERE}holidays/find/"
    assert cast.count(Holiday) == before


@pytest.mark.parametrize(
    "path", ["", "hours/add/", "holidays/add/", "holidays/find/", "holidays/found/"]
)
def test_an_editor_who_may_not_move_due_dates_gets_in_nowhere(cast: Cast, path: str) -> None:
    layla, before = editor(cast, people.LAYLA), cast.count(Holiday)

    answers = [layla.get(f"{HERE}{path}"), layla.post(f"{HERE}{path}", HOLIDAY)]

    assert [answer.status_code for answer in answers] == [403, 403]
    assert cast.count(Holiday) == before


def test_another_tenants_hours_and_holidays_are_missing(cast: Cast, salma: Client) -> None:
    with cast.inside(cast.jordan):
        week, feast = WorkingWeek.objects.get(code="always"), Holiday.objects.first()
    assert feast is not None

    answers = [
        salma.get(f"{HERE}hours/{week.id}/"),
        salma.post(f"{HERE}hours/{week.id}/remove/"),
        salma.get(f"{HERE}holidays/{feast.id}/"),
        salma.post(f"{HERE}holidays/{feast.id}/", HOLIDAY),
    ]

    assert [answer.status_code for answer in answers] == [404] * 4


def test_a_year_costs_the_same_however_many_holidays_it_has(cast: Cast, salma: Client) -> None:
    salma.get(HERE)
    with CaptureQueriesContext(connection) as few:
        salma.get(HERE, {"year": 2031})
    with cast.writing(cast.bahrain):
        Holiday.objects.bulk_create(
            Holiday(names={"ar": "ع", "en": "E"}, first_on=day, last_on=day)
            for day in (date(2031, 1 + place % 12, 1 + place // 12) for place in range(50))
        )

    with CaptureQueriesContext(connection) as many:
        salma.get(HERE, {"year": 2031})

    assert len(many) == len(few)


def test_hours_that_others_rest_on_stay_and_the_screen_says_why(cast: Cast, salma: Client) -> None:
    salma.post(f"{HERE}hours/add/", RAMADAN)
    with cast.inside(cast.bahrain):
        usual = WorkingWeek.objects.get(entity=None, first_on=None)
        season = WorkingWeek.objects.get(first_on="2028-01-28")

    refused = salma.post(f"{HERE}hours/{usual.pk}/remove/", follow=True)
    removed = salma.post(f"{HERE}hours/{season.pk}/remove/", follow=True)

    assert "Change them, or remove the others first." in refused.text
    assert "Removed. History keeps what it was." in removed.text
    with cast.inside(cast.bahrain):
        assert WorkingWeek.objects.filter(pk=usual.pk).exists()
        assert not WorkingWeek.objects.filter(pk=season.pk).exists()
