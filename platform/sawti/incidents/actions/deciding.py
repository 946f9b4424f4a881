"""One answer, or one due date, for all open cases of an incident; a worker carries it out."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from sawti.accounts.models import Staff
from sawti.audit.steps import write_entry
from sawti.cases.errors import KeyReused
from sawti.cases.lifecycle import UNANSWERED
from sawti.cases.steps import LONGEST_MESSAGE, checked_words
from sawti.incidents.errors import DecisionUnderWay, NoOpenCase
from sawti.incidents.models import (
    Decision,
    DecisionCase,
    DecisionKind,
    Incident,
    Membership,
)
from sawti.incidents.steps.carrying_out import go_on
from sawti.incidents.steps.membership import checked_texts, lock_incident
from sawti.lib.errors import N_, Invalid

LONGEST_REASON = 300
MOST_DAYS = 365
BATCH = 1000


def answer_cases(
    incident_id: UUID, texts: Mapping[str, str], *, key: UUID, by: Staff, at: datetime
) -> Decision:
    """Answer all open cases of an incident, each in its own language.

    `key` names this decision: sent twice it is taken once. Raises Invalid at `answers.<language>`
    where a language of the cases is missing, NoOpenCase, DecisionUnderWay, KeyReused for the key of
    another decision, and as `add_cases`.
    """
    stripped = {language: text.strip() for language, text in texts.items()}
    wanted = Decision(id=key, kind=DecisionKind.ANSWER, texts=stripped)
    with transaction.atomic(durable=True):
        incident = lock_incident(incident_id, by=by)
        if earlier := _earlier(wanted, incident):
            return earlier
        cases = _open_cases(incident)
        languages = sorted({row.case__language for row in cases})
        wanted.texts = checked_texts("answers", texts, longest=LONGEST_MESSAGE, languages=languages)
        return _decided(wanted, incident, cases, by, at)


def move_due_dates(
    incident_id: UUID, days: int, reason: str, *, key: UUID, by: Staff, at: datetime
) -> Decision:
    """Let the open promises of all open cases fall due `days` working days after `at`.

    None moves to an earlier date, and one that is late already stays late. `reason` stands in the
    history of each case, for staff. Raises Invalid, and as `answer_cases`.
    """
    words = checked_words("reason", reason, longest=LONGEST_REASON)
    if not 1 <= days <= MOST_DAYS:
        raise Invalid("days", N_("Choose from 1 to %(most)s working days."), most=MOST_DAYS)
    wanted = Decision(id=key, kind=DecisionKind.DUE_DATE, days=days, reason=words)
    with transaction.atomic(durable=True):
        incident = lock_incident(incident_id, by=by)
        if earlier := _earlier(wanted, incident):
            return earlier
        return _decided(wanted, incident, _open_cases(incident), by, at)


def _earlier(wanted: Decision, incident: Incident) -> Decision | None:
    """Return the decision that was taken with this key before.

    Raises KeyReused where that was another one, DecisionUnderWay while another one is.
    """
    found: Decision | None = Decision.objects.filter(pk=wanted.id, incident=incident).first()
    if found is None and _under_way(incident):
        raise DecisionUnderWay
    if found and not _is_same(found, wanted):
        raise KeyReused
    return found


def _is_same(found: Decision, wanted: Decision) -> bool:
    """Tell whether they say the same; only the languages of the cases were kept of an answer."""
    told = (found.kind, found.days, found.reason) == (wanted.kind, wanted.days, wanted.reason)
    return told and found.texts.items() <= wanted.texts.items()


def _under_way(incident: Incident) -> bool:
    return bool(Decision.objects.filter(incident=incident, ended_at__isnull=True).exists())


def _open_cases(incident: Incident) -> list[Any]:
    rows = Membership.objects.filter(
        incident=incident, left_at__isnull=True, case__state__in=UNANSWERED
    )
    found = list(rows.values_list("case_id", "case__entity_id", "case__language", named=True))
    if not found:
        raise NoOpenCase
    return found


def _decided(
    decision: Decision, incident: Incident, cases: list[Any], by: Staff, at: datetime
) -> Decision:
    decision.incident, decision.decided_at, decision.decided_by = incident, at, by
    decision.save(force_insert=True)
    DecisionCase.objects.bulk_create(
        [
            DecisionCase(decision=decision, case_id=row.case_id, entity_id=row.case__entity_id)
            for row in cases
        ],
        batch_size=BATCH,
    )
    go_on(decision, at)
    write_entry(
        _AUDITED[DecisionKind(decision.kind)],
        at=at,
        actor_id=by.id,
        object_type="incident",
        object_id=incident.id,
        reason=decision.reason,
    )
    return decision


_AUDITED = {
    DecisionKind.ANSWER: "incident.answered",
    DecisionKind.DUE_DATE: "incident.due_date_set",
}
