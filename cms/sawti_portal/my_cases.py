"""A person's own cases: the list, and adding one that was filed before."""

from dataclasses import dataclass
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext

from sawti.acting.errors import ActingOver
from sawti.acting.facts import Right
from sawti.cases.actions.applicant import open_with_receipt
from sawti.cases.actions.ownership import add_case_to_person
from sawti.cases.errors import CaseNotFound, CaseOfAnother, TooManyReceipts
from sawti.cases.own_cases import own_cases_page
from sawti.lib import clock
from sawti_portal.case_lines import CaseLine, case_lines
from sawti_portal.forms import TrackForm
from sawti_portal.rendering import SeeOther, language, page_response
from sawti_portal.signing_in import PersonView
from sawti_ui import parts
from sawti_ui.refusals import STATUS, sentence


@dataclass(frozen=True)
class MyCasesContent:
    """The list. `first_url` is "" on the first page; `was_added`: a case was added just now.

    `lost_email`: the person's address, where messages to it came back.
    """

    rows: tuple[CaseLine, ...]
    pager: parts.Pager
    first_url: str
    was_added: bool
    lost_email: str


@dataclass(frozen=True)
class AddCaseContent:
    """The form that asks for number and receipt."""

    form: TrackForm


class MyCases(PersonView):
    """What waits for the person first, then the newest."""

    def get(self, request: HttpRequest) -> HttpResponse:
        cursor, here = request.GET.get("cursor", ""), reverse("portal:my_cases")
        found = own_cases_page(self.person.id, language=language(), at=clock.now(), cursor=cursor)
        older = f"{here}?{urlencode({'cursor': found.next_cursor})}" if found.next_cursor else ""
        content = MyCasesContent(
            rows=case_lines(found.rows),
            pager=parts.Pager(older_url=older),
            first_url=here if cursor else "",
            was_added="added" in request.GET,
            lost_email=self.lost_email,
        )
        return page_response(request, "my_cases", gettext("My cases"), content)


class AddCase(PersonView):
    """Adds a case that the person filed before they signed in: number and receipt prove it."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return show_add(request, TrackForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        form, at = TrackForm(request.POST), clock.now()
        if not form.is_valid():
            return show_add(request, form)
        number, receipt = form.cleaned_data["number"], form.cleaned_data["receipt"]
        try:
            # A proof that waits is no hindrance: whoever has the account adds documents in it.
            case_id = open_with_receipt(number, receipt, right=Right.FILE, at=at)
            add_case_to_person(case_id, person_id=self.person.id, at=at)
        except (ActingOver, CaseNotFound, CaseOfAnother, TooManyReceipts) as refusal:
            form.add_error(None, sentence(refusal))
            is_unknown = isinstance(refusal, CaseNotFound)
            status = HTTPStatus.UNPROCESSABLE_ENTITY if is_unknown else STATUS[refusal.kind]
            return show_add(request, form, status)
        return SeeOther(f"{reverse('portal:my_cases')}?added=1")


def show_add(
    request: HttpRequest, form: TrackForm, status: HTTPStatus | None = None
) -> HttpResponse:
    """Render the form with what is wrong with it."""
    refused = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    title = gettext("Add an earlier case")
    return page_response(request, "add_case", title, AddCaseContent(form), status=status or refused)
