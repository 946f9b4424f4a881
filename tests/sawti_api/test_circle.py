"""Who may know of a case, over the API: the same rules and records as at the desk."""

from typing import Any
from uuid import UUID

import pytest
from django.conf import settings

from sawti.accounts.models import Staff
from sawti.audit.models import Entry
from sawti.cases.models import HistoryRow, Involvement
from sawti.entities.actions import appoint
from sawti.lib import clock as time
from sawti.tenancy.context import tenant_context
from tests import people
from tests.cast import Cast
from tests.sawti.cases.secrets import (
    HOME,
    add_class,
    add_officer,
    name_conflict,
    take_part,
)
from tests.sawti_api.calls import Api, stored
from tests.sawti_api.test_problems import told
from tests.sql import statements

CASES = "/api/v1/staff/cases"
NOBODY = "01900000-0000-7000-8000-000000000000"
WHY = "She knows the contractor."


@pytest.fixture(autouse=True)
def officer(cast: Cast, clock: Any) -> Staff:
    """A class `integrity`, and Noor as its officer in the department of electricity."""
    add_class(cast, names={"en": "Integrity", "ar": "النزاهة"})
    return add_officer(cast)


def caller(cast: Cast, person: people.Person) -> Api:
    return Api(cast.client(person))


def circle(cast: Cast, case_id: UUID, person: people.Person) -> Any:
    return caller(cast, person).get(f"{CASES}/{case_id}/circle").json()


def events(cast: Cast, case_id: UUID) -> list[tuple[str, UUID, str]]:
    with cast.inside(cast.bahrain):
        rows = Entry.objects.filter(object_id=case_id).exclude(event="access.denied").order_by("id")
        return list(rows.values_list("event", "actor_id", "reason"))


def test_who_acts_reads_the_class_those_who_take_part_and_the_conflicts(cast: Cast) -> None:
    filed = cast.file_case(about_employee="The inspector")
    take_part(cast, filed.case_id, cast.yusuf, "reader", by=cast.maryam)
    name_conflict(cast, filed.case_id, staff_id=cast.khalid.id)

    found = circle(cast, filed.case_id, people.MARYAM)

    (part,), (conflict,) = found.pop("participants"), found.pop("conflicts")
    assert found == {
        "version": 2,
        "confidentiality": None,
        "may_classify": True,
        "classes": [{"code": "integrity", "name": "Integrity"}],
        "named": ["The inspector"],
    }
    UUID(part.pop("id"))
    assert part == {
        "name": people.YUSUF.name,
        "kind": "reader",
        "since_at": "2026-03-01T11:00:00+03:00",
        "until_at": None,
        "reason": WHY.replace("contractor", "matter"),
        "may_end": True,
    }
    assert (conflict["name"], conflict["may_end"]) == (people.KHALID.name, True)


def test_who_only_reads_is_refused_and_who_sees_nothing_learns_nothing(cast: Cast) -> None:
    filed = cast.file_case()
    path = f"{CASES}/{filed.case_id}/circle"

    statuses = {
        person.email: caller(cast, person).get(path).status_code
        for person in (people.KHALID, people.YUSUF, people.LAYLA, people.OMAR)
    }

    assert list(statuses.values()) == [403, 404, 404, 404]
    assert Api(cast.client()).get(path).status_code == 401


def test_a_class_comes_over_the_api_and_the_caller_loses_the_case(cast: Cast) -> None:
    filed = cast.file_case()
    body = {"version": 1, "confidentiality": "integrity", "reason": "Conduct."}

    answer = caller(cast, people.MARYAM).post(f"{CASES}/{filed.case_id}/classify", body)
    again = caller(cast, people.MARYAM).get(f"{CASES}/{filed.case_id}")

    assert (answer.status_code, answer.json()["version"]) == (200, 2)
    assert again.status_code == 404
    assert circle(cast, filed.case_id, people.NOOR)["confidentiality"] == {
        "code": "integrity",
        "name": "Integrity",
    }
    assert events(cast, filed.case_id) == [("case.classified", cast.maryam.id, "Conduct.")]
    with cast.inside(cast.bahrain):
        assert HistoryRow.objects.get(case_id=filed.case_id, event="classify").reason == "Conduct."


