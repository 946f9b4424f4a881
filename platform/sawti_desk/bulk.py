"""Several cases at once: choose, preview what will be skipped and why, do each for itself."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _

from sawti.cases.actions import handling
from sawti.cases.errors import CaseNotFound
from sawti.cases.labels import event_label, state_label
from sawti.cases.lifecycle import Event, State, next_state
from sawti.cases.lists import ChosenCase, chosen_cases
from sawti.cases.queries import CaseRow
from sawti.entities.permissions import Colleague, colleagues, rights_of
from sawti.entities.queries import entity_tree
from sawti.lib import clock
from sawti.lib.errors import DomainError, Missing, NotPermitted
from sawti.tenancy.context import reading
from sawti_desk.access import READING, SeeOther, StaffRequest, staff_required
from sawti_desk.case import GONE
from sawti_desk.filters import tail_of
from sawti_desk.forms import AssignForm, CaseForm, TransferForm
from sawti_desk.frame import desk_page
from sawti_ui.refusals import sentence

MOST_CASES = 100
LONGEST_VERSION = 9


@dataclass(frozen=True)
class BulkDeed:
    """What can be done with several cases: its form, its action and its words."""

    code: str
    event: Event
    form: type[CaseForm]
    action: Callable[..., Any]
    title: Promise
    button: Promise


DEEDS = {
    deed.code: deed
    for deed in (
        BulkDeed(
            "assign",
            Event.ASSIGN,
            AssignForm,
            handling.assign_case,
            _("Give cases to a colleague"),
            _("Give the cases"),
        ),
        BulkDeed(
            "transfer",
            Event.TRANSFER,
            TransferForm,
            handling.transfer_case,
            _("Transfer cases to another entity"),
            _("Transfer the cases"),
        ),
    )
}


@dataclass(frozen=True)
class Picked:
    """A case that was ticked: `value` is what its box sends, `row` None where it can't be seen."""

    value: str
    version: int
    row: CaseRow | None
    may_handle: bool


@dataclass(frozen=True)
class Line:
    """What happens, or happened, to one case; `value` is what its box sends."""

    number: str
    url: str
    text: str
    is_skipped: bool
    value: str


@dataclass(frozen=True)
class BulkScreen:
    """One of three pages: choose (`form`), preview (`form`, `is_preview`), and the result."""

    deed: BulkDeed
    form: CaseForm | None
    lines: tuple[Line, ...]
    summary: str
    is_preview: bool
    tail: str


@staff_required("GET", "HEAD", "POST")
def bulk(request: StaffRequest) -> HttpResponse:
    """Lead through the three pages. Sent twice it does nothing twice: each case has its version."""
    deed, values = DEEDS.get(request.POST.get("deed", "")), request.POST.getlist("case")
    back = SeeOther(reverse("desk:queue") + tail_of(request))
    if request.method in READING or deed is None:
        return back
    if not 0 < len(values) <= MOST_CASES:
        messages.warning(request, _number_refused(len(values)))
        return back
    picked, people = _read(request, values)
    step = request.POST.get("step", "")
    form = deed.form(request.POST if step else None)
    if isinstance(form, AssignForm):
        form.offer(people)
    if step and not form.is_valid():
        return _page(request, deed, form, _lines(picked, deed, None, people), 422)
    arguments = form.arguments() if step else None
    if step == "do" and arguments:
        return _page(request, deed, None, _done(request, deed, picked, arguments))
    lines = _lines(picked, deed, arguments, people)
    return _page(request, deed, form, lines, is_preview=step == "preview")


def _number_refused(number: int) -> str:
    if not number:
        return gettext("Tick at least one case first.")
    return gettext("Tick at most %(most)s cases at a time.") % {"most": MOST_CASES}


def _read(request: StaffRequest, values: list[str]) -> tuple[list[Picked], list[Colleague]]:
    ticked = {value: _id_and_version(value) for value in dict.fromkeys(values)}
    with reading():
        rights = rights_of(request.user)
        ids = [each for each, _version in ticked.values() if each]
        found = chosen_cases(ids, rights, language=get_language() or "en", at=clock.now())
        people = colleagues(frozenset(_entity_id(each.row) for each in found.values()))
    return [
        _picked(value, version, found.get(each) if each else None)
        for value, (each, version) in ticked.items()
    ], people


def _picked(value: str, version: int, found: ChosenCase | None) -> Picked:
    if found is None:
        return Picked(value, version, None, may_handle=False)
    return Picked(value, version, found.row, found.may_handle)


