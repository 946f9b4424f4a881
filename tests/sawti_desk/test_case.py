import html
import re

import pytest
from django.conf import settings
from django.test import Client

from sawti.audit.models import Entry
from sawti.cases.models import HistoryRow, Message
from sawti.outbox.models import Message as OutboxRow
from tests import people
from tests.cast import STORY, Cast, utc
from tests.people import Person
from tests.sql import statements

OUTSIDERS = [people.YUSUF, people.NOOR, people.OMAR]
ACTIONS = {
    "take": {},
    "ask": {"question": "Which lamp post?"},
    "answer": {"answer": "It is repaired."},
    "transfer": {"entity": "roads-projects-maintenance", "reason": "It stands on a road."},
    "identity": {"reason": "To call back"},
}


def reader(cast: Cast, person: Person = people.FATIMA) -> Client:
    client = cast.client(person)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return client


def address(case_id: object, action: str = "") -> str:
    return f"/desk/cases/{case_id}/{action}/" if action else f"/desk/cases/{case_id}/"


def post(cast: Cast, filed, action: str, person: Person = people.FATIMA, **typed: str):
    """Send an action with the version that the page shows now."""
    version = str(cast.case(filed.case_id).version)
    return reader(cast, person).post(
        address(filed.case_id, action), {"version": version, **ACTIONS[action], **typed}
    )


def traces(cast: Cast) -> tuple[int, int, int]:
    """Count what a change leaves: history, messages, outbox."""
    with cast.inside(cast.bahrain):
        return HistoryRow.objects.count(), Message.objects.count(), OutboxRow.objects.count()


def words(page: str) -> str:
    """Return the text of a page, without markup and invisible direction marks."""
    text = html.unescape(re.sub(r"<[^>]+>", " ", page))
    return " ".join(re.sub("[\u2066-\u2069]", "", text).split())


def test_the_page_shows_all_that_staff_need(cast: Cast, clock):
    filed = cast.file_case(on="2026-02-22T08:00Z", place="شارع ٢٧")
    cast.take(filed.case_id)
    cast.ask(filed.case_id)
    cast.reply(filed.case_id, on="2026-03-02T08:00Z")

    page = words(reader(cast).get(address(filed.case_id)).text)

    assert filed.number in page
    assert STORY in page
    assert "شارع ٢٧" in page
    assert "Website" in page
    assert "أي عمود؟" in page
    assert "العمود رقم ٧" in page
    assert f"Taken into work Sunday 1 March 2026, 11:00 By {people.FATIMA.name}." in page


def test_the_page_says_why_the_case_is_due_when_it_is(cast: Cast, clock):
    filed = cast.file_case()

    page = words(reader(cast).get(address(filed.case_id)).text)

    assert (
        "The answer is due at the end of 14 working days, by the policy standard, version 1. "
        "The day of receipt is not counted." in page
    )


def test_the_identity_of_the_applicant_is_not_on_the_page(cast: Cast, clock):
    filed = cast.file_case()

    page = reader(cast).get(address(filed.case_id)).text

    assert "سارة" not in page
    assert "sara@example.com" not in page


def test_only_what_is_allowed_now_is_offered(cast: Cast, clock):
    filed = cast.file_case()
    fresh = reader(cast).get(address(filed.case_id)).text
    cast.take(filed.case_id)
    taken = reader(cast).get(address(filed.case_id)).text
    cast.answer(filed.case_id)
    answered = reader(cast).get(address(filed.case_id)).text

    assert offered(fresh) == {
        *("take", "assign", "transfer", "escalate"),
        *("note", "keep", "identity"),
    }
    assert offered(taken) == {
        *("answer", "ask", "assign", "transfer", "wait", "escalate"),
        *("note", "keep", "identity"),
    }
    assert offered(answered) == {"note", "keep", "identity"}


def offered(page: str) -> set[str]:
    """Return what may be done with the case; a PDF of it may always be asked for."""
    return set(re.findall(r'action="/desk/cases/[^/]+/(\w+)/"', page)) - {"documents"}


def test_a_head_reads_the_case_and_is_offered_nothing(cast: Cast, clock):
    filed = cast.file_case()

    page = reader(cast, people.KHALID).get(address(filed.case_id)).text

    assert offered(page) == set()
    assert "You may read this case." in page


