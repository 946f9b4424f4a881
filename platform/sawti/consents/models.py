"""Versions of what people agree to, and each agreement."""

from django.db import models
from django.db.models import Q

from sawti.accounts.models import Person, Staff
from sawti.tenancy.models import TenantForeignKey, TenantModel


class ConsentVersion(TenantModel):
    """One published text in every language; rows are only ever added, the newest one counts.

    `is_required`: a notice that whoever files or signs in is given with that; others are wishes
    that people give and withdraw as they like. `withdrawals` say what a withdrawal means. `digest`
    is the SHA-256 of all of it. `published_by` is empty where the pack did it.
    """

    code = models.SlugField(max_length=60)
    number = models.PositiveIntegerField()
    titles = models.JSONField()
    texts = models.JSONField()
    withdrawals = models.JSONField()
    is_required = models.BooleanField(default=False)
    position = models.PositiveSmallIntegerField(default=0)
    digest = models.BinaryField(max_length=32)
    published_at = models.DateTimeField()
    published_by = TenantForeignKey(Staff, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["tenant", "code", "number"], name="consent_version"),
        )

    def __str__(self) -> str:
        return f"{self.code} {self.number}"


class Channel(models.TextChoices):
    """Where an agreement was given."""

    FILING = "filing"
    SIGN_IN = "sign_in"
    PROFILE = "profile"
    API = "api"


class Agreement(TenantModel):
    """Somebody was given a version, or agreed to it: a person, or whoever filed a case."""

    version = TenantForeignKey(ConsentVersion, models.PROTECT, related_name="agreements")
    person = TenantForeignKey(Person, models.PROTECT, null=True, related_name="agreements")
    case_id = models.UUIDField(null=True)
    channel = models.CharField(max_length=10, choices=Channel.choices)
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(person__isnull=False) | Q(case_id__isnull=False),
                name="agreement_of_somebody",
            ),
        )
        indexes = (
            models.Index(
                fields=["tenant", "person", "-given_at"],
                condition=Q(person__isnull=False),
                name="agreement_of_person",
            ),
            models.Index(fields=["tenant", "case_id"], name="agreement_of_case"),
        )

    def __str__(self) -> str:
        return f"agreement {self.id}"
