"""The cases of a person's entities, the most urgent first."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, gettext, gettext_noop

from sawti.cases.queries import CaseRow, cases_page
from sawti.entities.permissions import rights_of
from sawti.lib import clock
from sawti_desk.access import StaffRequest, staff_required
from sawti_desk.frame import desk_page, notices_for
from sawti_desk.words import Due, due_of, importance_tag, reopened_tag, state_tag
from sawti_ui.page import Link
from sawti_ui.parts import Note, Pager, Tag

TABS = (
    ("queue", gettext_noop("Unanswered")),
    ("answered", gettext_noop("Answered")),
    ("all", gettext_noop("All")),
)
EMPTY = {
    "queue": gettext_noop("Every case of your entities has its answer."),
    "answered": gettext_noop("No case has been answered yet."),
    "all": gettext_noop("Your entities have not received a case yet."),
}


@dataclass(frozen=True)
class QueueRow:
    """One case of the list, in words."""

    url: str
    number: str
    kind: str
    category: str
    due: Due
    state: Tag
    reopened: Tag | None
    importance: Tag
    holder: str
    entity: str


@dataclass(frozen=True)
class QueueScreen:
    """The list. `empty` says why there is no row; `first_url` is "" on the first page."""

    tabs: tuple[Link, ...]
    tab: str
    rows: tuple[QueueRow, ...]
    pager: Pager
    first_url: str
    empty: str
    has_entities: bool
    notices: tuple[Note, ...]


@staff_required("GET", "HEAD")
def queue(request: StaffRequest) -> HttpResponse:
    """Show one page of a tab of the queue."""
    rights, at = rights_of(request.user), clock.now()
    tab, cursor = request.GET.get("queue", "queue"), request.GET.get("cursor", "")
    found = cases_page(rights, queue=tab, language=_language(), at=at, cursor=cursor)
    older = _address(tab, found.next_cursor) if found.next_cursor else ""
    screen = QueueScreen(
        tabs=tuple(Link(gettext(name), _address(code), code == tab) for code, name in TABS),
        tab=gettext(dict(TABS)[tab]),
        rows=tuple(_row(row, at) for row in found.rows),
        pager=Pager(older_url=older),
        first_url=_address(tab) if cursor else "",
        empty=gettext(EMPTY[tab]),
        has_entities=bool(rights.on("view_cases")),
        notices=notices_for(request),
    )
    page = desk_page(request, gettext("Cases"))
    return render(request, "sawti_desk/queue.html", {"page": page, "screen": screen})


def _row(row: CaseRow, at: datetime) -> QueueRow:
    return QueueRow(
        url=reverse("desk:case", args=[row.id]),
        number=row.number,
        kind=row.type_name,
        category=row.category_name,
        due=due_of(row, at),
        state=state_tag(row.state),
        reopened=reopened_tag(row),
        importance=importance_tag(row),
        holder=row.holder_name,
        entity=row.entity_name,
    )


def _address(tab: str, cursor: str = "") -> str:
    query = {"queue": tab, **({"cursor": cursor} if cursor else {})}
    return f"{reverse('desk:queue')}?{urlencode(query)}"


def _language() -> str:
    return get_language() or "en"
