"""Government entities in a hierarchy, grouped into sectors, and who holds which post."""

from typing import Any, ClassVar

from django.db import models
from guardian.models import UserObjectPermissionBase

from sawti.accounts.models import RightsManager, Staff
from sawti.lib.permissions import ON_ENTITY
from sawti.tenancy.models import Tenant, TenantForeignKey, TenantModel


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
    """A ministry, authority or department that answers cases. Rights are granted on entities.

    `closed_at`: since when it is part of others, for good; `successor`: of the one that it was
    merged into. `edited_at`: when a reform changed it last; loading the pack then leaves it alone.
    """

    code = models.SlugField(max_length=80)
    names = models.JSONField()
    kind = models.CharField(max_length=20)
    sector = TenantForeignKey(Sector, models.PROTECT)
    parent = TenantForeignKey("self", models.PROTECT, null=True, related_name="children")
    is_triage = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    position = models.PositiveSmallIntegerField(default=0)
    closed_at = models.DateTimeField(null=True)
    successor = TenantForeignKey("self", models.PROTECT, null=True, related_name="+")
    edited_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["tenant", "code"], name="entity_code"),
            models.UniqueConstraint(
                fields=["tenant"], condition=models.Q(is_triage=True), name="entity_one_triage"
            ),
            models.CheckConstraint(
                condition=models.Q(closed_at__isnull=True, successor__isnull=True)
                | models.Q(closed_at__isnull=False, is_active=False),
                name="entity_closed_for_good",
            ),
        )
        permissions = ON_ENTITY

    def __str__(self) -> str:
        return self.code


class ChangeKind(models.TextChoices):
    """What a reform made of an entity."""

    RENAMED = "renamed"
    MOVED = "moved"
    MERGED = "merged"
    SPLIT = "split"


class EntityChange(TenantModel):
    """What an entity was until `at`, and what it became then; rows are only ever added.

    `names`: those until then (renamed). `parent`: what it lay below until then (moved, merged).
    `other`: the entity that it became part of (merged), or that came out of it (split).
    """

    entity = TenantForeignKey(Entity, models.PROTECT, related_name="changes")
    kind = models.CharField(max_length=10, choices=ChangeKind.choices)
    at = models.DateTimeField()
    names = models.JSONField(default=dict)
    parent = TenantForeignKey(Entity, models.PROTECT, null=True, related_name="+")
    other = TenantForeignKey(Entity, models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = (models.Index(fields=["tenant", "entity", "at"], name="change_of_entity"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.entity_id}"


class Level(models.TextChoices):
    """What a role's posts belong to."""

    TENANT = "tenant"
    ENTITY = "entity"


class Role(TenantModel):
    """What the holders of a kind of post may do. Its code never changes.

    `permissions` are codenames of `sawti.lib.permissions`, at least one; `shipped_permissions` are
    those that the tenant's pack gave it, to go back to. `is_first_contact`: told
    of what arrives at the entity; `leads_entity`: answers for the entity; `is_delegable`: a holder
    may be represented.
    """

    code = models.SlugField(max_length=40)
    names = models.JSONField()
    level = models.CharField(max_length=10, choices=Level.choices)
    permissions = models.JSONField()
    shipped_permissions = models.JSONField(default=list)
    is_first_contact = models.BooleanField(default=False)
    leads_entity = models.BooleanField(default=False)
    is_delegable = models.BooleanField(default=True)
    is_active = models.BooleanField(default=True)
    position = models.PositiveSmallIntegerField(default=0)
    edited_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["tenant", "code"], name="role_code"),)

    def __str__(self) -> str:
        return self.code


