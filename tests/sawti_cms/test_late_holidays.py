"""A change of the calendar says first how many open cases would move, and moves them on a yes."""

import re
from typing import Any

import pytest
from django.test import Client

from sawti.audit.models import Entry
from sawti.calendars.models import Holiday, WorkingWeek
from sawti.cases.models import Rescheduling
from tests import people
from tests.cast import Cast, utc
from tests.sawti.cases.declaring import moves_in, run_through
from tests.sawti_cms.test_calendar import FILE, HERE, HOLIDAY, hours, now
from tests.sawti_cms.test_screens import editor

FILED, DUE = "2026-03-01T08:00Z", utc("2026-03-19T11:00Z")
MOURNING = {**HOLIDAY, "first_on": "2026-03-17", "entity": ""}
CONFIRMED = {**MOURNING, "confirmed": "1"}


@pytest.fixture
def salma(cast: Cast, clock: Any) -> Client:
    return editor(cast, people.SALMA)


def test_a_holiday_that_moves_open_cases_is_asked_about_first(cast: Cast, salma: Client) -> None:
    case_id = cast.file_case(on=FILED).case_id

    response = salma.post(f"{HERE}holidays/add/", MOURNING)
    html = response.content.decode()

    assert response.status_code == 200
    assert "1 open case would be answered later" in html
    assert "by 6 calendar days" in html
    assert 'name="name_en" value="Teachers&#x27; day"' in html
    assert cast.count(Rescheduling) == 0
    with cast.inside(cast.bahrain):
        assert not Holiday.objects.filter(first_on="2026-03-17").exists()
    assert cast.case(case_id).due_at == DUE


def test_a_yes_keeps_the_holiday_and_shows_how_far_the_run_is(cast: Cast, salma: Client) -> None:
    case_id = cast.file_case(on=FILED).case_id

    response = salma.post(f"{HERE}holidays/add/", CONFIRMED)
    page = salma.get(response["Location"])
    run_through(cast, at=utc("2026-03-01T08:10Z"))
    done = salma.get(response["Location"])

    assert "0 of about 1 open cases are looked at." in page.content.decode()
    assert page["Refresh"] == "5"
    assert "It is done." in done.content.decode()
    assert "Refresh" not in done
    assert cast.case(case_id).due_at == utc("2026-03-25T11:00Z")
    assert moves_in(cast, case_id)[0].reason.startswith("يوم المعلم · Teachers' day")
    with cast.inside(now()):
        assert Entry.objects.filter(event="promises.calendar_begun").count() == 1


def test_what_moves_nothing_is_kept_at_once(cast: Cast, salma: Client) -> None:
    cast.file_case(on=FILED)

    response = salma.post(f"{HERE}holidays/add/", {**MOURNING, "first_on": "2026-04-07"})

    assert response["Location"] == HERE
    assert cast.count(Rescheduling) == 0


def test_other_hours_ask_too(cast: Cast, salma: Client) -> None:
    cast.file_case(on=FILED)
    with cast.inside(cast.bahrain):
        usual = WorkingWeek.objects.get(entity=None, first_on=None)
    open_days = dict.fromkeys(("sun", "mon", "tue", "wed", "thu"), "07:00-13:00")
    sent = {"first_on": "", "last_on": "", **open_days, "fri": "", "sat": "", "seen": ""}

    response = salma.post(f"{HERE}hours/{usual.id}/", {**sent, "keeps_holidays": "on"})

    assert "1 open case would be due earlier." in response.content.decode()
    assert hours(cast, utc("2026-03-17T00:00Z").date()) == 7


def test_holidays_from_a_file_ask_once_for_all(cast: Cast, salma: Client) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    cast.file_case(on="2026-03-29T08:00Z")
    file = SimpleUploadedFile("days.ics", FILE, content_type="text/calendar")
    found = salma.post(f"{HERE}holidays/find/", {"file": file}).content.decode()
    sealed = re.search(r'name="found" value="([^"]+)"', found)
    assert sealed
    sent = {"found": sealed[1], "chosen": ["0", "1"]}

    asked = salma.post(f"{HERE}holidays/found/", sent).content.decode()
    done = salma.post(f"{HERE}holidays/found/", {**sent, "confirmed": "1"})

    assert asked.count('name="chosen"') == 2
    assert "/cms/calendar/moves/" in done["Location"]


def test_a_run_of_the_other_tenant_equals_a_missing_one(cast: Cast, salma: Client) -> None:
    cast.file_case(on=FILED)
    there = salma.post(f"{HERE}holidays/add/", CONFIRMED)["Location"]

    assert editor(cast, people.OMAR).get(there).status_code in (302, 404)
    assert editor(cast, people.FATIMA).get(there).status_code in (302, 403, 404)