def _id_and_version(value: str) -> tuple[UUID | None, int]:
    """Read what a box sends; what is no id is a case that can't be seen."""
    case_id, _colon, version = value.partition(":")
    is_number = version.isascii() and version.isdigit() and len(version) <= LONGEST_VERSION
    try:
        return UUID(case_id), int(version) if is_number else -1
    except ValueError:
        return None, -1


def _entity_id(row: CaseRow) -> UUID:
    return entity_tree().by_code[row.entity_code].id


def _lines(
    picked: list[Picked],
    deed: BulkDeed,
    arguments: dict[str, Any] | None,
    people: list[Colleague],
) -> list[Line]:
    """Return for each case whether it will be skipped, as far as can be told now, and why."""
    why = [_why_skipped(each, deed, arguments, people) for each in picked]
    return [
        _line(each, reason or _stands(each), is_skipped=bool(reason))
        for each, reason in zip(picked, why, strict=True)
    ]


def _stands(each: Picked) -> str:
    return state_label(each.row.state) if each.row else ""


def _line(each: Picked, text: str, *, is_skipped: bool) -> Line:
    if each.row is None:
        return Line("", "", text, is_skipped=True, value=each.value)
    url = reverse("desk:case", args=[each.row.id])
    return Line(each.row.number, url, text, is_skipped, each.value)


def _why_skipped(
    each: Picked,
    deed: BulkDeed,
    arguments: dict[str, Any] | None,
    people: list[Colleague],
) -> str:
    row = each.row
    if row is None:
        return gettext(GONE)
    if not each.may_handle:
        return gettext(NotPermitted.text)
    if row.version != each.version:
        return gettext("Somebody else has changed it meanwhile.")
    if next_state(State(row.state), deed.event) is None:
        words = {"deed": event_label(deed.event), "state": state_label(row.state)}
        return gettext("%(deed)s is not possible while it is: %(state)s.") % words
    return _why_not_there(row, arguments or {}, people)


def _why_not_there(row: CaseRow, arguments: dict[str, Any], people: list[Colleague]) -> str:
    """Return why the case can't go to the chosen person or entity, or ""."""
    to, entity_code = arguments.get("to"), arguments.get("entity_code")
    serves = (each.id == to and _entity_id(row) in each.entity_ids for each in people)
    if to and not any(serves):
        return gettext("This person does not work on the cases of the entity.")
    if entity_code == row.entity_code:
        return gettext("This entity has the case already. Choose another one.")
    return ""


def _done(
    request: StaffRequest, deed: BulkDeed, picked: list[Picked], arguments: dict[str, Any]
) -> list[Line]:
    """Do each case for itself: one that is refused leaves the others alone."""
    return [_do(request, deed, each, arguments) for each in picked]


def _do(request: StaffRequest, deed: BulkDeed, each: Picked, arguments: dict[str, Any]) -> Line:
    if each.row is None:
        return _line(each, gettext(GONE), is_skipped=True)
    try:
        deed.action(each.row.id, by=request.user, version=each.version, at=clock.now(), **arguments)
    except (CaseNotFound, Missing):
        return _line(each, gettext(GONE), is_skipped=True)
    except DomainError as refusal:
        return _line(each, sentence(refusal), is_skipped=True)
    return _line(each, gettext("Done"), is_skipped=False)


def _page(
    request: StaffRequest,
    deed: BulkDeed,
    form: CaseForm | None,
    lines: list[Line],
    status: int = 200,
    *,
    is_preview: bool = False,
) -> HttpResponse:
    screen = BulkScreen(
        deed=deed,
        form=form,
        lines=tuple(lines),
        summary=_summary(lines, is_done=form is None),
        is_preview=is_preview,
        tail=tail_of(request),
    )
    with reading():
        page = desk_page(request, str(deed.title), error=status >= 400)
        facts = {"page": page, "screen": screen}
        return render(request, "sawti_desk/bulk.html", facts, status=status)


def _summary(lines: list[Line], *, is_done: bool) -> str:
    skipped = sum(line.is_skipped for line in lines)
    count = {"count": len(lines) - skipped, "skipped": skipped}
    if is_done:
        text = ngettext(
            "%(count)s case done, %(skipped)s skipped.",
            "%(count)s cases done, %(skipped)s skipped.",
            count["count"],
        )
    else:
        text = ngettext(
            "%(count)s case will be changed, %(skipped)s skipped.",
            "%(count)s cases will be changed, %(skipped)s skipped.",
            count["count"],
        )
    return text % count
