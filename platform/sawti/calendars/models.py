"""When a tenant's government works."""

from django.db import models

from sawti.tenancy.models import TenantModel


class WorkingWeek(TenantModel):
    """Opening hours by weekday: `{"sun": [["07:00", "14:00"]], …}` in the tenant's time zone."""

    hours = models.JSONField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["tenant"], name="working_week_one"),)

    def __str__(self) -> str:
        return "working week"


class Holiday(TenantModel):
    """A span of days, both ends included, on which nothing is open."""

    names = models.JSONField()
    first_on = models.DateField()
    last_on = models.DateField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["tenant", "first_on"], name="holiday_start"),
            models.CheckConstraint(
                condition=models.Q(last_on__gte=models.F("first_on")), name="holiday_span"
            ),
        )

    def __str__(self) -> str:
        return f"{self.first_on}"
