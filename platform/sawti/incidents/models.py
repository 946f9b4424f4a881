"""One known problem, the cases that are about it, and what was decided for all of them."""

from django.db import models
from django.db.models import Q

from sawti.accounts.models import Staff
from sawti.cases.models import Case
from sawti.catalogue.models import Category
from sawti.entities.models import Entity
from sawti.tenancy.models import TenantForeignKey, TenantModel


class Incident(TenantModel):
    """A known problem, such as a broken water main, that an entity deals with.

    `public_texts`: what the applicants of its cases read about it, by language; empty for nothing.
    """

    names = models.JSONField()
    public_texts = models.JSONField(default=dict)
    entity = TenantForeignKey(Entity, models.PROTECT, related_name="+")
    category = TenantForeignKey(Category, models.PROTECT, null=True, related_name="+")
    opened_at = models.DateTimeField()
    opened_by = TenantForeignKey(Staff, models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True)
    closed_by = TenantForeignKey(Staff, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, closed_by__isnull=True)
                | Q(closed_at__isnull=False, closed_by__isnull=False),
                name="incident_closed_by",
            ),
        )
        indexes = (models.Index(fields=["tenant", "-opened_at", "-id"], name="incident_newest"),)

    def __str__(self) -> str:
        return f"incident {self.id}"


class Membership(TenantModel):
    """That a case belongs, or belonged, to an incident.

    It ends when the case is taken out (`left_by`) or the incident is closed (`is_closed`).
    """

    incident = TenantForeignKey(Incident, models.PROTECT, related_name="memberships")
    case = TenantForeignKey(Case, models.CASCADE, related_name="memberships")
    joined_at = models.DateTimeField()
    joined_by = TenantForeignKey(Staff, models.PROTECT, related_name="+")
    left_at = models.DateTimeField(null=True)
    left_by = TenantForeignKey(Staff, models.PROTECT, null=True, related_name="+")
    is_closed = models.BooleanField(default=False)

    class Meta:
        constraints = (
            # One incident at a time, however many add the case at once.
            models.UniqueConstraint(
                fields=["tenant", "case"],
                condition=Q(left_at__isnull=True),
                name="membership_open_once",
            ),
        )
        indexes = (
            models.Index(fields=["tenant", "incident", "case"], name="membership_of_incident"),
            models.Index(fields=["tenant", "case", "joined_at"], name="membership_of_case"),
        )

    def __str__(self) -> str:
        return f"{self.case_id} in {self.incident_id}"


class DecisionKind(models.TextChoices):
    """What is decided for all open cases of an incident at once."""

    ANSWER = "answer"
    DUE_DATE = "due_date"


class Decision(TenantModel):
    """One answer, or one due date, for the open cases of an incident.

    `texts`: the answer by language. `days`: of working days from `decided_at` to the new due date;
    `reason`: why, for the history of each case. A worker carries it out case by case, in batches;
    `ended_at` is when it was through.
    """

    incident = TenantForeignKey(Incident, models.PROTECT, related_name="decisions")
    kind = models.CharField(max_length=10, choices=DecisionKind.choices)
    texts = models.JSONField(default=dict)
    days = models.PositiveSmallIntegerField(null=True)
    reason = models.CharField(max_length=300, blank=True)
    decided_at = models.DateTimeField()
    decided_by = TenantForeignKey(Staff, models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(days__isnull=True) | Q(days__gte=1), name="decision_days"
            ),
            models.UniqueConstraint(
                fields=["tenant", "incident"],
                condition=Q(ended_at__isnull=True),
                name="decision_one_at_a_time",
            ),
        )
        indexes = (
            models.Index(fields=["tenant", "incident", "decided_at"], name="decision_of_incident"),
        )

    def __str__(self) -> str:
        return f"{self.kind} for {self.incident_id}"


class Outcome(models.TextChoices):
    """What became of one case of a decision."""

    DONE = "done"
    SKIPPED = "skipped"


class Why(models.TextChoices):
    """Why a case of a decision was left as it is."""

    LEFT = "left"
    MOVED = "moved"
    UNSEEN = "unseen"
    STATE = "state"
    LANGUAGE = "language"
    ANONYMISED = "anonymised"
    LATE = "late"
    LATER = "later"


class DecisionCase(TenantModel):
    """One case of a decision: to be done while `outcome` is empty.

    `entity`: which entity had the case when it was decided. `stood`: its state, if that is why
    it was skipped.
    """

    decision = TenantForeignKey(Decision, models.PROTECT, related_name="lines")
    case = TenantForeignKey(Case, models.CASCADE, related_name="+")
    entity = TenantForeignKey(Entity, models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=7, choices=Outcome.choices, blank=True)
    why = models.CharField(max_length=10, choices=Why.choices, blank=True)
    stood = models.CharField(max_length=12, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["tenant", "decision", "case"], name="decision_case_once"
            ),
        )
        indexes = (
            models.Index(
                fields=["tenant", "decision", "case"],
                condition=Q(outcome=""),
                name="decision_case_to_do",
            ),
            models.Index(fields=["tenant", "case"], name="decision_case_of_case"),
        )

    def __str__(self) -> str:
        return f"{self.case_id}: {self.outcome or 'to do'}"
