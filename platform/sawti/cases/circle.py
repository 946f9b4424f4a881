"""Who may know of a case beside its entity, as frozen facts: class, participants, conflicts."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sawti.cases.errors import CaseNotFound
from sawti.cases.models import Case, Involvement, InvolvementKind
from sawti.cases.scope import HANDLE, Scope, involvements_of, is_shown, scope_with
from sawti.catalogue.queries import catalogue
from sawti.entities.permissions import Rights
from sawti.entities.queries import entity_tree
from sawti.lib.errors import NotPermitted
from sawti.lib.permissions import CLASSIFY_CASES

_NO_PART = (InvolvementKind.CONFLICT, InvolvementKind.NAMED)


@dataclass(frozen=True)
class InvolvedFacts:
    """Somebody who takes part in a case or is in conflict with it; `name` may be an entity's.

    It is "" for a member of staff who filed the case.
    """

    id: UUID
    kind: str
    name: str
    since_at: datetime
    until_at: datetime | None
    reason: str


@dataclass(frozen=True)
class CircleFacts:
    """Who may know of a case. `confidentiality_code` is "" for an ordinary one.

    `named`: the names that the applicant wrote of employees, to be matched.
    """

    number: str
    version: int
    confidentiality_code: str
    confidentiality_name: str
    may_classify: bool
    participants: tuple[InvolvedFacts, ...]
    conflicts: tuple[InvolvedFacts, ...]
    named: tuple[str, ...]


def circle_of(case_id: UUID, rights: Rights, language: str) -> CircleFacts:
    """Return who may know of a case, for whoever acts on it.

    Raises CaseNotFound for a case that `rights` do not show, NotPermitted where they only read it.
    """
    rows = involvements_of(rights, case_id=case_id)
    scope = scope_with(rights, rows)
    case = scope.cases().filter(pk=case_id).first()
    if case is None:
        raise CaseNotFound
    if not scope.allows(HANDLE, case):
        raise NotPermitted
    found = involved_facts(shown_of(case, rows, scope), language)
    known = catalogue().by_id
    return CircleFacts(
        number=case.number,
        version=case.version,
        confidentiality_code=known[case.confidentiality_id].code if case.confidentiality_id else "",
        confidentiality_name=catalogue().name(case.confidentiality_id, language),
        may_classify=scope.allows(CLASSIFY_CASES, case),
        participants=tuple(each for each in found if each.kind not in _NO_PART),
        conflicts=tuple(each for each in found if each.kind == InvolvementKind.CONFLICT),
        named=tuple(each.reason for each in found if each.kind == InvolvementKind.NAMED),
    )


def shown_of(case: Case, rows: Iterable[Involvement], scope: Scope) -> list[Involvement]:
    """Return those of `rows` that are about the case and that its reader may know of."""
    return [row for row in rows if row.case_id == case.id and is_shown(row, case, scope)]


def involved_facts(rows: Iterable[Involvement], language: str) -> tuple[InvolvedFacts, ...]:
    """Return the facts of these exceptions, in their order."""
    return tuple(
        InvolvedFacts(
            id=row.id,
            kind=row.kind,
            name=_name(row, language),
            since_at=row.since_at,
            until_at=row.until_at,
            reason=row.reason,
        )
        for row in rows
    )


def _name(row: Involvement, language: str) -> str:
    if row.tells_who_filed:  # the name is opened for a reason only
        return ""
    if row.entity_id:
        return entity_tree().by_id[row.entity_id].name(language)
    return row.staff.name if row.staff else ""