@pytest.mark.parametrize("action", ACTIONS)
def test_a_head_may_do_nothing_with_a_case(cast: Cast, clock, action: str):
    filed = cast.file_case()
    before = traces(cast)

    response = post(cast, filed, action, people.KHALID)

    assert response.status_code == 403
    assert cast.case(filed.case_id).state == "received"
    assert traces(cast) == before


def test_taking_a_case_makes_the_taker_its_holder(cast: Cast, clock):
    filed = cast.file_case()

    response = post(cast, filed, "take")

    case = cast.case(filed.case_id)
    assert (response.status_code, response.headers["Location"]) == (303, address(filed.case_id))
    assert (case.state, case.holder_id) == ("open", cast.fatima.id)


def test_the_next_page_says_once_what_was_done(cast: Cast, clock):
    filed = cast.file_case()
    client = reader(cast)
    client.post(address(filed.case_id, "take"), {"version": "1"})

    first, second = (client.get(address(filed.case_id)).text for _ in range(2))

    assert f"You have taken case {filed.number}." in first
    assert "You have taken" not in second


def test_a_question_waits_for_the_applicant(cast: Cast, clock):
    filed = cast.file_case()
    cast.take(filed.case_id)

    response = post(cast, filed, "ask", question="First line\r\nsecond line")

    assert response.status_code == 303
    assert cast.case(filed.case_id).state == "waiting"
    page = reader(cast).get(address(filed.case_id)).text
    assert "First line<br>second line" in page


def test_an_answer_ends_the_case(cast: Cast, clock):
    filed = cast.file_case()
    cast.take(filed.case_id)

    response = post(cast, filed, "answer")

    assert response.status_code == 303
    assert cast.case(filed.case_id).state == "answered"
    assert "It is repaired." in reader(cast).get(address(filed.case_id)).text


def test_a_transferred_case_leaves_the_sight_of_whoever_sent_it(cast: Cast, clock):
    filed = cast.file_case()

    response = post(cast, filed, "transfer")

    assert (response.status_code, response.headers["Location"]) == (303, "/desk/")
    assert reader(cast).get(address(filed.case_id)).status_code == 404
    page = words(reader(cast, people.YUSUF).get(address(filed.case_id)).text)
    assert "Reason: It stands on a road." in page
    assert f"By {people.FATIMA.name}." in page


def test_entities_to_transfer_to_are_grouped_by_sector_without_the_present_one(cast: Cast, clock):
    filed = cast.file_case()

    page = reader(cast).get(address(filed.case_id)).text

    assert '<optgroup label="Health">' in page
    assert 'value="roads-projects-maintenance"' in page
    assert 'value="ewa-electricity-distribution"' not in page


@pytest.mark.parametrize(
    ("action", "typed", "fault"),
    [
        ("ask", {"question": " "}, "Write the question."),
        ("answer", {"answer": ""}, "Write the answer."),
        ("answer", {"answer": "x" * 10_001}, "Shorten the text to 10000 characters; it has 10001."),
        ("answer", {"answer": "a\x00b"}, "This text has a character that cannot be stored."),
        ("transfer", {"entity": "", "reason": "Typed words"}, "Choose an entity."),
        ("transfer", {"entity": "greater-amman-municipality"}, "There is no such entity."),
        ("transfer", {"entity": "ewa-electricity-distribution"}, "This entity has the case"),
        ("transfer", {"reason": "x" * 301}, "Shorten the text to 300 characters; it has 301."),
        ("identity", {"reason": ""}, "Write why you need the applicant&#x27;s identity."),
    ],
)
def test_what_can_not_be_accepted_is_said_at_the_field_and_kept(
    cast: Cast, clock, action: str, typed: dict[str, str], fault: str
):
    filed = cast.file_case()
    cast.take(filed.case_id)
    before = traces(cast)

    response = post(cast, filed, action, **typed)

    assert response.status_code == 422
    assert "<title>Error: " in response.text
    assert response.text.count(fault) == 2  # in the summary and at the field
    assert kept(action, typed) in html.unescape(response.text)
    assert traces(cast) == before


def kept(action: str, typed: dict[str, str]) -> str:
    """Return the last thing typed: the words, never the entity that was not in the list."""
    return list({**ACTIONS[action], **typed}.values())[-1]


