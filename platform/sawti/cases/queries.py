"""What people and staff see of one case, as frozen facts."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sawti.acting.facts import ActsFacts
from sawti.attachments.facts import FileFacts
from sawti.cases.circle import InvolvedFacts, involved_facts, shown_of
from sawti.cases.content import opened
from sawti.cases.errors import CaseNotFound
from sawti.cases.files import FilesOfCase, files_of
from sawti.cases.hands import NO_CLOCKS, ClocksOfCase, clocks_told, pauses_told, with_clocks
from sawti.cases.hearing import HearsFacts
from sawti.cases.lifecycle import (
    AMONG_STAFF,
    OF_APPLICANT,
    UNANSWERED,
    Event,
    State,
    allowed_events,
)
from sawti.cases.models import Case, MessageKind
from sawti.cases.record import history_of, messages_of, notes_on
from sawti.cases.scope import (
    HANDLE,
    in_scope,
    involvements_of,
    scope_of,
    scope_with,
    those_to_give_to,
)
from sawti.cases.search import Part
from sawti.cases.waits import WaitFacts, wait_in, wait_of
from sawti.catalogue.queries import catalogue
from sawti.entities.permissions import Rights
from sawti.entities.queries import entity_tree
from sawti.lib.errors import NotPermitted
from sawti.lib.permissions import DEESCALATE_CASES, LIMIT_CONTACTS
from sawti.sla.queries import reopen_until


@dataclass(frozen=True)
class CaseRow:
    """One line of a list. Names are in the reader's language, instants in UTC."""

    id: UUID
    number: str
    state: str
    type_name: str
    category_name: str
    entity_name: str
    entity_code: str
    importance_code: str
    importance_name: str
    holder_name: str
    received_at: datetime
    due_at: datetime
    is_overdue: bool
    reopenings: int
    version: int
    is_confidential: bool = False
    found: tuple[Part, ...] = ()


@dataclass(frozen=True)
class MessageFacts:
    """One message: `kind` as in MessageKind; `entity_name` is who wrote, empty for applicants."""

    kind: str
    body: str
    sent_at: datetime
    entity_name: str
    author_name: str
    files: tuple[FileFacts, ...] = ()


@dataclass(frozen=True)
class NoteFacts:
    """What one of the staff wrote for the others; for staff only."""

    body: str
    written_at: datetime
    author_name: str


@dataclass(frozen=True)
class HistoryFacts:
    """One event of the timeline. `by_name`, `to_name`, entities and reason are for staff.

    `for_name`: the colleague whom the one who did it represented.
    """

    event: str
    at: datetime
    by_name: str
    from_entity: str
    to_entity: str
    reason: str
    to_name: str = ""
    for_name: str = ""
    to_entity_id: UUID | None = None
    due_from: datetime | None = None
    due_to: datetime | None = None
    id: UUID | None = None


@dataclass(frozen=True)
class CaseForStaff:
    """All that staff see of a case; the applicant's identity is opened apart."""

    row: CaseRow
    channel: str
    language: str
    place: str
    pillar_name: str
    policy_code: str
    policy_version: int
    paused_at: datetime | None
    breached_at: datetime | None
    category_code: str
    messages: tuple[MessageFacts, ...]
    notes: tuple[NoteFacts, ...]
    history: tuple[HistoryFacts, ...]
    allowed: tuple[Event, ...]
    may_handle: bool
    may_open_identity: bool
    internal_files: tuple[FileFacts, ...] = ()
    confidentiality_code: str = ""
    confidentiality_name: str = ""
    may_classify: bool = False
    may_limit: bool = False
    may_deescalate: bool = False
    is_exceptional: bool = False
    involved: tuple[InvolvedFacts, ...] = ()
    wait: WaitFacts | None = None
    clocks: ClocksOfCase = NO_CLOCKS


@dataclass(frozen=True)
class HolderFacts:
    """Somebody who works on the cases of an entity; `is_holder`: has this one now."""

    id: UUID
    name: str
    is_holder: bool


