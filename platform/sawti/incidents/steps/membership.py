"""Which cases belong to an incident: steps on a locked one."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sawti.accounts.models import Staff
from sawti.cases.lifecycle import UNANSWERED, Event
from sawti.cases.models import Case
from sawti.cases.scope import HANDLE, VIEW, scope_of
from sawti.cases.steps import checked_words
from sawti.cases.steps.recording import record_many
from sawti.entities.permissions import rights_of
from sawti.incidents.errors import IncidentClosed
from sawti.incidents.models import Incident, Membership
from sawti.lib.errors import N_, Invalid, Missing, NotPermitted
from sawti.tenancy.context import current_tenant

BATCH = 1000


def lock_incident(incident_id: UUID, *, by: Staff) -> Incident:
    """Lock an open incident that `by` may act on.

    Raises Missing where they may not even see it, NotPermitted where they may only look, and
    IncidentClosed.
    """
    incident: Incident | None = Incident.objects.select_for_update().filter(pk=incident_id).first()
    rights = rights_of(by)
    if incident is None or not rights.allow(VIEW, incident.entity_id):
        raise Missing
    if not rights.allow(HANDLE, incident.entity_id):
        raise NotPermitted
    if incident.closed_at is not None:
        raise IncidentClosed
    return incident


def join(incident: Incident, case_ids: Sequence[UUID], *, by: Staff, at: datetime) -> int:
    """Put those of the cases in that may be put in, and return how many.

    A case that another open incident has, also since a moment ago, stays there.
    """
    scope = scope_of(rights_of(by))
    added = 0
    ordered = sorted(case_ids)  # who locks many rows locks them in one order
    for start in range(0, len(ordered), BATCH):
        some = ordered[start : start + BATCH]
        rows = (
            scope.cases()
            .filter(pk__in=some, state__in=UNANSWERED, anonymised_at__isnull=True)
            .select_for_update(of=("self",))
        )
        made = [
            Membership(incident=incident, case=case, joined_at=at, joined_by=by)
            for case in rows.order_by("pk")
            if scope.allows(HANDLE, case)
        ]
        Membership.objects.bulk_create(made, ignore_conflicts=True)
        kept = Membership.objects.filter(pk__in=[each.pk for each in made])
        joined = list(kept.values_list("case_id", "case__state"))
        record_many(joined, Event.JOIN, at=at, by=by)
        added += len(joined)
    return added


def end_memberships(rows: Any, *, by: Staff, at: datetime, is_closed: bool = False) -> None:
    """Let these memberships of a locked incident end."""
    ids = list(rows.order_by("case_id").values_list("pk", flat=True))
    for start in range(0, len(ids), BATCH):
        some = Membership.objects.filter(pk__in=ids[start : start + BATCH])
        cases = Case.objects.filter(memberships__in=some).order_by("pk")
        left = [(case.id, case.state) for case in cases.select_for_update(of=("self",))]
        some.update(left_at=at, left_by=by, is_closed=is_closed)
        record_many(left, Event.LEAVE, at=at, by=by)


def checked_texts(
    field: str,
    texts: Mapping[str, str],
    *,
    longest: int,
    languages: Iterable[str] = (),
    is_required: bool = True,
) -> dict[str, str]:
    """Return the text in each of `languages` (all of the tenant's unless said).

    Where it is not required, all may be missing, but not some. Raises Invalid at `field.<language>`
    for one that is missing, too long or can't be stored.
    """
    wanted = tuple(languages) or current_tenant().languages
    given = {
        each: checked_words(
            f"{field}.{each}", texts.get(each, ""), longest=longest, is_required=is_required
        )
        for each in wanted
    }
    if not is_required and not any(given.values()):
        return {}
    for language, text in given.items():
        if not text:
            raise Invalid(f"{field}.{language}", N_("Write it in this language too."))
    return given
