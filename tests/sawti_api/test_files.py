"""Uploading over the API, using uploads, and reading files back."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from sawti.attachments.models import Attachment
from sawti.cases.models import CaseFile
from tests import hostile
from tests.cast import Cast
from tests.sawti_api.calls import KEY, Api, stored
from tests.sawti_api.test_documents import fits

FILES = "/api/v1/files"


@pytest.fixture(autouse=True)
def _own_folder(files_folder: Path) -> None:
    """Every test here keeps files."""


def upload(api: Api, sent: bytes = b"", name: str = "lamp.jpg", **parts: Any) -> Any:
    file = SimpleUploadedFile(name, sent or hostile.jpeg(), content_type="text/html")
    headers = {"Accept-Language": "en"}
    return api.client.post(FILES, {"file": file, **parts}, headers=headers)


def token_of(api: Api, **changes: Any) -> str:
    return str(upload(api, **changes).json()["token"])


def bytes_at(api: Api, url: str, **headers: str) -> Any:
    """Ask for a file and follow to its bytes, with the same headers."""
    sent_on = api.get(url, **headers)
    assert sent_on.status_code == 302
    return api.get(sent_on["Location"], **headers)


def followed(api: Api, filed: Any) -> Any:
    body = filed.json()
    return api.get(f"/api/v1/cases/{body['number']}", sawti_receipt=body["receipt"])


def test_an_upload_is_answered_with_its_token(api: Api, cast: Cast) -> None:
    answer = upload(api, hostile.jpeg_with_place(), "My lamp.JPEG")

    assert (answer.status_code, answer["Cache-Control"]) == (201, "no-store")
    fits(answer, "UploadOut")
    body = answer.json()
    assert (body["name"], body["media_type"]) == ("My lamp.jpg", "image/jpeg")
    assert (body["width"], body["height"]) == (40, 60)
    assert body["expires_at"] == "2026-03-02T11:00:00+03:00"


def test_whoever_sends_files_and_no_case_is_told_to_send_the_case(
    api: Api, cast: Cast, settings: Any
) -> None:
    settings.SAWTI_FILES_MOST_WAITING_OF_SENDER = 1
    upload(api)

    answer = upload(api)

    assert (answer.status_code, answer.json()["code"]) == (429, "too_many_waiting")
    assert answer.json()["detail"].startswith("1 files were sent from here that no case uses yet.")
    assert cast.count(Attachment) == 1


@pytest.mark.parametrize(
    ("sent", "code", "detail"),
    [
        (hostile.SVG, "file_not_allowed", "neither a picture nor a PDF"),
        (hostile.huge_png(), "file_too_many_pixels", "more than 64 million pixels"),
        (hostile.jpeg() + bytes(11 * 1024 * 1024), "file_too_large", "at most 10 MB"),
    ],
    ids=["svg", "100 MP", "11 MB"],
)
def test_a_refused_file_is_a_fault_of_the_part(
    api: Api, cast: Cast, sent: bytes, code: str, detail: str
) -> None:
    answer = upload(api, sent)

    (fault,) = answer.json()["errors"]
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid")
    assert (fault["field"], fault["code"]) == ("/file", code)
    assert detail in fault["detail"]
    assert cast.count(Attachment) == 0


def test_a_file_of_no_bytes_is_refused(api: Api) -> None:
    headers = {"Accept-Language": "en"}
    answer = api.client.post(FILES, {"file": SimpleUploadedFile("a.jpg", b"")}, headers=headers)

    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (422, "file_empty")


def test_the_body_must_be_multipart_with_one_part(api: Api, cast: Cast) -> None:
    as_json = api.post(FILES, {"file": "x"})
    empty = api.client.post(FILES, {})
    more = upload(api, caption="x")
    twice = api.client.post(
        FILES, {"file": [SimpleUploadedFile(n, hostile.jpeg()) for n in ("a.jpg", "b.jpg")]}
    )
    broken = api.client.post(FILES, b"x", content_type="multipart/form-data; boundary=")

    assert (as_json.status_code, as_json.json()["code"]) == (415, "multipart_expected")
    assert (empty.status_code, empty.json()["errors"][0]["code"]) == (422, "required")
    assert (more.status_code, more.json()["errors"][0]["field"]) == (422, "/caption")
    assert (twice.status_code, twice.json()["errors"][0]["code"]) == (422, "required")
    assert (broken.status_code, broken.json()["code"]) == (400, "bad_request")
    assert cast.count(Attachment) == 0


def test_other_addresses_take_no_large_body(api: Api, cast: Cast) -> None:
    large = SimpleUploadedFile("a.jpg", bytes(300 * 1024))

    page = api.client.post("/en/track/", {"number": "x", "file": large})
    answer = api.client.post("/api/v1/cases", {"file": large})

    assert (page.status_code, answer.status_code) == (400, 415)


def test_files_are_filed_followed_and_read_with_the_receipt(api: Api, cast: Cast) -> None:
    filed = api.file(files=[token_of(api), token_of(api, sent=hostile.pdf(), name="bill.pdf")])

    answer = followed(api, filed)
    photo, bill = answer.json()["messages"][0]["files"]
    receipt = filed.json()["receipt"]
    read = bytes_at(api, photo["url"], sawti_receipt=receipt)
    small = bytes_at(api, f"{photo['url']}?size=small", sawti_receipt=receipt)
    saved = bytes_at(api, bill["url"], sawti_receipt=receipt)

    fits(answer, "CaseOut")
    assert read.getvalue().startswith(b"\xff\xd8")
    assert len(small.getvalue()) > 0
    assert saved.getvalue().startswith(b"%PDF")
    assert read["Content-Type"] == "image/jpeg"
    assert read["Content-Disposition"] == 'inline; filename="lamp.jpg"'
    assert saved["Content-Disposition"] == 'attachment; filename="bill.pdf"'
    assert saved["Content-Security-Policy"].startswith("default-src 'none'")
    assert "sandbox" in saved["Content-Security-Policy"]
    assert (saved["X-Content-Type-Options"], saved["Cache-Control"]) == (
        "nosniff", "private, no-store"
    )  # fmt: skip


def test_a_file_without_its_receipt_is_missing(
    api: Api, abroad: Api, outsider: Api, cast: Cast
) -> None:
    filed = api.file(files=[token_of(api)]).json()
    other = api.file().json()
    url = api.get(f"/api/v1/cases/{filed['number']}", sawti_receipt=filed["receipt"]).json()[
        "messages"
    ][0]["files"][0]["url"]
    elsewhere = url.replace(filed["number"], other["number"])

    statuses = [
        api.get(url, sawti_receipt=other["receipt"]).status_code,
        api.get(elsewhere, sawti_receipt=other["receipt"]).status_code,
        abroad.get(url, sawti_receipt=filed["receipt"]).status_code,
        outsider.get(url, sawti_receipt=filed["receipt"]).status_code,
    ]

    assert statuses == [404, 404, 404, 404]


def test_a_token_is_used_once_and_a_replay_needs_it_no_more(api: Api, cast: Cast) -> None:
    token = token_of(api)
    first = api.file(key=KEY, files=[token])

    again, other = api.file(key=KEY, files=[token]), api.file(files=[token])

    assert again.content == first.content
    assert again["Idempotency-Replayed"] == "true"
    assert (other.status_code, other.json()["code"]) == (422, "files_gone")
    assert other.json()["errors"][0]["field"] == "/files"


def test_files_must_be_a_list_of_texts(api: Api, cast: Cast) -> None:
    before = stored(cast)

    answers = [api.file(files=wrong) for wrong in ("x", [1], [["x"]], {}, ["x"] * 6)]

    assert [answer.status_code for answer in answers] == [422] * 5
    assert [answer.json()["errors"][0]["field"] for answer in answers] == ["/files"] * 5
    assert stored(cast) == before


def test_staff_ask_answer_and_keep_files(api: Api, fatima: Api, cast: Cast) -> None:
    filed = cast.file_case()
    cast.take(filed.case_id)
    path = f"/api/v1/staff/cases/{filed.case_id}"

    kept = fatima.post(f"{path}/files", {"version": 2, "files": [token_of(api, name="in.jpg")]})
    fatima.post(
        f"{path}/answer", {"version": 3, "answer": "Done.", "files": [token_of(api, name="a.jpg")]}
    )

    answer = fatima.get(path)
    seen = api.get(f"/api/v1/cases/{filed.number}", sawti_receipt=filed.receipt)
    (internal,) = answer.json()["internal_files"]
    assert kept.status_code == 200
    fits(answer, "StaffCaseOut")
    assert [file["name"] for file in answer.json()["messages"][-1]["files"]] == ["a.jpg"]
    assert internal["name"] == "in.jpg"
    assert bytes_at(fatima, internal["url"]).getvalue().startswith(b"\xff\xd8")
    assert "in.jpg" not in seen.content.decode()
    assert cast.count(CaseFile) == 2
