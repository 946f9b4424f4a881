"""The operation room's board: what falls due within two days, and what is late, by entity."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, gettext

from sawti.cases.filters import CaseFilter, Due
from sawti.cases.lists import cases_page
from sawti.cases.queries import CaseRow
from sawti.entities.permissions import rights_of
from sawti.entities.queries import entity_tree
from sawti.escalation.board import Board, BoardRow, board_of
from sawti.lib import clock
from sawti_desk.access import StaffRequest, staff_required
from sawti_desk.frame import desk_page
from sawti_desk.overview import Waiting
from sawti_desk.words import Due as DueWords
from sawti_desk.words import due_of
from sawti_ui.charts.parts import Figure
from sawti_ui.charts.wording import number

PAGE, NEXT = 25, 10


@dataclass(frozen=True)
class Line:
    """An entity in words; numbers lead to the list that holds so many cases."""

    name: str
    overdue: Waiting
    first_day: Waiting
    second_day: Waiting
    escalated: str
    unreached: str


@dataclass(frozen=True)
class Next:
    """A case that falls due soon."""

    number: str
    url: str
    entity: str
    due: DueWords


@dataclass(frozen=True)
class BoardScreen:
    """The board; `earlier_url` and `later_url` are "" where no page is."""

    figures: tuple[Figure, ...]
    lines: tuple[Line, ...]
    next: tuple[Next, ...]
    earlier_url: str
    later_url: str
    has_entities: bool


@staff_required("GET", "HEAD")
def board(request: StaffRequest) -> HttpResponse:
    """Show the entities whose cases the person may see, the most urgent first."""
    rights, at, language = rights_of(request.user), clock.now(), get_language() or "en"
    found = board_of(rights, at=at)
    soon = cases_page(
        rights, CaseFilter(due=Due.TWO_DAYS), language=language, at=at, limit=NEXT
    ).rows
    place = _page_asked(request, len(found.rows))
    rows = found.rows[place * PAGE : (place + 1) * PAGE]
    screen = BoardScreen(
        figures=_figures(found),
        lines=tuple(_line(row, language) for row in rows),
        next=tuple(Next(row.number, _case(row), row.entity_name, due_of(row, at)) for row in soon),
        earlier_url=_page_url(place - 1) if place else "",
        later_url=_page_url(place + 1) if (place + 1) * PAGE < len(found.rows) else "",
        has_entities=bool(rights.on("view_cases")),
    )
    page = desk_page(request, gettext("Board"))
    return render(request, "sawti_desk/board.html", {"page": page, "screen": screen})


def _page_asked(request: StaffRequest, count: int) -> int:
    """Return the page from 0; anything that is none counts as the first or the last."""
    typed = request.GET.get("page", "1")
    asked = int(typed) if typed.isdecimal() and len(typed) < 6 else 1
    return min(max(asked, 1), max(-(-count // PAGE), 1)) - 1


def _page_url(place: int) -> str:
    return f"{reverse('desk:board')}?page={place + 1}"


def _figures(found: Board) -> tuple[Figure, ...]:
    total = found.total
    within_two = total.first_day + total.second_day
    return (
        Figure(gettext("Overdue"), number(total.overdue), url=_list(due=Due.OVERDUE)),
        Figure(gettext("Due within 24 hours"), number(total.first_day), url=_list(due=Due.DAY)),
        Figure(gettext("Due within 48 hours"), number(within_two), url=_list(due=Due.TWO_DAYS)),
        Figure(gettext("Escalated"), number(total.escalated)),
        Figure(gettext("Escalated, but nobody reached"), number(total.unreached)),
    )


def _line(row: BoardRow, language: str) -> Line:
    entity, counts = entity_tree().by_id[row.entity_id], row.counts
    within_two = counts.first_day + counts.second_day
    return Line(
        name=entity.name(language),
        overdue=_waiting(counts.overdue, entity.code, Due.OVERDUE),
        first_day=_waiting(counts.first_day, entity.code, Due.DAY),
        second_day=_waiting(within_two, entity.code, Due.TWO_DAYS),
        escalated=number(counts.escalated),
        unreached=number(counts.unreached),
    )


def _waiting(count: int, entity: str, due: str) -> Waiting:
    return Waiting(count, number(count), _list(entity=entity, due=due))


def _list(**chosen: str) -> str:
    return f"{reverse('desk:queue')}?{urlencode(chosen)}"


def _case(row: CaseRow) -> str:
    return reverse("desk:case", args=[row.id])
