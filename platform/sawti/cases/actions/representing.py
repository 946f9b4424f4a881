"""Cases that somebody filed for another person: the documents opened, and the case taken over."""

from datetime import datetime
from secrets import token_bytes
from uuid import UUID

from django.db import transaction

from sawti.accounts.models import Person, Staff
from sawti.acting.mails import tell_decision
from sawti.acting.models import Representation, State
from sawti.acting.permissions import may_check
from sawti.acting.queries import ProofFacts, proof_of
from sawti.acting.steps import end
from sawti.audit.context import ActorKind
from sawti.audit.steps import write_entry
from sawti.cases.lifecycle import Event
from sawti.cases.models import Applicant, Case
from sawti.cases.steps import checked_words
from sawti.cases.steps.clocks import read_clocks
from sawti.cases.steps.rerouting import keep_from_applicants, record_move, rerouted_state
from sawti.lib.errors import Missing, NotPermitted
from sawti.openings.models import Outcome
from sawti.openings.steps import keep_opening

LONGEST_REASON = 300
HASH = 32


def open_proof(representation_id: UUID, *, by: Staff, reason: str, at: datetime) -> ProofFacts:
    """Return who says to represent whom, and the documents; put it on the register and on record.

    Raises Invalid without a reason, Missing, and NotPermitted for who does not check proofs: that
    is on the register too.
    """
    words = checked_words("reason", reason, longest=LONGEST_REASON)
    with transaction.atomic(durable=True):
        row: Representation | None = Representation.objects.filter(pk=representation_id).first()
        if row is None:
            raise Missing
        is_allowed = may_check(by)
        case = Case.objects.filter(applicants__representation=row).order_by("-id").first()
        keep_opening(
            case.id if case else row.id,
            case.number if case else "",
            by=by,
            reason=words,
            outcome=Outcome.OPENED if is_allowed else Outcome.REFUSED,
            at=at,
            subject_id=row.id,
        )
        write_entry(
            "proof.opened" if is_allowed else "proof.refused",
            at=at,
            actor_id=by.id,
            object_type="representation",
            object_id=row.id,
            reason=words,
        )
        found = proof_of(row) if is_allowed else None
    if found is None:
        raise NotPermitted
    return found


def take_over(representation_id: UUID, *, person: Person, at: datetime) -> int:
    """Give its cases to the person whom it names by their address; return how many.

    The representation ends, the receipts of its cases die, and whoever had them is told. Raises
    Missing where it names somebody else, or is over already.
    """
    with transaction.atomic(durable=True):
        rows = Representation.objects.filter(pk=representation_id, email_hash=person.email)
        row = rows.exclude(state=State.ENDED).select_for_update().first()
        if row is None:
            raise Missing
        filed = list(Applicant.objects.filter(representation=row).order_by("case_id"))
        for applicant in filed:
            _give(applicant, person, at)
        end(row, at=at)
        tell_decision(row, State.ENDED, at=at)
        write_entry(
            "representation.taken_over",
            at=at,
            actor_id=person.id,
            actor_kind=ActorKind.PERSON,
            object_type="representation",
            object_id=row.id,
        )
    return len(filed)


def _give(applicant: Applicant, person: Person, at: datetime) -> None:
    applicant.person, applicant.representation = person, None
    for each in ("name", "email", "phone", "national_id", "address"):
        setattr(applicant, each, getattr(person, each))
    applicant.save()
    case = Case.objects.select_for_update().get(pk=applicant.case_id)
    case.receipt_hash = token_bytes(HASH)  # nothing opens it until a new one is asked for
    case.save(update_fields=["receipt_hash"])
    if keep_from_applicants(case, [person.id], at=at):
        read_clocks(case, at)
        from_state, from_entity_id = case.state, case.entity_id
        case.state = rerouted_state(case)
        record_move(
            case, Event.REROUTE, from_state=from_state, from_entity_id=from_entity_id, at=at
        )
