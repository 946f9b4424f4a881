"""POST /api/v1/cases."""

import re
from typing import Any

import pytest

from sawti.cases.models import Applicant, Case, Involvement
from sawti.entities.queries import entity_tree
from tests.cast import Cast
from tests.sawti.cases.secrets import make_confidential
from tests.sawti_api.calls import FILING, KEY, Api, stored


def test_a_filed_case_gives_number_receipt_due_date_and_a_page_to_follow(api: Api) -> None:
    answer = api.file()

    body = answer.json()
    assert answer.status_code == 201
    assert sorted(body) == ["due_at", "number", "receipt", "state", "track_url"]
    assert re.fullmatch(r"BH-[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]", body["number"])
    assert re.fullmatch(r"([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}", body["receipt"])
    assert body["state"] == "received"
    assert re.fullmatch(r"2026-03-\d\dT\d\d:00:00\+03:00", body["due_at"])
    assert body["track_url"] == f"http://bahrain.localhost:8000/en/track/{body['number']}/"
    assert answer["Location"] == f"/api/v1/cases/{body['number']}"
    assert answer["Cache-Control"] == "no-store"


def test_the_page_to_follow_is_in_the_applicants_language(api: Api) -> None:
    assert "/ar/track/" in api.file(language="ar").json()["track_url"]


def test_everything_that_was_sent_reaches_the_case(cast: Cast, api: Api, fatima: Api) -> None:
    contact = {"name": "Sara", "email": "Sara@example.com", "phone": "٣٦١٢٣٤٥٦"}

    number = api.file(place="Road 2708", contact=contact, channel="chatbot").json()["number"]

    row = fatima.get("/api/v1/staff/cases").json()["results"][0]
    case = fatima.get(row["url"]).json()
    assert (case["number"], case["place"], case["channel"]) == (number, "Road 2708", "chatbot")
    assert case["messages"][0]["body"] == FILING["story"]
    with cast.inside(cast.bahrain):
        applicant = Applicant.objects.get(case_id=row["id"])
    assert (applicant.name, applicant.email) == ("Sara", "sara@example.com")
    assert applicant.phone == "+97336123456"


def test_a_case_without_category_and_entity_goes_to_the_triage_entity(api: Api, cast: Cast) -> None:
    body = {name: value for name, value in FILING.items() if name != "category"}

    answer = api.post("/api/v1/cases", body)

    assert answer.status_code == 201


def test_the_same_request_with_the_same_key_files_once_and_gets_the_same_body(
    api: Api, cast: Cast
) -> None:
    first = api.file(key=KEY)
    before = stored(cast)

    again = api.file(key=KEY)

    assert (again.status_code, again.json()) == (201, first.json())
    assert again["Idempotency-Replayed"] == "true"
    assert "Idempotency-Replayed" not in first
    assert stored(cast) == before


def test_the_same_key_with_another_body_is_a_conflict_and_stores_nothing(
    api: Api, cast: Cast
) -> None:
    api.file(key=KEY)
    before = stored(cast)

    answer = api.file(key=KEY, story="Something else.")

    assert (answer.status_code, answer.json()["code"]) == (409, "idempotency_key_reused")
    assert answer["Content-Type"] == "application/problem+json"
    assert stored(cast) == before


def test_the_same_key_in_another_tenant_is_another_key(api: Api, abroad: Api) -> None:
    first = api.file(key=KEY)

    answer = abroad.post(
        "/api/v1/cases",
        {"type": "complaint", "story": "A story.", "language": "ar"},
        idempotency_key=KEY,
    )

    assert answer.status_code == 201
    assert answer.json()["number"] != first.json()["number"]


@pytest.mark.parametrize("key", ["short", "x" * 201, "with a space", "مفتاح طويل", "tab\tinside"])
def test_a_key_that_cannot_be_used_is_told_and_stores_nothing(
    api: Api, cast: Cast, key: str
) -> None:
    before = stored(cast)

    answer = api.file(key=key)

    assert (answer.status_code, answer.json()["code"]) == (400, "idempotency_key_invalid")
    assert answer.json()["errors"][0]["field"] == "Idempotency-Key"
    assert stored(cast) == before


