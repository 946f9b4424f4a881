"""Mass incidents over the API: as at the desk, for staff and for clients with the scope."""

from typing import Any
from uuid import UUID

import pytest

from sawti.incidents.models import Decision, Incident, Membership
from tests import people
from tests.cast import Cast
from tests.sawti.cases.scenes import history_of
from tests.sawti.incidents.scenes import ANSWERS, ELECTRICITY, NAMES, opened
from tests.sawti_api.calls import Api, statements
from tests.sawti_api.test_clients import bearer, made
from tests.sawti_api.test_documents import fits
from tests.sawti_api.test_problems import told

INCIDENTS = "/api/v1/staff/incidents"
NOWHERE = "01900000-0000-7000-8000-000000000000"
KEY = "power-cut-2026-03-01"
OPEN: dict[str, Any] = {"names": NAMES, "entity": ELECTRICITY, "category": "street-lighting"}
LATER = {"days": 5, "reason": "The transformer comes by ship."}


def gathered(cast: Cast, count: int = 1) -> tuple[str, list[UUID]]:
    """Return the address of an incident of Fatima's with so many cases, and the cases."""
    ids = [cast.file_case().case_id for _ in range(count)]
    return f"{INCIDENTS}/{opened(cast, ids).incident_id}", ids


def answer_all(api: Api, address: str, key: str = KEY, **answers: str) -> Any:
    return api.post(f"{address}/answer", {"answers": answers or ANSWERS}, idempotency_key=key)


def test_an_incident_is_opened_listed_and_read(cast: Cast, fatima: Api) -> None:
    mine, moved = cast.file_case().case_id, cast.file_case().case_id
    cast.transfer(moved, "roads-projects-maintenance")

    answer = fatima.post(INCIDENTS, {**OPEN, "cases": [str(mine), str(moved)]})

    body = answer.json()
    listed, read = fatima.get(INCIDENTS), fatima.get(body["url"])
    cases = fatima.get(f"{body['url']}/cases")
    assert (answer.status_code, body["added"], body["skipped"]) == (201, 1, 1)
    assert answer.headers["Location"] == body["url"]
    assert [(row["id"], row["count"]) for row in listed.json()["results"]] == [(body["id"], 1)]
    assert (read.json()["names"], read.json()["by_state"]) == (NAMES, {"received": 1})
    assert read.json()["languages"] == {"ar": 1}
    assert [row["id"] for row in cases.json()["results"]] == [str(mine)]
    fits(answer, "GatheredOut")
    fits(listed, "IncidentPageOut")
    fits(read, "IncidentOut")
    fits(cases, "CasePageOut")


def test_pages_of_incidents_follow_each_other(cast: Cast, fatima: Api) -> None:
    made_ids = [str(opened(cast, []).incident_id) for _ in range(5)]

    first = fatima.get(f"{INCIDENTS}?limit=2&state=open")
    second = fatima.get(first.json()["next"])
    third = fatima.get(second.json()["next"])

    pages = [[row["id"] for row in page.json()["results"]] for page in (first, second, third)]
    assert [len(page) for page in pages] == [2, 2, 1]
    assert sorted(each for page in pages for each in page) == sorted(made_ids)
    assert first["Link"] == f'<{first.json()["next"]}>; rel="next"'
    assert third.json()["next"] is None
    assert fatima.get(f"{INCIDENTS}?state=closed").json()["results"] == []


@pytest.mark.parametrize("count", [1, 50])
def test_reading_costs_the_same_for_1_as_for_50(cast: Cast, fatima: Api, count: int) -> None:
    address, _ids = gathered(cast, count)
    for _ in range(count - 1):
        opened(cast, [])
    costs = []
    for path in (f"{INCIDENTS}?limit=100", address, f"{address}/cases"):
        fatima.get(path)
        with statements() as found:
            fatima.get(path)
        costs.append(len(found))

    assert costs == [6, 8, 6]


def test_cases_are_put_in_and_taken_out(cast: Cast, fatima: Api) -> None:
    address, (first,) = gathered(cast)
    second = cast.file_case().case_id

    added = fatima.post(f"{address}/cases", {"cases": [str(second), str(first)]})
    out = fatima.client.delete(f"{address}/cases/{first}")
    again = fatima.client.delete(f"{address}/cases/{first}")

    assert (added.status_code, added.json()["added"], added.json()["skipped"]) == (200, 1, 1)
    assert (out.status_code, out.content, again.status_code) == (204, b"", 404)
    assert history_of(first, cast) == ["file", "join", "leave"]
    assert fatima.get(address).json()["count"] == 1


