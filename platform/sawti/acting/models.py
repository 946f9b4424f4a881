"""Who represents whom, and the documents that prove it."""

from django.db import models
from django.db.models import Q

from sawti.accounts.models import Person, Staff
from sawti.attachments.models import Attachment
from sawti.catalogue.models import RepresentationKind
from sawti.tenancy.models import TenantForeignKey, TenantModel
from sawti.tenancy.sealed import FingerprintField, SealedField


class State(models.TextChoices):
    """How far a representation is."""

    CLAIMED = "claimed"
    PROVEN = "proven"
    REFUSED = "refused"
    ENDED = "ended"


class Representation(TenantModel):
    """Somebody acts for a named person: in one case (`case_id`), or lasting, in all that they file.

    `representative` is empty where they have no account; `reply_to` and `language` say where news
    of the proof goes. `name` and `email` are the represented person's. `valid_until` is its last
    day, in the tenant's zone. `reason`: why a proof was refused, for the representative to read.
    """

    kind = TenantForeignKey(RepresentationKind, models.PROTECT)
    representative = TenantForeignKey(
        Person, models.PROTECT, null=True, related_name="representations"
    )
    case_id = models.UUIDField(null=True)
    reply_to = SealedField()
    language = models.CharField(max_length=8)
    name = SealedField()
    email = SealedField()
    email_hash = FingerprintField(of="email")
    valid_until = models.DateField(null=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.CLAIMED)
    claimed_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decided_by = TenantForeignKey(Staff, models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=300, blank=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (
            models.Index(
                fields=["tenant", "representative"],
                condition=Q(representative__isnull=False),
                name="representation_of_person",
            ),
            models.Index(fields=["tenant", "email_hash"], name="representation_email"),
            models.Index(fields=["tenant", "case_id"], name="representation_of_case"),
            models.Index(
                fields=["tenant", "claimed_at"],
                condition=Q(state=State.CLAIMED),
                name="representation_claimed",
            ),
            models.Index(
                fields=["tenant", "-decided_at", "-id"],
                condition=Q(state=State.PROVEN),
                name="representation_proven",
            ),
        )

    def __str__(self) -> str:
        return f"{self.state} {self.id}"


class Proof(TenantModel):
    """A document that proves a representation; only whoever checks it sees it.

    `case_id` is the representation's: both go with that case.
    """

    representation = TenantForeignKey(Representation, models.CASCADE, related_name="proofs")
    case_id = models.UUIDField(null=True)
    attachment = TenantForeignKey(Attachment, models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["tenant", "attachment"], name="proof_attachment"),
        )
        indexes = (
            models.Index(fields=["tenant", "representation"], name="proof_of"),
            models.Index(fields=["tenant", "case_id"], name="proof_of_case"),
        )

    def __str__(self) -> str:
        return f"proof of {self.representation_id}"
