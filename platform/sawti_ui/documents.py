"""A document that was asked for: being prepared, ready, or failed; for `parts/document.html`."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.http import HttpResponse

from sawti.documents.queries import DocumentFacts, Progress

LOOK_AGAIN = 2  # seconds


@dataclass(frozen=True)
class DocumentPanel:
    """`file_url`: where the PDF is, or "" while there is none. `here`: the page's own address."""

    progress: str
    language: str
    language_name: str
    expires_at: datetime
    file_url: str
    here: str


def document_panel(document: DocumentFacts, *, here: str, file_url: str) -> DocumentPanel:
    """Return what a page shows of a document."""
    return DocumentPanel(
        progress=document.progress.value,
        language=document.language,
        language_name=dict(settings.LANGUAGES).get(document.language, document.language),
        expires_at=document.expires_at,
        file_url=file_url if document.progress == Progress.READY else "",
        here=here,
    )


def looking_again(response: HttpResponse, document: DocumentFacts) -> HttpResponse:
    """Let the browser ask again by itself, without a script, while the document is prepared."""
    if document.progress == Progress.PREPARING:
        response.headers["Refresh"] = str(LOOK_AGAIN)
    return response


def pdf_response(pdf: bytes, name: str) -> HttpResponse:
    """Return a PDF to be kept; `name` is made of codes only. Nothing on the way stores it."""
    return HttpResponse(
        pdf,
        content_type="application/pdf",
        headers={
            "Content-Disposition": f'attachment; filename="{name}.pdf"',
            "Cache-Control": "no-store",
        },
    )
