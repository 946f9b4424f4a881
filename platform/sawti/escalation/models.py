"""What happens when a clock passes its mark: the ladders, and what they did."""

from django.db import models
from django.db.models import Q

from sawti.accounts.models import Staff
from sawti.cases.models import Case, Clock
from sawti.entities.models import Entity
from sawti.tenancy.models import TenantForeignKey, TenantModel


class Mark(models.TextChoices):
    """When a level is reached: a share of the target, or business time after the due date."""

    PERCENT = "percent"
    DAYS = "days"
    MINUTES = "minutes"


class Deed(models.TextChoices):
    """What a level does: tell somebody, let them act on the case too, or give it to them."""

    INFORM = "inform"
    TAKE_PART = "take_part"
    REASSIGN = "reassign"


class To(models.TextChoices):
    """Whom a level turns to."""

    HOLDER = "holder"
    ROLE = "role"


class Place(models.TextChoices):
    """Whose holders of the role: of the case's entity or the nearest above it that has any, of the
    topmost entity above it, or of an entity that the level names."""

    NEAR = "near"
    TOP = "top"
    NAMED = "named"


class Level(TenantModel):
    """A rung of a ladder. `policy` is the code of a policy, "" for all that have no ladder of
    their own; `clock` the kind of clock that it watches.

    `amount` counts what `mark` says. `at_any_hour`: its messages don't wait until the recipient's
    entity works. A role of the whole tenant has no place.
    """

    code = models.SlugField(max_length=60)
    names = models.JSONField()
    policy = models.SlugField(max_length=60, default="")
    clock = models.CharField(max_length=20, default="resolution")
    position = models.PositiveSmallIntegerField()
    mark = models.CharField(max_length=10, choices=Mark.choices)
    amount = models.PositiveIntegerField()
    deed = models.CharField(max_length=10, choices=Deed.choices)
    to = models.CharField(max_length=10, choices=To.choices, default=To.ROLE)
    role = models.SlugField(max_length=40, default="")
    place = models.CharField(max_length=10, choices=Place.choices, default=Place.NEAR)
    entity = TenantForeignKey(Entity, models.PROTECT, null=True, related_name="+")
    at_any_hour = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    edited_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["tenant", "code"], name="level_code"),
            models.CheckConstraint(condition=Q(amount__gte=1), name="level_amount"),
            models.CheckConstraint(
                condition=Q(to=To.HOLDER, role="") | Q(to=To.ROLE) & ~Q(role=""),
                name="level_to_a_role",
            ),
            models.CheckConstraint(
                condition=Q(place=Place.NAMED, entity__isnull=False)
                | ~Q(place=Place.NAMED) & Q(entity__isnull=True),
                name="level_names_an_entity",
            ),
        )

    def __str__(self) -> str:
        return self.code


class Watch(TenantModel):
    """When the next level of a running clock is reached; a clock that stands or ended has none."""

    clock = TenantForeignKey(Clock, models.CASCADE, related_name="+")
    next_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["tenant", "clock"], name="watch_one"),)
        indexes = (models.Index(fields=["tenant", "next_at", "id"], name="watch_next"),)

    def __str__(self) -> str:
        return f"watch on {self.clock_id}"


class Outcome(models.TextChoices):
    """What became of a level: it acted, a higher one was reached with it, or nobody was there."""

    ACTED = "acted"
    RECORDED = "recorded"
    NOBODY = "nobody"


class Escalation(TenantModel):
    """That a level was reached, once for each clock and level, or chosen by hand (`by`, `reason`).

    `reached_at`: the instant of the mark; `at`: when we acted. `deed` as it was then.
    `passed_over`: codes of levels before the one that acted where nobody could be told, with
    whether their post is vacant. `holder_before`: from whom the case was taken. `history_id`: its
    row of history. `taken_back_*`: who ended it, and why.
    """

    case = TenantForeignKey(Case, models.CASCADE, related_name="escalations")
    clock = TenantForeignKey(Clock, models.CASCADE, null=True, related_name="+")
    level = models.SlugField(max_length=60)
    position = models.PositiveSmallIntegerField()
    deed = models.CharField(max_length=10, choices=Deed.choices)
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    reached_at = models.DateTimeField()
    at = models.DateTimeField()
    passed_over = models.JSONField(default=list)
    holder_before = TenantForeignKey(Staff, models.PROTECT, null=True, related_name="+")
    history_id = models.UUIDField()
    by = TenantForeignKey(Staff, models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=300, blank=True)
    taken_back_at = models.DateTimeField(null=True)
    taken_back_by = TenantForeignKey(Staff, models.PROTECT, null=True, related_name="+")
    taken_back_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["tenant", "clock", "level"],
                condition=Q(clock__isnull=False),
                name="escalation_once",
            ),
            models.CheckConstraint(
                condition=Q(clock__isnull=False, by__isnull=True)
                | Q(clock__isnull=True, by__isnull=False),
                name="escalation_by_clock_or_hand",
            ),
        )
        indexes = (models.Index(fields=["tenant", "case", "at"], name="escalation_of_case"),)

    def __str__(self) -> str:
        return f"{self.level} of {self.case_id}"


class Notice(TenantModel):
    """That somebody is to hear of an escalation: alone, or in one message with others.

    `role` and `entity`: the post by which they hear of it; "" for the holder. Nothing is sent
    before `not_before`. `message_id` is that of the message; without one and with `settled_at` it
    was dropped: the case was answered, or they may not see it any more.
    """

    escalation = TenantForeignKey(Escalation, models.CASCADE, related_name="notices")
    staff = TenantForeignKey(Staff, models.PROTECT, related_name="+")
    role = models.SlugField(max_length=40, blank=True)
    entity = TenantForeignKey(Entity, models.PROTECT, null=True, related_name="+")
    not_before = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    message_id = models.UUIDField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["tenant", "escalation", "staff"], name="notice_once"),
        )
        indexes = (
            models.Index(
                fields=["tenant", "not_before"],
                condition=Q(settled_at__isnull=True),
                name="notice_waits",
            ),
            models.Index(
                fields=["tenant", "staff", "settled_at"],
                condition=Q(message_id__isnull=False),
                name="notice_sent",
            ),
            models.Index(
                fields=["tenant", "message_id"],
                condition=Q(message_id__isnull=False),
                name="notice_of_message",
            ),
        )

    def __str__(self) -> str:
        return f"{self.staff_id} of {self.escalation_id}"
