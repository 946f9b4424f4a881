"""What strangers send, inspected in a process of its own: drawn anew, or refused with a reason."""

import io
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from sawti.attachments.inspection import child
from sawti.attachments.inspection.apart import Cleaned, cleaned
from sawti.attachments.inspection.sniffing import Unacceptable
from tests import hostile


def inspected(folder: Path, sent: bytes) -> Cleaned:
    (folder / child.SOURCE).write_bytes(sent)
    return cleaned(folder)


def refusal(folder: Path, sent: bytes) -> tuple[str, dict[str, int]]:
    with pytest.raises(Unacceptable) as refused:
        inspected(folder, sent)
    assert not (folder / child.SMALL).exists()
    return refused.value.code, refused.value.figures


@pytest.mark.parametrize(
    ("sent", "media_type", "size"),
    [
        (hostile.jpeg(), "image/jpeg", (60, 40)),
        (hostile.heic(), "image/jpeg", (64, 64)),
        (hostile.png_with_text(), "image/png", (60, 40)),
        (hostile.gif(), "image/png", (60, 40)),
        (hostile.webp(), "image/webp", (60, 40)),
    ],
    ids=["jpeg", "heic", "png", "gif", "webp"],
)
def test_a_picture_is_drawn_anew_and_only_its_pixels_go_on(
    tmp_path: Path, sent: bytes, media_type: str, size: tuple[int, int]
) -> None:
    found = inspected(tmp_path, sent)

    with Image.open(found.path) as picture:
        picture.load()
        left = {*picture.info} - {"jfif", "jfif_version", "jfif_unit", "jfif_density", "loop"}
        assert (picture.size, picture.get_format_mimetype()) == (size, media_type)
        assert left - {"background", "timestamp", "duration"} == set()
        assert dict(picture.getexif()) == {}
        assert getattr(picture, "n_frames", 1) == 1
    assert (found.width, found.height, found.media_type) == (*size, media_type)
    assert b"marker4711" not in found.path.read_bytes()


def test_place_and_camera_go_and_the_photo_stands_upright(tmp_path: Path) -> None:
    sent = hostile.jpeg_with_place()
    with Image.open(io.BytesIO(sent)) as picture:
        assert hostile.GPS in picture.getexif()

    found = inspected(tmp_path, sent)

    with Image.open(found.path) as picture:
        right, left = picture.getpixel((38, 30)), picture.getpixel((2, 30))
        assert picture.size == (40, 60)
        assert (right[0] > 200, left[2] > 200) == (True, True)
    assert b"Exif" not in found.path.read_bytes()
    assert b"Camera" not in found.path.read_bytes()


@pytest.mark.parametrize("behind", [hostile.small_zip(), hostile.armed_pdf(), hostile.HTML])
def test_what_hides_behind_a_picture_does_not_come_along(tmp_path: Path, behind: bytes) -> None:
    found = inspected(tmp_path, hostile.jpeg() + behind)

    kept = found.path.read_bytes()
    assert behind not in kept
    assert (b"PK\x03\x04" in kept, b"%PDF" in kept, b"<script" in kept) == (False, False, False)


def test_a_large_picture_is_made_smaller_and_gets_a_small_one(tmp_path: Path) -> None:
    found = inspected(tmp_path, hostile.jpeg(5000, 1000))

    assert (found.width, found.height) == (2560, 512)
    assert found.small is not None
    with Image.open(found.small) as small:
        assert (small.size, small.format) == ((320, 64), "JPEG")


@pytest.mark.parametrize(
    ("sent", "reason"),
    [
        (hostile.SVG, ("file_not_allowed", {})),
        (hostile.HTML, ("file_not_allowed", {})),
        (hostile.zip_bomb(), ("file_not_allowed", {})),
        (b" " + hostile.pdf(), ("file_not_allowed", {})),
        (b"MZ" + hostile.jpeg(), ("file_not_allowed", {})),
        (hostile.huge_png(), ("file_too_many_pixels", {"most": 64})),
        (hostile.jpeg(200, 200)[:600], ("file_unreadable", {})),
        (b"\xff\xd8\xff" + b"\0" * 500, ("file_unreadable", {})),
        (b"GIF89a" + b"\xff" * 500, ("file_unreadable", {})),
        (b"%PDF-1.7\n" + hostile.HTML, ("file_unreadable", {})),
        (hostile.encrypted_pdf(), ("file_encrypted", {})),
        (hostile.pdf(101), ("file_too_many_pages", {"most": 100})),
    ],
    ids=[
        "svg", "html", "zip bomb", "pdf after a space", "program", "100 megapixels", "truncated",
        "no jpeg", "no gif", "no pdf", "encrypted", "101 pages",
    ],
)  # fmt: skip
def test_what_is_refused_has_a_reason(
    tmp_path: Path, sent: bytes, reason: tuple[str, dict[str, int]]
) -> None:
    assert refusal(tmp_path, sent) == reason


def test_a_pdf_loses_everything_that_acts_and_keeps_its_links(tmp_path: Path) -> None:
    sent = hostile.armed_pdf()
    assert sent.count(b"marker4711") > 5

    found = inspected(tmp_path, sent)

    kept = found.path.read_bytes()
    words = (b"marker4711", b"JavaScript", b"Launch", b"OpenAction", b"/AA", b"XFA", b"EmbeddedF")
    with pikepdf.open(found.path) as document:
        assert len(document.pages) == 1
        assert len(document.attachments) == 0
    assert [word for word in words if word in kept] == []
    assert b"https://voice.example/" in kept


def test_a_pdf_that_is_a_picture_too_stays_a_pdf_without_it(tmp_path: Path) -> None:
    found = inspected(tmp_path, hostile.pdf() + hostile.jpeg() + hostile.HTML)

    kept = found.path.read_bytes()
    assert found.media_type == "application/pdf"
    assert (b"JFIF" in kept, b"<script" in kept) == (False, False)


def test_the_child_knows_no_secret_of_ours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import subprocess

    calls: list[dict[str, object]] = []
    run = subprocess.run
    monkeypatch.setattr(
        subprocess, "run", lambda *args, **kwargs: calls.append(kwargs) or run(*args, **kwargs)
    )

    inspected(tmp_path, hostile.jpeg())

    assert [call["env"] for call in calls] == [{}]