class Post(TenantModel):
    """Who holds which role in which entity (none: the whole tenant), since when and until when.

    `acting_for`: the post of a colleague that this one represents for a while, and why.
    """

    staff = TenantForeignKey(Staff, models.PROTECT, related_name="posts")
    role = TenantForeignKey(Role, models.PROTECT, related_name="posts")
    entity = TenantForeignKey(Entity, models.PROTECT, null=True, related_name="posts")
    since_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True)
    acting_for = TenantForeignKey("self", models.PROTECT, null=True, related_name="deputies")
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["tenant", "staff", "entity", "role"],
                condition=models.Q(until_at__isnull=True),
                nulls_distinct=False,
                name="post_held_once",
            ),
            models.CheckConstraint(
                condition=models.Q(until_at__isnull=True)
                | models.Q(until_at__gte=models.F("since_at")),
                name="post_ends_after_it_began",
            ),
            models.CheckConstraint(
                condition=models.Q(acting_for__isnull=True) | models.Q(until_at__isnull=False),
                name="post_of_deputy_ends",
            ),
        )
        indexes = (
            models.Index(fields=["tenant", "entity", "role"], name="post_of_entity"),
            models.Index(fields=["tenant", "staff"], name="post_of_staff"),
            models.Index(fields=["tenant", "acting_for"], name="post_of_deputy"),
        )

    def __str__(self) -> str:
        return f"{self.role_id} {self.staff_id}"


class EntityUserPermission(TenantModel, UserObjectPermissionBase):
    """A guardian right on an entity and everything below it; it comes and goes with its post."""

    user = TenantForeignKey(Staff, models.CASCADE)
    content_object = TenantForeignKey(Entity, models.CASCADE, related_name="user_rights")
    post = TenantForeignKey(Post, models.CASCADE, related_name="entity_rights")

    objects: ClassVar[Any] = RightsManager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["tenant", "post", "permission"], name="entity_right"),
        )
        indexes = (
            models.Index(fields=["tenant", "user"], name="entity_right_of_staff"),
            models.Index(fields=["tenant", "content_object"], name="entity_right_on_entity"),
        )


class TenantUserPermission(TenantModel, UserObjectPermissionBase):
    """A guardian right on the whole tenant; it comes and goes with its post."""

    user = TenantForeignKey(Staff, models.CASCADE)
    content_object = models.ForeignKey(Tenant, models.CASCADE, related_name="user_rights")
    post = TenantForeignKey(Post, models.CASCADE, related_name="tenant_rights")

    objects: ClassVar[Any] = RightsManager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["tenant", "post", "permission"], name="tenant_right"),
        )
        indexes = (models.Index(fields=["tenant", "user"], name="tenant_right_of_staff"),)


class SupportGrant(TenantModel):
    """Access of an operator of the platform to this tenant: asked for, allowed, over.

    `operator_id` is an account of the operator tenant. `account` is made when access is allowed
    and is of no use afterwards; `token_hash` is that of the latest sign-in link.
    """

    operator_id = models.UUIDField()
    operator_name = models.CharField(max_length=120)
    reason = models.CharField(max_length=300)
    hours = models.PositiveSmallIntegerField()
    asked_at = models.DateTimeField()
    allowed_at = models.DateTimeField(null=True)
    allowed_by = TenantForeignKey(Staff, models.PROTECT, null=True, related_name="+")
    until_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = TenantForeignKey(Staff, models.PROTECT, null=True, related_name="+")
    account = TenantForeignKey(Staff, models.PROTECT, null=True, related_name="+")
    token_hash = models.BinaryField(max_length=32, null=True)
    token_until_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["tenant", "token_hash"], name="support_link"),
        )
        indexes = (models.Index(fields=["tenant", "-asked_at"], name="support_newest"),)

    def __str__(self) -> str:
        return f"support {self.id}"


class OnboardingTick(TenantModel):
    """A line of an entity's checklist that somebody ticked, because no fact can tell it."""

    entity = TenantForeignKey(Entity, models.CASCADE, related_name="ticks")
    item = models.CharField(max_length=20)
    by = TenantForeignKey(Staff, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["tenant", "entity", "item"], name="entity_ticked_once"),
        )

    def __str__(self) -> str:
        return f"{self.item} {self.entity_id}"
