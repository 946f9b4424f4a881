"""How good an answer was, in the eyes of the person who got it."""

from django.db import models
from django.db.models import Q

from sawti.cases.models import Case, Content
from sawti.tenancy.models import TenantForeignKey, TenantModel


class Reason(models.TextChoices):
    """What a rating is about; codes are permanent."""

    SOLVED = "solved"
    CLEAR = "clear"
    FAST = "fast"
    POLITE = "polite"
    NOT_SOLVED = "not_solved"
    UNCLEAR = "unclear"
    SLOW = "slow"
    IMPOLITE = "impolite"


class Rating(TenantModel):
    """The applicant's rating of one answer: 1 (poor) to 5 (very good), reasons and words.

    `answered_at` names the answer: after a reopening the next answer gets a rating of its own.
    """

    case = TenantForeignKey(Case, models.CASCADE, related_name="ratings")
    answered_at = models.DateTimeField()
    score = models.PositiveSmallIntegerField()
    reasons = models.JSONField(default=list)
    content = TenantForeignKey(Content, models.CASCADE, null=True, related_name="+")
    rated_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["tenant", "case", "answered_at"], name="rating_one"),
            models.CheckConstraint(condition=Q(score__gte=1, score__lte=5), name="rating_score"),
        )
        indexes = (
            models.Index(fields=["tenant", "rated_at"], name="rating_time"),
            models.Index(
                fields=["tenant", "content"],
                condition=Q(content__isnull=False),
                name="rating_of_content",
            ),
        )

    def __str__(self) -> str:
        return f"rating {self.case_id}"
