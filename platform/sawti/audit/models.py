"""The record that nobody can change: the serving account may insert and read, nothing else."""

from django.db import models

from sawti.audit.context import ActorKind
from sawti.tenancy.models import TenantModel

KINDS = [(kind.value, kind.value) for kind in ActorKind]


class Entry(TenantModel):
    """One security event or one reading of an identity: who, what, when; never the content.

    `acting_for_id`: in whose place the actor acted, if in somebody's. `request_id` is the one of
    the log lines; empty for jobs and commands. `actor_kind` is empty in entries older than it.
    """

    at = models.DateTimeField()
    event = models.CharField(max_length=60)
    actor_kind = models.CharField(max_length=10, choices=KINDS, blank=True)
    actor_id = models.UUIDField(null=True)
    acting_for_id = models.UUIDField(null=True)
    object_type = models.CharField(max_length=40, blank=True)
    object_id = models.UUIDField(null=True)
    reason = models.CharField(max_length=300, blank=True)
    request_id = models.CharField(max_length=64, blank=True)

    class Meta:
        indexes = (
            models.Index(fields=["tenant", "-at", "-id"], name="audit_newest"),
            models.Index(fields=["tenant", "event", "-at", "-id"], name="audit_of_event"),
            models.Index(fields=["tenant", "actor_id", "-at", "-id"], name="audit_of_actor"),
            models.Index(fields=["tenant", "object_id", "-at", "-id"], name="audit_of_object"),
            models.Index(fields=["tenant", "request_id"], name="audit_of_request"),
        )

    def __str__(self) -> str:
        return f"{self.event} {self.at.isoformat()}"
