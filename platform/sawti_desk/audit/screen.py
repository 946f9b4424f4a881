"""The audit record for those who may read it: a list with filters, and the same as a table."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext

from sawti.accounts.queries import names_of_staff
from sawti.audit.actions import note_export
from sawti.audit.exporting import entries_csv
from sawti.audit.queries import (
    MOST_EXPORTED,
    Assurance,
    EntryPage,
    EntryRow,
    assurance,
    count_up_to,
    entries_page,
    every_entry,
)
from sawti.lib import clock
from sawti.lib.permissions import READ_AUDIT
from sawti.tenancy.context import reading
from sawti_desk.access import StaffRequest, may_required, staff_required
from sawti_desk.audit.forms import EntryForm
from sawti_desk.frame import desk_page
from sawti_ui.charts.wording import number
from sawti_ui.parts import Note, Pager, Tag, Tone

NOTHING = EntryPage((), "")


@dataclass(frozen=True)
class EntryLine:
    """One entry as the list shows it; the addresses narrow the list to actor, object, request."""

    at: datetime
    event: str
    actor: str
    actor_url: str
    acting_for: str
    object_type: str
    object_id: str
    object_url: str
    reason: str
    request_id: str
    request_url: str
    seal: Tag


@dataclass(frozen=True)
class AuditScreen:
    """The list, and the form of its filter; `first_url` is "" on page one."""

    form: EntryForm
    assurance: Note
    lines: tuple[EntryLine, ...]
    pager: Pager
    first_url: str
    refusal: str


@staff_required("GET", "HEAD")
@may_required(READ_AUDIT)
def audit(request: StaffRequest) -> HttpResponse:
    """Show one page of the chosen entries."""
    form = EntryForm(request.GET)
    if not form.is_valid():
        return _page(request, form, NOTHING, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    found = entries_page(form.chosen(), cursor=request.GET.get("cursor", ""))
    return _page(request, form, found)


@staff_required("POST")
@may_required(READ_AUDIT)
def export(request: StaffRequest) -> HttpResponse:
    """Hand out the chosen entries as CSV; what leaves is in the record before it leaves."""
    form = EntryForm(request.POST)
    with reading():
        if not form.is_valid():
            return _page(request, form, NOTHING, status=HTTPStatus.UNPROCESSABLE_ENTITY)
        if count_up_to(form.chosen(), MOST_EXPORTED + 1) > MOST_EXPORTED:
            return _too_many(request, form)
    note_export(form.chosen(), by_id=request.user.pk, at=clock.now())
    with reading():
        text = entries_csv(every_entry(form.chosen()))
    name = f"audit-{clock.now():%Y-%m-%d}.csv"
    return HttpResponse(
        text,
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _too_many(request: StaffRequest, form: EntryForm) -> HttpResponse:
    words = gettext(
        "These are more than %(most)s entries. Choose fewer days, or ask an operator for the file."
    )
    refusal = words % {"most": number(MOST_EXPORTED)}
    found = entries_page(form.chosen())
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    return _page(request, form, found, refusal=refusal, status=status)


def _page(
    request: StaffRequest,
    form: EntryForm,
    found: EntryPage,
    *,
    refusal: str = "",
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    typed = _typed(form)
    older = _address({**typed, "cursor": found.next_cursor}) if found.next_cursor else ""
    screen = AuditScreen(
        form=form,
        assurance=_assurance(assurance()),
        lines=_lines(found.rows),
        pager=Pager(older_url=older),
        first_url=_address(typed) if "cursor" in request.GET else "",
        refusal=refusal,
    )
    page = desk_page(request, gettext("Audit record"), error=status != HTTPStatus.OK)
    facts = {"page": page, "screen": screen}
    return render(request, "sawti_desk/audit/audit.html", facts, status=status)


def _typed(form: EntryForm) -> dict[str, str]:
    return {name: form.data[name] for name in form.fields if form.data.get(name)}


def _address(query: Mapping[str, str]) -> str:
    return f"{reverse('desk:audit')}?{urlencode(query)}".rstrip("?")


def _lines(rows: tuple[EntryRow, ...]) -> tuple[EntryLine, ...]:
    ids = {row.actor_id for row in rows} | {row.acting_for_id for row in rows}
    names = names_of_staff(each for each in ids if each)
    return tuple(_line(row, names) for row in rows)


def _line(row: EntryRow, names: dict[UUID, str]) -> EntryLine:
    return EntryLine(
        at=row.at,
        event=row.event,
        actor=_name(row.actor_id, names) or gettext("Sawti itself"),
        actor_url=_address({"actor": str(row.actor_id)}) if row.actor_id else "",
        acting_for=_name(row.acting_for_id, names),
        object_type=row.object_type,
        object_id=str(row.object_id or ""),
        object_url=_address({"object": str(row.object_id)}) if row.object_id else "",
        reason=row.reason,
        request_id=row.request_id,
        request_url=_address({"request": row.request_id}) if row.request_id else "",
        seal=_seal(row.seal),
    )


def _name(who: UUID | None, names: dict[UUID, str]) -> str:
    return names.get(who, str(who)) if who else ""


def _seal(sequence: int | None) -> Tag:
    if sequence is None:
        return Tag(gettext("Not sealed yet"), Tone.WARN)
    return Tag(gettext("Seal %(sequence)s") % {"sequence": number(sequence)}, Tone.OK)


def _assurance(found: Assurance | None) -> Note:
    """Return up to where the record is known to be whole."""
    if found is None:
        return Note(gettext("The record has not been checked yet. It is checked every night."))
    when = {"at": f"{found.at:%Y-%m-%d %H:%M} UTC", "count": number(found.total)}
    if found.problem:
        text = gettext("The check of %(at)s found a broken link. Tell the operators: %(problem)s")
        return Note(text % {**when, "problem": found.problem}, tone=Tone.ERROR)
    if not found.is_anchored:
        text = gettext(
            "Checked on %(at)s: the first %(count)s entries are as they were written. "
            "No signed anchor confirms it yet."
        )
        return Note(text % when, tone=Tone.WARN)
    text = gettext("Checked on %(at)s: the first %(count)s entries are as they were written.")
    return Note(text % when, tone=Tone.OK)
