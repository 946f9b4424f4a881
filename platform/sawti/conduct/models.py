"""Limits on contacts that are abused: who limited whom, why, until when, and what they answered."""

from django.db import models
from django.db.models import Q

from sawti.accounts.models import Person, Staff
from sawti.tenancy.models import TenantForeignKey, TenantModel
from sawti.tenancy.sealed import FingerprintField, SealedField


class Ground(models.TextChoices):
    """What a contact is told about why; `labels.GROUNDS` has the words."""

    REPEATS = "repeats"
    INSULTS = "insults"
    THREATS = "threats"
    UNTRUE = "untrue"
    MACHINE = "machine"


class State(models.TextChoices):
    """Where a limit stands. It counts `IN_FORCE` and before `until_at` only."""

    PROPOSED = "proposed"
    DECLINED = "declined"
    IN_FORCE = "in_force"
    LIFTED = "lifted"


class ContactLimit(TenantModel):
    """At most so many cases a week from one contact, for a time.

    The contact is an account, an e-mail address or a phone number, sealed; it is copied from the
    applicant of case `case_id`, unseen. `reason` is for staff, `ground` is what the contact reads.
    """

    number = models.CharField(max_length=16)
    case_id = models.UUIDField()
    person = TenantForeignKey(Person, models.PROTECT, null=True, related_name="+")
    email = SealedField()
    email_hash = FingerprintField(of="email")
    phone = SealedField()
    phone_hash = FingerprintField(of="phone")
    language = models.CharField(max_length=8)
    ground = models.CharField(max_length=10, choices=Ground.choices)
    most_a_week = models.PositiveSmallIntegerField()
    until_at = models.DateTimeField()
    reason = models.CharField(max_length=300)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PROPOSED)
    proposed_by = TenantForeignKey(Staff, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    decided_by = TenantForeignKey(Staff, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    appeal = models.TextField(blank=True)
    appealed_at = models.DateTimeField(null=True)
    appeal_decided_by = TenantForeignKey(Staff, models.PROTECT, null=True, related_name="+")
    appeal_decided_at = models.DateTimeField(null=True)
    appeal_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["tenant", "number"], name="contact_limit_number"),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=models.F("proposed_by")),
                name="contact_limit_by_two",
            ),
        )
        indexes = (
            models.Index(fields=["tenant", "person"], name="contact_limit_person"),
            models.Index(fields=["tenant", "email_hash"], name="contact_limit_email"),
            models.Index(fields=["tenant", "phone_hash"], name="contact_limit_phone"),
            models.Index(fields=["tenant", "case_id"], name="contact_limit_case"),
        )

    def __str__(self) -> str:
        return self.number
