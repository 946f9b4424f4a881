"""Opening an incident, putting cases in and taking them out, telling the public, closing it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import transaction

from sawti.accounts.models import Staff
from sawti.audit.steps import write_entry
from sawti.cases.errors import KeyReused
from sawti.cases.scope import HANDLE, scope_of
from sawti.catalogue.queries import catalogue
from sawti.entities.permissions import rights_of
from sawti.entities.queries import entity_tree
from sawti.incidents.errors import DecisionUnderWay
from sawti.incidents.models import Decision, Incident, Membership
from sawti.incidents.steps.membership import (
    checked_texts,
    end_memberships,
    join,
    lock_incident,
)
from sawti.lib.errors import N_, Invalid, Missing, NotPermitted
from sawti.lib.ids import new_id

LONGEST_NAME = 120
LONGEST_TEXT = 1000


@dataclass(frozen=True)
class NewIncident:
    """What is known of a problem; `names` in every language of the tenant, texts in all or none."""

    names: Mapping[str, str]
    entity: str
    category: str = ""
    public_texts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Gathered:
    """How many cases were put into an incident, and how many of the given ones were not."""

    incident_id: UUID
    added: int
    skipped: int


def open_incident(
    wanted: NewIncident,
    case_ids: Iterable[UUID],
    *,
    by: Staff,
    at: datetime,
    key: UUID | None = None,
) -> Gathered:
    """Open an incident of an entity whose cases `by` works on, with these cases.

    `key`, of `by` alone, names this incident: sent twice it is opened once. Raises Invalid for a
    name or text that is missing or too long and for an unknown category or entity, NotPermitted
    where `by` does not work on the entity's cases, KeyReused for the key of another incident.
    """
    names = checked_texts("names", wanted.names, longest=LONGEST_NAME)
    texts = checked_texts(
        "public_texts", wanted.public_texts, longest=LONGEST_TEXT, is_required=False
    )
    entity_id = _entity_id(wanted.entity)
    said = {
        "names": names,
        "entity_id": entity_id,
        "category_id": _category_id(wanted.category),
        "opened_by_id": by.id,
    }
    with transaction.atomic(durable=True):
        if not rights_of(by).allow(HANDLE, entity_id):
            raise NotPermitted
        # Who comes with the same key at the same time waits here until the first one is through.
        incident, is_new = Incident.objects.get_or_create(
            pk=key or new_id(), defaults={**said, "public_texts": texts, "opened_at": at}
        )
        if not is_new:
            return _opened_before(incident, said, case_ids)
        _audit("incident.opened", incident, by, at)
        return _joined(incident, case_ids, by, at)


def add_cases(incident_id: UUID, case_ids: Iterable[UUID], *, by: Staff, at: datetime) -> Gathered:
    """Put cases into an open incident.

    What is skipped: a case that `by` does not see or may not act on, that has its answer, or that
    belongs to an open incident already. Raises Missing, NotPermitted and IncidentClosed.
    """
    with transaction.atomic(durable=True):
        incident = lock_incident(incident_id, by=by)
        _audit("incident.cases_added", incident, by, at)
        return _joined(incident, case_ids, by, at)


def remove_case(incident_id: UUID, case_id: UUID, *, by: Staff, at: datetime) -> None:
    """Take a case out of an open incident; a decision that is being carried out then skips it.

    Raises Missing where `by` does not see the incident or the case, or it does not belong to it.
    """
    with transaction.atomic(durable=True):
        incident = lock_incident(incident_id, by=by)
        found = Membership.objects.filter(
            incident=incident, case_id=case_id, left_at__isnull=True
        ).select_related("case")
        membership = found.first()
        if membership is None or not scope_of(rights_of(by)).sees(membership.case):
            raise Missing
        end_memberships(found, by=by, at=at)
        write_entry(
            "incident.case_removed", at=at, actor_id=by.id, object_type="case", object_id=case_id
        )


def set_public_texts(
    incident_id: UUID, texts: Mapping[str, str], *, by: Staff, at: datetime
) -> Incident:
    """Set what the applicants of the cases read about the problem; no text at all takes it away.

    Raises Invalid where one language is missing, and as `add_cases`.
    """
    checked = checked_texts("public_texts", texts, longest=LONGEST_TEXT, is_required=False)
    with transaction.atomic(durable=True):
        incident = lock_incident(incident_id, by=by)
        incident.public_texts = checked
        incident.save(update_fields=["public_texts"])
        _audit("incident.text_changed", incident, by, at)
    return incident


def close_incident(incident_id: UUID, *, by: Staff, at: datetime) -> Incident:
    """Close an incident: its cases go on by themselves, their applicants read its text no more.

    Raises DecisionUnderWay, and as `add_cases`.
    """
    with transaction.atomic(durable=True):
        incident = lock_incident(incident_id, by=by)
        if Decision.objects.filter(incident=incident, ended_at__isnull=True).exists():
            raise DecisionUnderWay
        incident.closed_at, incident.closed_by = at, by
        incident.save(update_fields=["closed_at", "closed_by"])
        members = Membership.objects.filter(incident=incident, left_at__isnull=True)
        end_memberships(members, by=by, at=at, is_closed=True)
        _audit("incident.closed", incident, by, at)
    return incident


def _opened_before(
    found: Incident, said: Mapping[str, object], case_ids: Iterable[UUID]
) -> Gathered:
    """Return what was answered when the incident was opened; raises KeyReused for another one.

    What the applicants read is not compared: it may have been changed since.
    """
    ids = set(case_ids)
    joined = Membership.objects.filter(incident=found, joined_at=found.opened_at)
    added = set(joined.values_list("case_id", flat=True))
    if not added <= ids or any(getattr(found, each) != value for each, value in said.items()):
        raise KeyReused
    return Gathered(found.id, len(added), len(ids) - len(added))


def _joined(incident: Incident, case_ids: Iterable[UUID], by: Staff, at: datetime) -> Gathered:
    ids = tuple(dict.fromkeys(case_ids))
    added = join(incident, ids, by=by, at=at)
    return Gathered(incident.id, added, len(ids) - added)


def _entity_id(code: str) -> UUID:
    found = entity_tree().by_code.get(code)
    if found is None or not found.is_active:
        raise Invalid("entity", N_("There is no such entity. Choose one from the list."))
    return found.id


def _category_id(code: str) -> UUID | None:
    if not code:
        return None
    found = catalogue().categories.get(code)
    if found is None or not found.is_active:
        raise Invalid("category", N_("There is no such choice here. Choose one from the list."))
    return found.id


def _audit(event: str, incident: Incident, by: Staff, at: datetime) -> None:
    write_entry(event, at=at, actor_id=by.id, object_type="incident", object_id=incident.id)
