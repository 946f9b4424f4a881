"""The record that nobody can change: the serving account may insert and read, nothing else."""

from django.db import models

from sawti.tenancy.models import TenantModel


class Entry(TenantModel):
    """One security event or one reading of an identity: who, what, when; never the content."""

    at = models.DateTimeField()
    event = models.CharField(max_length=60)
    actor_id = models.UUIDField(null=True)
    object_type = models.CharField(max_length=40, blank=True)
    object_id = models.UUIDField(null=True)
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = (models.Index(fields=["tenant", "-at"], name="audit_newest"),)

    def __str__(self) -> str:
        return f"{self.event} {self.at.isoformat()}"
