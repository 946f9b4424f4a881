"""A case as PDF: asked for with a POST (which the audit records), fetched by who asked."""

from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, gettext

from sawti.cases.models import MessageKind
from sawti.cases.queries import CaseForStaff, number_for_staff
from sawti.documents.libraries import missing_libraries
from sawti.documents.queries import DocumentFacts, document_of, pdf_bytes
from sawti.entities.permissions import rights_of
from sawti.letters.actions import request_for_staff
from sawti.letters.kinds import Kind
from sawti.lib import clock
from sawti.lib.errors import Missing
from sawti.tenancy.context import current_tenant
from sawti_desk.access import READING, SeeOther, StaffRequest, staff_required
from sawti_desk.frame import desk_page
from sawti_ui.documents import document_panel, looking_again, pdf_response


@dataclass(frozen=True)
class Offer:
    """A document that can be asked for, in each of `languages` (code, own name)."""

    kind: str
    label: str
    languages: tuple[tuple[str, str], ...]


def offers(case: CaseForStaff) -> tuple[Offer, ...]:
    """Return the documents of a case; none where no PDF can be made."""
    if missing_libraries():
        return ()
    names = tuple(each for each in settings.LANGUAGES if each[0] in current_tenant().languages)
    found = [Offer(Kind.CASE_FILE, gettext("The whole case, without the applicant"), names)]
    if any(message.kind == MessageKind.ANSWER for message in case.messages):
        found.append(Offer(Kind.ANSWER, gettext("The answer, as a letter"), names))
    return tuple(found)


@staff_required("GET", "HEAD", "POST")
def order(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """Ask for a document and go to where it will be. A GET leads to the case."""
    if request.method in READING:
        return SeeOther(reverse("desk:case", args=[case_id]))
    document_id = request_for_staff(
        case_id,
        kind=request.POST.get("kind", ""),
        language=request.POST.get("language", get_language() or "en"),
        by=request.user,
        at=clock.now(),
    )
    return SeeOther(reverse("desk:document", args=[case_id, document_id]))


@staff_required("GET", "HEAD")
def document(request: StaffRequest, case_id: UUID, document_id: UUID) -> HttpResponse:
    """Show whether the document is ready."""
    number, found = _found(request, case_id, document_id)
    here = reverse("desk:document", args=[case_id, document_id])
    file_url = reverse("desk:document_file", args=[case_id, document_id])
    title = gettext("Case %(number)s as PDF") % {"number": f"\u2066{number}\u2069"}
    facts = {
        "page": desk_page(request, title),
        "title": title,
        "case_url": reverse("desk:case", args=[case_id]),
        "document": document_panel(found, here=here, file_url=file_url),
    }
    return looking_again(render(request, "sawti_desk/document.html", facts), found)


@staff_required("GET", "HEAD")
def document_file(request: StaffRequest, case_id: UUID, document_id: UUID) -> HttpResponse:
    """Return the PDF itself to who asked for it."""
    number, found = _found(request, case_id, document_id)
    at = clock.now()
    pdf = pdf_bytes(document_id, about_id=case_id, requested_by=request.user, at=at)
    if pdf is None:
        return SeeOther(reverse("desk:document", args=[case_id, document_id]))
    return pdf_response(pdf, f"{found.kind}-{number}-{found.language}")


def _found(request: StaffRequest, case_id: UUID, document_id: UUID) -> tuple[str, DocumentFacts]:
    """Return number and document; raises Missing unless `user` sees the case and asked for it."""
    number = number_for_staff(case_id, rights_of(request.user))
    found = document_of(document_id, about_id=case_id, requested_by=request.user, at=clock.now())
    if number is None or found is None:
        raise Missing
    return number, found