def test_the_class_is_taken_away_with_an_empty_code(cast: Cast) -> None:
    filed = cast.file_case()
    deed, noor = f"{CASES}/{filed.case_id}/classify", caller(cast, people.NOOR)
    body = {"version": 1, "confidentiality": "integrity", "reason": "Conduct."}
    caller(cast, people.MARYAM).post(deed, body)

    answer = noor.post(deed, {"version": 2, "confidentiality": "", "reason": "A mistake."})

    assert answer.status_code == 200
    assert cast.case(filed.case_id).confidentiality_id is None


def test_a_colleague_takes_part_until_somebody_ends_it(cast: Cast, fatima: Api) -> None:
    filed = cast.file_case()
    path = f"{CASES}/{filed.case_id}"
    body = {"colleague": str(cast.yusuf.id), "kind": "helper", "reason": WHY}

    added = fatima.post(f"{path}/participants", body)
    during = caller(cast, people.YUSUF).get(path).status_code
    (part,) = circle(cast, filed.case_id, people.FATIMA)["participants"]
    ended = fatima.post(f"{path}/involvements/{part['id']}/end", {"reason": "Done."})
    once_more = fatima.post(f"{path}/involvements/{part['id']}/end", {"reason": "Done."})

    assert (added.status_code, added.json()["version"], during) == (200, 1, 200)
    assert (ended.status_code, once_more.status_code) == (200, 404)
    assert caller(cast, people.YUSUF).get(path).status_code == 404
    assert [(event, reason) for event, _, reason in events(cast, filed.case_id)] == [
        ("participant.added", WHY),
        ("participant.removed", "Done."),
    ]


def test_a_conflict_is_entered_by_who_acts_and_lifted_by_who_classifies(
    cast: Cast, fatima: Api
) -> None:
    filed = cast.file_case()
    path = f"{CASES}/{filed.case_id}"
    body = {"version": 1, "colleague": str(cast.khalid.id), "reason": "It is about him."}

    entered = fatima.post(f"{path}/conflicts", body)
    hidden = caller(cast, people.KHALID).get(path).status_code
    (conflict,) = circle(cast, filed.case_id, people.FATIMA)["conflicts"]
    end = f"{path}/involvements/{conflict['id']}/end"
    refused = fatima.post(end, {"reason": "A mistake."})
    lifted = caller(cast, people.MARYAM).post(end, {"reason": "A mistake."})

    assert (entered.status_code, hidden, conflict["may_end"]) == (200, 404, False)
    assert (refused.status_code, lifted.status_code) == (403, 200)
    assert caller(cast, people.KHALID).get(path).status_code == 200


def test_a_conflict_of_an_entity_moves_the_case_on(cast: Cast) -> None:
    filed = cast.file_case()
    body = {"version": 1, "entity": HOME, "reason": "About its own people."}

    answer = caller(cast, people.MARYAM).post(f"{CASES}/{filed.case_id}/conflicts", body)

    assert answer.json()["entity"]["code"] == "electricity-water-authority"
    assert caller(cast, people.FATIMA).get(f"{CASES}/{filed.case_id}").status_code == 404


@pytest.mark.parametrize(
    ("deed", "body", "field"),
    [
        ("classify", {"version": 1, "confidentiality": "none", "reason": "x"}, "/confidentiality"),
        ("classify", {"version": 1, "confidentiality": "", "reason": "x"}, "/confidentiality"),
        ("classify", {"version": 1, "confidentiality": "integrity", "reason": " "}, "/reason"),
        ("classify", {"version": 1, "reason": "x"}, "/confidentiality"),
        ("participants", {"colleague": NOBODY, "kind": "helper", "reason": "x"}, "/colleague"),
        ("participants", {"colleague": "me", "kind": "helper", "reason": "x"}, "/colleague"),
        ("participants", {"colleague": NOBODY, "kind": "conflict", "reason": "x"}, "/kind"),
        ("conflicts", {"version": 1, "reason": "x"}, "/colleague"),
        ("conflicts", {"version": 1, "colleague": NOBODY, "reason": "x"}, "/colleague"),
        ("conflicts", {"version": 1, "entity": "none", "reason": "x"}, "/colleague"),
        ("conflicts", {"version": 1, "staff": "x", "entity": HOME, "reason": "x"}, "/staff"),
        (f"involvements/{NOBODY}/end", {"reason": ""}, "/reason"),
    ],
)
def test_what_can_not_be_done_is_said_at_its_member_and_changes_nothing(
    cast: Cast, deed: str, body: dict[str, Any], field: str
) -> None:
    filed = cast.file_case()
    before = stored(cast), cast.count(Involvement)

    answer = caller(cast, people.MARYAM).post(f"{CASES}/{filed.case_id}/{deed}", body)

    assert told(answer) == (422, "invalid")
    assert answer.json()["errors"][0]["field"] == field
    assert (stored(cast), cast.count(Involvement)) == before


