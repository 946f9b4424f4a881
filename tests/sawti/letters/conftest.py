"""An answered case with everything in it, and its documents as text."""

import io
import unicodedata
from typing import Any
from uuid import UUID

import pypdf
import pytest

from sawti.accounts.models import Staff
from sawti.cases.facts import Filed
from sawti.documents.queries import pdf_bytes
from sawti.lib import clock as time
from tests.cast import Cast


@pytest.fixture
def answered(cast: Cast, clock: Any) -> Filed:
    filed = cast.file_case(story="It is out. <b>Bold</b> <img src=http://127.0.0.1:9/x>")
    cast.take(filed.case_id)
    cast.answer(filed.case_id)
    cast.rate(filed.case_id)
    return filed


def pdf_of(cast: Cast, filed: Filed, document_id: UUID, by: Staff | None = None) -> bytes | None:
    with cast.inside(cast.bahrain):
        return pdf_bytes(document_id, about_id=filed.case_id, requested_by=by, at=time.now())


def text_of(pdf: bytes | None) -> str:
    assert pdf is not None
    pages = pypdf.PdfReader(io.BytesIO(pdf)).pages
    text = " ".join(page.extract_text() for page in pages)
    return " ".join(unicodedata.normalize("NFKC", text).split())
