"""Files on the portal: of a draft, and of a case that the visitor may follow."""

from collections.abc import Mapping
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from sawti.attachments.queries import files_sent, upload_of, uploads_of
from sawti.cases.files import file_for_applicant
from sawti.lib import clock
from sawti.tenancy.context import reading
from sawti_portal.behalf import proofs_in
from sawti_portal.drafts import draft_of
from sawti_portal.tracking import opened_case
from sawti_ui.files import file_cards
from sawti_ui.parts import FileCard
from sawti_ui.served_files import file_response, wants_small


@require_safe
def show_draft_file(request: HttpRequest, file_id: UUID) -> HttpResponse:
    """Show a file that waits in the draft of this browser; to any other it is missing."""
    draft = draft_of(request)
    tokens = (*tokens_in(draft.values), *proofs_in(draft.values)) if draft else ()
    found = upload_of(file_id, tokens, at=clock.now())
    return file_response(request, found, small=wants_small(request))


@require_safe
def show_case_file(request: HttpRequest, number: str, file_id: UUID) -> HttpResponse:
    """Show a file that was said in a case which this visitor may follow."""
    case_id = opened_case(request, number)
    found = file_for_applicant(file_id, [case_id]) if case_id else None
    return file_response(request, found, small=wants_small(request))


def tokens_in(values: Mapping[str, str]) -> tuple[str, ...]:
    """Return the tokens of the uploads that a draft holds."""
    return tuple(values.get("files", "").split())


def draft_file(file_id: UUID) -> str:
    """Return the address of a file of the draft."""
    return reverse("portal:draft_file", args=[file_id])


def draft_cards(values: Mapping[str, str]) -> tuple[FileCard, ...]:
    """Return the files that a draft holds, as the last page lists them."""
    tokens = tokens_in(values)
    found = uploads_of(tokens, at=clock.now()) if tokens else {}
    return file_cards(found.values(), draft_file)


def names_sent(tokens: tuple[str, ...]) -> tuple[str, ...]:
    """Return the names of the files that went with a case."""
    with reading():
        return tuple(facts.name for facts in files_sent(tokens))
