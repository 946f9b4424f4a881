"""Files at the desk: with answers and questions, among staff, and who opens them."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from sawti.cases.models import CaseFile
from tests import hostile, people
from tests.cast import Cast

LINK = re.compile(r'<a class="sw-file" href="([^"]+)"')
TOKEN = re.compile(r'name="kept_file" value="([^"]+)"')


@pytest.fixture(autouse=True)
def _own_folder(files_folder: Path) -> None:
    """Every test here keeps files."""


def photo(name: str, sent: bytes = b"") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, sent or hostile.jpeg())


def test_an_answer_goes_out_with_a_photo(cast: Cast, clock: Any):
    filed, fatima = cast.file_case(), cast.client(people.FATIMA)
    cast.take(filed.case_id)
    path = f"/desk/cases/{filed.case_id}/"

    response = fatima.post(
        f"{path}answer/", {"version": 2, "answer": "تم.", "files": [photo("done.jpg")]}
    )

    (address,) = LINK.findall(fatima.get(path).text)
    assert response.status_code == 303
    assert fatima.get(address, follow=True).getvalue().startswith(b"\xff\xd8")
    assert fatima.get(f"{address}?size=small", follow=True).getvalue().startswith(b"\xff\xd8")


def test_a_refused_file_or_a_conflict_loses_neither_words_nor_files(cast: Cast, clock: Any):
    filed, fatima = cast.file_case(), cast.client(people.FATIMA)
    cast.take(filed.case_id)
    path = f"/desk/cases/{filed.case_id}/"
    files = [photo("done.jpg"), photo("x.svg", hostile.SVG)]

    refused = fatima.post(f"{path}answer/", {"version": 2, "answer": "words", "files": files})
    (token,) = TOKEN.findall(refused.text)
    late = fatima.post(f"{path}answer/", {"version": 1, "answer": "words", "kept_file": [token]})
    again = fatima.post(f"{path}answer/", {"version": 2, "answer": "words", "kept_file": [token]})

    assert (refused.status_code, late.status_code, again.status_code) == (422, 409, 303)
    assert "words" in refused.text
    assert TOKEN.findall(late.text) == [token]
    assert cast.count(CaseFile) == 1


def test_a_preview_keeps_the_files(cast: Cast, clock: Any):
    filed, fatima = cast.file_case(), cast.client(people.FATIMA)
    cast.take(filed.case_id)
    body = {"version": 2, "answer": "words", "step": "preview", "files": [photo("done.jpg")]}

    response = fatima.post(f"/desk/cases/{filed.case_id}/answer/", body)

    assert response.status_code == 200
    assert len(TOKEN.findall(response.text)) == 1
    assert cast.count(CaseFile) == 0


def test_a_file_for_colleagues_is_seen_by_staff_of_the_case_only(cast: Cast, clock: Any):
    filed, fatima = cast.file_case(), cast.client(people.FATIMA)
    path = f"/desk/cases/{filed.case_id}/"
    kept = fatima.post(f"{path}keep/", {"version": 1, "files": [photo("plan.pdf", hostile.pdf())]})
    (address,) = LINK.findall(fatima.get(path).text)
    clients = [cast.client(who) for who in (people.KHALID, people.YUSUF, people.NOOR, people.OMAR)]

    saved = fatima.get(address, follow=True)

    assert kept.status_code == 303
    assert saved["Content-Disposition"] == 'attachment; filename="plan.pdf"'
    assert saved.getvalue().startswith(b"%PDF")
    statuses = [client.get(address).status_code for client in clients[1:]]
    assert clients[0].get(address, follow=True).getvalue().startswith(b"%PDF")
    assert statuses == [404, 404, 404]
    assert cast.client().get(address).status_code == 303


def test_without_a_file_nothing_is_added(cast: Cast, clock: Any):
    filed, fatima = cast.file_case(), cast.client(people.FATIMA)

    response = fatima.post(
        f"/desk/cases/{filed.case_id}/keep/?language=en",
        {"version": 1},
        headers={"Accept-Language": "en"},
    )

    assert response.status_code == 422
    assert "Choose a file first." in response.text
