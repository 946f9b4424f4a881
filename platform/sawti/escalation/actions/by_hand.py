"""What staff do by hand: escalate a case before its clock does, and take an escalation back."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from sawti.accounts.models import Staff
from sawti.audit.steps import write_entry
from sawti.cases.errors import TransitionNotAllowed
from sawti.cases.labels import state_label
from sawti.cases.lifecycle import UNANSWERED, Event
from sawti.cases.models import Case, Involvement, InvolvementKind
from sawti.cases.scope import HANDLE, scope_of
from sawti.cases.steps import checked_words, lock_case, record
from sawti.cases.steps.clocks import restart_hand
from sawti.entities.permissions import rights_of
from sawti.escalation.ladders import LevelFacts, ladder_of
from sawti.escalation.models import Deed, Escalation
from sawti.escalation.queries import standing_rows
from sawti.escalation.recipients import Recipients
from sawti.escalation.steps.acting import by_hand, write_down
from sawti.lib.errors import N_, Invalid
from sawti.lib.permissions import DEESCALATE_CASES

LONGEST_REASON = 300


def escalate_case(
    case_id: UUID, *, by: Staff, version: int, reason: str, at: datetime, level: str = ""
) -> Case:
    """Escalate an unanswered case to a higher level of its ladder: the next one unless said.

    Its people are told, or get the case, as if the clock had reached the level; later levels come
    when their time comes. Raises Invalid where there is no such level above, TransitionNotAllowed
    for a case that is answered, and CaseNotFound, NotPermitted or CaseChanged as other actions.
    """
    words = checked_words("reason", reason, longest=LONGEST_REASON)
    with transaction.atomic(durable=True):
        case = lock_case(case_id, rights=rights_of(by), version=version, at=at)
        _refuse_answered(case)
        ladder = ladder_of(case.policy_code)
        wanted = _wanted(case, level, ladder)
        recipients = Recipients([case], at)
        chosen = recipients.of(case, wanted, ladder)
        write_down([by_hand(case, wanted, chosen, by=by, reason=words, at=at)], recipients, at=at)
        _save(case)
        _audit("case.escalated", case, by=by, reason=words, at=at)
    return case


def deescalate_case(case_id: UUID, *, by: Staff, version: int, reason: str, at: datetime) -> Case:
    """Take back the highest level that a case stands on.

    Whom it let act on the case no longer does, a case that it gave away goes back to whoever had
    it, and who was not told yet is not told. What the clock reaches later still acts. Raises
    Invalid where the case is not escalated, and as other actions.
    """
    words = checked_words("reason", reason, longest=LONGEST_REASON)
    with transaction.atomic(durable=True):
        case = lock_case(
            case_id, rights=rights_of(by), version=version, at=at, permission=DEESCALATE_CASES
        )
        rows = standing_rows(case.id)
        if not rows:
            raise Invalid("reason", N_("This case is not escalated."))
        for row in rows:
            _take_back(case, row, by, words, at)
        _save(case)
        record(case, Event.DEESCALATE, from_state=case.state, by=by, reason=words, at=at)
        _audit("case.deescalated", case, by=by, reason=words, at=at)
    return case


def _refuse_answered(case: Case) -> None:
    if case.state not in UNANSWERED:
        raise TransitionNotAllowed(
            number=case.number,
            state=state_label(case.state),
            allowed="–",
            state_code=case.state,
            version=case.version,
        )


def _wanted(case: Case, code: str, ladder: tuple[LevelFacts, ...]) -> LevelFacts:
    """Return the level that is asked for: above the one that the case stands on."""
    standing = standing_rows(case.id)
    position = standing[0].position if standing else 0
    above = [level for level in ladder if level.position > position]
    found = next((level for level in above if code in ("", level.code)), None)
    if found is None:
        raise Invalid("level", N_("There is no such level above the present one."))
    return found


def _take_back(case: Case, row: Escalation, by: Staff, words: str, at: datetime) -> None:
    row.taken_back_at, row.taken_back_by, row.taken_back_reason = at, by, words
    row.save(update_fields=["taken_back_at", "taken_back_by", "taken_back_reason"])
    told = list(row.notices.values_list("staff_id", flat=True))
    if row.deed != Deed.INFORM:
        # What the level let them do; a participant whom a colleague added stays.
        let_in = Involvement.objects.filter(
            case=case,
            kind=InvolvementKind.HELPER,
            staff_id__in=told,
            since_at=row.at,
            added_by=None,
            until_at=None,
        )
        let_in.update(until_at=at)
    if row.deed == Deed.REASSIGN and case.holder_id in told:
        before = row.holder_before
        may = before and before.is_active and scope_of(rights_of(before)).allows(HANDLE, case)
        case.holder = before if may else None
        restart_hand(case, at)


def _save(case: Case) -> None:
    case.version += 1
    case.save(update_fields=["version", "breached_at", "holder"])


def _audit(event: str, case: Case, *, by: Staff, reason: str, at: datetime) -> None:
    write_entry(event, at=at, actor_id=by.id, object_type="case", object_id=case.id, reason=reason)
