"""Staff over the API: who sees what, paging, changes and conflicts."""

from typing import Any

import pytest

from sawti.audit.models import Entry
from tests import people
from tests.cast import Cast
from tests.sawti_api.calls import Api, stored
from tests.sawti_api.test_problems import told

CASES = "/api/v1/staff/cases"
CHANGES: list[Any] = [
    ("take", {"version": 1}),
    ("ask", {"version": 1, "question": "Which one?"}),
    ("answer", {"version": 1, "answer": "Done."}),
    ("transfer", {"version": 1, "entity": "tawasul-office", "reason": "Not ours."}),
    ("identity", {"reason": "We have to call back."}),
]


def test_without_a_session_staff_addresses_say_how_to_sign_in(api: Api, cast: Cast) -> None:
    answer = api.get(CASES)

    assert told(answer) == (401, "not_authenticated")
    assert answer["WWW-Authenticate"] == (
        'Cookie realm="staff", form-action="/desk/sign-in/", cookie-name="session"'
    )


def test_a_session_of_another_tenants_host_is_none_here(cast: Cast, api: Api) -> None:
    api.client.cookies["session"] = cast.session_of(people.OMAR)

    assert told(api.get(CASES)) == (401, "not_authenticated")


def test_a_list_has_the_cases_of_ones_entities_only(cast: Cast, fatima: Api, clock: Any) -> None:
    filed = cast.file_case()
    yusuf, khalid = Api(cast.client(people.YUSUF)), Api(cast.client(people.KHALID))
    noor, omar = Api(cast.client(people.NOOR)), Api(cast.client(people.OMAR))

    seen = [[row["number"] for row in who.get(CASES).json()["results"]]
            for who in (fatima, khalid, yusuf, noor, omar)]  # fmt: skip

    assert seen == [[filed.number], [filed.number], [], [], []]


def test_a_row_says_what_a_list_needs(cast: Cast, fatima: Api) -> None:
    filed = cast.file_case()

    row = fatima.get(CASES).json()["results"][0]

    assert row == {
        "id": str(filed.case_id),
        "number": filed.number,
        "state": "received",
        "state_name": "Received",
        "type": "Complaint",
        "category": row["category"],
        "entity": {"code": "ewa-electricity-distribution", "name": row["entity"]["name"]},
        "importance": {"code": row["importance"]["code"], "name": row["importance"]["name"]},
        "holder": "",
        "received_at": "2026-03-01T11:00:00+03:00",
        "due_at": row["due_at"],
        "is_overdue": False,
        "reopenings": 0,
        "url": f"{CASES}/{filed.case_id}",
    }


def test_pages_follow_each_other_without_gap_or_repetition(cast: Cast, fatima: Api) -> None:
    filed = {cast.file_case(on=f"2026-03-0{day}T08:00Z").number for day in (1, 1, 1, 2, 3)}

    first = fatima.get(f"{CASES}?limit=2&queue=all")
    second = fatima.get(first.json()["next"])
    third = fatima.get(second.json()["next"])

    pages = [[row["number"] for row in page.json()["results"]] for page in (first, second, third)]
    assert [len(page) for page in pages] == [2, 2, 1]
    assert {number for page in pages for number in page} == filed
    assert first["Link"] == f'<{first.json()["next"]}>; rel="next"'
    assert first.json()["next"].startswith(f"{CASES}?")
    assert third.json()["next"] is None
    assert "Link" not in third


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("queue=mine", "queue"),
        ("limit=0", "limit"),
        ("limit=101", "limit"),
        ("limit=ten", "limit"),
        ("limit=" + "9" * 5000, "limit"),
        ("cursor=%00", "cursor"),
        ("cursor=bm9uZQ==", "cursor"),
        # An instant 23 hours east of UTC, which PostgreSQL has no offset for.
        (
            "cursor=MjAyNi0wMy0wMVQwODowMDowMCsyMzowMHwwMTkwMDAwMC0wMDAwLTcwMDAt"
            "ODAwMC0wMDAwMDAwMDAwMDA=",
            "cursor",
        ),
        ("limit=" + "0" * 5000 + "1", "limit"),
        ("order=due", "order"),
        ("limit=1&limit=2", "limit"),
    ],
)
def test_a_parameter_that_cannot_be_used_is_named(fatima: Api, query: str, field: str) -> None:
    answer = fatima.get(f"{CASES}?{query}")

    assert told(answer) == (422, "invalid")
    assert [fault["field"] for fault in answer.json()["errors"]] == [field]