@dataclass(frozen=True)
class CaseForApplicant:
    """What the applicant sees, from an allow-list: no names of staff, no reasons, no notes.

    `answered_at` names the present answer; `reopen_until` is the last instant to reopen it, also
    when it has passed. Both are None while there is no answer. `hears`: how its contact is told.
    """

    number: str
    state: str
    version: int
    type_code: str
    type_name: str
    category_name: str
    entity_name: str
    place: str
    received_at: datetime
    due_at: datetime
    is_overdue: bool
    reopenings: int
    answered_at: datetime | None
    reopen_until: datetime | None
    messages: tuple[MessageFacts, ...]
    history: tuple[HistoryFacts, ...]
    may_reply: bool
    may_withdraw: bool
    may_rate: bool
    may_reopen: bool
    acts: ActsFacts | None = None
    wait: WaitFacts | None = None
    hears: HearsFacts | None = None


def case_for_staff(
    case_id: UUID, rights: Rights, *, language: str, at: datetime
) -> CaseForStaff | None:
    """Return the case, or None where there is none that `rights` let a person see."""
    involved = involvements_of(rights, case_id=case_id)
    scope = scope_with(rights, involved)
    case = with_clocks(scope.cases()).filter(pk=case_id).first()
    if case is None:
        return None
    may_handle = scope.allows(HANDLE, case)
    may_classify = scope.allows("classify_cases", case)
    shown = shown_of(case, involved, scope)
    files = files_of(case)
    return CaseForStaff(
        row=row_facts(case, language, at),
        channel=case.channel,
        language=case.language,
        place=case.place,
        pillar_name=catalogue().name(case.pillar_id, language),
        policy_code=case.policy_code,
        policy_version=case.policy_version,
        paused_at=case.paused_at,
        breached_at=case.breached_at,
        messages=_messages(case, files, language),
        category_code=catalogue().by_id[case.category_id].code if case.category_id else "",
        notes=_notes(case),
        history=_history(case, language),
        allowed=_allowed_to_staff(case) if may_handle else (),
        may_handle=may_handle,
        may_open_identity=scope.allows("open_identity", case),
        internal_files=files.internal,
        confidentiality_code=_class_code(case),
        confidentiality_name=catalogue().name(case.confidentiality_id, language),
        may_classify=may_classify,
        may_limit=scope.allows(LIMIT_CONTACTS, case),
        may_deescalate=scope.allows(DEESCALATE_CASES, case),
        is_exceptional=bool(case.confidentiality_id) or bool(shown),
        involved=involved_facts(shown, language) if may_handle else (),
        wait=wait_in(case, pauses_told(case)),
        clocks=clocks_told(case, language=language, at=at),
    )


def number_for_staff(case_id: UUID, rights: Rights) -> str | None:
    """Return the number of a case that `rights` let a person see, else None."""
    case = in_scope(rights).filter(pk=case_id).only("number").first()
    return case.number if case else None


def number_to_limit(case_id: UUID, rights: Rights) -> str:
    """Return the number of a case whose contact `rights` let a person limit.

    Raises CaseNotFound where they do not see it, NotPermitted where they may only look.
    """
    scope = scope_of(rights)
    case = scope.cases().filter(pk=case_id).first()
    if case is None:
        raise CaseNotFound
    if not scope.allows(LIMIT_CONTACTS, case):
        raise NotPermitted
    return str(case.number)


def holders_for(case_id: UUID, rights: Rights) -> tuple[HolderFacts, ...] | None:
    """Return whom the case may be assigned to, by name.

    None where there is no such case that `rights` let a person see; raises NotPermitted where
    they may only look.
    """
    scope = scope_of(rights)
    case = scope.cases().filter(pk=case_id).first()
    if case is None:
        return None
    if not scope.allows(HANDLE, case):
        raise NotPermitted
    return tuple(
        HolderFacts(who.id, who.name, who.id == case.holder_id) for who in those_to_give_to(case)
    )


def case_for_applicant(case_id: UUID, *, language: str, at: datetime) -> CaseForApplicant | None:
    """Return what the applicant may see; the caller has opened the case with its receipt."""
    case = Case.objects.with_holder_name().filter(pk=case_id).first()
    if case is None:
        return None
    row, history = row_facts(case, language, at), _history(case, language)
    files = files_of(case)
    until = (
        reopen_until(case.closed_at) if Event.REOPEN in allowed_events(State(case.state)) else None
    )
    messages = _messages(case, files, language)
    is_asked = bool(messages) and messages[-1].kind == MessageKind.QUESTION
    wait = wait_of(case)
    return CaseForApplicant(
        number=case.number,
        state=case.state,
        version=case.version,
        type_code=catalogue().by_id[case.case_type_id].code,
        type_name=row.type_name,
        category_name=row.category_name,
        entity_name=row.entity_name,
        place=case.place,
        received_at=case.received_at,
        due_at=case.due_at,
        is_overdue=row.is_overdue,
        reopenings=case.reopenings,
        answered_at=case.answered_at,
        reopen_until=until,
        messages=tuple(_without_author(m) for m in messages),
        history=tuple(_for_applicant(h) for h in history if _is_for_applicant(h)),
        may_reply=is_asked and Event.APPLICANT_REPLIED in allowed_events(State(case.state)),
        may_withdraw=Event.WITHDRAW in allowed_events(State(case.state)),
        may_rate=case.state == State.ANSWERED and not _is_rated(case, history),
        may_reopen=until is not None and at <= until,
        wait=replace(wait, reason="") if wait else None,
    )


