"""What filing calls in its transaction: a representation begins with the case."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sawti.acting.facts import OnBehalf, Right
from sawti.acting.models import Proof, Representation, State
from sawti.acting.queries import allows
from sawti.attachments.steps import claim
from sawti.audit.context import ActorKind
from sawti.audit.steps import write_entry
from sawti.catalogue.queries import catalogue
from sawti.lib.errors import N_, Invalid


def begin_representation(
    wanted: OnBehalf,
    *,
    case_id: UUID,
    person_id: UUID | None,
    reply_to: str,
    language: str,
    at: datetime,
) -> Representation:
    """Return the representation under which a case is filed: a lasting one, or a new one.

    `wanted` was checked by `faults_of`. Raises Invalid where an account is needed and nobody is
    signed in, for a lasting one that is not the person's or is over, and FilesGone.
    """
    if wanted.representation_id:
        return _lasting(wanted.representation_id, person_id, at)
    kind = catalogue().representations[wanted.kind]
    if person_id is None and (kind.needs_account or wanted.is_lasting):
        raise Invalid("on_behalf_of.kind", N_("Sign in first to act for somebody in this way."))
    row: Representation = Representation.objects.create(
        kind_id=kind.id,
        representative_id=person_id,
        case_id=None if wanted.is_lasting else case_id,
        reply_to=reply_to,
        language=language,
        name=wanted.name,
        email=wanted.email,
        valid_until=wanted.valid_until,
        claimed_at=at,
    )
    add_proofs(row, wanted.proofs, at=at)
    write_entry(
        "representation.claimed",
        at=at,
        actor_id=person_id,
        actor_kind=ActorKind.PERSON if person_id else None,
        object_type="representation",
        object_id=row.id,
    )
    return row


def add_proofs(row: Representation, tokens: Sequence[str], *, at: datetime) -> None:
    """Make uploads the proof of a representation; raises FilesGone."""
    if tokens:
        Proof.objects.bulk_create(
            Proof(representation=row, case_id=row.case_id, attachment=file, added_at=at)
            for file in claim(tokens, at=at)
        )


def _lasting(representation_id: UUID, person_id: UUID | None, at: datetime) -> Representation:
    rows = Representation.objects.select_for_update().filter(pk=representation_id, case_id=None)
    row: Representation | None = rows.filter(representative_id=person_id).first()
    if row is None or person_id is None or not allows(row, Right.FILE, at=at):
        raise Invalid(
            "on_behalf_of.representation",
            N_("You do not represent this person, or no longer. Choose somebody else."),
        )
    return row


def end(row: Representation, *, at: datetime) -> None:
    """End a locked representation; whoever had it has no case of it from the next request on."""
    row.state, row.ended_at = State.ENDED, at
    row.save(update_fields=["state", "ended_at"])
