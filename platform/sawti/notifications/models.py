"""What we told whom, by which channel, and what became of it."""

from django.db import models
from django.db.models import Q

from sawti.tenancy.models import TenantModel


class State(models.TextChoices):
    """`SENDING` survives only where a worker died between the provider's yes and our commit."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"


class Notification(TenantModel):
    """One e-mail to one address. It carries codes and figures; never a story or a receipt.

    `is_uncertain` marks a message that may have reached its reader twice: its Message-ID was the
    same both times.
    """

    template = models.CharField(max_length=60)
    language = models.CharField(max_length=8)
    address = models.EmailField()
    params = models.JSONField()
    about_id = models.UUIDField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)
    is_uncertain = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (
            models.Index(fields=["tenant", "about_id"], name="notification_about"),
            models.Index(
                fields=["tenant", "created_at"],
                condition=Q(is_uncertain=True),
                name="notification_uncertain",
            ),
        )

    def __str__(self) -> str:
        return f"{self.template} {self.id}"