def _is_rated(case: Case, history: tuple[HistoryFacts, ...]) -> bool:
    """Tell whether the present answer has its rating, without asking the table of ratings."""
    answered_at = case.answered_at
    return any(h.event == Event.RATE and answered_at and h.at >= answered_at for h in history)


def row_facts(case: Any, language: str, at: datetime) -> CaseRow:
    """Return one line of a list; `case` is a row with the columns `lists.ROW`."""
    known, entity = catalogue(), entity_tree().by_id[case.entity_id]
    return CaseRow(
        id=case.id,
        number=case.number,
        state=case.state,
        type_name=known.name(case.case_type_id, language),
        category_name=known.name(case.category_id, language),
        entity_name=entity.name(language),
        entity_code=entity.code,
        importance_code=known.by_id[case.importance_id].code,
        importance_name=known.name(case.importance_id, language),
        holder_name=case.holder_name or "",
        received_at=case.received_at,
        due_at=case.due_at,
        is_overdue=case.state in UNANSWERED and case.paused_at is None and case.due_at < at,
        reopenings=case.reopenings,
        version=case.version,
        is_confidential=case.confidentiality_id is not None,
    )


def _class_code(case: Case) -> str:
    known = catalogue().by_id
    return known[case.confidentiality_id].code if case.confidentiality_id else ""


def _allowed_to_staff(case: Case) -> tuple[Event, ...]:
    return tuple(e for e in allowed_events(State(case.state)) if e not in OF_APPLICANT)


def _messages(case: Case, files: FilesOfCase, language: str) -> tuple[MessageFacts, ...]:
    return tuple(
        MessageFacts(
            kind=row.kind,
            body=opened(row.content),
            sent_at=row.sent_at,
            entity_name=_entity_name(row.entity_id, language, row.sent_at),
            author_name=row.author.name if row.author else "",
            files=files.by_message.get(row.id, ()),
        )
        for row in messages_of(case_id=case.pk)
    )


def _notes(case: Case) -> tuple[NoteFacts, ...]:
    return tuple(
        NoteFacts(opened(row.content), row.written_at, row.author.name)
        for row in notes_on(case_id=case.pk)
    )


def _history(case: Case, language: str) -> tuple[HistoryFacts, ...]:
    return tuple(
        HistoryFacts(
            event=row.event,
            at=row.at,
            by_name=row.by.name if row.by else "",
            from_entity=_entity_name(row.from_entity_id, language, row.at),
            to_entity=_entity_name(row.to_entity_id, language, row.at),
            reason=row.reason,
            to_name=row.to_staff.name if row.to_staff else "",
            for_name=row.acting_for.name if row.acting_for else "",
            to_entity_id=row.to_entity_id,
            due_from=row.due_from,
            due_to=row.due_to,
            id=row.id,
        )
        for row in history_of(case_id=case.pk)
    )


def _entity_name(entity_id: UUID | None, language: str, at: datetime) -> str:
    return entity_tree().by_id[entity_id].name(language, at) if entity_id else ""


def _without_author(message: MessageFacts) -> MessageFacts:
    return replace(message, author_name="")


def _is_for_applicant(row: HistoryFacts) -> bool:
    """Tell whether the applicant reads of it: of what staff settle among themselves, only moves."""
    moved = bool(row.from_entity and row.to_entity) or row.due_to is not None
    return row.event not in AMONG_STAFF or moved


def _for_applicant(row: HistoryFacts) -> HistoryFacts:
    reason = row.reason if row.event == Event.RESCHEDULE else ""
    return HistoryFacts(
        row.event, row.at, "", row.from_entity, row.to_entity, reason, due_to=row.due_to
    )
