"""Where a case goes that its entity must not, or can't, handle: steps on a locked case."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sawti.accounts.models import Person, Staff
from sawti.cases.content import move_words
from sawti.cases.lifecycle import UNANSWERED, Event, State, next_state
from sawti.cases.models import Case, Clock, Involvement, InvolvementKind
from sawti.cases.scope import HANDLE, scope_of, those_who_act
from sawti.cases.steps import record
from sawti.cases.steps.clocks import restart_hand, restart_stage
from sawti.entities.grants import is_held
from sawti.entities.models import Post
from sawti.entities.permissions import rights_of
from sawti.entities.queries import entity_tree
from sawti.lib import clock


def route_around(case: Case) -> bool:
    """Give the case to the nearest entity, itself included, whose own people may handle it.

    First those above are asked, then the operation room, which gets it where nobody is left. Who
    holds the case and may not any more loses it. Returns whether anything changed; the caller
    saves entity, holder and state, and records what happened.
    """
    before = case.entity_id, case.holder_id
    tree = entity_tree()
    chain = [case.entity_id, *(entity.id for entity in tree.ancestors(case.entity_id))]
    if not _stays(case):
        case.entity_id = next((each for each in chain[1:] if _stays(case, each)), tree.triage.id)
        case.holder = None
    elif case.holder and not scope_of(rights_of(case.holder)).allows(HANDLE, case):
        case.holder = None
    return (case.entity_id, case.holder_id) != before


def rerouted_state(case: Case) -> str:
    """Give the case to whom it now belongs, and return its state then, for the action to set."""
    after = next_state(State(case.state), Event.REROUTE)
    return after if after and route_around(case) else case.state


def record_move(
    case: Case,
    event: Event,
    *,
    from_state: str,
    from_entity_id: UUID,
    at: datetime,
    by: Staff | None = None,
    reason: str = "",
) -> None:
    """Save a case whose class or conflicts changed and record it, with the move if it moved."""
    moved = case.entity_id != from_entity_id
    clocks: Sequence[Clock] = ()
    if moved and case.state in UNANSWERED:
        clocks = restart_stage(case, at)
    elif case.holder_id is None:
        restart_hand(case, at)
    case.version += 1
    case.save(
        update_fields=["state", "version", "breached_at", "entity", "holder", "confidentiality"]
    )
    if moved:
        move_words(case)
    record(
        case,
        event,
        from_state=from_state,
        by=by,
        at=at,
        from_entity_id=from_entity_id if moved else None,
        to_entity_id=case.entity_id if moved else None,
        reason=reason,
        clocks=clocks,
    )


def keep_from_applicants(case: Case, person_ids: Collection[UUID], *, at: datetime) -> bool:
    """Keep the case from whoever of the staff has it: the same verified address is the same one.

    Returns whether there is somebody from whom it was not kept before. They see the case as
    applicants do, never at the desk.
    """
    if not person_ids:
        return False
    addresses = [person.email for person in Person.objects.filter(pk__in=person_ids)]
    staff = list(Staff.objects.filter(email__in=addresses))
    known = {each.staff_id for each in _conflicts(case)} if staff else set()
    new = [each for each in staff if each.id not in known]
    Involvement.objects.bulk_create(
        Involvement(case=case, kind=InvolvementKind.CONFLICT, staff=each, since_at=at, reason="")
        for each in new
    )
    return bool(new)


def _conflicts(case: Case) -> Any:
    rows = Involvement.objects.filter(case=case, kind=InvolvementKind.CONFLICT, until_at=None)
    return rows.filter(added_by=None, staff__isnull=False)


def _stays(case: Case, entity_id: UUID | None = None) -> bool:
    """Tell whether somebody with a post in the entity itself may handle the case there."""
    at_home, case.entity_id = case.entity_id, entity_id or case.entity_id
    able = [staff.id for staff in those_who_act(case)]
    posts = Post.objects.filter(is_held(clock.now()), entity_id=case.entity_id)
    found = bool(able) and posts.filter(staff_id__in=able).exists()
    case.entity_id = at_home
    return found
