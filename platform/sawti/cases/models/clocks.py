"""The clocks of a case: what was promised by when, and what stopped them."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from sawti.cases.managers import ClockManager
from sawti.cases.models.case import Case
from sawti.entities.models import Entity
from sawti.sla.terms import Kind
from sawti.tenancy.models import TenantForeignKey, TenantModel


class EndedBy(models.TextChoices):
    """Why a clock runs no more."""

    MET = "met"
    PASSED_ON = "passed_on"
    WITHDRAWN = "withdrawn"
    MERGED = "merged"
    LAPSED = "lapsed"


class Clock(TenantModel):
    """One target of a case: a promise to the person, or the stage of the entity that has the case,
    or the time of the post whose holder has it.

    Promises survive transfers; a stage ends with each, and the next entity's begins; the time of a
    post begins with each holder (`role`: which kind of post, "" for the others). `round` is 1
    and grows with each reopening. `entity`: by whose calendar the clock counts; of a stage, whose
    it is. `due_at` is None for a stage without a target: it only tells who had the case. While
    `paused_at` is set it stands, and moves when it goes on. `breached_at` is when it fell due.
    The rules: `sawti/sla/README.md`. Only `steps/clocks.py` and the sweep write this table.
    """

    case = TenantForeignKey(Case, models.CASCADE, related_name="clocks")
    kind = models.CharField(max_length=14, choices=[(kind.value, kind.value) for kind in Kind])
    round = models.PositiveSmallIntegerField(default=1)
    entity = TenantForeignKey(Entity, models.PROTECT, related_name="+")
    policy_code = models.CharField(max_length=60)
    policy_version = models.PositiveIntegerField()
    role = models.SlugField(max_length=40, blank=True, default="", db_default="")
    started_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    paused_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=10, choices=EndedBy.choices, blank=True)
    breached_at = models.DateTimeField(null=True)

    objects: ClassVar = ClockManager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by="")
                | Q(ended_at__isnull=False, ended_by__in=EndedBy.values),
                name="clock_ended_by",
            ),
            models.CheckConstraint(
                condition=Q(due_at__isnull=False) | Q(kind=Kind.STAGE.value), name="clock_due"
            ),
            # One of a kind at a time, however many act at once.
            models.UniqueConstraint(
                fields=["tenant", "case", "kind"],
                condition=Q(ended_at__isnull=True),
                name="clock_open_once",
            ),
        )
        indexes = (
            models.Index(fields=["tenant", "case", "started_at"], name="clock_of_case"),
            models.Index(
                fields=["tenant", "due_at"],
                condition=Q(
                    ended_at__isnull=True,
                    paused_at__isnull=True,
                    breached_at__isnull=True,
                    due_at__isnull=False,
                ),
                name="clock_falls_due",
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.round} of {self.case_id}"


class WaitsFor(models.TextChoices):
    """Whom a case may wait for while its clocks stand."""

    APPLICANT = "applicant"
    THIRD_PARTY = "third_party"
    COURT = "court"


class ResumedBy(models.TextChoices):
    """Why a pause ended."""

    REPLY = "reply"
    STAFF = "staff"
    EXPIRY = "expiry"
    CLOSED = "closed"


class Pause(TenantModel):
    """A time during which all clocks of a case stood, because it waited for somebody outside.

    `until_at`: when it ends by itself at the latest; None where the policy sets no cap. `remind_at`
    is when the applicant is reminded next. `reason` is for staff.
    """

    case = TenantForeignKey(Case, models.CASCADE, related_name="pauses")
    waits_for = models.CharField(max_length=11, choices=WaitsFor.choices)
    began_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=6, choices=ResumedBy.choices, blank=True)
    remind_at = models.DateTimeField(null=True)
    reminders = models.PositiveSmallIntegerField(default=0)
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by="")
                | Q(ended_at__isnull=False, ended_by__in=ResumedBy.values),
                name="pause_ended_by",
            ),
            models.UniqueConstraint(
                fields=["tenant", "case"],
                condition=Q(ended_at__isnull=True),
                name="pause_open_once",
            ),
        )
        indexes = (
            models.Index(fields=["tenant", "case", "began_at"], name="pause_of_case"),
            models.Index(
                fields=["tenant", "until_at"],
                condition=Q(ended_at__isnull=True, until_at__isnull=False),
                name="pause_expires",
            ),
            models.Index(
                fields=["tenant", "remind_at"],
                condition=Q(ended_at__isnull=True, remind_at__isnull=False),
                name="pause_reminds",
            ),
        )

    def __str__(self) -> str:
        return f"{self.case_id} waits for {self.waits_for}"
