"""Receipt, answer and case file as PDF by API."""

from typing import Any

import pytest

from sawti.cases.facts import Filed
from sawti.documents.models import Document
from tests import people
from tests.cast import Cast
from tests.sawti_api.calls import Api
from tests.sawti_api.test_documents import fits


@pytest.fixture
def answered(cast: Cast, clock: Any) -> Filed:
    filed = cast.file_case()
    cast.take(filed.case_id)
    cast.answer(filed.case_id)
    return filed


def ask(api: Api, filed: Filed, kind: str = "answer", language: str = "ar") -> Any:
    return api.post(
        f"/api/v1/cases/{filed.number}/documents",
        {"kind": kind, "language": language},
        sawti_receipt=filed.receipt,
    )


def ask_as_staff(api: Api, filed: Filed, kind: str = "case_file") -> Any:
    path = f"/api/v1/staff/cases/{filed.case_id}/documents"
    return api.post(path, {"kind": kind, "language": "en"})


@pytest.mark.parametrize("kind", ["receipt", "answer"])
def test_the_applicant_asks_waits_and_fetches(
    api: Api, cast: Cast, answered: Filed, kind: str
) -> None:
    asked = ask(api, answered, kind)
    cast.deliver()

    ready = api.get(asked.json()["url"], sawti_receipt=answered.receipt)
    pdf = api.get(ready.json()["file_url"], sawti_receipt=answered.receipt)

    fits(asked, "DocumentOut")
    assert (asked.status_code, asked["Retry-After"]) == (202, "2")
    assert (asked.json()["progress"], asked.json()["file_url"]) == ("preparing", None)
    assert ready.json()["progress"] == "ready"
    assert (pdf["Content-Type"], pdf["Cache-Control"]) == ("application/pdf", "no-store")
    assert pdf.content.startswith(b"%PDF")
    assert answered.receipt not in str(asked.json())


def test_the_file_is_not_there_before_it_is_drawn(api: Api, answered: Filed) -> None:
    url = ask(api, answered).json()["url"]

    assert api.get(f"{url}/file", sawti_receipt=answered.receipt).status_code == 404


def test_nobody_fetches_with_another_receipt_or_from_another_case(
    api: Api, abroad: Api, cast: Cast, answered: Filed
) -> None:
    other = cast.file_case()
    url = ask(api, answered).json()["url"]
    cast.deliver()
    misplaced = url.replace(answered.number, other.number)

    statuses = [
        api.get(f"{url}/file", sawti_receipt=other.receipt).status_code,
        api.get(f"{misplaced}/file", sawti_receipt=other.receipt).status_code,
        abroad.get(f"{url}/file", sawti_receipt=answered.receipt).status_code,
    ]

    assert statuses == [404, 404, 404]


@pytest.mark.parametrize(
    ("kind", "language", "status", "code"),
    [
        ("case_file", "ar", 422, "invalid"),
        ("answer", "fr", 422, "invalid"),
    ],
)
def test_what_the_applicant_cannot_have_is_refused(
    api: Api, cast: Cast, answered: Filed, kind: str, language: str, status: int, code: str
) -> None:
    answer = ask(api, answered, kind, language)

    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert cast.count(Document) == 0


def test_a_case_without_an_answer_has_no_letter(api: Api, cast: Cast) -> None:
    answer = ask(api, cast.file_case())

    assert (answer.status_code, answer.json()["code"]) == (409, "no_answer_yet")


def test_staff_fetch_what_they_asked_for_and_nobody_else_does(
    fatima: Api, cast: Cast, answered: Filed
) -> None:
    url = ask_as_staff(fatima, answered).json()["url"]
    cast.deliver()

    own = fatima.get(f"{url}/file")
    others = [
        Api(cast.client(person)).get(f"{url}/file").status_code
        for person in (people.MARYAM, people.YUSUF, people.OMAR)
    ]

    assert own.content.startswith(b"%PDF")
    assert others == [404, 404, 404]


def test_without_the_libraries_the_service_is_unavailable(
    api: Api, answered: Filed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sawti.documents.steps.missing_libraries", lambda: ("libpango-1.0.so.0",))

    answer = ask(api, answered)

    assert (answer.status_code, answer.json()["code"]) == (503, "documents_unavailable")
