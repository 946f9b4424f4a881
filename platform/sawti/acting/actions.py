"""What becomes of a representation: proof added, accepted, refused, withdrawn, ended."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from sawti.accounts.models import Staff
from sawti.acting.errors import ProofClosed, RepresentationDecided
from sawti.acting.mails import tell_decision
from sawti.acting.models import Representation, State
from sawti.acting.permissions import may_check
from sawti.acting.rules import MOST_PROOFS
from sawti.acting.steps import add_proofs, end
from sawti.audit.context import ActorKind
from sawti.audit.steps import write_entry
from sawti.lib.errors import N_, Invalid, Missing, NotPermitted
from sawti.lib.text import has_controls
from sawti.openings.steps import opened_lately

LONGEST_REASON = 300


def accept_proof(representation_id: UUID, *, by: Staff, at: datetime) -> None:
    """Accept the proof: the representative may do what their kind allows.

    Raises NotPermitted, Missing, RepresentationDecided, and ProofClosed for who did not look.
    """
    with transaction.atomic(durable=True):
        row = _to_decide(representation_id, State.CLAIMED, by, at)
        _decide(row, State.PROVEN, "proven", by=by, reason="", at=at)


def refuse_proof(representation_id: UUID, *, by: Staff, reason: str, at: datetime) -> None:
    """Refuse the proof; the representative reads `reason`. Raises as accepting does."""
    words = _reason(reason)
    with transaction.atomic(durable=True):
        row = _to_decide(representation_id, State.CLAIMED, by, at)
        _decide(row, State.REFUSED, "refused", by=by, reason=words, at=at)


def withdraw_acceptance(representation_id: UUID, *, by: Staff, reason: str, at: datetime) -> None:
    """Take back that a proof was accepted: nothing opens any more from the next request on.

    The representative reads `reason`, and may add another document. Raises as refusing does.
    """
    words = _reason(reason)
    with transaction.atomic(durable=True):
        row = _to_decide(representation_id, State.PROVEN, by, at)
        _decide(row, State.REFUSED, "withdrawn", by=by, reason=words, at=at)


def _reason(reason: str) -> str:
    words = reason.strip()
    if not words or len(words) > LONGEST_REASON or has_controls(words):
        raise Invalid("reason", N_("Write the reason, in at most 300 letters."))
    return words


def _to_decide(representation_id: UUID, before: State, by: Staff, at: datetime) -> Representation:
    if not may_check(by):
        raise NotPermitted
    row = _locked(Representation.objects.filter(pk=representation_id))
    if row.state != before:
        raise RepresentationDecided
    if not opened_lately(row.id, by=by, at=at):
        raise ProofClosed
    return row


def _decide(
    row: Representation, state: State, outcome: str, *, by: Staff, reason: str, at: datetime
) -> None:
    row.state, row.reason, row.decided_by, row.decided_at = state, reason, by, at
    row.save(update_fields=["state", "reason", "decided_by", "decided_at"])
    tell_decision(row, outcome, at=at)
    write_entry(
        f"representation.{outcome}",
        at=at,
        actor_id=by.id,
        object_type="representation",
        object_id=row.id,
        reason=reason,
    )


def add_proof(
    representation_id: UUID, *, person_id: UUID, files: Sequence[str], at: datetime
) -> None:
    """Add documents, also after a refusal: the claim then waits again.

    Raises Missing where it is not the person's, RepresentationDecided where it is proven or over,
    Invalid without a document or with too many, and FilesGone.
    """
    with transaction.atomic(durable=True):
        row = _locked(Representation.objects.filter(pk=representation_id, representative=person_id))
        if row.state not in (State.CLAIMED, State.REFUSED):
            raise RepresentationDecided
        if not files or row.proofs.count() + len(files) > MOST_PROOFS:
            raise Invalid("files", N_("Add between one and five documents."))
        add_proofs(row, files, at=at)
        row.state, row.claimed_at = State.CLAIMED, at
        row.save(update_fields=["state", "claimed_at"])
        _audit("representation.proof_added", row, person_id, at)


def end_representation(representation_id: UUID, *, person_id: UUID, at: datetime) -> None:
    """Let the representative end it; ended twice it is ended once. Raises Missing."""
    with transaction.atomic(durable=True):
        row = _locked(Representation.objects.filter(pk=representation_id, representative=person_id))
        if row.state != State.ENDED:
            end(row, at=at)
            _audit("representation.ended", row, person_id, at)


def _locked(rows: object) -> Representation:
    row: Representation | None = rows.select_for_update().first()  # type: ignore[attr-defined]
    if row is None:
        raise Missing
    return row


def _audit(event: str, row: Representation, person_id: UUID, at: datetime) -> None:
    write_entry(
        event,
        at=at,
        actor_id=person_id,
        actor_kind=ActorKind.PERSON,
        object_type="representation",
        object_id=row.id,
    )
