"""Acts that reorganise the government: what was wanted, since when, and how far it is."""

from django.db import models

from sawti.accounts.models import Staff
from sawti.entities.models import Entity
from sawti.tenancy.models import TenantForeignKey, TenantModel


class Act(models.TextChoices):
    """What may be done to an entity."""

    RENAME = "rename"
    MOVE = "move"
    MERGE = "merge"
    SPLIT = "split"


class Reform(TenantModel):
    """One act on an entity, now or from a later day on.

    `wish`: what was wanted, see `facts.Wish`. `other`: the new parent, or into which it is merged.
    Neither `done_at` nor `cancelled_at`: it waits for `effective_at`. `refused`: why it could not
    be done on its day, in English. `total` and `moved`: open cases that go to another entity, batch
    by batch; the last batch sets `ended_at`.
    """

    act = models.CharField(max_length=10, choices=Act.choices)
    entity = TenantForeignKey(Entity, models.PROTECT, related_name="+")
    other = TenantForeignKey(Entity, models.PROTECT, null=True, related_name="+")
    wish = models.JSONField()
    reason = models.CharField(max_length=300)
    asked_at = models.DateTimeField()
    asked_by = TenantForeignKey(Staff, models.PROTECT, related_name="+")
    effective_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)
    refused = models.CharField(max_length=300, blank=True)
    total = models.PositiveIntegerField(default=0)
    moved = models.PositiveIntegerField(default=0)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(fields=["tenant", "-asked_at"], name="reform_newest"),)

    def __str__(self) -> str:
        return f"{self.act} {self.entity_id}"