def test_a_case_tells_staff_everything_but_who_filed_it(cast: Cast, fatima: Api) -> None:
    filed = cast.file_case()

    answer = fatima.get(f"{CASES}/{filed.case_id}")

    body = answer.json()
    assert answer.status_code == 200
    assert (body["version"], body["allowed"]) == (1, ["take", "assign", "transfer"])
    assert body["messages"][0]["kind"] == "story"
    assert body["history"][0]["event"] == "file"
    assert "sara@example.com" not in str(body)


def test_missing_other_entity_and_other_tenant_are_answered_alike(
    cast: Cast, fatima: Api, outsider: Api
) -> None:
    filed = cast.file_case()
    yusuf = Api(cast.client(people.YUSUF))
    missing = fatima.get(f"{CASES}/00000000-0000-7000-8000-000000000000").json()

    other_entity = yusuf.get(f"{CASES}/{filed.case_id}").json()
    other_tenant = outsider.get(f"{CASES}/{filed.case_id}").json()

    del missing["instance"], other_entity["instance"], other_tenant["instance"]
    assert missing["status"] == 404
    assert missing == other_entity == other_tenant


@pytest.mark.parametrize(("verb", "body"), CHANGES)
def test_nobody_changes_what_they_may_not_see(
    cast: Cast, outsider: Api, verb: str, body: Any
) -> None:
    filed = cast.file_case()
    yusuf, noor = Api(cast.client(people.YUSUF)), Api(cast.client(people.NOOR))
    abroad = {**body, "entity": "prime-ministry"} if "entity" in body else body
    path = f"{CASES}/{filed.case_id}/{verb}"
    before = stored(cast)

    answers = [yusuf.post(path, body), noor.post(path, body), outsider.post(path, abroad)]

    assert [told(answer) for answer in answers] == [(404, "not_found")] * 3
    assert stored(cast) == before


@pytest.mark.parametrize(("verb", "body"), CHANGES)
def test_who_may_only_look_is_refused(cast: Cast, clock: Any, verb: str, body: Any) -> None:
    filed = cast.file_case()
    before = stored(cast)

    answer = Api(cast.client(people.KHALID)).post(f"{CASES}/{filed.case_id}/{verb}", body)

    assert told(answer) == (403, "not_permitted")
    assert stored(cast) == before


@pytest.mark.parametrize(("verb", "body"), CHANGES)
def test_a_change_needs_a_session(cast: Cast, api: Api, verb: str, body: Any) -> None:
    filed = cast.file_case()
    before = stored(cast)

    assert told(api.post(f"{CASES}/{filed.case_id}/{verb}", body)) == (401, "not_authenticated")
    assert stored(cast) == before


def test_a_case_travels_from_taken_to_answered(cast: Cast, fatima: Api, api: Api) -> None:
    filed = cast.file_case()
    path = f"{CASES}/{filed.case_id}"

    taken = fatima.post(f"{path}/take", {"version": 1}).json()
    asked = fatima.post(f"{path}/ask", {"version": 2, "question": "Which one?"}).json()
    api.post(f"/api/v1/cases/{filed.number}/reply", {"reply": "7"}, sawti_receipt=filed.receipt)
    answered = fatima.post(f"{path}/answer", {"version": 4, "answer": "Mended."}).json()

    assert [(c["state"], c["version"]) for c in (taken, asked, answered)] == [
        ("open", 2), ("waiting", 3), ("answered", 5),
    ]  # fmt: skip
    seen = api.get(f"/api/v1/cases/{filed.number}", sawti_receipt=filed.receipt).json()
    assert [m["body"] for m in seen["messages"][1:]] == ["Which one?", "7", "Mended."]


