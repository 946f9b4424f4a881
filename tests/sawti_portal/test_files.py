"""Photos and documents on the portal: added, refused, removed, sent, seen by the right visitor."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from sawti.attachments.models import Attachment
from sawti.cases.models import CaseFile
from tests import hostile
from tests.cast import STORY, Cast
from tests.sawti_portal.conftest import Visitor

PICTURE = re.compile(r'<img src="([^"]+)"')
TOKEN = re.compile(r'name="kept_file" value="([^"]+)"')


@pytest.fixture(autouse=True)
def _own_folder(files_folder: Path) -> None:
    """Every test here keeps files."""


def photo(name: str = "lamp.jpg", sent: bytes = b"") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, sent or hostile.jpeg_with_place())


def tell(visitor: Visitor, *files: SimpleUploadedFile, **changes: Any) -> Any:
    """Answer the step of the story with files."""
    values = {"story": STORY, "place": "", "files": list(files), **changes}
    return visitor.client.post(f"/{visitor.language}/file/story/", values)


def test_a_photo_is_sent_with_the_case_and_confirmed(cast: Cast, visitor: Visitor, clock: Any):
    visitor.answer("")
    told = tell(visitor, photo(), photo("bill.pdf", hostile.pdf()))
    visitor.answer("about/")
    visitor.answer("contact/")
    check = visitor.get("file/check/")

    filed = visitor.send()

    assert told.status_code == 303
    assert re.findall(r"<bdi>(lamp.jpg|bill.pdf)</bdi>", check.text) == ["lamp.jpg", "bill.pdf"]
    assert len(PICTURE.findall(check.text)) == 1
    assert "<li><bdi>lamp.jpg</bdi></li>" in filed.text
    assert cast.count(CaseFile) == 2


def test_sent_twice_the_files_are_in_one_case(cast: Cast, visitor: Visitor, clock: Any):
    visitor.answer("")
    tell(visitor, photo())
    visitor.answer("about/")
    visitor.answer("contact/")
    draft = visitor.client.cookies["draft"].value
    first = visitor.send()
    visitor.client.cookies["draft"] = draft

    again = visitor.send()

    assert again.text.count("<li><bdi>lamp.jpg</bdi></li>") == 1
    assert re.findall('class="sw-big">[^<]+<', again.text) == re.findall(
        'class="sw-big">[^<]+<', first.text
    )
    assert cast.count(CaseFile) == 1


@pytest.mark.parametrize(
    ("file", "told"),
    [
        (photo("x.svg", hostile.SVG), "is neither a picture nor a PDF."),
        (photo("x.docx", hostile.zip_bomb()), "is neither a picture nor a PDF."),
        (photo("x.png", hostile.huge_png()), "has more than 64 million pixels."),
        (photo("x.jpg", bytes(11 * 1024 * 1024)), "A file may have at most 10 MB."),
        (photo("x.pdf", hostile.encrypted_pdf()), "is protected by a password."),
    ],
    ids=["svg", "docx", "100 MP", "11 MB", "encrypted"],
)
def test_a_refused_file_keeps_the_words_and_the_good_file(
    cast: Cast, visitor: Visitor, clock: Any, file: SimpleUploadedFile, told: str
):
    visitor.answer("")

    response = tell(visitor, photo(), file, place="Road 2708")

    assert response.status_code == 422
    assert response.text.count(told) == 2  # in the summary and at the field
    assert STORY in response.text
    assert "Road 2708" in response.text
    assert len(TOKEN.findall(response.text)) == 1
    assert len(TOKEN.findall(visitor.get("file/story/").text)) == 1
    assert cast.count(Attachment) == 1


def test_a_file_of_no_bytes_is_told(visitor: Visitor, clock: Any):
    visitor.answer("")

    response = tell(visitor, SimpleUploadedFile("empty.jpg", b""))

    assert response.status_code == 422
    assert "is empty. Choose it again." in response.text


def test_without_a_story_the_files_stay(visitor: Visitor, clock: Any):
    visitor.answer("")

    response = tell(visitor, photo(), story="")

    assert response.status_code == 422
    assert len(TOKEN.findall(response.text)) == 1


def test_a_sixth_file_is_refused_and_five_stay(cast: Cast, visitor: Visitor, clock: Any):
    visitor.answer("")
    tell(visitor, *(photo() for _ in range(4)))

    response = tell(visitor, photo(), photo())

    assert response.status_code == 422
    assert response.text.count("Send at most 5 files at a time.") == 2
    assert cast.count(Attachment) == 5


def test_a_file_can_be_removed(cast: Cast, visitor: Visitor, clock: Any):
    visitor.answer("")
    tell(visitor, photo(), photo("other.jpg"))
    first, _second = TOKEN.findall(visitor.get("file/story/").text)

    response = tell(visitor, remove_file=first)

    assert response.status_code == 303
    assert "lamp.jpg" not in visitor.get("file/story/").text
    assert "other.jpg" in visitor.get("file/story/").text
    assert cast.count(Attachment) == 1


def test_only_the_browser_of_the_draft_sees_its_files(cast: Cast, visitor: Visitor, clock: Any):
    visitor.answer("")
    tell(visitor, photo())
    (address,) = PICTURE.findall(visitor.get("file/story/").text)
    other = Visitor(cast.client())
    other.answer("")
    abroad = cast.client(tenant="jordan")
    abroad.cookies["draft"] = visitor.client.cookies["draft"].value

    seen = visitor.client.get(address, follow=True)

    assert seen.getvalue().startswith(b"\xff\xd8")
    assert (seen["Content-Type"], seen["Cache-Control"]) == ("image/jpeg", "private, no-store")
    assert "sandbox" in seen["Content-Security-Policy"]
    assert other.client.get(address).status_code == 404
    assert abroad.get(address).status_code == 404


def test_an_upload_of_another_browser_cannot_be_taken_over_without_its_token(
    cast: Cast, visitor: Visitor, clock: Any
):
    visitor.answer("")
    tell(visitor, photo())
    (address,) = PICTURE.findall(visitor.get("file/story/").text)
    other, file_id = Visitor(cast.client()), address.split("/")[-2]
    other.answer("")

    tell(other, kept_file=[file_id, "x"], remove_file=[file_id])

    assert TOKEN.findall(other.get("file/story/").text) == []
    assert cast.count(Attachment) == 1


def test_the_applicant_sees_the_files_and_replies_with_one(
    cast: Cast, visitor: Visitor, clock: Any
):
    filed = cast.file_case(files=(cast.upload().token,))
    cast.take(filed.case_id)
    cast.ask(filed.case_id)
    visitor.open_case(filed.number, filed.receipt)
    path = f"/en/track/{filed.number}/"
    (address,) = PICTURE.findall(visitor.client.get(path).text)

    refused = visitor.client.post(path, {"reply": "", "files": [photo("seven.jpg")]})
    (token,) = TOKEN.findall(refused.text)
    sent = visitor.client.post(path, {"reply": "Number 7.", "kept_file": [token]})

    assert visitor.client.get(address, follow=True).getvalue().startswith(b"\xff\xd8")
    assert (refused.status_code, sent.status_code) == (422, 303)
    assert "seven.jpg" in visitor.client.get(path).text
    assert cast.client().get(address).status_code == 404
    assert cast.client(tenant="jordan").get(address).status_code == 404
