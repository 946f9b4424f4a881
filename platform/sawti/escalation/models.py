"""What happens when a clock passes its mark: the levels of the tenant's ladders."""

from django.db import models
from django.db.models import Q

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
