"""The cases of a person's entities, the most urgent first: tabs, filters, search, pages."""

from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, gettext, gettext_noop

from sawti.cases.filters import NOTHING_CHOSEN, CaseFilter, case_filter
from sawti.cases.lists import CasePage, cases_page, saved_views
from sawti.cases.queries import CaseRow
from sawti.cases.scope import scope_of
from sawti.cases.search import MOST_FOUND, Part
from sawti.entities.permissions import Rights, colleagues, rights_of
from sawti.lib import clock
from sawti.lib.errors import Invalid
from sawti.lib.permissions import (
    CHECK_PROOFS,
    FILE_FOR_OTHERS,
    LIMIT_CONTACTS,
    OPEN_IDENTITY,
    PROTECT_DATA,
    READ_AUDIT,
)
from sawti_desk.access import StaffRequest, staff_required
from sawti_desk.filters import Chip, FilterForm, chips, list_address
from sawti_desk.frame import desk_page, notices_for
from sawti_desk.words import Due, confidential_tag, due_of, importance_tag, reopened_tag, state_tag
from sawti_ui.page import Link
from sawti_ui.parts import Note, Pager, Tag
from sawti_ui.refusals import sentence

TABS = (
    ("queue", gettext_noop("Unanswered")),
    ("answered", gettext_noop("Answered")),
    ("all", gettext_noop("All")),
)
EMPTY = {
    "queue": gettext_noop("Every case that you read has its answer."),
    "answered": gettext_noop("No case has been answered yet."),
    "all": gettext_noop("Your entities have not received a case yet."),
}
TICK_ALL = "all"
NO_PAGE = CasePage((), "")


@dataclass(frozen=True)
class QueueRow:
    """One case of the list, in words; `found` is where the words of a search stand in it."""

    url: str
    number: str
    kind: str
    category: str
    due: Due
    state: Tag
    reopened: Tag | None
    confidential: Tag | None
    importance: Tag
    holder: str
    entity: str
    found: tuple[Part, ...]
    box: str
    is_ticked: bool


@dataclass(frozen=True)
class QueueScreen:
    """The list. `empty` says why there is no row; `first_url` is "" on the first page.

    `audit_url`, `openings_url` and `contacts_url` are "" for whoever may not read what they lead
    to. `cut`: says that a search found more than it looks at; `plain_url`: the tab without
    filters. `views`: the lists that the person keeps; `query` is the present one, to be kept or
    come back to. `duties`: other work of the person. `tick_url`: the same page with every
    case ticked. `may_gather`: a filter chooses unanswered cases, which an incident may take in.
    """

    tabs: tuple[Link, ...]
    views: tuple[Link, ...]
    query: str
    may_handle: bool
    may_gather: bool
    tick_url: str
    tab: str
    form: FilterForm
    chips: tuple[Chip, ...]
    plain_url: str
    rows: tuple[QueueRow, ...]
    pager: Pager
    first_url: str
    empty: str
    cut: str
    reads_cases: bool
    audit_url: str
    openings_url: str
    contacts_url: str
    duties: tuple[Link, ...]
    notices: tuple[Note, ...]


@staff_required("GET", "HEAD")
def queue(request: StaffRequest) -> HttpResponse:
    """Show one page of the chosen cases; a filter that can't be read is shown with its fault."""
    rights, typed = rights_of(request.user), request.GET.dict()
    cursor = typed.pop("cursor", "")
    people = colleagues(rights.on("view_cases"))
    form = FilterForm(typed, rights=rights, people=people, queue=typed.get("queue", "queue"))
    try:
        chosen = case_filter(typed)
    except Invalid as fault:
        return _faulty_page(request, rights, form, fault)
    at = clock.now()
    found = cases_page(
        rights, chosen, language=_language(), at=at, me=request.user.id, cursor=cursor
    )
    screen = _screen(request, rights, form, chosen, found, cursor=cursor, at=at)
    page = desk_page(request, gettext("Cases"))
    return render(request, "sawti_desk/queue.html", {"page": page, "screen": screen})


