"""What we told whom, by which channel, and what became of it."""

import secrets
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q

from sawti.tenancy.models import TenantManager, TenantModel
from sawti.tenancy.sealed import FingerprintField, SealedField


class State(models.TextChoices):
    """`SENDING` survives only where nobody knows whether the provider has the message.

    `SENT`: the provider took it; `DELIVERED`: it says that the reader's side has it. `FAILED`: it
    is a dead letter. `DROPPED` was not sent: what it was good for was over.
    """

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    DELIVERED = "delivered"
    FAILED = "failed"
    DROPPED = "dropped"


WAITING = (State.QUEUED, State.SENDING)


class Channel(models.TextChoices):
    """How a message goes."""

    EMAIL = "email"
    SMS = "sms"
    PUSH = "push"
    WEBHOOK = "webhook"


class NotificationQuerySet(models.QuerySet[Any]):
    """Filters with names."""

    def about(self, case_id: Any) -> Self:
        """Keep what was written about a case."""
        return self.filter(about_id=case_id)

    def dead(self) -> Self:
        """Keep the dead letters: given up, and not sent again since."""
        return self.filter(state=State.FAILED, is_resent=False)


class Notification(TenantModel):
    """One message to one address. It carries codes and figures; never a story or a receipt.

    `is_uncertain` marks a message that may have reached its reader twice: its Message-ID, or the
    key that the provider got, was the same both times. After `good_until` it is not sent, and not
    before `not_before`. `tries` counts refusals and silences; `reason` is what the provider said
    last, without addresses. `reference` is the provider's name of the message. `copy_of` is the
    message that staff sent again as this one, which then `is_resent`.
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
    not_before = models.DateTimeField(null=True)
    good_until = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    provider = models.CharField(max_length=40, blank=True, default="")
    reference = models.CharField(max_length=128, blank=True, default="")
    parts = models.PositiveSmallIntegerField(default=1)
    cost = models.DecimalField(max_digits=10, decimal_places=4, null=True)
    reason = models.CharField(max_length=200, blank=True, default="")
    copy_of = models.UUIDField(null=True)
    is_resent = models.BooleanField(default=False)

    objects: ClassVar[Any] = TenantManager.from_queryset(NotificationQuerySet)()

    class Meta:
        indexes = (
            models.Index(fields=["tenant", "about_id"], name="notification_about"),
            models.Index(fields=["tenant", "created_at", "id"], name="notification_newest"),
            models.Index(
                fields=["tenant", "created_at"],
                condition=Q(is_uncertain=True),
                name="notification_uncertain",
            ),
            models.Index(
                fields=["tenant", "created_at"],
                condition=Q(state__in=("queued", "sending", "failed")),
                name="notification_troubled",
            ),
            models.Index(
                fields=["tenant", "provider", "reference"],
                condition=Q(reference__gt=""),
                name="notification_reference",
            ),
        )

    def __str__(self) -> str:
        return f"{self.template} {self.id}"


def new_report_key() -> str:
    """Return the part of an address that nobody guesses; it opens nothing but reports."""
    return secrets.token_urlsafe(24)


class Provider(TenantModel):
    """Who sends a tenant's messages of one channel, and how; at most one per channel is enabled.

    `options` fit the provider's own model. `report_key` is in the address to which the provider
    reports. `price` is what one part costs, in the tenant's money.
    """

    code = models.CharField(max_length=40)
    channel = models.CharField(max_length=10, choices=Channel.choices)
    options = models.JSONField(default=dict)
    secret = SealedField()
    report_key = models.CharField(max_length=64, default=new_report_key)
    price = models.DecimalField(max_digits=10, decimal_places=4, null=True)
    is_enabled = models.BooleanField(default=False)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["tenant", "code"], name="provider_code"),
            models.UniqueConstraint(
                fields=["tenant", "channel"], condition=Q(is_enabled=True), name="provider_enabled"
            ),
        )
        indexes = (models.Index(fields=["tenant", "report_key"], name="provider_report_key"),)

    def __str__(self) -> str:
        return f"provider {self.code}"


class Breaker(TenantModel):
    """How a provider is, for all processes: after enough failures in a row it is left alone.

    Nothing is sent by it before `wait_until`. Once it is open (`opened_at`), what comes then is a
    probe: one process takes it, and the others wait on.
    """

    provider = models.CharField(max_length=40)
    failures = models.PositiveIntegerField(default=0)
    opened_at = models.DateTimeField(null=True)
    wait_until = models.DateTimeField(null=True)
    reason = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["tenant", "provider"], name="breaker_provider"),
        )

    def __str__(self) -> str:
        return f"breaker of {self.provider}"


class Bounce(TenantModel):
    """An address that does not exist (any more): nothing but a code is written to it.

    Whoever proves the address with a code ends it.
    """

    address = SealedField()
    address_hash = FingerprintField(of="address")
    at = models.DateTimeField()
    reason = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["tenant", "address_hash"], name="bounce_address"),
        )

    def __str__(self) -> str:
        return f"bounce {self.id}"
