"""What a member of staff looks for."""

from django.db import models

from sawti.accounts.models import Staff
from sawti.tenancy.models import TenantForeignKey, TenantModel


class SavedView(TenantModel):
    """A choice of cases that a person keeps under a name; `query` holds known parameters only."""

    staff = TenantForeignKey(Staff, models.CASCADE, related_name="saved_views")
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=600)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["tenant", "staff", "name"], name="saved_view_name"),
        )

    def __str__(self) -> str:
        return self.name
