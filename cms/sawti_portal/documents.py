"""The receipt and the answer as PDF, for the browser that asked for them."""

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.views import View

from sawti.documents.queries import DocumentFacts, document_of, pdf_bytes
from sawti.letters.actions import request_answer, request_receipt
from sawti.letters.errors import TokenExpired
from sawti.letters.kinds import Kind
from sawti.letters.tokens import opened_token
from sawti.lib import clock
from sawti.lib.errors import Missing
from sawti_portal.rendering import SeeOther, language, page_response
from sawti_portal.tracking import opened_case, remember_opened, show_locked
from sawti_ui.documents import DocumentPanel, document_panel, looking_again, pdf_response

REQUESTED = "requested_documents"
MOST_REQUESTED = 10


@dataclass(frozen=True)
class DocumentContent:
    """A document of a case."""

    title: str
    number: str
    back_url: str
    document: DocumentPanel


class AskForReceipt(View):
    """The button on the confirmation page; its token says which receipt, sealed, for an hour."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return SeeOther(reverse("portal:track"))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Order the receipt and open the case: whoever holds the token was shown its receipt."""
        at = clock.now()
        held = opened_token(request.POST.get("token", ""), at=at)
        if held is None:
            raise TokenExpired
        document_id = request_receipt(
            held.case_id, receipt=held.receipt, language=language(), at=at
        )
        remember_opened(request, held.number, held.case_id)
        return _on_to(request, held.number, document_id)


class AskForAnswer(View):
    """The button on the page of a case."""

    def get(self, request: HttpRequest, number: str) -> HttpResponse:
        return SeeOther(reverse("portal:case", args=[number]))

    def post(self, request: HttpRequest, number: str) -> HttpResponse:
        """Order the answer as a letter."""
        case_id = opened_case(request, number)
        if case_id is None:
            return SeeOther(reverse("portal:case", args=[number]))
        document_id = request_answer(case_id, language=language(), at=clock.now())
        return _on_to(request, number, document_id)


class ShowDocument(View):
    """Whether the document is ready; the page looks again by itself until it is."""

    def get(self, request: HttpRequest, number: str, document_id: UUID) -> HttpResponse:
        case_id = opened_case(request, number)
        if case_id is None:
            return show_locked(request, number)
        document = _document(request, case_id, document_id)
        here = reverse("portal:document", args=[number, document_id])
        file_url = reverse("portal:document_file", args=[number, document_id])
        content = DocumentContent(
            title=_title(document),
            number=number,
            back_url=reverse("portal:case", args=[number]),
            document=document_panel(document, here=here, file_url=file_url),
        )
        page = page_response(request, "document", content.title, content)
        return looking_again(page, document)


class FetchDocument(View):
    """The PDF itself."""

    def get(self, request: HttpRequest, number: str, document_id: UUID) -> HttpResponse:
        case_id = opened_case(request, number)
        if case_id is None:
            return show_locked(request, number)
        document = _document(request, case_id, document_id)
        pdf = pdf_bytes(document_id, about_id=case_id, requested_by=None, at=clock.now())
        if pdf is None:
            return SeeOther(reverse("portal:document", args=[number, document_id]))
        return pdf_response(pdf, f"{document.kind}-{number}-{document.language}")


def _on_to(request: HttpRequest, number: str, document_id: UUID) -> HttpResponse:
    """Let this browser fetch the document, and go to where it will be."""
    asked = [*request.session.get(REQUESTED, []), str(document_id)]
    request.session[REQUESTED] = asked[-MOST_REQUESTED:]
    return SeeOther(reverse("portal:document", args=[number, document_id]))


def _document(request: HttpRequest, case_id: UUID, document_id: UUID) -> DocumentFacts:
    """Return the document if this browser asked for it; raises Missing."""
    is_own = str(document_id) in request.session.get(REQUESTED, [])
    at = clock.now()
    found = document_of(document_id, about_id=case_id, requested_by=None, at=at) if is_own else None
    if found is None:
        raise Missing
    return found


def _title(document: DocumentFacts) -> str:
    if document.kind == Kind.RECEIPT:
        return gettext("Your receipt as PDF")
    return gettext("The answer as PDF")
