"""The lists of messages of staff and of persons: only of cases that their reader may still see."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Q

from sawti.acting.facts import Right
from sawti.cases.models import Case
from sawti.cases.own_cases import open_to
from sawti.cases.scope import in_scope
from sawti.entities.permissions import Rights
from sawti.entities.queries import entity_tree
from sawti.lib.cursors import cursor_after, opened_cursor
from sawti.telling.models import InboxEntry
from sawti.telling.queries import wordings
from sawti.telling.words import filled, shipped
from sawti.tenancy.context import current_tenant

PAGE = 25


@dataclass(frozen=True)
class InboxLine:
    """One message. `text` is in the reader's language; `number` is that of its case."""

    id: UUID
    case_id: UUID
    number: str
    text: str
    at: datetime
    is_read: bool


@dataclass(frozen=True)
class InboxPage:
    """A page of them, the newest first; `next_cursor` is empty on the last one."""

    rows: tuple[InboxLine, ...]
    next_cursor: str


def inbox_of_staff(
    rights: Rights, *, language: str, cursor: str = "", limit: int = PAGE
) -> InboxPage:
    """Return the messages about cases that these rights show. Raises Invalid for a bad cursor."""
    rows = InboxEntry.objects.filter(staff_id=rights.staff_id)
    return _page(rows, in_scope(rights), language, cursor, limit)


def inbox_of_person(
    person_id: UUID, *, language: str, at: datetime, cursor: str = "", limit: int = PAGE
) -> InboxPage:
    """Return the messages about cases that the person follows. Raises Invalid for a bad cursor."""
    rows = InboxEntry.objects.filter(person_id=person_id)
    return _page(rows, open_to(person_id, Right.FOLLOW, at), language, cursor, limit)


def lines_of(entries: list[InboxEntry], language: str) -> tuple[InboxLine, ...]:
    """Return entries as lines, in one statement; the caller has seen to it that they may be."""
    ids = {entry.case_id for entry in entries}
    cases = {case.id: case for case in Case.objects.filter(pk__in=ids)} if ids else {}
    there = [entry for entry in entries if entry.case_id in cases]
    return tuple(_line(entry, cases[entry.case_id], language) for entry in there)


def _page(rows: Any, cases: Any, language: str, cursor: str, limit: int) -> InboxPage:
    rows = rows.filter(case_id__in=cases.order_by().values("pk")).order_by("-at", "-id")
    if cursor:
        at, last_id = opened_cursor(cursor)
        rows = rows.filter(Q(at__lt=at) | Q(at=at, id__lt=last_id))
    found = list(rows[: limit + 1])
    page, last = found[:limit], found[limit - 1] if len(found) > limit else None
    return InboxPage(lines_of(page, language), cursor_after(last.at, last.id) if last else "")


def _line(entry: InboxEntry, case: Case, language: str) -> InboxLine:
    own = wordings().get(entry.template)
    words = own.words(language) if own else shipped(entry.template, language)
    text = filled(words, _values(case, language)).subject
    return InboxLine(
        entry.id, case.id, case.number, text, entry.at, is_read=entry.read_at is not None
    )


def _values(case: Case, language: str) -> Mapping[str, str]:
    tenant = current_tenant()
    return {
        "number": f"\u2066{case.number}\u2069",
        "entity": entity_tree().by_id[case.entity_id].name(language),
        "due_on": f"\u2066{case.due_at.astimezone(ZoneInfo(tenant.time_zone)):%Y-%m-%d}\u2069",
        "tenant_name": tenant.names.get(language) or tenant.slug,
        "government": tenant.governments.get(language, ""),
    }
