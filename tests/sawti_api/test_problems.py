"""Whatever goes wrong under /api/ is a problem detail in the reader's language, never a page."""

from typing import Any

import pytest
from django.test import Client, RequestFactory

from sawti.cases.errors import (
    CaseChanged,
    CaseNotFound,
    KeyReused,
    TooManyReceipts,
    TransitionNotAllowed,
)
from sawti.lib.errors import Invalid, InvalidInput, Missing, NotPermitted
from sawti_api.problems import PROBLEMS, plain_problem
from sawti_api.v1.cases import views
from tests import people
from tests.cast import Cast
from tests.sawti_api.calls import FILING, Api, stored

JSON = "application/json"
BODIES: list[Any] = [
    pytest.param(b"{", JSON, 400, "invalid_json", id="broken JSON"),
    pytest.param(b'{"type": NaN}', JSON, 400, "invalid_json", id="NaN"),
    pytest.param(b'{"story": "\xff\xfe"}', JSON, 400, "invalid_json", id="not UTF-8"),
    pytest.param(b'{"story": "a\x00b"}', JSON, 400, "invalid_json", id="a NUL byte"),
    pytest.param(b'{"story": "\\ud800"}', JSON, 400, "invalid_json", id="half a surrogate pair"),
    pytest.param(b'{"\\udfff": 1}', JSON, 400, "invalid_json", id="half a pair in a name"),
    pytest.param(b"9" * 5000, JSON, 400, "invalid_json", id="a number without end"),
    pytest.param(b"[" * 100_000, JSON, 400, "json_too_deep", id="no bottom"),
    pytest.param(b'{"a":' * 9 + b"1" + b"}" * 9, JSON, 400, "json_too_deep", id="nine levels"),
    pytest.param(b"[]", JSON, 400, "not_an_object", id="a list"),
    pytest.param(b'"story"', JSON, 400, "not_an_object", id="a text"),
    pytest.param(b"null", JSON, 400, "not_an_object", id="null"),
    pytest.param(b"{}", "text/plain", 415, "unsupported_media_type", id="plain text"),
    pytest.param(b"a=1", "application/x-www-form-urlencoded", 415, "unsupported_media_type",
                 id="a form"),
    pytest.param(b"--x--", "multipart/form-data; boundary=x", 415, "unsupported_media_type",
                 id="an upload"),
    pytest.param(b"{}", "application/json; charset=utf-16", 415, "unsupported_media_type",
                 id="UTF-16"),
    pytest.param(b'{"story": "' + b"x" * 5_000_000 + b'"}', JSON, 413, "body_too_large",
                 id="five megabytes"),
]  # fmt: skip


def told(answer: Any) -> tuple[int, str]:
    """Return status and code, having checked the form of the problem."""
    body = answer.json()
    assert answer["Content-Type"] == "application/problem+json"
    assert body["status"] == answer.status_code
    assert body["type"] == f"/api/v1/docs/#problem-{body['code']}"
    assert body["title"]
    assert body["detail"]
    assert "%" not in body["detail"]
    return answer.status_code, body["code"]


@pytest.mark.parametrize(("body", "content_type", "status", "code"), BODIES)
def test_a_body_that_cannot_be_read_is_told_and_stores_nothing(
    api: Api, cast: Cast, body: bytes, content_type: str, status: int, code: str
) -> None:
    before = stored(cast)

    answer = api.post("/api/v1/cases", body, content_type=content_type)

    assert told(answer) == (status, code)
    assert stored(cast) == before


@pytest.mark.parametrize(("body", "content_type", "status", "code"), BODIES)
def test_the_same_bodies_are_told_to_staff_too(
    fatima: Api, cast: Cast, body: bytes, content_type: str, status: int, code: str
) -> None:
    filed = cast.file_case()
    before = stored(cast)

    answer = fatima.post(
        f"/api/v1/staff/cases/{filed.case_id}/take", body, content_type=content_type
    )

    assert told(answer) == (status, code)
    assert stored(cast) == before


