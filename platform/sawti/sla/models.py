"""What a tenant promises: how many working days until the answer."""

from django.db import models

from sawti.catalogue.models import CaseType, Importance
from sawti.tenancy.models import TenantForeignKey, TenantModel


class Policy(TenantModel):
    """A target for a type, an importance, both, or (with neither) for everything else.

    A changed target is a new version; a case keeps the version that made its due date.
    """

    code = models.SlugField(max_length=60)
    case_type = TenantForeignKey(CaseType, models.PROTECT, null=True)
    importance = TenantForeignKey(Importance, models.PROTECT, null=True)
    resolution_days = models.PositiveSmallIntegerField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name_plural = "policies"
        constraints = (models.UniqueConstraint(fields=["tenant", "code"], name="policy_code"),)

    def __str__(self) -> str:
        return self.code
