"""Incidents at the desk: ticked cases or a whole list, one answer after a preview, and the case."""

import re
from typing import Any

from sawti.incidents.models import Decision, Incident, Membership
from tests import people
from tests.cast import Cast
from tests.sawti.incidents.scenes import ANSWERS, NAMES, answered, opened
from tests.sawti_desk.test_queue import reader

GATHER = "/desk/incidents/gather/"
TYPED = {
    "step": "do",
    "incident": "new",
    "entity": "ewa-electricity-distribution",
    "names_ar": NAMES["ar"],
    "names_en": NAMES["en"],
}


def address(incident_id: Any, rest: str = "") -> str:
    return f"/desk/incidents/{incident_id}/{rest}"


def test_ticked_cases_are_put_into_a_new_incident(cast: Cast, clock: Any) -> None:
    ids = [cast.file_case().case_id for _ in range(2)]
    client = reader(cast, people.FATIMA)

    asked = client.post(GATHER, {"case": [f"{each}:1" for each in ids]})
    done = client.post(GATHER, {"case": [str(each) for each in ids], **TYPED}, follow=True)

    assert "2 cases are chosen." in asked.text
    assert "2 cases are in the incident now, 0 skipped." in done.text
    assert NAMES["en"] in done.text
    assert cast.count(Membership) == 2


def test_all_that_a_filter_finds_is_put_into_an_incident(cast: Cast, clock: Any) -> None:
    cases = [cast.file_case().case_id for _ in range(3)]
    cast.take(cases[0])
    client = reader(cast, people.FATIMA)

    client.post(f"{GATHER}?queue=queue&state=received", {"which": "every", **TYPED})

    assert cast.count(Membership) == 2


def test_a_name_that_is_missing_is_asked_for(cast: Cast, clock: Any) -> None:
    case_id = cast.file_case().case_id

    page = reader(cast, people.FATIMA).post(GATHER, {"case": str(case_id), **TYPED, "names_ar": ""})

    assert page.status_code == 422
    assert cast.count(Incident) == 0


def test_one_answer_is_previewed_in_every_language_and_then_given(cast: Cast, clock: Any) -> None:
    ids = [cast.file_case().case_id, cast.file_case(language="en").case_id]
    incident_id = opened(cast, ids).incident_id
    client = reader(cast, people.FATIMA)
    typed = {f"answers_{language}": text for language, text in ANSWERS.items()}

    half = client.post(address(incident_id, "answer/"), {"step": "preview", "answers_ar": "تم"})
    preview = client.post(address(incident_id, "answer/"), {"step": "preview", **typed})
    key = re.findall(r'name="key" value="([^"]+)"', preview.text)[0]
    done = client.post(address(incident_id, "answer/"), {"step": "do", "key": key, **typed})
    again = client.post(address(incident_id, "answer/"), {"step": "do", "key": key, **typed})
    cast.deliver()
    page = client.get(done.headers["Location"])

    assert half.status_code == 422
    assert [text in preview.text for text in ANSWERS.values()] == [True, True]
    assert again.headers["Location"] == done.headers["Location"]
    assert cast.count(Decision) == 1
    assert "2 of 2 cases done, 0 skipped." in page.text
    assert [cast.case(each).state for each in ids] == ["answered", "answered"]


def test_one_due_date_is_set_after_a_preview(cast: Cast, clock: Any) -> None:
    case_id = cast.file_case().case_id
    incident_id = opened(cast, [case_id]).incident_id
    client = reader(cast, people.FATIMA)
    typed = {"days": "60", "reason": "The transformer comes by ship."}

    preview = client.post(address(incident_id, "due-date/"), {"step": "preview", **typed})
    key = re.findall(r'name="key" value="([^"]+)"', preview.text)[0]
    before = cast.case(case_id).due_at
    client.post(address(incident_id, "due-date/"), {"step": "do", "key": key, **typed})
    cast.deliver()

    assert cast.case(case_id).due_at > before
    assert "The transformer comes by ship." in client.get(f"/desk/cases/{case_id}/").text


def test_the_page_of_a_case_names_its_incident_and_tells_when_it_joined(
    cast: Cast, clock: Any
) -> None:
    case_id = cast.file_case().case_id
    incident_id = opened(cast, [case_id]).incident_id
    client = reader(cast, people.FATIMA)

    during = client.get(f"/desk/cases/{case_id}/").text
    client.post(address(incident_id, f"cases/{case_id}/remove/"))
    after = client.get(f"/desk/cases/{case_id}/").text

    assert f'href="{address(incident_id)}"' in during
    assert "Put into an incident" in during
    assert f'href="{address(incident_id)}"' not in after
    assert "Taken out of an incident" in after


def test_the_skipped_are_listed_with_the_reason_and_unseen_ones_without_a_number(
    cast: Cast, clock: Any
) -> None:
    done, gone = cast.file_case(), cast.file_case()
    incident_id = opened(cast, [done.case_id, gone.case_id]).incident_id
    decision = answered(cast, incident_id)
    cast.take(done.case_id)
    cast.answer(done.case_id)
    cast.transfer(gone.case_id, "roads-projects-maintenance")
    cast.deliver()

    page = reader(cast, people.FATIMA).get(address(incident_id, f"decisions/{decision.id}/"))

    assert "It was meanwhile: Answered." in page.text
    assert cast.case(done.case_id).number in page.text
    assert "A case that you do not see" in page.text
    assert cast.case(gone.case_id).number not in page.text


def test_who_only_reads_sees_an_incident_and_decides_nothing(cast: Cast, clock: Any) -> None:
    incident_id = opened(cast, [cast.file_case().case_id]).incident_id
    client = reader(cast, people.KHALID)

    page, answer = client.get(address(incident_id)), client.get(address(incident_id, "answer/"))
    closing = client.post(address(incident_id, "close/"))

    assert (page.status_code, answer.status_code, closing.status_code) == (200, 403, 403)
    assert "Answer all open cases" not in page.text


def test_the_other_tenant_and_the_other_entity_find_no_incident(cast: Cast, clock: Any) -> None:
    incident_id = opened(cast, [cast.file_case().case_id]).incident_id

    found = [
        reader(cast, person).get(address(incident_id)).status_code
        for person in (people.OMAR, people.YUSUF, people.NOOR)
    ]

    assert found == [404, 404, 404]
