"""Who opened the identity behind which case, when and why; never the identity."""

from django.db import models

from sawti.accounts.models import Staff
from sawti.tenancy.models import TenantForeignKey, TenantModel


class Outcome(models.TextChoices):
    """What became of the wish to know who somebody is."""

    OPENED = "opened"
    REFUSED = "refused"
    WAITING = "waiting"
    APPROVED = "approved"


class Opening(TenantModel):
    """One wish to know who filed a case. It outlives the case, of which it keeps the number only.

    `WAITING` is for a second person to approve, `APPROVED` may be used once, until it lapses.
    """

    case_id = models.UUIDField()
    number = models.CharField(max_length=16)
    # What was opened, where that is not who filed the case but the documents of a proof.
    subject_id = models.UUIDField(null=True)
    staff = TenantForeignKey(Staff, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    reason = models.CharField(max_length=300)
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    approved_by = TenantForeignKey(Staff, models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=~models.Q(approved_by=models.F("staff")), name="opening_by_two"
            ),
        )
        indexes = (
            models.Index(fields=["tenant", "-at", "-id"], name="opening_newest"),
            models.Index(fields=["tenant", "staff", "-at"], name="opening_of_staff"),
            models.Index(fields=["tenant", "case_id"], name="opening_of_case"),
            models.Index(
                fields=["tenant", "subject_id", "-at"],
                condition=models.Q(subject_id__isnull=False),
                name="opening_of_subject",
            ),
        )

    def __str__(self) -> str:
        return f"{self.outcome} {self.number}"
