"""When a tenant's government works."""

from django.db import models

from sawti.entities.models import Entity
from sawti.lib.ids import new_id
from sawti.tenancy.models import TenantForeignKey, TenantModel


def _any_code() -> str:
    """Return a code for what an editor adds; a pack and a file bring codes of their own."""
    return str(new_id())


class WorkingWeek(TenantModel):
    """Opening hours by weekday: `{"sun": [["07:00", "14:00"]], …}` in the tenant's time zone.

    Without an entity they are the government's; an entity's hold for it and for everything below
    it that has none of its own. They begin on `first_on` (null: since ever); a season such as
    Ramadan ends on `last_on` and has a name. Hours that do not keep holidays are open on them.
    """

    code = models.CharField(max_length=120, default=_any_code)
    entity = TenantForeignKey(Entity, models.PROTECT, null=True)
    names = models.JSONField(default=dict)
    first_on = models.DateField(null=True)
    last_on = models.DateField(null=True)
    hours = models.JSONField()
    keeps_holidays = models.BooleanField(default=True)
    edited_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["tenant", "code"], name="working_week_code"),
            models.UniqueConstraint(
                fields=["tenant", "entity", "first_on", "last_on"],
                name="working_week_start",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=models.Q(last_on=None) | models.Q(last_on__gte=models.F("first_on")),
                name="working_week_span",
            ),
        )

    def __str__(self) -> str:
        return self.code


class Source(models.TextChoices):
    """Where a holiday comes from."""

    PACK = "pack"
    EDITOR = "editor"
    COUNTRY = "country"
    FILE = "file"


class Holiday(TenantModel):
    """A span of days, both ends included, on which nothing is open.

    With `closed_from` and `closed_until` (minutes of the local day) only that part of each day is
    closed. Without an entity it closes everybody that keeps holidays. One that is not active stays
    known, so that neither a pack nor a list of the country brings it back.
    """

    code = models.CharField(max_length=120, default=_any_code)
    entity = TenantForeignKey(Entity, models.PROTECT, null=True)
    names = models.JSONField()
    first_on = models.DateField()
    last_on = models.DateField()
    closed_from = models.PositiveSmallIntegerField(default=0)
    closed_until = models.PositiveSmallIntegerField(default=24 * 60)
    source = models.CharField(max_length=10, choices=Source, default=Source.PACK)
    is_active = models.BooleanField(default=True)
    edited_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["tenant", "code"], name="holiday_code"),
            models.CheckConstraint(
                condition=models.Q(last_on__gte=models.F("first_on")), name="holiday_span"
            ),
            models.CheckConstraint(
                condition=models.Q(closed_until__gt=models.F("closed_from"))
                & models.Q(closed_until__lte=24 * 60),
                name="holiday_part",
            ),
        )

    def __str__(self) -> str:
        return self.code