def test_of_two_officers_the_second_is_told_what_the_first_did_and_loses_no_word(cast: Cast, clock):
    filed = cast.file_case()
    cast.take(filed.case_id)
    seen = {"version": "2"}
    post(cast, filed, "ask", people.MARYAM)
    before = traces(cast)

    response = reader(cast).post(
        address(filed.case_id, "answer"), {**seen, "answer": "A long careful answer"}
    )

    page = words(response.text)
    assert response.status_code == 409
    assert "Somebody else has changed case" in page
    assert "It is now: Waiting for the applicant." in page
    assert f"By {people.MARYAM.name}." in page
    assert "A long careful answer" in page
    assert "It has not been sent." in page
    assert cast.case(filed.case_id).state == "waiting"
    assert traces(cast) == before


def test_words_that_came_too_late_stay_in_their_form_where_there_is_one(cast: Cast, clock):
    filed = cast.file_case()
    cast.take(filed.case_id)
    stale = {"version": "1", "answer": "A long careful answer"}

    response = reader(cast).post(address(filed.case_id, "answer"), stale)

    assert response.status_code == 409
    assert re.search(r"<textarea[^>]*id=\"answer_answer\"[^>]*>\s*A long careful", response.text)
    assert 'name="version" value="2"' in response.text


def test_an_action_that_the_state_does_not_allow_is_a_conflict(cast: Cast, clock):
    filed = cast.file_case()

    response = post(cast, filed, "answer")

    assert response.status_code == 409
    assert "Possible now: Take, Assign, Transfer." in words(response.text)
    assert cast.case(filed.case_id).state == "received"


@pytest.mark.parametrize("version", ["", "x", "-1", "٣", "9" * 400])
def test_a_version_that_we_did_not_make_is_a_conflict(cast: Cast, clock, version: str):
    filed = cast.file_case()

    response = reader(cast).post(address(filed.case_id, "take"), {"version": version})

    assert response.status_code == 409
    assert cast.case(filed.case_id).state == "received"


def test_the_identity_is_shown_for_a_reason_and_on_record(cast: Cast, clock):
    filed = cast.file_case()

    response = post(cast, filed, "identity")

    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "no-store"
    assert "سارة" in response.text
    assert "sara@example.com" in response.text
    assert entries(cast) == [("identity.opened", cast.fatima.id, filed.case_id, "To call back")]


def test_a_refused_look_at_the_identity_is_on_record_too(cast: Cast, clock):
    filed = cast.file_case()

    response = post(cast, filed, "identity", people.KHALID)

    assert response.status_code == 403
    assert "سارة" not in response.text
    assert entries(cast) == [("identity.refused", cast.khalid.id, filed.case_id, "To call back")]


def entries(cast: Cast) -> list[tuple[object, ...]]:
    with cast.inside(cast.bahrain):
        rows = Entry.objects.filter(event__startswith="identity.")
        return list(rows.values_list("event", "actor_id", "object_id", "reason"))


def test_an_applicant_who_gave_nothing_has_no_identity_to_show(cast: Cast, clock):
    from sawti.cases.facts import Contact

    filed = cast.file_case(contact=Contact())

    response = post(cast, filed, "identity")

    assert "The applicant gave no name, e-mail address or phone number." in response.text


def test_a_case_costs_at_most_ten_statements(cast: Cast, clock):
    filed = cast.file_case()
    cast.take(filed.case_id)
    cast.ask(filed.case_id)
    cast.reply(filed.case_id)
    client = reader(cast)
    client.get(address(filed.case_id))

    with statements() as found:
        client.get(address(filed.case_id))

    assert len(found) == 10


@pytest.mark.parametrize(("action", "count"), [("ask", 12), ("answer", 11), ("transfer", 13)])
def test_a_change_costs_at_most_fifteen_statements(cast: Cast, clock, action: str, count: int):
    filed = cast.file_case()
    cast.take(filed.case_id)
    client = reader(cast)
    client.get(address(filed.case_id))

    with statements() as found:
        client.post(address(filed.case_id, action), {"version": "2", **ACTIONS[action]})

    assert len(found) == count


def test_a_late_case_says_when_its_date_passed(cast: Cast, clock):
    filed = cast.file_case(on="2026-02-22T08:00Z")
    clock.move_to(utc("2026-03-16T08:00Z"))
    cast.take(filed.case_id)

    page = words(reader(cast).get(address(filed.case_id)).text)

    assert "Overdue by 2 working days" in page
    assert "Due date passed Thursday 12 March 2026, 14:00" in page