def test_a_transferred_case_belongs_to_the_other_entity(cast: Cast, fatima: Api) -> None:
    filed = cast.file_case()
    body = {"version": 1, "entity": "roads-projects-maintenance", "reason": "A road sign."}

    answer = fatima.post(f"{CASES}/{filed.case_id}/transfer", body)

    assert answer.status_code == 200
    assert answer.json()["entity"]["code"] == "roads-projects-maintenance"
    assert fatima.get(f"{CASES}/{filed.case_id}").status_code == 404
    assert Api(cast.client(people.YUSUF)).get(f"{CASES}/{filed.case_id}").status_code == 200


def test_an_old_version_is_a_conflict_that_says_where_the_case_stands(
    cast: Cast, fatima: Api
) -> None:
    filed = cast.file_case()
    cast.take(filed.case_id, by=cast.maryam)
    before = stored(cast)

    answer = fatima.post(f"{CASES}/{filed.case_id}/take", {"version": 1})

    assert told(answer) == (409, "case_changed")
    assert (answer.json()["state"], answer.json()["version"]) == ("open", 2)
    assert stored(cast) == before


def test_what_the_state_does_not_allow_is_a_conflict_too(cast: Cast, fatima: Api) -> None:
    filed = cast.file_case()
    before = stored(cast)

    answer = fatima.post(f"{CASES}/{filed.case_id}/answer", {"version": 1, "answer": "Done."})

    assert told(answer) == (409, "transition_not_allowed")
    assert (answer.json()["state"], answer.json()["version"]) == ("received", 1)
    assert stored(cast) == before


@pytest.mark.parametrize(
    ("verb", "body", "field"),
    [
        ("take", {}, "/version"),
        ("take", {"version": "1"}, "/version"),
        ("take", {"version": True}, "/version"),
        ("take", {"version": 1, "state": "answered"}, "/state"),
        ("transfer", {"version": 1, "entity": "x", "reason": "y"}, "/entity"),
        ("transfer", {"version": 1, "entity": "greater-amman-municipality", "reason": "y"},
         "/entity"),
        ("transfer", {"version": 1, "entity": "tawasul-office", "reason": ""}, "/reason"),
        ("identity", {"reason": " "}, "/reason"),
    ],
)  # fmt: skip
def test_a_change_that_cannot_be_read_changes_nothing(
    cast: Cast, fatima: Api, verb: str, body: Any, field: str
) -> None:
    filed = cast.file_case()
    before = stored(cast)

    answer = fatima.post(f"{CASES}/{filed.case_id}/{verb}", body)

    assert told(answer) == (422, "invalid")
    assert answer.json()["errors"][0]["field"] == field
    assert stored(cast) == before


def test_who_filed_a_case_is_opened_with_a_reason_that_is_kept(cast: Cast, fatima: Api) -> None:
    filed = cast.file_case()

    answer = fatima.post(f"{CASES}/{filed.case_id}/identity", {"reason": "To call back."})

    assert answer.json() == {
        "name": "سارة",
        "email": "sara@example.com",
        "phone": "",
        "represents": "",
        "representation": "",
        "representation_state": "",
        "national_id": "",
        "address": "",
        "company": "",
        "company_number": "",
        "company_state": "",
    }
    assert answer["Cache-Control"] == "no-store"
    with cast.inside(cast.bahrain):
        entry = Entry.objects.get(event="identity.opened")
    assert (entry.object_id, entry.reason) == (filed.case_id, "To call back.")
