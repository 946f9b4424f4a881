"""The cases of a person who is signed in: read by the link between person and filing alone."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, ExpressionWrapper, F, Q

from sawti.accounts.models import Person
from sawti.acting.facts import Right
from sawti.acting.queries import ids_allowing, representations_of
from sawti.businesses.models import State as BusinessState
from sawti.businesses.permissions import member_of
from sawti.businesses.queries import history_of, memberships_in, memberships_seen_by
from sawti.cases.content import bodies_of
from sawti.cases.lifecycle import UNANSWERED, State
from sawti.cases.models import Applicant, Case, Message, Pause
from sawti.catalogue.queries import catalogue
from sawti.consents.queries import agreements_of
from sawti.entities.queries import entity_tree
from sawti.lib.cursors import cursor_after, opened_cursor
from sawti.notifications.queries import devices_told
from sawti.signin.queries import identities_of
from sawti.telling.queries import messages_of

PAGE = 25
ROW = (
    "id",
    "number",
    "state",
    "case_type_id",
    "category_id",
    "entity_id",
    "received_at",
    "due_at",
    "paused_at",
    "is_waiting",
    "member_id",
)
IS_WAITING = ExpressionWrapper(Q(state=State.WAITING), output_field=BooleanField())


@dataclass(frozen=True)
class OwnCase:
    """One line of "my cases", from an allow-list. Names are in the reader's language.

    `company`: the company whose case it is, "" for a person's.
    """

    number: str
    state: str
    type_name: str
    category_name: str
    entity_name: str
    received_at: datetime
    due_at: datetime
    is_overdue: bool
    company: str = ""


@dataclass(frozen=True)
class OwnCasePage:
    """A page of them; `next_cursor` is empty on the last one."""

    rows: tuple[OwnCase, ...]
    next_cursor: str


def own_cases_page(
    person_id: UUID, *, language: str, at: datetime, cursor: str = "", limit: int = PAGE
) -> OwnCasePage:
    """Return the cases that a person follows: their own, of whom they represent, of companies.

    Those that wait for them come first, then the newest.

    `cursor` is a page's `next_cursor`. Raises Invalid for one that we did not make.
    """
    companies = memberships_seen_by(person_id)
    rows = open_to(person_id, Right.FOLLOW, at, companies)
    return _page(rows, companies, language, at, cursor, limit)


def business_cases_page(
    business_id: UUID, *, person_id: UUID, language: str, at: datetime, cursor: str = ""
) -> OwnCasePage:
    """Return the cases of a company, in the same order; raises Missing for who is no member.

    None while it is not verified.
    """
    member = member_of(business_id, person_id)
    is_open = member.business.state == BusinessState.VERIFIED
    members = memberships_in(business_id) if is_open else memberships_in(business_id).none()
    rows = Case.objects.filter(applicants__member__in=members)
    return _page(rows, {}, language, at, cursor, PAGE)


def _page(
    rows: Any, companies: dict[UUID, str], language: str, at: datetime, cursor: str, limit: int
) -> OwnCasePage:
    rows = rows.annotate(is_waiting=IS_WAITING, member_id=F("applicants__member_id"))
    rows = rows.order_by("-is_waiting", "-received_at", "-id")
    if cursor:
        rows = rows.filter(_after(*_opened(cursor)))
    found = list(rows.values_list(*ROW, named=True)[: limit + 1])
    page, last = found[:limit], found[limit - 1] if len(found) > limit else None
    return OwnCasePage(
        tuple(_row(case, companies, language, at) for case in page),
        _cursor(last.is_waiting, last.received_at, last.id) if last else "",
    )


def own_case_id(person_id: UUID, number: str, *, right: Right, at: datetime) -> UUID | None:
    """Return the id of the case with this number if it is the person's own.

    It also is where they represent its applicant and that allows `right`, and where they act for
    the company whose case it is.
    """
    rows = open_to(person_id, right, at).filter(number=number)
    found: UUID | None = rows.values_list("id", flat=True).first()
    return found


def open_to(
    person_id: UUID, right: Right, at: datetime, memberships: Collection[UUID] | None = None
) -> Any:
    """Return the cases in which the person has `right`: three statements, the first short ones.

    `memberships`: those of the person's companies, where the caller has asked for them.
    """
    if memberships is None:
        memberships = memberships_seen_by(person_id)
    represented = ids_allowing(person_id, right, at=at)
    if not represented and not memberships:
        return _of(person_id)
    theirs = Q(person_id=person_id) | Q(representation_id__in=represented)
    if memberships:
        theirs |= Q(member_id__in=list(memberships))
    return Case.objects.filter(pk__in=Applicant.objects.filter(theirs).values("case_id"))


def _of(person_id: UUID) -> Any:
    return Case.objects.filter(applicants__person_id=person_id)


def _row(case: Any, companies: dict[UUID, str], language: str, at: datetime) -> OwnCase:
    known = catalogue()
    return OwnCase(
        number=case.number,
        state=case.state,
        type_name=known.name(case.case_type_id, language),
        category_name=known.name(case.category_id, language),
        entity_name=entity_tree().by_id[case.entity_id].name(language),
        received_at=case.received_at,
        due_at=case.due_at,
        is_overdue=case.state in UNANSWERED and case.paused_at is None and case.due_at < at,
        company=companies.get(case.member_id, ""),
    )


def _after(is_waiting: bool, received_at: datetime, last_id: UUID) -> Q:
    older = Q(received_at__lt=received_at) | Q(received_at=received_at, id__lt=last_id)
    same = Q(is_waiting=is_waiting) & older
    return same | Q(is_waiting=False) if is_waiting else same


def _cursor(is_waiting: bool, received_at: datetime, last_id: UUID) -> str:
    return f"{int(is_waiting)}{cursor_after(received_at, last_id)}"


def _opened(cursor: str) -> tuple[bool, datetime, UUID]:
    return cursor[:1] == "1", *opened_cursor(cursor[1:])


def everything_of(person: Person, *, language: str, at: datetime) -> dict[str, Any]:
    """Return all that the account holds, ready for JSON: profile, cases, and what was said.

    Nine statements, whatever the number of cases. Names of staff are left out.
    """
    cases = list(_of(person.id).order_by("-received_at", "-id"))
    messages = list(Message.objects.filter(case__in=cases).order_by("sent_at", "id"))
    bodies = bodies_of(row.content_id for row in messages)
    waits: dict[UUID, list[Pause]] = {case.id: [] for case in cases}
    for pause in Pause.objects.filter(case__in=cases).order_by("began_at"):
        waits[pause.case_id].append(pause)
    said: dict[UUID, list[dict[str, str]]] = {case.id: [] for case in cases}
    for row in messages:
        said[row.case_id].append(
            {
                "kind": row.kind,
                "sent_at": row.sent_at.isoformat(),
                "text": bodies[row.content_id],
            }
        )
    return {
        "profile": {
            "email": person.email,
            "name": person.name,
            "phone": person.phone,
            "national_id": person.national_id,
            "address": person.address,
            "language": person.language,
            "settings": person.settings,
            "told_by": person.told_by,
            "no_news": person.no_news,
            "quiet_hours": [str(at) for at in (person.quiet_from, person.quiet_until) if at],
            "created_at": person.created_at.isoformat(),
        },
        "cases": [_as_data(case, said[case.id], waits[case.id], language) for case in cases],
        "consents": agreements_of(person.id),
        "companies": history_of(person.id),
        "identities": identities_of(person.id),
        "messages": messages_of(person.id),
        "devices_told": devices_told(person.id),
        "represents": [
            {
                "name": row.name,
                "kind": row.kind_name,
                "state": row.state,
                "since": row.claimed_at.isoformat(),
            }
            for row in representations_of(person.id, language=language, at=at)
        ],
    }


def _as_data(
    case: Case, said: list[dict[str, str]], waits: list[Pause], language: str
) -> dict[str, Any]:
    known = catalogue()
    return {
        "number": case.number,
        "state": case.state,
        "type": known.name(case.case_type_id, language),
        "category": known.name(case.category_id, language),
        "entity": entity_tree().by_id[case.entity_id].name(language),
        "place": case.place,
        "received_at": case.received_at.isoformat(),
        "due_at": case.due_at.isoformat(),
        "messages": said,
        "waits": [
            {
                "for": row.waits_for,
                "began_at": row.began_at.isoformat(),
                "ended_at": row.ended_at.isoformat() if row.ended_at else None,
            }
            for row in waits
        ],
    }
