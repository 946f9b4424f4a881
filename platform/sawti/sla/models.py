"""What a tenant promises: how long until the answer."""

from django.db import models

from sawti.catalogue.models import CaseType, Category, Importance, Pillar
from sawti.entities.models import Entity
from sawti.tenancy.models import TenantForeignKey, TenantModel


class DurationUnit(models.TextChoices):
    """What a target counts: working days, or minutes within working hours."""

    DAYS = "days"
    MINUTES = "minutes"


class Policy(TenantModel):
    """A target for cases with all the traits that it names; one that names none is for the rest.

    `amount` and `unit` are the target of the answer; `targets` are the others, `waiting` what a
    wait may last, and `posts` the time of each post, as `sawti.sla.terms.Terms` reads them. What
    it promises now is a version; each version stays as it was in `PolicyVersion`, and a case keeps
    the one that made its due date.
    """

    code = models.SlugField(max_length=60)
    names = models.JSONField(default=dict)
    category = TenantForeignKey(Category, models.PROTECT, null=True)
    entity = TenantForeignKey(Entity, models.PROTECT, null=True)
    pillar = TenantForeignKey(Pillar, models.PROTECT, null=True)
    case_type = TenantForeignKey(CaseType, models.PROTECT, null=True)
    importance = TenantForeignKey(Importance, models.PROTECT, null=True)
    applicant_class = models.CharField(max_length=20, default="")
    channel = models.CharField(max_length=20, default="")
    amount = models.PositiveIntegerField()
    unit = models.CharField(max_length=10, choices=DurationUnit, default=DurationUnit.DAYS)
    targets = models.JSONField(default=dict)
    waiting = models.JSONField(default=dict)
    posts = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=1)
    is_active = models.BooleanField(default=True)
    edited_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name_plural = "policies"
        constraints = (
            models.UniqueConstraint(fields=["tenant", "code"], name="policy_code"),
            models.CheckConstraint(condition=models.Q(amount__gte=1), name="policy_amount"),
        )

    def __str__(self) -> str:
        return self.code


class PolicyVersion(TenantModel):
    """What a policy promised from `made_at` on; never changed, so that old promises explain."""

    code = models.SlugField(max_length=60)
    version = models.PositiveIntegerField()
    amount = models.PositiveIntegerField()
    unit = models.CharField(max_length=10, choices=DurationUnit)
    targets = models.JSONField(default=dict)
    waiting = models.JSONField(default=dict)
    posts = models.JSONField(default=dict)
    made_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["tenant", "code", "version"], name="policy_version"),
        )

    def __str__(self) -> str:
        return f"{self.code} {self.version}"
