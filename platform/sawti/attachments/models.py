"""Files of people and of staff: what was inspected and drawn anew, never what was sent."""

from django.db import models
from django.db.models import Q

from sawti.tenancy.models import TenantModel


class Attachment(TenantModel):
    """One clean file. `key` is where its bytes lie: random, and never the name.

    Whoever uploaded it holds a token (we keep its keyed hash) and may once make the file part of
    a case; unclaimed files are swept after `expires_at`. `size` is in bytes. `sender_hash` is the
    keyed hash of an account or a network, until the file is claimed.
    """

    media_type = models.CharField(max_length=40)
    name = models.CharField(max_length=120)
    size = models.PositiveIntegerField()
    sha256 = models.BinaryField(max_length=32)
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    key = models.CharField(max_length=80)
    token_hash = models.BinaryField(max_length=32)
    sender_hash = models.BinaryField(max_length=32, null=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["tenant", "key"], name="attachment_key"),
            models.UniqueConstraint(fields=["tenant", "token_hash"], name="attachment_token"),
        )
        indexes = (
            models.Index(
                fields=["tenant", "expires_at"],
                condition=Q(claimed_at__isnull=True),
                name="attachment_unclaimed",
            ),
        )

    def __str__(self) -> str:
        return f"attachment {self.id}"
