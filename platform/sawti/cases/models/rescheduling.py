"""New due dates for cases that are open: why, since when, and how far the run is."""

from django.db import models

from sawti.accounts.models import Staff
from sawti.entities.models import Entity
from sawti.tenancy.models import TenantForeignKey, TenantModel


class Cause(models.TextChoices):
    """Why open cases get new due dates."""

    CALENDAR = "calendar"
    BASELINE = "baseline"


class Rescheduling(TenantModel):
    """One run over the open cases, batch by batch; the last one sets `ended_at`.

    `begins_at`: no due date before it can move. `names`: what changed, for people, by language;
    `reason`: for staff. A run of a calendar is over all open cases; a baseline is of one policy,
    and of one entity with those below it, or of the cases with `numbers`, where it names them.
    `before_at` and `before_id`: the case behind which the next batch begins, the last due first.
    """

    cause = models.CharField(max_length=8, choices=Cause.choices)
    names = models.JSONField(default=dict)
    reason = models.CharField(max_length=300, blank=True)
    begins_at = models.DateTimeField(null=True)
    declared_at = models.DateTimeField()
    declared_by = TenantForeignKey(Staff, models.PROTECT, null=True, related_name="+")
    policy_code = models.CharField(max_length=60, blank=True)
    policy_version = models.PositiveIntegerField(null=True)
    entity = TenantForeignKey(Entity, models.PROTECT, null=True, related_name="+")
    numbers = models.JSONField(default=list)
    total = models.PositiveIntegerField()
    seen = models.PositiveIntegerField(default=0)
    later = models.PositiveIntegerField(default=0)
    earlier = models.PositiveIntegerField(default=0)
    before_at = models.DateTimeField(null=True)
    before_id = models.UUIDField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (
            models.Index(fields=["tenant", "-declared_at"], name="rescheduling_newest"),
            models.Index(
                fields=["tenant", "declared_at"],
                condition=models.Q(ended_at__isnull=True),
                name="rescheduling_unfinished",
            ),
        )

    def __str__(self) -> str:
        return f"rescheduling {self.id}"
