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


class Pending(TenantModel):
    """An entry that no seal covers yet; its `id` is the entry's.

    `write_entry` writes it in the entry's own statement. So a late commit is sealed when it comes,
    and an entry that is deleted before its seal leaves this behind.
    """

    def __str__(self) -> str:
        return str(self.id)


class Seal(TenantModel):
    """The end of a batch of entries: a hash over them and over the seal before (decision 0017).

    `count` entries are in it, `total` in the chain up to it.
    """

    sequence = models.PositiveIntegerField()
    sealed_at = models.DateTimeField()
    count = models.PositiveIntegerField()
    total = models.PositiveBigIntegerField()
    previous_hash = models.BinaryField(max_length=32)
    hash = models.BinaryField(max_length=32)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["tenant", "sequence"], name="audit_seal_sequence"),
        )

    def __str__(self) -> str:
        return f"seal {self.sequence}"


class Link(TenantModel):
    """Which entry stands at which place of which seal, and what it said then.

    No foreign keys: what somebody removes must leave its links behind.
    """

    sequence = models.PositiveIntegerField()
    position = models.PositiveIntegerField()
    entry_id = models.UUIDField()
    digest = models.BinaryField(max_length=32)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["tenant", "sequence", "position"], name="audit_link_place"
            ),
            models.UniqueConstraint(fields=["tenant", "entry_id"], name="audit_link_entry"),
        )

    def __str__(self) -> str:
        return f"{self.sequence}.{self.position}"


class Anchor(TenantModel):
    """What was said of the chain on a day, to be kept elsewhere; without a key it is unsigned.

    `signed` is the exact text that `signature` (base64) is about.
    """

    day = models.DateField()
    signed = models.CharField(max_length=300)
    key_name = models.CharField(max_length=16, blank=True)
    signature = models.CharField(max_length=100, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["tenant", "day"], name="audit_anchor_day"),)

    def __str__(self) -> str:
        return f"anchor of {self.day}"


class Verification(TenantModel):
    """The result of a nightly check, up to which seal; `problem` is the first broken link."""

    at = models.DateTimeField()
    sequence = models.PositiveIntegerField()
    total = models.PositiveBigIntegerField()
    problem = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = (models.Index(fields=["tenant", "-at"], name="audit_verified"),)

    def __str__(self) -> str:
        return f"verified up to seal {self.sequence}"
