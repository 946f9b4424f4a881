"""Whose a case is: adding an earlier one to an account, and a new receipt for a lost one."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from sawti.accounts.errors import CodeRefused
from sawti.accounts.models import Purpose
from sawti.accounts.steps import CodeRequest, redeem, send_code
from sawti.audit.context import ActorKind
from sawti.audit.steps import write_entry
from sawti.cases.errors import CaseOfAnother
from sawti.cases.facts import NewReceipt
from sawti.cases.lifecycle import Event
from sawti.cases.models import Applicant, Case
from sawti.cases.seals import receipt_hash
from sawti.cases.steps.clocks import read_clocks
from sawti.cases.steps.rerouting import keep_from_applicants, record_move, rerouted_state
from sawti.lib.ids import new_receipt


def add_case_to_person(case_id: UUID, *, person_id: UUID, at: datetime) -> None:
    """Let a person find a case among their own; the caller has opened it with its receipt.

    Of a case that was filed for somebody else they become the representative. Raises CaseOfAnother
    where another person has it already. Added twice, it is there once.
    """
    with transaction.atomic(durable=True):
        case = Case.objects.select_for_update().get(pk=case_id)
        applicant, _ = Applicant.objects.get_or_create(case=case)
        holder = applicant.representation or applicant
        key = "representative" if applicant.representation else "person"
        if getattr(holder, f"{key}_id") not in (None, person_id):
            raise CaseOfAnother(number=case.number)
        if getattr(holder, f"{key}_id") is None:
            setattr(holder, f"{key}_id", person_id)
            holder.save(update_fields=[key])
            if keep_from_applicants(case, [person_id], at=at):
                read_clocks(case, at)
                from_state, from_entity_id = case.state, case.entity_id
                case.state = rerouted_state(case)
                record_move(
                    case,
                    Event.REROUTE,
                    from_state=from_state,
                    from_entity_id=from_entity_id,
                    at=at,
                )
            write_entry(
                "case.added_to_person",
                at=at,
                actor_id=person_id,
                actor_kind=ActorKind.PERSON,
                object_type="case",
                object_id=case_id,
            )


def ask_receipt_code(number: str, *, address: str, language: str, source: str, at: datetime) -> str:
    """Send a code to the address that a case was filed with; return the browser's token.

    The same work and the same answer whether number and address belong together or not: a wrong
    pair gets a code that is never sent. Raises TooManyCodes.
    """
    typed = address.strip().lower()
    with transaction.atomic(durable=True):
        case_id = (
            Applicant.objects.filter(case__number=number, email_hash=typed)
            .values_list("case_id", flat=True)
            .first()
        )
        wanted = CodeRequest(
            Purpose.NEW_RECEIPT,
            typed,
            language,
            source,
            subject_id=case_id,
            is_decoy=case_id is None,
        )
        return send_code(wanted, at=at)


def replace_receipt(*, token: str, code: str, at: datetime) -> NewReceipt:
    """Give a case a new receipt for the code that went to its address; the old one opens nothing.

    Raises CodeRefused.
    """
    with transaction.atomic(durable=True):
        proof = redeem(token, code, purpose=Purpose.NEW_RECEIPT, at=at)
        made = _new_receipt_of(proof.subject_id, at) if proof and proof.subject_id else None
    if made is None:
        raise CodeRefused
    return made


def _new_receipt_of(case_id: UUID, at: datetime) -> NewReceipt:
    case = Case.objects.select_for_update().get(pk=case_id)
    receipt = new_receipt()
    case.receipt_hash = receipt_hash(receipt, case.number)
    case.receipt_failures, case.receipt_locked_until = 0, None
    case.save(update_fields=["receipt_hash", "receipt_failures", "receipt_locked_until"])
    write_entry("case.receipt_replaced", at=at, object_type="case", object_id=case_id)
    return NewReceipt(case.id, case.number, receipt)
