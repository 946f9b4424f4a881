"""The documents of the API say what it does, and it does what they say."""

import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from django.core.management import call_command

import sawti_api
from sawti_api.openapi import document
from sawti_api.problems import PROBLEMS
from sawti_api.v1.cases import examples
from tests.cast import Cast
from tests.sawti_api.calls import Api

SNAPSHOT = Path(sawti_api.__file__).parent / "openapi.yaml"


def fits(answer: Any, shape: str) -> None:
    """Assert that an answer has the shape of the document: every member, and no other."""
    schemas = document("en")["components"]["schemas"]
    closed = {
        name: {**schema, "additionalProperties": False} if "properties" in schema else schema
        for name, schema in schemas.items()
    }
    jsonschema.validate(
        answer.json(),
        {"$ref": f"#/components/schemas/{shape}", "components": {"schemas": closed}},
        format_checker=jsonschema.FormatChecker(),
    )


def test_the_snapshot_is_what_the_code_says_and_nothing_warns(tmp_path: Path) -> None:
    found = tmp_path / "openapi.yaml"

    call_command(
        "spectacular", lang="en", validate=True, fail_on_warn=True, file=str(found),
        skip_checks=True,
    )  # fmt: skip

    # To take a change over: see api/README.md.
    assert SNAPSHOT.read_text() == found.read_text()


def test_the_document_is_served(api: Api) -> None:
    answer = api.get("/api/v1/openapi.json")

    assert answer["Content-Type"] == "application/json"
    assert answer.json() == yaml.safe_load(SNAPSHOT.read_text())


# RFC 6749, 5.2, has a form of its own.
ANSWERS_AS_OAUTH = ("issue_token", "revoke_token")


def test_every_operation_is_described_and_names_its_refusals() -> None:
    operations = [each for path in document("en")["paths"].values() for each in path.values()]

    assert len(operations) == 68
    assert all(each["summary"] and each["description"] for each in operations)
    assert all(
        set(response["content"]) == {"application/problem+json"}
        for each in operations
        if each["operationId"] not in ANSWERS_AS_OAUTH
        for status, response in each["responses"].items()
        if status >= "400"
    )


def test_answers_have_the_shape_of_the_document(api: Api, fatima: Api, cast: Cast) -> None:
    filed = cast.file_case()
    path = f"/api/v1/staff/cases/{filed.case_id}"
    receipt = {"sawti_receipt": filed.receipt}

    fits(api.file(), "FiledOut")
    fits(api.get(f"/api/v1/cases/{filed.number}", **receipt), "CaseOut")
    fits(api.get("/api/v1/types"), "TypesOut")
    fits(api.get("/api/v1/categories"), "CategoriesOut")
    fits(api.get("/api/v1/entities"), "EntitiesOut")
    fits(api.get("/api/v1/insights"), "InsightsOut")
    fits(fatima.get("/api/v1/staff/cases?limit=1"), "CasePageOut")
    fits(fatima.get(path), "StaffCaseOut")
    fits(fatima.get(f"{path}/holders"), "HoldersOut")
    fits(fatima.post(f"{path}/take", {"version": 1}), "ChangedOut")
    fits(fatima.post(f"{path}/take", {"version": 1}), "ProblemOut")
    fits(api.post("/api/v1/cases", {}), "ProblemOut")
    fits(fatima.post(f"{path}/identity", {"reason": "To call."}), "IdentityOut")
    cast.answer(filed.case_id)
    fits(api.post(f"/api/v1/cases/{filed.number}/rating", {"score": 4}, **receipt), "CaseOut")
    fits(fatima.get(path), "StaffCaseOut")


def test_the_example_of_a_filing_can_be_filed(api: Api) -> None:
    assert api.post("/api/v1/cases", examples.FILING.value).status_code == 201


@pytest.mark.parametrize(("language", "direction"), [("en", "ltr"), ("ar", "rtl")])
def test_people_read_the_document_as_a_page(api: Api, language: str, direction: str) -> None:
    answer = api.client.get("/api/v1/docs/", headers={"Accept-Language": language})

    html = answer.content.decode()
    assert answer.status_code == 200
    assert f'<html lang="{language}" dir="{direction}"' in html
    assert html.count("<h1>") == 1
    assert all(f'id="problem-{code}"' in html for code in PROBLEMS)
    assert html.count('class="sw-method"') == 68


def test_the_page_changes_its_language_by_its_own_link(api: Api) -> None:
    html = api.get("/api/v1/docs/?language=ar").content.decode()

    assert '<html lang="ar" dir="rtl"' in html


def test_the_page_has_no_script_no_style_of_its_own_and_no_foreign_host(api: Api) -> None:
    html = api.get("/api/v1/docs/").content.decode()

    assert "<script" not in html
    assert "style=" not in html
    assert re.findall(r'(?:src|href)="(?:https?:)?//', html) == []


def test_every_id_on_the_page_is_there_once(api: Api) -> None:
    ids = re.findall(r'\bid="([^"]+)"', api.get("/api/v1/docs/").content.decode())

    assert len(ids) == len(set(ids))
