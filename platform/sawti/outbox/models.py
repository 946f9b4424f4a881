"""What is still to be done outside the transaction that decided it."""

from django.db import models
from django.db.models import Q

from sawti.tenancy.models import TenantModel


class Message(TenantModel):
    """One thing to deliver, written in the transaction that makes it true.

    It is open until `done_at` or `given_up_at`. A worker holds it until `lease_until`; a lease
    that ran out means that the worker died on it.
    """

    topic = models.CharField(max_length=60)
    payload = models.JSONField()
    created_at = models.DateTimeField()
    due_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    given_up_at = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = (
            models.Index(
                fields=["tenant", "due_at"],
                condition=Q(done_at__isnull=True, given_up_at__isnull=True),
                name="outbox_open",
            ),
            models.Index(
                fields=["tenant", "given_up_at"],
                condition=Q(given_up_at__isnull=False),
                name="outbox_given_up",
            ),
        )

    def __str__(self) -> str:
        return f"{self.topic} {self.id}"
