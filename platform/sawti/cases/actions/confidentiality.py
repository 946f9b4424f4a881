"""Who may know of a case beside, or in spite of, its entity: class, participants, conflicts."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from sawti.accounts.models import Staff
from sawti.audit.steps import write_entry
from sawti.cases.lifecycle import Event
from sawti.cases.models import TAKING_PART, Case, Involvement, InvolvementKind
from sawti.cases.scope import HANDLE, Scope, involvements_of, is_shown, scope_of, scope_with
from sawti.cases.steps import checked_words, lock_case
from sawti.cases.steps.clocks import restart_hand
from sawti.cases.steps.rerouting import record_move, rerouted_state
from sawti.catalogue.queries import catalogue
from sawti.entities.permissions import rights_of
from sawti.entities.queries import entity_tree
from sawti.lib.errors import N_, Invalid, Missing

CLASSIFY = "classify_cases"
LONGEST_REASON = 300


def classify_case(
    case_id: UUID, *, by: Staff, version: int, to: str, reason: str, at: datetime
) -> Case:
    """Give the case the confidentiality `to`, the code of a class, or make it ordinary with "".

    Where the class leaves nobody who may handle it here, the case moves on. Raises Invalid for a
    class that it has already or that does not exist, and as all actions on a case.
    """
    words = checked_words("reason", reason, longest=LONGEST_REASON)
    wanted = catalogue().confidentiality.get(to) if to else None
    if to and (wanted is None or not wanted.is_active):
        raise Invalid(
            "confidentiality", N_("There is no such choice here. Choose one from the list.")
        )
    with transaction.atomic(durable=True):
        case = lock_case(case_id, rights=rights_of(by), version=version, at=at, permission=CLASSIFY)
        class_id = wanted.id if wanted else None
        if case.confidentiality_id == class_id:
            raise Invalid("confidentiality", N_("The case is so already. Choose something else."))
        case.confidentiality_id = class_id
        _move_on(case, Event.CLASSIFY, by=by, reason=words, at=at)
        _write("case.classified", case, by=by, reason=words, at=at)
    return case


def name_conflict(
    case_id: UUID,
    *,
    by: Staff,
    version: int,
    reason: str,
    at: datetime,
    staff_id: UUID | None = None,
    entity_code: str = "",
) -> Case:
    """Say that the case is about somebody of the staff, or about an entity's own people.

    They no longer know of the case, whatever their posts; it moves on where nobody else is left
    at its entity. Raises Invalid unless exactly one of the two is named and can be.
    """
    words = checked_words("reason", reason, longest=LONGEST_REASON)
    with transaction.atomic(durable=True):
        case = lock_case(case_id, rights=rights_of(by), version=version, at=at)
        entity = entity_tree().by_code.get(entity_code)
        staff = Staff.objects.people().filter(pk=staff_id).first() if staff_id else None
        if (staff is None) == (entity is None):
            raise Invalid(
                "colleague", N_("Choose whom the case is about: a colleague or an entity.")
            )
        Involvement.objects.create(
            case=case,
            kind=InvolvementKind.CONFLICT,
            staff=staff,
            entity_id=entity.id if entity else None,
            since_at=at,
            added_by=by,
            reason=words,
        )
        _move_on(case, Event.REROUTE, by=by, reason=words, at=at)
        _write("conflict.named", case, by=by, reason=words, at=at)
    return case


def add_participant(
    case_id: UUID,
    *,
    by: Staff,
    staff_id: UUID,
    kind: str,
    reason: str,
    at: datetime,
    until: datetime | None = None,
) -> Case:
    """Let one of the staff take part in the case, whatever their posts, until `until` or removed.

    Raises Invalid for somebody who is not active staff, takes part so already or has a conflict.
    """
    words = checked_words("reason", reason, longest=LONGEST_REASON)
    if kind not in TAKING_PART:
        raise Invalid("kind", N_("There is no such choice here. Choose one from the list."))
    with transaction.atomic(durable=True):
        case = lock_case(case_id, rights=rights_of(by), version=None, at=at)
        staff = Staff.objects.people().filter(pk=staff_id, is_active=True).first()
        if staff is None:
            raise Invalid("colleague", N_("There is no such colleague. Choose one from the list."))
        scope = _scope_as_known(case, staff, by, at)
        if case.id in scope.hidden:
            raise Invalid("colleague", N_("This person has a conflict of interest with the case."))
        if kind in scope.taking_part.get(case.id, ()):
            raise Invalid("colleague", N_("This person takes part in the case already."))
        Involvement.objects.create(
            case=case,
            kind=kind,
            staff=staff,
            since_at=at,
            until_at=until,
            added_by=by,
            reason=words,
        )
        case.save(update_fields=["breached_at"])
        _write("participant.added", case, by=by, reason=words, at=at)
    return case


def end_involvement(
    case_id: UUID, *, by: Staff, involvement_id: UUID, reason: str, at: datetime
) -> Case:
    """End that somebody takes part in the case, or that they have a conflict with it.

    To lift a conflict takes the right to classify. Raises Missing where there is none to end.
    """
    words = checked_words("reason", reason, longest=LONGEST_REASON)
    with transaction.atomic(durable=True):
        row = Involvement.objects.filter(pk=involvement_id, case_id=case_id, until_at=None).first()
        is_conflict = row is not None and row.kind == InvolvementKind.CONFLICT
        permission = CLASSIFY if is_conflict else HANDLE
        case = lock_case(case_id, rights=rights_of(by), version=None, at=at, permission=permission)
        if row is None or not is_shown(row, case, scope_of(rights_of(by))):
            raise Missing
        row.until_at = at
        row.save(update_fields=["until_at"])
        if case.holder and not scope_of(rights_of(case.holder), at=at).allows(HANDLE, case):
            case.holder = None
            restart_hand(case, at)
        case.version += 1
        case.save(update_fields=["breached_at", "holder", "version"])
        event = "conflict.lifted" if is_conflict else "participant.removed"
        _write(event, case, by=by, reason=words, at=at)
    return case


def _scope_as_known(case: Case, staff: Staff, by: Staff, at: datetime) -> Scope:
    """Return the scope of a colleague, as far as `by` may know of it.

    Whoever filed the case is let in like anybody else and sees nothing of it: a refusal would tell.
    """
    rights, mine = rights_of(staff), scope_of(rights_of(by), at=at)
    rows = involvements_of(rights, at=at, case_id=case.id)
    return scope_with(rights, [row for row in rows if is_shown(row, case, mine)])


def _move_on(case: Case, event: Event, *, by: Staff, reason: str, at: datetime) -> None:
    """Let the case go on where it now belongs."""
    from_state, from_entity_id = case.state, case.entity_id
    case.state = rerouted_state(case)
    record_move(
        case,
        event,
        from_state=from_state,
        from_entity_id=from_entity_id,
        by=by,
        reason=reason,
        at=at,
    )


def _write(event: str, case: Case, *, by: Staff, reason: str, at: datetime) -> None:
    write_entry(event, at=at, actor_id=by.id, object_type="case", object_id=case.id, reason=reason)
