"""Builds the answers about incidents from frozen facts."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.urls import reverse

from sawti.entities.queries import entity_tree
from sawti.incidents.actions.gathering import Gathered
from sawti.incidents.queries import DecisionFacts, IncidentFacts, IncidentRow, SkippedCase
from sawti_api.resource import moment_writer

Write = Callable[[datetime], str]


def address(incident_id: UUID) -> str:
    """Return where an incident is read."""
    return reverse("api:staff_incident", args=[incident_id])


def decision_address(incident_id: UUID, decision_id: UUID) -> str:
    """Return where a decision is read."""
    return reverse("api:staff_decision", args=[incident_id, decision_id])


def row(facts: IncidentRow, write: Write) -> dict[str, Any]:
    """Return one line of the list."""
    return {
        "id": str(facts.id),
        "name": facts.name,
        "entity_name": facts.entity_name,
        "category_name": facts.category_name,
        "opened_at": write(facts.opened_at),
        "closed_at": write(facts.closed_at) if facts.closed_at else None,
        "count": facts.count,
        "url": address(facts.id),
    }


def incident(facts: IncidentFacts, language: str) -> dict[str, Any]:
    """Return all that staff see of an incident."""
    write = moment_writer()
    entity = entity_tree().by_id[facts.entity_id]
    return {
        "id": str(facts.id),
        "name": facts.name(language),
        "names": facts.names,
        "public_texts": facts.public_texts,
        "entity": {"code": entity.code, "name": facts.entity_name},
        "category_name": facts.category_name,
        "opened_at": write(facts.opened_at),
        "opened_by": facts.opened_by,
        "closed_at": write(facts.closed_at) if facts.closed_at else None,
        "closed_by": facts.closed_by,
        "may_act": facts.may_act,
        "count": facts.count,
        "by_state": facts.by_state,
        "due_soon": facts.due_soon,
        "overdue": facts.overdue,
        "languages": facts.languages,
        "decisions": [decision(each, facts.id, write) for each in facts.decisions],
        "url": address(facts.id),
    }


def decision(facts: DecisionFacts, incident_id: UUID, write: Write) -> dict[str, Any]:
    """Return what was decided, and how far it is."""
    return {
        "id": str(facts.id),
        "kind": facts.kind,
        "answers": facts.texts,
        "days": facts.days,
        "reason": facts.reason,
        "decided_at": write(facts.decided_at),
        "decided_by": facts.decided_by,
        "ended_at": write(facts.ended_at) if facts.ended_at else None,
        "total": facts.total,
        "done": facts.done,
        "skipped": facts.skipped,
        "url": decision_address(incident_id, facts.id),
    }


def skipped(facts: SkippedCase) -> dict[str, str]:
    """Return a case that was left as it was; without its number where the caller sees it not."""
    return {
        "case_id": str(facts.case_id),
        "number": facts.number,
        "why": facts.why,
        "state": facts.stood,
    }


def gathered(found: Gathered) -> dict[str, Any]:
    """Return how many cases were put in."""
    return {
        "id": str(found.incident_id),
        "added": found.added,
        "skipped": found.skipped,
        "url": address(found.incident_id),
    }
