"""What we told whom, by which channel, and what became of it."""

from django.db import models
from django.db.models import Q

from sawti.tenancy.models import TenantModel
from sawti.tenancy.sealed import SealedField


class State(models.TextChoices):
    """`SENDING` survives only where a worker died between the provider's yes and our commit.

    `DROPPED` was not sent: what it was good for was over.
    """

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    DROPPED = "dropped"


class Channel(models.TextChoices):
    """How a message goes."""

    EMAIL = "email"
    SMS = "sms"


class Notification(TenantModel):
    """One message to one address. It carries codes and figures; never a story or a receipt.

    `is_uncertain` marks a message that may have reached its reader twice: its Message-ID, or the
    key that the SMS gateway got, was the same both times. After `good_until` it is not sent.
    """

    template = models.CharField(max_length=60)
    language = models.CharField(max_length=8)
    channel = models.CharField(max_length=10, choices=Channel.choices, default=Channel.EMAIL)
    address = models.CharField(max_length=254)
    params = models.JSONField()
    about_id = models.UUIDField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)
    is_uncertain = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    good_until = models.DateTimeField(null=True)

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


class Style(models.TextChoices):
    """How a gateway wants a message: by POST, for a code in an address would lie in logs."""

    JSON = "json"
    FORM = "form"


class SmsGateway(TenantModel):
    """The HTTP gateway that sends a tenant's SMS.

    `headers` and `body` are what it gets, with placeholders in their values: {phone}, {digits} (the
    phone without its plus), {text}, {sender}, {id} and {secret}, which is kept apart and sealed.
    """

    url = models.URLField(max_length=500)
    style = models.CharField(max_length=10, choices=Style.choices)
    headers = models.JSONField(default=dict)
    body = models.JSONField(default=dict)
    sender = models.CharField(max_length=20)
    secret = SealedField()
    is_enabled = models.BooleanField(default=False)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["tenant"], name="sms_gateway_one"),)

    def __str__(self) -> str:
        return f"SMS gateway {self.id}"