def test_all_cases_are_answered_and_the_progress_is_read(cast: Cast, fatima: Api) -> None:
    address, ids = gathered(cast, 3)

    answer = answer_all(fatima, address)
    cast.take(ids[0])
    cast.answer(ids[0])
    before = fatima.get(answer["Location"])
    cast.deliver()
    after = fatima.get(answer["Location"])

    left = after.json()["skipped_cases"]
    assert (answer.status_code, answer.json()["total"], answer.json()["done"]) == (202, 3, 0)
    assert before.json()["ended_at"] is None
    assert [after.json()[name] for name in ("done", "skipped", "total")] == [2, 1, 3]
    assert [(row["case_id"], row["why"], row["state"]) for row in left] == [
        (str(ids[0]), "state", "answered")
    ]
    assert [cast.case(each).state for each in ids] == ["answered"] * 3
    fits(answer, "DecisionOut")
    fits(after, "DecisionProgressOut")


def test_one_due_date_is_given_to_all(cast: Cast, fatima: Api) -> None:
    address, (case_id,) = gathered(cast)

    answer = fatima.post(f"{address}/due-date", {**LATER, "days": 60}, idempotency_key=KEY)
    cast.deliver()

    assert (answer.status_code, answer.json()["days"]) == (202, 60)
    assert fatima.get(answer["Location"]).json()["done"] == 1
    assert history_of(case_id, cast) == ["file", "join", "extend"]


def test_what_is_sent_twice_with_one_key_is_done_once(cast: Cast, fatima: Api) -> None:
    body = {**OPEN, "cases": [str(cast.file_case().case_id), str(cast.file_case().case_id)]}

    first, second = (fatima.post(INCIDENTS, body, idempotency_key=KEY) for _ in range(2))
    address = first.json()["url"]
    decided, repeated = answer_all(fatima, address), answer_all(fatima, address)

    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json() == second.json()
    assert (decided.status_code, decided.json()) == (202, repeated.json())
    assert (cast.count(Incident), cast.count(Membership), cast.count(Decision)) == (1, 2, 1)


def test_a_key_that_was_used_for_something_else_is_refused(cast: Cast, fatima: Api) -> None:
    opening = fatima.post(INCIDENTS, OPEN, idempotency_key=KEY).json()["url"]
    fatima.post(f"{opening}/cases", {"cases": [str(cast.file_case().case_id)]})
    answer_all(fatima, opening)

    other_name = fatima.post(
        INCIDENTS, {**OPEN, "names": {**NAMES, "en": "Another"}}, idempotency_key=KEY
    )
    other_words = answer_all(fatima, opening, ar="آخر", en="Another")
    other_kind = fatima.post(f"{opening}/due-date", LATER, idempotency_key=KEY)
    maryam = Api(cast.client(people.MARYAM))
    of_another = maryam.post(INCIDENTS, OPEN, idempotency_key=KEY)

    assert {told(answer) for answer in (other_name, other_words, other_kind)} == {
        (409, "idempotency_key_reused")
    }
    assert of_another.status_code == 201
    assert (cast.count(Incident), cast.count(Decision)) == (2, 1)


def test_a_decision_without_a_key_is_refused(cast: Cast, fatima: Api) -> None:
    address, _ids = gathered(cast)

    answer = fatima.post(f"{address}/answer", {"answers": ANSWERS})
    short = answer_all(fatima, address, key="short")

    assert [told(each) for each in (answer, short)] == [(400, "idempotency_key_invalid")] * 2
    assert cast.count(Decision) == 0


