"""How well the government answers, counted beforehand: two roll-ups and what is out of date.

All of it can be counted anew from cases and ratings at any time; `counting.py` says how.
"""

from django.db import models
from django.db.models import Q

from sawti.accounts.models import Staff
from sawti.catalogue.models import CaseType, Pillar
from sawti.entities.models import Entity
from sawti.tenancy.models import TenantForeignKey, TenantModel


class MonthlyFigures(TenantModel):
    """The cases of one month, entity, type and pillar, in numbers.

    `month`: the first day of the month in which the cases were received, in the tenant's time
    zone. `entity` holds the cases now. `score_1` … `score_5`: how many ratings gave that score.
    """

    month = models.DateField()
    entity = TenantForeignKey(Entity, models.CASCADE)
    case_type = TenantForeignKey(CaseType, models.CASCADE)
    pillar = TenantForeignKey(Pillar, models.CASCADE, null=True)
    received = models.PositiveIntegerField()
    answered = models.PositiveIntegerField()
    in_time = models.PositiveIntegerField()
    late = models.PositiveIntegerField()
    withdrawn = models.PositiveIntegerField()
    lapsed = models.PositiveIntegerField(default=0)
    reopened = models.PositiveIntegerField()
    score_1 = models.PositiveIntegerField()
    score_2 = models.PositiveIntegerField()
    score_3 = models.PositiveIntegerField()
    score_4 = models.PositiveIntegerField()
    score_5 = models.PositiveIntegerField()
    counted_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["tenant", "month", "entity", "case_type", "pillar"],
                nulls_distinct=False,
                name="figures_cell",
            ),
        )
        indexes = (
            models.Index(fields=["tenant", "entity", "month"], name="figures_of_entity"),
            models.Index(fields=["tenant", "-counted_at"], name="figures_newest"),
        )

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.entity_id}"


class AnswerDays(TenantModel):
    """How many cases of one month and entity got their first answer after so many days."""

    month = models.DateField()
    entity = TenantForeignKey(Entity, models.CASCADE)
    days = models.PositiveSmallIntegerField()
    cases = models.PositiveIntegerField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["tenant", "month", "entity", "days"], name="answer_days_cell"
            ),
            models.CheckConstraint(condition=Q(days__lte=365), name="answer_days_capped"),
        )
        indexes = (models.Index(fields=["tenant", "entity", "month"], name="answer_days_entity"),)

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.entity_id} {self.days}"


class StaleMonth(TenantModel):
    """An entity's month whose cases changed since it was counted."""

    month = models.DateField()
    entity = TenantForeignKey(Entity, models.CASCADE)
    marked_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["tenant", "month", "entity"], name="stale_month_once"),
        )
        indexes = (models.Index(fields=["tenant", "marked_at"], name="stale_month_oldest"),)

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.entity_id}"


class Replay(TenantModel):
    """What adherence would have been with another promise: asked once, counted batch by batch.

    `traits`: of the promise, trait → code. The months are first days. `after_at` and `after_id`:
    the case behind which the next batch begins. `shares`: entity → counts, see `replaying.Share`.
    """

    amount = models.PositiveIntegerField()
    unit = models.CharField(max_length=10)
    traits = models.JSONField(default=dict)
    first_month = models.DateField()
    last_month = models.DateField()
    asked_at = models.DateTimeField()
    asked_by = TenantForeignKey(Staff, models.PROTECT, related_name="+")
    total = models.PositiveIntegerField()
    seen = models.PositiveIntegerField(default=0)
    after_at = models.DateTimeField(null=True)
    after_id = models.UUIDField(null=True)
    shares = models.JSONField(default=dict)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(fields=["tenant", "-asked_at"], name="replay_newest"),)

    def __str__(self) -> str:
        return f"replay {self.id}"