@pytest.mark.parametrize(
    "path",
    ["/api/", "/api/v1", "/api/v2/cases", "/api/v1/cases/", "/api/v1/nothing", "/api/v1/staff/",
     "/api/v1/staff/cases/7", "/api/v1/docs", "/api/%00", "/api/v1/cases/a/b/c"],
)  # fmt: skip
@pytest.mark.parametrize("method", ["get", "post", "put", "delete", "options"])
def test_an_address_that_leads_nowhere_is_a_problem(api: Api, path: str, method: str) -> None:
    answer = api.client.generic(method.upper(), path)

    assert told(answer) == (404, "not_found")


def test_a_wrong_method_is_told_with_the_right_ones(api: Api) -> None:
    answer = api.client.delete("/api/v1/cases", headers={"Accept-Language": "en"})

    assert told(answer) == (405, "method_not_allowed")
    assert "DELETE" in answer.json()["detail"]
    assert answer["Allow"] == "POST, OPTIONS"


def test_options_names_the_methods_and_says_nothing_else(api: Api) -> None:
    answer = api.client.options("/api/v1/types")

    assert (answer.status_code, answer.content, answer["Allow"]) == (
        204, b"", "GET, HEAD, OPTIONS",
    )  # fmt: skip


def test_what_the_caller_accepts_does_not_turn_a_problem_into_a_page(api: Api) -> None:
    assert told(api.get("/api/v1/nothing", accept="text/html")) == (404, "not_found")


def test_a_body_in_chunks_is_asked_for_its_length(cast: Cast) -> None:
    answer = cast.client().generic(
        "POST", "/api/v1/cases", headers={"Transfer-Encoding": "chunked"}
    )

    assert told(answer) == (411, "length_required")


def test_a_problem_speaks_the_readers_language(api: Api) -> None:
    english = api.get("/api/v1/nothing").json()["detail"]
    arabic = api.client.get("/api/v1/nothing", headers={"Accept-Language": "ar"})

    assert english == "We found nothing here. Check the address or the number."
    assert arabic["Content-Language"] == "ar"


def test_a_fault_of_ours_is_a_problem_without_details_and_is_logged(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*args: Any, **kwargs: Any) -> None:
        raise RuntimeError("a secret of the server")

    monkeypatch.setattr(views, "file_case", fail)
    client = Client(HTTP_HOST="bahrain.localhost:8000", raise_request_exception=False)

    answer = Api(client).post("/api/v1/cases", FILING)

    assert told(answer) == (500, "server_error")
    assert b"secret" not in answer.content
    assert "fault in the API at api/v1/cases" in caplog.text


def test_an_instance_is_a_path_without_query(api: Api) -> None:
    body = api.get("/api/v1/%D8%A7?receipt=secret").json()

    assert body["instance"] == "/api/v1/%D8%A7"


def test_an_error_handler_of_the_project_can_answer_the_same_way(cast: Cast) -> None:
    answer = plain_problem(RequestFactory().get("/api/v1/types"), "server_error")

    assert answer.status_code == 500
    assert answer["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize(
    "error",
    [CaseChanged, CaseNotFound, KeyReused, TooManyReceipts, TransitionNotAllowed, Invalid,
     InvalidInput, Missing, NotPermitted],
)  # fmt: skip
def test_every_refusal_of_the_domain_is_a_documented_code(error: Any) -> None:
    assert error.code in PROBLEMS


def test_staff_need_the_token_against_forgery(cast: Cast) -> None:
    filed = cast.file_case()
    before = stored(cast)
    client = Client(HTTP_HOST="bahrain.localhost:8000", enforce_csrf_checks=True)
    client.cookies["session"] = cast.session_of(people.FATIMA)

    answer = Api(client).post(f"/api/v1/staff/cases/{filed.case_id}/take", {"version": 1})

    assert told(answer) == (403, "csrf_failed")
    assert stored(cast) == before


def test_with_the_token_staff_are_let_in(cast: Cast, fatima: Api) -> None:
    filed = cast.file_case()
    token = "a" * 32
    client = Client(HTTP_HOST="bahrain.localhost:8000", enforce_csrf_checks=True)
    client.cookies["session"] = cast.session_of(people.FATIMA)
    client.cookies["csrf"] = token

    answer = Api(client).post(
        f"/api/v1/staff/cases/{filed.case_id}/take", {"version": 1}, x_csrftoken=token
    )

    assert answer.status_code == 200