@pytest.mark.parametrize(
    ("deed", "more"),
    [("classify", {"confidentiality": "integrity"}), ("conflicts", {"entity": HOME})],
)
def test_what_somebody_else_changed_meanwhile_is_a_conflict(
    cast: Cast, deed: str, more: dict[str, str]
) -> None:
    filed = cast.file_case()
    cast.take(filed.case_id)
    body = {"version": 1, "reason": "why", **more}

    answer = caller(cast, people.MARYAM).post(f"{CASES}/{filed.case_id}/{deed}", body)

    assert told(answer) == (409, "case_changed")
    assert cast.case(filed.case_id).confidentiality_id is None
    assert cast.count(Involvement) == 0


def test_colleagues_are_listed_for_who_acts_without_programs(cast: Cast, fatima: Api) -> None:
    filed = cast.file_case()
    with cast.writing(cast.bahrain):
        Staff.objects.create(email="c@clients.invalid", name="Program", language="en")

    found = fatima.get(f"{CASES}/{filed.case_id}/colleagues").json()["results"]
    refused = caller(cast, people.KHALID).get(f"{CASES}/{filed.case_id}/colleagues")

    names = [each["name"] for each in found]
    assert {"id": str(cast.yusuf.id), "name": people.YUSUF.name} in found
    assert "Program" not in names
    assert people.OMAR.name not in names
    assert refused.status_code == 403


def test_that_one_of_the_staff_filed_it_is_not_told_to_who_opens_no_identity(cast: Cast) -> None:
    own = cast.applicant(people.Applicant(people.FATIMA.email))
    filed = cast.file_case(person_id=own.id)
    with tenant_context(cast.bahrain):
        appoint(
            staff=cast.staff(people.LAYLA), entity_id=None, post="operation_room", at=time.now()
        )
    with cast.inside(cast.bahrain):
        row = Involvement.objects.get()
    end = f"{CASES}/{filed.case_id}/involvements/{row.id}/end"

    hidden = circle(cast, filed.case_id, people.LAYLA)["conflicts"]
    (shown,) = circle(cast, filed.case_id, people.MARYAM)["conflicts"]
    refused = caller(cast, people.LAYLA).post(end, {"reason": "A mistake."})

    assert (hidden, shown["name"], refused.status_code) == ([], "", 404)
    with cast.inside(cast.bahrain):
        assert Involvement.objects.get().until_at is None


@pytest.mark.parametrize("rows", [1, 50])
def test_a_circle_costs_the_same_however_many_take_part(cast: Cast, fatima: Api, rows: int) -> None:
    filed = cast.file_case()
    with cast.writing(cast.bahrain):
        Involvement.objects.bulk_create(
            Involvement(case_id=filed.case_id, kind="reader", staff=cast.yusuf, since_at=time.now())
            for _ in range(rows)
        )
    path = f"{CASES}/{filed.case_id}/circle"
    fatima.get(path)

    with statements() as sent:
        found = fatima.get(path)

    assert len(found.json()["participants"]) == rows
    assert len(sent) == 5


def test_a_session_that_only_looks_reads_no_circle(cast: Cast) -> None:
    filed = cast.file_case()
    client = cast.client(people.SALMA)
    client.post(f"/desk/staff/{cast.fatima.id}/view/")

    assert settings.SESSION_COOKIE_NAME in client.cookies
    assert Api(client).get(f"{CASES}/{filed.case_id}").status_code == 200
    assert Api(client).get(f"{CASES}/{filed.case_id}/circle").status_code == 403
