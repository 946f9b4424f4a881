"""A PDF that screen readers can read, with Arabic that comes back as it was written."""

import io
import unicodedata
from typing import Any

import pikepdf
import pypdf
import pytest

from sawti.documents.rendering import pdf_of

STORY = "عمود الإنارة أمام المنزل لا يعمل منذ ثلاثة أيام"
PAGE = (
    '<!doctype html><html lang="{language}" dir="{direction}"><head><title>{title}</title></head>'
    '<body><main data-foot="BH-1"><h1>{title}</h1>{body}</main></body></html>'
)


def page(body: str, language: str = "ar", title: str = "إيصال الحالة") -> bytes:
    direction = "rtl" if language == "ar" else "ltr"
    return pdf_of(PAGE.format(body=body, language=language, direction=direction, title=title))


def text_of(pdf: bytes) -> str:
    """Return the text as programs that copy and search see it, without presentation forms."""
    pages = pypdf.PdfReader(io.BytesIO(pdf)).pages
    text = " ".join(page.extract_text() for page in pages)
    return " ".join(unicodedata.normalize("NFKC", text).split())


@pytest.mark.parametrize(("language", "title"), [("ar", "إيصال الحالة"), ("en", "Receipt")])
def test_a_document_is_tagged_and_names_its_language_and_title(language: str, title: str) -> None:
    with pikepdf.open(io.BytesIO(page("<p>x</p>", language, title))) as pdf:
        root: Any = pdf.Root

        assert bool(root.MarkInfo.Marked) is True
        assert str(root.Lang) == language
        assert bool(root.ViewerPreferences.DisplayDocTitle) is True
        assert str(pdf.docinfo.Title) == title
        assert str(root.StructTreeRoot.Type) == "/StructTreeRoot"
        assert str(pdf.open_metadata()["pdfuaid:part"]) == "1"


@pytest.mark.parametrize("tag", ["p", "h2", "strong"])
def test_arabic_words_come_back_as_they_were_written(tag: str) -> None:
    text = text_of(page(f"<{tag}>{STORY}</{tag}>"))

    assert [word for word in STORY.split() if word not in text] == []


@pytest.mark.parametrize("tag", ["p", "h2", "strong"])
def test_latin_words_and_codes_among_arabic_come_back_too(tag: str) -> None:
    text = text_of(
        page(
            f'<{tag}>الحالة <bdi dir="ltr">BH-4K7M-Q2XA-9</bdi></{tag}><p>We replaced the lamp</p>'
        )
    )

    assert "BH-4K7M-Q2XA-9" in text
    assert "We replaced the lamp" in text
    assert "الحالة" in text


@pytest.mark.parametrize(
    "body",
    [
        '<img src="http://127.0.0.1:9/x.png" alt="x">',
        '<img src="file:///etc/passwd" alt="x">',
        '<link rel="stylesheet" href="http://127.0.0.1:9/x.css">',
        '<object data="file:///etc/passwd"></object>',
        '<link rel="attachment" href="file:///etc/passwd">',
        '<p style="background: url(http://127.0.0.1:9/x.png)">x</p>',
        '<img src="sawti-font:../OFL.txt" alt="x">',
    ],
)
def test_nothing_but_our_own_fonts_is_fetched(body: str, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[Any] = []
    monkeypatch.setattr("urllib.request.OpenerDirector.open", lambda *args: opened.append(args))

    pdf = page(body)

    assert opened == []
    assert b"root:" not in pdf
    with pikepdf.open(io.BytesIO(pdf)) as found:
        assert dict(found.attachments) == {}