def _faulty_page(
    request: StaffRequest, rights: Rights, form: FilterForm, fault: Invalid
) -> HttpResponse:
    """Show the form as it was typed and no case: a filter left out would show other cases."""
    if fault.field not in form.fields or form.fields[fault.field].widget.is_hidden:
        raise fault
    form.is_valid()
    form.errors.clear()
    form.add_error(fault.field, sentence(fault))
    screen = _screen(request, rights, form, NOTHING_CHOSEN, NO_PAGE, cursor="", at=clock.now())
    page = desk_page(request, gettext("Cases"), error=True)
    facts = {"page": page, "screen": screen}
    return render(request, "sawti_desk/queue.html", facts, status=HTTPStatus.UNPROCESSABLE_ENTITY)


def _screen(
    request: StaffRequest,
    rights: Rights,
    form: FilterForm,
    chosen: CaseFilter,
    found: CasePage,
    *,
    cursor: str,
    at: datetime,
) -> QueueScreen:
    ticks = request.GET.get("tick") == TICK_ALL
    older = list_address(chosen, cursor=found.next_cursor) if found.next_cursor else ""
    undo, query = chips(form, chosen), urlencode(chosen.parameters())
    return QueueScreen(
        tabs=tuple(
            Link(gettext(name), _tab_address(chosen, code), code == chosen.queue)
            for code, name in TABS
        ),
        views=_kept(request, chosen),
        query=query,
        may_handle=bool(rights.on("handle_cases")),
        may_gather=bool(undo) and chosen.queue == "queue",
        tick_url=list_address(chosen, cursor=cursor, tick=TICK_ALL),
        tab=gettext(dict(TABS)[chosen.queue]),
        form=form,
        chips=undo,
        plain_url=list_address(CaseFilter(queue=chosen.queue)),
        rows=tuple(_row(row, query, at, is_ticked=ticks) for row in found.rows),
        pager=Pager(older_url=older),
        first_url=list_address(chosen) if cursor else "",
        empty=gettext("No case fits all of this.") if undo else gettext(EMPTY[chosen.queue]),
        cut=_cut() if found.is_cut else "",
        audit_url=reverse("desk:audit") if rights.may(READ_AUDIT) else "",
        contacts_url=reverse("desk:contacts") if rights.may(LIMIT_CONTACTS) else "",
        openings_url=reverse("desk:openings") if rights.may(PROTECT_DATA) else "",
        duties=_duties(rights),
        reads_cases=bool(rights.on("view_cases") or scope_of(rights).beside),
        notices=notices_for(request),
    )


def _kept(request: StaffRequest, chosen: CaseFilter) -> tuple[Link, ...]:
    return tuple(
        Link(each.name, list_address(each.chosen), each.chosen == chosen)
        for each in saved_views(request.user.id)
    )


def _duties(rights: Rights) -> tuple[Link, ...]:
    found = []
    if rights.on("view_cases"):
        found.append(Link(gettext("Incidents"), reverse("desk:incidents")))
    if rights.may(FILE_FOR_OTHERS):
        found.append(Link(gettext("File a case for a caller"), reverse("desk:file_for")))
    if rights.may(CHECK_PROOFS) and rights.may(OPEN_IDENTITY):
        found.append(Link(gettext("Proofs"), reverse("desk:proofs")))
    return tuple(found)


def _cut() -> str:
    text = gettext(
        "Very many cases have these words; the newest %(most)s of them were looked at. "
        "Add a word, or narrow the list."
    )
    return text % {"most": MOST_FOUND}


def _row(row: CaseRow, query: str, at: datetime, *, is_ticked: bool) -> QueueRow:
    return QueueRow(
        url=f"{reverse('desk:case', args=[row.id])}?{query}",
        number=row.number,
        kind=row.type_name,
        category=row.category_name,
        due=due_of(row, at),
        state=state_tag(row.state),
        reopened=reopened_tag(row),
        confidential=confidential_tag(row),
        importance=importance_tag(row),
        holder=row.holder_name,
        entity=row.entity_name,
        found=row.found,
        box=f"{row.id}:{row.version}",
        is_ticked=is_ticked,
    )


def _tab_address(chosen: CaseFilter, tab: str) -> str:
    """Keep the filters in another tab, but for those that would contradict it."""
    return list_address(chosen, queue=tab, sort="", state="")


def _language() -> str:
    return get_language() or "en"