FAULTS: list[Any] = [
    ({"story": None}, "/story", "wrong_type"),
    ({"story": "   "}, "/story", "invalid"),
    ({"story": "x" * 5001}, "/story", "invalid"),
    ({"story": "a\x00b"}, "/story", "invalid"),
    ({"type": "ticket"}, "/type", "invalid"),
    ({"type": 7}, "/type", "wrong_type"),
    ({"language": "xx"}, "/language", "invalid"),
    ({"category": "no-such-category"}, "/category", "invalid"),
    ({"category": "a\x00b"}, "/category", "invalid"),
    ({"entity": "greater-amman-municipality"}, "/entity", "invalid"),
    ({"entity": "00000000-0000-7000-8000-000000000000"}, "/entity", "invalid"),
    ({"place": ["here"]}, "/place", "wrong_type"),
    ({"place": "x" * 201}, "/place", "invalid"),
    ({"channel": "pigeon"}, "/channel", "invalid"),
    ({"contact": "sara@example.com"}, "/contact", "wrong_type"),
    ({"contact": {"email": "sara"}}, "/contact/email", "invalid"),
    ({"contact": {"phone": "12"}}, "/contact/phone", "invalid"),
    ({"contact": {"fax": "12"}}, "/contact/fax", "unknown_field"),
    ({"answers": {"colour": "red"}}, "/answers", "invalid"),
    ({"answers": []}, "/answers", "wrong_type"),
    ({"state": "answered"}, "/state", "unknown_field"),
    ({"tenant": "jordan"}, "/tenant", "unknown_field"),
    ({"due_at": "2030-01-01"}, "/due_at", "unknown_field"),
    ({"a/b~c": 1}, "/a~1b~0c", "unknown_field"),
]


@pytest.mark.parametrize(("changes", "field", "code"), FAULTS)
def test_a_fault_is_named_by_its_field_and_nothing_is_stored(
    api: Api, cast: Cast, changes: dict[str, Any], field: str, code: str
) -> None:
    before = stored(cast)

    answer = api.file(**changes)

    assert (answer.status_code, answer.json()["code"]) == (422, "invalid")
    assert [(e["field"], e["code"]) for e in answer.json()["errors"]] == [(field, code)]
    assert answer.json()["errors"][0]["detail"]
    assert stored(cast) == before


def test_every_fault_is_named_at_once(api: Api) -> None:
    answer = api.post("/api/v1/cases", {"type": "x", "story": "", "language": "xx"})

    assert sorted(e["field"] for e in answer.json()["errors"]) == ["/language", "/story", "/type"]


def test_what_is_missing_is_named(api: Api) -> None:
    answer = api.post("/api/v1/cases", {})

    assert [(e["field"], e["code"]) for e in answer.json()["errors"]] == [
        ("/type", "required"),
        ("/story", "required"),
        ("/language", "required"),
    ]


def test_an_empty_object_of_answers_is_no_fault(api: Api) -> None:
    assert api.file(answers={}).status_code == 201


def test_a_wished_case_is_confidential_and_the_named_employee_is_on_record(
    api: Api, cast: Cast
) -> None:
    make_confidential(cast, "street-lighting", "wish")

    answer = api.file(is_confidential=True, about_employee="Mr Ali of the counter")

    with cast.inside(cast.bahrain):
        case = Case.objects.select_related("confidentiality").get(number=answer.json()["number"])
        named = Involvement.objects.get(case=case)
    assert answer.status_code == 201
    assert (case.confidentiality.code, case.entity_id) == ("integrity", entity_tree_triage(cast))
    assert (named.kind, named.reason) == ("named", "Mr Ali of the counter")


def test_a_wish_that_the_category_does_not_take_is_refused_and_stores_nothing(
    api: Api, cast: Cast
) -> None:
    before = stored(cast)

    answer = api.file(is_confidential=True)

    assert answer.status_code == 422
    assert [each["field"] for each in answer.json()["errors"]] == ["/is_confidential"]
    assert stored(cast) == before


def test_a_wish_that_is_no_boolean_is_refused(api: Api, cast: Cast) -> None:
    before = stored(cast)

    answer = api.file(is_confidential="yes")

    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "/is_confidential")
    assert stored(cast) == before


def entity_tree_triage(cast: Cast) -> Any:
    with cast.inside(cast.bahrain):
        return entity_tree().triage.id
