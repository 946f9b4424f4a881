"""The example's own table: how often what happened on which day."""

from django.db import models

from sawti.tenancy.models import TenantModel


class EventCount(TenantModel):
    """How many cases an event happened to on a day (UTC); no case and no person is named."""

    event = models.CharField(max_length=20)
    on = models.DateField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["tenant", "on", "event"], name="event_count_once"),
        )

    def __str__(self) -> str:
        return f"{self.event} {self.on}: {self.count}"
