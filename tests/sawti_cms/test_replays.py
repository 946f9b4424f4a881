"""Administrators try a promise on past months, and let open cases follow one, in the CMS."""

import re
from typing import Any

import pytest
from django.test import Client

from sawti.cases.models import Rescheduling
from sawti.insights.models import Replay
from tests import people
from tests.cast import Cast, utc
from tests.sawti.cases.declaring import promise, read_anew, run_through
from tests.sawti_cms.test_screens import editor

HERE = "/cms/promises/replay/"
ANY = dict.fromkeys(
    ("category", "entity", "pillar", "case_type", "importance", "applicant_class", "channel"), ""
)
ONE_DAY = {**ANY, "amount": "1", "unit": "days", "months": "3"}
FILED = "2026-03-01T08:00Z"


@pytest.fixture
def salma(cast: Cast, clock: Any) -> Client:
    return editor(cast, people.SALMA)


def words(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def answered(cast: Cast) -> str:
    """One case, answered after three days; return the code of its policy."""
    case_id = cast.file_case(on="2026-02-01T08:00Z").case_id
    cast.take(case_id, on="2026-02-01T09:00Z")
    return str(cast.answer(case_id, on="2026-02-04T08:00Z").policy_code)


def test_a_promise_tried_on_past_months_says_what_it_would_have_come_to(
    cast: Cast, salma: Client
) -> None:
    answered(cast)

    response = salma.post(HERE, ONE_DAY)
    text = words(salma.get(response["Location"]).content.decode())

    assert "Adherence would have been 0%; it is 100% now." in text
    assert "The whole government 100% 0% 1" in text
    assert "1 working day for: All other cases. January 2026 to March 2026" in text


def test_the_form_of_a_policy_is_filled_in_with_its_promise(cast: Cast, salma: Client) -> None:
    code = answered(cast)

    html = salma.get(f"{HERE}?policy={code}").content.decode()

    assert 'name="amount" value="14"' in html
    assert f"{HERE}?policy={code}" in salma.get(f"/cms/promises/{code}/").content.decode()


def test_what_no_policy_may_promise_is_not_counted(cast: Cast, salma: Client) -> None:
    response = salma.post(HERE, {**ONE_DAY, "amount": "367"})

    assert response.status_code == 422
    assert cast.count(Replay) == 0


def test_only_managers_of_promises_get_in_and_another_tenants_replay_is_missing(
    cast: Cast, salma: Client
) -> None:
    there = salma.post(HERE, ONE_DAY)["Location"]

    for person in (people.FATIMA, people.OMAR):
        assert editor(cast, person).get(there).status_code in (302, 403, 404)
        assert editor(cast, person).post(HERE, ONE_DAY).status_code in (302, 403, 404)
    assert cast.count(Replay) == 1


def test_open_cases_follow_a_policy_after_a_look_at_what_would_change(
    cast: Cast, salma: Client
) -> None:
    case_id = cast.file_case(on=FILED).case_id
    promise(cast, cast.case(case_id).policy_code, 16, on=FILED)
    url = f"/cms/promises/{cast.case(case_id).policy_code}/open/"
    sent = {"entity": "", "numbers": "", "reason": "New law"}

    look = salma.post(url, sent).content.decode()
    assert "1 open case would be answered later" in look
    assert cast.count(Rescheduling) == 0
    done = salma.post(url, {**sent, "confirmed": "1"})
    read_anew(cast)
    run_through(cast, at=utc("2026-03-01T08:10Z"))

    assert "/cms/calendar/moves/" in done["Location"]
    assert "New law" in salma.get(done["Location"]).content.decode()
    assert cast.case(case_id).policy_version == 2


def test_a_baseline_without_a_reason_or_with_a_wrong_number_changes_nothing(
    cast: Cast, salma: Client
) -> None:
    code = answered(cast)
    for sent in (
        {"entity": "", "numbers": "", "reason": ""},
        {"entity": "", "numbers": "nonsense", "reason": "x"},
    ):
        response = salma.post(f"/cms/promises/{code}/open/", {**sent, "confirmed": "1"})
        assert response.status_code == 422

    assert cast.count(Rescheduling) == 0
