"""Builds the answers for staff from frozen facts, with one look-up of words per request."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self
from uuid import UUID

from django.urls import reverse

from sawti.cases.circle import CircleFacts, InvolvedFacts
from sawti.cases.facts import Identity
from sawti.cases.labels import STATES
from sawti.cases.models import Case
from sawti.cases.queries import CaseForStaff, CaseRow, HolderFacts
from sawti.catalogue.queries import catalogue
from sawti.entities.queries import entity_tree
from sawti.quality.queries import RatingFacts
from sawti_api.resource import moment_writer
from sawti_api.v1.cases import answers as public

NO_CASE = UUID(int=0)


@dataclass(frozen=True)
class Words:
    """What every row needs, made once per request: state names, addresses, the writer of dates."""

    states: dict[str, str]
    write: Callable[[datetime], str]
    address: str

    @classmethod
    def of_request(cls) -> Self:
        """Return the words in the active language and the tenant's time zone."""
        pattern = reverse("api:staff_case", kwargs={"case_id": NO_CASE})
        return cls(
            states={state: str(name) for state, name in STATES.items()},
            write=moment_writer(),
            address=pattern.replace(str(NO_CASE), ""),
        )


def row(facts: CaseRow, words: Words) -> dict[str, Any]:
    """Return one line of a list."""
    case_id = str(facts.id)
    return {
        "id": case_id,
        "number": facts.number,
        "state": facts.state,
        "state_name": words.states[facts.state],
        "type": facts.type_name,
        "category": facts.category_name,
        "entity": {"code": facts.entity_code, "name": facts.entity_name},
        "importance": {"code": facts.importance_code, "name": facts.importance_name},
        "holder": facts.holder_name,
        "received_at": words.write(facts.received_at),
        "due_at": words.write(facts.due_at),
        "is_overdue": facts.is_overdue,
        "reopenings": facts.reopenings,
        "url": words.address + case_id,
    }


def for_staff(case: CaseForStaff, ratings: tuple[RatingFacts, ...]) -> dict[str, Any]:
    """Return all that staff see of a case."""
    words = Words.of_request()
    address = public.addresses("api:staff_file", case_id=case.row.id)
    return {
        **row(case.row, words),
        "version": case.row.version,
        "channel": case.channel,
        "language": case.language,
        "place": case.place,
        "pillar": case.pillar_name,
        "policy": case.policy_code,
        "policy_version": case.policy_version,
        "paused_at": words.write(case.paused_at) if case.paused_at else None,
        "breached_at": words.write(case.breached_at) if case.breached_at else None,
        "allowed": list(case.allowed),
        "may_open_identity": case.may_open_identity,
        "ratings": [public.rating(each, words.write) for each in ratings],
        "messages": [
            {**public.message(each, words.write, address), "author": each.author_name}
            for each in case.messages
        ],
        "internal_files": [public.file(each, address) for each in case.internal_files],
        "notes": [
            {
                "text": each.body,
                "written_at": words.write(each.written_at),
                "author": each.author_name,
            }
            for each in case.notes
        ],
        "history": [
            {
                **public.event(each, words.write),
                "by": each.by_name,
                "acting_for": each.for_name,
                "reason": each.reason,
            }
            for each in case.history
        ],
    }


def changed(case: Case, language: str) -> dict[str, Any]:
    """Return where a case stands after a change, without reading it again."""
    words = Words.of_request()
    entity = entity_tree().by_id[case.entity_id]
    return {
        "id": str(case.id),
        "number": case.number,
        "state": case.state,
        "state_name": words.states[case.state],
        "version": case.version,
        "entity": {"code": entity.code, "name": entity.name(language)},
        "due_at": words.write(case.due_at),
        "url": words.address + str(case.id),
    }


def circle(facts: CircleFacts, language: str) -> dict[str, Any]:
    """Return who may know of a case."""
    write = moment_writer()
    code, name = facts.confidentiality_code, facts.confidentiality_name
    classes = catalogue().confidentiality.values() if facts.may_classify else ()
    return {
        "version": facts.version,
        "confidentiality": {"code": code, "name": name} if code else None,
        "may_classify": facts.may_classify,
        "classes": [
            {"code": each.code, "name": each.name(language)} for each in classes if each.is_active
        ],
        "participants": [
            {**_involved(each, write, may_end=True), "kind": each.kind}
            for each in facts.participants
        ],
        "conflicts": [
            _involved(each, write, may_end=facts.may_classify) for each in facts.conflicts
        ],
        "named": list(facts.named),
    }


def _involved(
    facts: InvolvedFacts, write: Callable[[datetime], str], *, may_end: bool
) -> dict[str, Any]:
    return {
        "id": str(facts.id),
        "name": facts.name,
        "since_at": write(facts.since_at),
        "until_at": write(facts.until_at) if facts.until_at else None,
        "reason": facts.reason,
        "may_end": may_end,
    }


def holder(found: HolderFacts) -> dict[str, Any]:
    """Return somebody whom the case may be assigned to."""
    return {"id": str(found.id), "name": found.name, "is_holder": found.is_holder}


def identity(found: Identity | None) -> dict[str, str]:
    """Return who filed a case."""
    return dict(vars(found or Identity()))
