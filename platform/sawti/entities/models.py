"""Government entities in a hierarchy, grouped into sectors, and who holds which post."""

from typing import Any, ClassVar

from django.db import models
from guardian.models import UserObjectPermissionBase

from sawti.accounts.models import RightsManager, Staff
from sawti.tenancy.models import TenantForeignKey, TenantModel


class Sector(TenantModel):
    """What an applicant sees first: health, education, roads."""

    code = models.SlugField(max_length=60)
    names = models.JSONField()
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["tenant", "code"], name="sector_code"),)

    def __str__(self) -> str:
        return self.code


class Entity(TenantModel):
    """A ministry, authority or department that answers cases. Rights are granted on entities."""

    code = models.SlugField(max_length=80)
    names = models.JSONField()
    kind = models.CharField(max_length=20)
    sector = TenantForeignKey(Sector, models.PROTECT)
    parent = TenantForeignKey("self", models.PROTECT, null=True, related_name="children")
    is_triage = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["tenant", "code"], name="entity_code"),
            models.UniqueConstraint(
                fields=["tenant"], condition=models.Q(is_triage=True), name="entity_one_triage"
            ),
        )
        permissions = (
            ("view_cases", "Read the cases of the entity"),
            ("handle_cases", "Take, ask, answer and transfer the cases of the entity"),
            ("open_identity", "Open the applicant's identity, with a reason"),
        )

    def __str__(self) -> str:
        return self.code


class Post(TenantModel):
    """Who holds which post in which entity, since when and until when."""

    staff = TenantForeignKey(Staff, models.PROTECT, related_name="posts")
    entity = TenantForeignKey(Entity, models.PROTECT, related_name="posts")
    kind = models.CharField(max_length=20)
    since_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["tenant", "staff", "entity", "kind"],
                condition=models.Q(until_at__isnull=True),
                name="post_held_once",
            ),
        )
        indexes = (models.Index(fields=["tenant", "entity", "kind"], name="post_of_entity"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.staff_id}"


class EntityUserPermission(TenantModel, UserObjectPermissionBase):
    """A guardian right on an entity and everything below it."""

    user = TenantForeignKey(Staff, models.CASCADE)
    content_object = TenantForeignKey(Entity, models.CASCADE, related_name="user_rights")

    objects: ClassVar[Any] = RightsManager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["tenant", "user", "permission", "content_object"], name="entity_right"
            ),
        )
