"""The lists that a person keeps: saving one, and the page to rename and delete them."""

from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import parse_qsl
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext

from sawti.cases.actions.saved_views import delete_view, rename_view, save_view
from sawti.cases.filters import NOTHING_CHOSEN, CaseFilter, case_filter
from sawti.cases.lists import ViewFacts, saved_views
from sawti.lib.errors import Invalid
from sawti.tenancy.context import reading
from sawti_desk.access import READING, SeeOther, StaffRequest, staff_required
from sawti_desk.filters import list_address
from sawti_desk.forms import ViewForm
from sawti_desk.frame import desk_page, notices_for
from sawti_ui.parts import Note
from sawti_ui.refusals import sentence


@dataclass(frozen=True)
class ViewCard:
    """One kept list: its address, and the form to rename it."""

    id: UUID
    name: str
    url: str
    form: ViewForm


@dataclass(frozen=True)
class ViewsScreen:
    """The kept lists; `new` is the form of a list that could not be kept, `query` its filter."""

    cards: tuple[ViewCard, ...]
    new: ViewForm | None
    query: str
    faulty: ViewForm | None
    notices: tuple[Note, ...]


@staff_required("GET", "HEAD", "POST")
def views(request: StaffRequest) -> HttpResponse:
    """Show the kept lists; a POST keeps one more and leads to it."""
    if request.method in READING:
        return _page(request)
    form, query = ViewForm(request.POST), request.POST.get("query", "")
    if not form.is_valid():
        return _page(request, new=form, query=query)
    chosen = _chosen(query)
    try:
        view = save_view(by=request.user, chosen=chosen, **form.cleaned_data)
    except Invalid as fault:
        form.add_error(fault.field, sentence(fault))
        return _page(request, new=form, query=query)
    messages.success(request, gettext("The list %(name)s has been kept.") % {"name": view.name})
    return SeeOther(list_address(chosen))


def _chosen(query: str) -> CaseFilter:
    """Return the filter that the page sent along; one that we did not make chooses nothing."""
    try:
        return case_filter(dict(parse_qsl(query)))
    except (Invalid, ValueError):
        return NOTHING_CHOSEN


@staff_required("GET", "HEAD", "POST")
def view(request: StaffRequest, view_id: UUID) -> HttpResponse:
    """Rename or delete one of the person's lists."""
    if request.method in READING:
        return SeeOther(reverse("desk:views"))
    if request.POST.get("deed") == "delete":
        delete_view(view_id, by=request.user)
        messages.success(request, gettext("The list has been deleted."))
        return SeeOther(reverse("desk:views"))
    form = ViewForm(request.POST, auto_id=f"view_{view_id}_%s")
    if not form.is_valid():
        return _page(request, renamed=view_id, tried=form)
    try:
        rename_view(view_id, by=request.user, **form.cleaned_data)
    except Invalid as fault:
        form.add_error(fault.field, sentence(fault))
        return _page(request, renamed=view_id, tried=form)
    messages.success(request, gettext("The list has been renamed."))
    return SeeOther(reverse("desk:views"))


def _page(
    request: StaffRequest,
    *,
    new: ViewForm | None = None,
    query: str = "",
    renamed: UUID | None = None,
    tried: ViewForm | None = None,
) -> HttpResponse:
    faulty = new or tried
    with reading():
        kept = saved_views(request.user.id)
        screen = ViewsScreen(
            cards=tuple(_card(each, tried if each.id == renamed else None) for each in kept),
            new=new,
            query=query,
            faulty=faulty,
            notices=notices_for(request),
        )
        page = desk_page(request, gettext("Your lists"), error=faulty is not None)
        status = HTTPStatus.UNPROCESSABLE_ENTITY if faulty else HTTPStatus.OK
        facts = {"page": page, "screen": screen}
        return render(request, "sawti_desk/views.html", facts, status=status)


def _card(facts: ViewFacts, tried: ViewForm | None) -> ViewCard:
    form = tried or ViewForm(initial={"name": facts.name}, auto_id=f"view_{facts.id}_%s")
    return ViewCard(facts.id, facts.name, list_address(facts.chosen), form)
