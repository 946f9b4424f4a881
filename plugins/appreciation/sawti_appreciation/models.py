"""What thanks have beyond a case: for whom, who agreed to what, and what the entity decided."""

from django.db import models
from django.db.models import Q

from sawti.accounts.models import Staff
from sawti.cases.models import Case, Content
from sawti.entities.models import Entity
from sawti.tenancy.models import TenantForeignKey, TenantModel


class Consent(models.TextChoices):
    """What the author agrees to."""

    NONE = "none"
    WITHOUT_NAME = "without_name"
    WITH_NAME = "with_name"


class Decision(models.TextChoices):
    """What the entity decided about publication."""

    WAITING = "waiting"
    APPROVED = "approved"
    DECLINED = "declined"


class Appreciation(TenantModel):
    """Thanks that came in as a case.

    `entity` is whom it thanks, whoever holds the case. `words` lie in the content of the case and
    go with it. Names are kept only as long as they may be shown. `published_from` is set by the
    approval.
    """

    case = TenantForeignKey(Case, models.CASCADE, related_name="+")
    entity = TenantForeignKey(Entity, models.PROTECT, related_name="+")
    words = TenantForeignKey(Content, models.CASCADE, related_name="+")
    servant_name = models.CharField(max_length=120, blank=True)
    author_name = models.CharField(max_length=120, blank=True)
    consent = models.CharField(max_length=12, choices=Consent.choices)
    decision = models.CharField(max_length=8, choices=Decision.choices, default=Decision.WAITING)
    names_servant = models.BooleanField(default=False)
    thanked_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decided_by = TenantForeignKey(Staff, models.PROTECT, null=True, related_name="+")
    published_from = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["tenant", "case"], name="appreciation_of_case"),
        )
        indexes = (
            models.Index(
                fields=["tenant", "-published_from", "-id"],
                condition=Q(decision="approved", withdrawn_at__isnull=True),
                name="appreciation_wall",
            ),
            models.Index(fields=["tenant", "thanked_at", "entity"], name="appreciation_counts"),
            models.Index(
                fields=["tenant", "thanked_at"],
                condition=Q(decision="waiting", withdrawn_at__isnull=True),
                name="appreciation_waiting",
            ),
        )

    def __str__(self) -> str:
        return f"appreciation {self.id}"
