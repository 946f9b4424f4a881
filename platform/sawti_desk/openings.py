"""Who opened which identity, when and why: for the data-protection officer, without identities."""

from dataclasses import dataclass
from datetime import date, datetime
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sawti.accounts.queries import StaffName, active_staff
from sawti.cases.actions.identity import approve_opening
from sawti.cases.errors import CaseNotFound
from sawti.entities.permissions import rights_of
from sawti.lib import clock
from sawti.lib.errors import Missing
from sawti.openings.models import Outcome
from sawti.openings.queries import (
    MonthOfStaff,
    OpeningFilter,
    OpeningPage,
    months_of_staff,
    openings_page,
)
from sawti_desk.access import READING, SeeOther, StaffRequest, staff_required
from sawti_desk.filters import tail_of
from sawti_desk.frame import desk_page
from sawti_ui.forms import SawtiForm

OUTCOMES = {
    Outcome.OPENED: _("Opened"),
    Outcome.REFUSED: _("Refused"),
    Outcome.WAITING: _("Waits for a second person"),
    Outcome.APPROVED: _("Approved, not opened yet"),
}
NO_PAGE = OpeningPage((), "")


class OpeningsForm(SawtiForm):
    """Which openings; nothing chosen shows all of them."""

    staff = forms.CharField(label=_("Who"), required=False, widget=forms.Select())
    outcome = forms.ChoiceField(
        label=_("What became of it"), required=False, choices=[("", _("All")), *OUTCOMES.items()]
    )
    first = forms.DateField(
        label=_("From"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    last = forms.DateField(
        label=_("To"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )

    def clean_staff(self) -> UUID | None:
        try:
            return UUID(self.cleaned_data["staff"]) if self.cleaned_data["staff"] else None
        except ValueError:
            raise forms.ValidationError(
                _("There is no such choice here. Choose one from the list.")
            ) from None

    def __init__(self, *args: Any, people: list[StaffName], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["staff"]
        field.widget.choices = [("", _("All")), *((str(each.id), each.name) for each in people)]


@dataclass(frozen=True)
class OpeningRow:
    """One line of the register, in words."""

    number: str
    staff_name: str
    at: datetime
    reason: str
    outcome: str
    approved_by: str


@dataclass(frozen=True)
class OpeningsScreen:
    """The register: `months` sums up the last twelve; `older_url` is "" on the last page."""

    form: OpeningsForm
    rows: tuple[OpeningRow, ...]
    months: tuple[MonthOfStaff, ...]
    older_url: str
    first_url: str


@staff_required("GET", "HEAD")
def openings(request: StaffRequest) -> HttpResponse:
    """Show the register, the newest first."""
    rights, typed = rights_of(request.user), request.GET.dict()
    cursor = typed.pop("cursor", "")
    months = months_of_staff(rights, since=_a_year_before(clock.now()))
    form = OpeningsForm(typed, people=active_staff())
    page = NO_PAGE
    if form.is_valid():
        page = openings_page(rights, _chosen(form), cursor=cursor)
    facts = {
        "page": desk_page(request, gettext("Openings of identities"), error=not form.is_valid()),
        "screen": _screen(form, page, months, typed, cursor),
    }
    status = HTTPStatus.OK if form.is_valid() else HTTPStatus.UNPROCESSABLE_ENTITY
    return render(request, "sawti_desk/openings.html", facts, status=status)


@staff_required("GET", "HEAD", "POST")
def approve(request: StaffRequest, case_id: UUID, opening_id: UUID) -> HttpResponse:
    """Agree, as the second person, that a colleague opens an identity."""
    address = reverse("desk:circle", args=[case_id]) + tail_of(request)
    if request.method in READING:
        return SeeOther(address)
    try:
        approve_opening(case_id, by=request.user, opening_id=opening_id, at=clock.now())
    except CaseNotFound:
        raise Missing from None
    messages.success(request, gettext("Your colleague may open the identity within 24 hours."))
    return SeeOther(address)


def _chosen(form: OpeningsForm) -> OpeningFilter:
    typed = form.cleaned_data
    return OpeningFilter(typed["staff"], typed["outcome"], typed["first"], typed["last"])


def _a_year_before(at: datetime) -> datetime:
    first = date(at.year - 1, at.month, 1)
    return at.replace(year=first.year, month=first.month, day=1, hour=0, minute=0)


def _screen(
    form: OpeningsForm,
    page: OpeningPage,
    months: tuple[MonthOfStaff, ...],
    typed: dict[str, str],
    cursor: str,
) -> OpeningsScreen:
    here = reverse("desk:openings")
    older = urlencode({**typed, "cursor": page.next_cursor})
    return OpeningsScreen(
        form=form,
        rows=tuple(
            OpeningRow(
                row.number,
                row.staff_name,
                row.at,
                row.reason,
                str(OUTCOMES[Outcome(row.outcome)]),
                row.approved_by,
            )
            for row in page.rows
        ),
        months=months,
        older_url=f"{here}?{older}" if page.next_cursor and form.is_valid() else "",
        first_url=f"{here}?{urlencode(typed)}" if cursor else "",
    )