@pytest.mark.parametrize(
    ("deed", "body", "fields"),
    [
        ("", {**OPEN, "names": {"ar": NAMES["ar"]}}, ["/names/en"]),
        ("", {**OPEN, "names": {**NAMES, "en": 7}}, ["/names/en"]),
        ("", {**OPEN, "names": {**NAMES, "xx": "?"}}, ["/names/xx"]),
        ("", {**OPEN, "entity": "nobody"}, ["/entity"]),
        ("", {**OPEN, "category": "nothing"}, ["/category"]),
        ("", {**OPEN, "cases": ["1", NOWHERE, "x"]}, ["/cases/0", "/cases/2"]),
        ("", {**OPEN, "cases": [NOWHERE] * 1001}, ["/cases"]),
        ("/public-texts", {"public_texts": {"en": "We know."}}, ["/public_texts/ar"]),
        ("/answer", {"answers": {"en": "Power is back."}}, ["/answers/ar"]),
        ("/due-date", {**LATER, "days": 0}, ["/days"]),
        ("/due-date", {**LATER, "reason": " "}, ["/reason"]),
        ("/close", {"reason": "why"}, ["/reason"]),
    ],
)
def test_what_cannot_be_accepted_is_named(
    cast: Cast, fatima: Api, deed: str, body: Any, fields: list[str]
) -> None:
    address = gathered(cast)[0] if deed else INCIDENTS
    before = cast.count(Incident), cast.count(Decision)

    answer = fatima.post(f"{address}{deed}", body, idempotency_key=KEY)

    assert told(answer) == (422, "invalid")
    assert [fault["field"] for fault in answer.json()["errors"]] == fields
    assert (cast.count(Incident), cast.count(Decision)) == before


def test_what_the_state_does_not_allow_is_a_conflict(cast: Cast, fatima: Api) -> None:
    address, (case_id,) = gathered(cast)
    empty = f"{INCIDENTS}/{opened(cast, []).incident_id}"

    none_open = answer_all(fatima, empty)
    answer_all(fatima, address)
    under_way = fatima.post(f"{address}/close", {})
    second = answer_all(fatima, address, key="another-key")
    cast.deliver()
    closed = fatima.post(f"{address}/close", {})
    after = fatima.post(f"{address}/cases", {"cases": [str(case_id)]})

    assert told(none_open) == (409, "no_open_case")
    assert [told(each) for each in (under_way, second)] == [(409, "decision_under_way")] * 2
    assert (closed.status_code, closed.json()["closed_by"]) == (200, people.FATIMA.name)
    assert told(after) == (409, "incident_closed")


DEEDS: list[Any] = [
    ("cases", {"cases": []}),
    ("public-texts", {"public_texts": {}}),
    ("answer", {"answers": ANSWERS}),
    ("due-date", LATER),
    ("close", {}),
]


@pytest.mark.parametrize(("deed", "body"), DEEDS)
def test_who_may_only_look_is_refused_and_others_find_nothing(
    cast: Cast, outsider: Api, deed: str, body: Any
) -> None:
    address, (case_id,) = gathered(cast)
    khalid, yusuf = Api(cast.client(people.KHALID)), Api(cast.client(people.YUSUF))
    callers = (khalid, yusuf, outsider)

    reads = [each.get(address).status_code for each in callers]
    deeds = [each.post(f"{address}/{deed}", body, idempotency_key=KEY) for each in callers]
    missing = yusuf.post(f"{INCIDENTS}/{NOWHERE}/{deed}", body, idempotency_key=KEY)
    removals = [each.client.delete(f"{address}/cases/{case_id}").status_code for each in callers]

    assert reads == [200, 404, 404]
    assert [each.status_code for each in deeds] == [403, 404, 404]
    assert told(missing) == told(deeds[1]) == told(deeds[2])
    assert removals == [403, 404, 404]
    assert [each.get(INCIDENTS).json()["results"] == [] for each in callers] == [False, True, True]
    assert (cast.count(Decision), cast.count(Membership)) == (0, 1)


def test_nobody_opens_one_for_an_entity_whose_cases_are_not_theirs(
    cast: Cast, outsider: Api, api: Api
) -> None:
    khalid, yusuf = Api(cast.client(people.KHALID)), Api(cast.client(people.YUSUF))

    statuses = [each.post(INCIDENTS, OPEN).status_code for each in (khalid, yusuf, outsider, api)]

    assert statuses == [403, 403, 422, 401]
    assert cast.count(Incident) == 0


@pytest.mark.parametrize(("deed", "body"), DEEDS)
def test_a_client_reads_with_one_scope_and_decides_with_another(
    cast: Cast, clock: Any, deed: str, body: Any
) -> None:
    address, _ids = gathered(cast)
    scopes = ("cases:read", "cases:answer")
    without = bearer(cast, made(cast, scopes=scopes))
    with_it = bearer(cast, made(cast, name="Crisis room", scopes=(*scopes, "incidents:decide")))
    client = Api(cast.client())

    read = client.client.get(address, headers=without).status_code
    refused = client.post(f"{address}/{deed}", body, idempotency_key=KEY, **without)
    done = client.post(f"{address}/{deed}", body, idempotency_key=KEY, **with_it)

    assert read == 200
    assert told(refused) == (403, "insufficient_scope")
    assert done.status_code in (200, 202)
