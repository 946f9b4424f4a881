"""Staff accounts, their groups, persons, and sessions."""

from typing import Any, ClassVar, Self
from uuid import UUID

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import Group, Permission, PermissionsMixin
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from guardian.managers import UserObjectPermissionManager

from sawti.tenancy.models import Tenant, TenantForeignKey, TenantManager, TenantModel
from sawti.tenancy.sealed import FingerprintField, SealedField

SERVICE = ".invalid"  # how the addresses of accounts end that programs and support use


class StaffQuerySet(models.QuerySet[Any]):
    """Filters with names."""

    def people(self) -> Self:
        """Keep colleagues: no account of a program or of support."""
        return self.exclude(email__endswith=SERVICE)


_Managing = TenantManager.from_queryset(StaffQuerySet)


class StaffManager(_Managing, BaseUserManager):  # type: ignore[type-arg]
    """Finds staff of the current tenant only."""


class Staff(TenantModel, AbstractBaseUser, PermissionsMixin):
    """A person who works for the government in one tenant; the same e-mail elsewhere is another.

    How they want to hear of news (`sawti.telling`): `muted` are the kinds without an e-mail;
    `gathered`: one e-mail a working day; `only_at_work`: none outside the hours of their entity.
    `unread` counts what is new in their list of messages.
    """

    email = models.EmailField()
    name = models.CharField(max_length=120)
    language = models.CharField(max_length=8)
    is_active = models.BooleanField(default=True)
    last_sign_in_at = models.DateTimeField(null=True)
    muted = models.JSONField(default=list)
    gathered = models.BooleanField(default=False)
    only_at_work = models.BooleanField(default=False)
    unread = models.PositiveIntegerField(default=0)
    only_looks = False  # in a request that sees the desk as somebody else, or is support's
    seen_by_id: UUID | None = None  # in such a request: who of the staff really looks
    # Django would write this one outside any transaction of ours.
    last_login = None
    groups = models.ManyToManyField(  # type: ignore[assignment]
        Group, through="StaffGroup", related_name="user_set", related_query_name="user"
    )
    user_permissions = models.ManyToManyField(  # type: ignore[assignment]
        Permission, through="StaffPermission", related_name="user_set", related_query_name="user"
    )

    objects: ClassVar[Any] = StaffManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        verbose_name_plural = "staff"
        constraints = (
            models.UniqueConstraint(fields=["tenant", "email"], name="staff_email"),
            # A superuser would pass every check, in every tenant.
            models.CheckConstraint(
                condition=models.Q(is_superuser=False), name="staff_never_superuser"
            ),
        )

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        """Return the name, as Wagtail asks for it."""
        return self.name


class ToldBy(models.TextChoices):
    """How a person wants to learn of news; by SMS only at a phone that they verified."""

    EMAIL = "email"
    SMS = "sms"


class Person(TenantModel):
    """Somebody who files cases and has proved an e-mail address; the same elsewhere is another.

    What names or reaches them is sealed; an address is taken under a lock (`steps.person_with`).
    `settings` are the person's choices for reading our pages (theme, text size, spacing, font);
    empty where the browser's count. Whoever is not active can't sign in and is signed out.
    `no_news`: nothing is sent but what has to be. Between `quiet_from` and `quiet_until`, on the
    tenant's clock, it waits. `unread` counts what is new in their list of messages.
    """

    email = SealedField()
    email_hash = FingerprintField(of="email")
    name = SealedField()
    phone = SealedField()
    phone_hash = FingerprintField(of="phone")
    national_id = SealedField()
    national_id_hash = FingerprintField(of="national_id")
    address = SealedField()
    language = models.CharField(max_length=8)
    settings = models.JSONField(default=dict)
    told_by = models.CharField(max_length=10, choices=ToldBy.choices, default=ToldBy.EMAIL)
    phone_verified_at = models.DateTimeField(null=True)
    no_news = models.BooleanField(default=False)
    quiet_from = models.TimeField(null=True)
    quiet_until = models.TimeField(null=True)
    unread = models.PositiveIntegerField(default=0)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["tenant", "email_hash"], name="person_email"),
            models.UniqueConstraint(
                fields=["tenant", "phone_hash"],
                condition=models.Q(phone_verified_at__isnull=False),
                name="person_verified_phone",
            ),
        )
        indexes = (
            models.Index(fields=["tenant", "phone_hash"], name="person_phone"),
            models.Index(fields=["tenant", "national_id_hash"], name="person_national_id"),
        )

    def __str__(self) -> str:
        return f"person {self.id}"


class Purpose(models.TextChoices):
    """What a one-time code is good for."""

    SIGN_IN = "sign_in"
    CHANGE_EMAIL = "change_email"
    CHANGE_PHONE = "change_phone"
    NEW_RECEIPT = "new_receipt"
    APPEAL = "appeal"
    LINK_IDENTITY = "link_identity"


class OneTimeCode(TenantModel):
    """Six digits that were sent to an address, to prove that it is somebody's own.

    The digits are kept twice: hashed, to compare what is typed, and sealed, until the mail is
    written. `subject_id` is what the code is about (a person, a case); a code about nothing is
    right for nobody. `address` is an e-mail address, or a phone number in E.164 form.
    """

    purpose = models.CharField(max_length=20, choices=Purpose.choices)
    address = models.CharField(max_length=254)
    language = models.CharField(max_length=8)
    subject_id = models.UUIDField(null=True)
    source_hash = models.BinaryField(max_length=32)
    token_hash = models.BinaryField(max_length=32)
    code_hash = models.BinaryField(max_length=32)
    sealed_code = models.BinaryField()
    tries = models.PositiveSmallIntegerField(default=0)
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["tenant", "token_hash"], name="code_of_browser"),
        )
        indexes = (
            models.Index(fields=["tenant", "address", "asked_at"], name="code_of_address"),
            models.Index(fields=["tenant", "source_hash", "asked_at"], name="code_of_source"),
        )

    def __str__(self) -> str:
        return f"{self.purpose} {self.id}"


class PersonToken(TenantModel):
    """A session of a person's own program (a mobile app): a short-lived token, hashed."""

    person = TenantForeignKey(Person, models.CASCADE, related_name="tokens")
    token_hash = models.BinaryField(max_length=32)
    device = models.CharField(max_length=60, blank=True)
    network = models.CharField(max_length=50, blank=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["tenant", "token_hash"], name="person_token"),
        )
        indexes = (models.Index(fields=["tenant", "person"], name="token_of_person"),)

    def __str__(self) -> str:
        return f"token of {self.person_id}"


class ContactChange(TenantModel):
    """An e-mail address or phone that took the place of another, and the way back.

    `token` opens the undoing, once, while it is not too late; it goes to the old contact only.
    """

    person = TenantForeignKey(Person, models.CASCADE, related_name="contact_changes")
    purpose = models.CharField(max_length=20, choices=Purpose.choices)
    old = SealedField()
    token = SealedField()
    token_hash = FingerprintField(of="token")
    changed_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["tenant", "token_hash"], name="contact_change_token"),
        )
        indexes = (models.Index(fields=["tenant", "person"], name="contact_change_of_person"),)

    def __str__(self) -> str:
        return f"{self.purpose} {self.id}"


class StaffGroup(TenantModel):
    """Membership in a group (Wagtail's page rights hang on groups)."""

    staff = TenantForeignKey(Staff, models.CASCADE)
    group = models.ForeignKey(Group, models.CASCADE)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["tenant", "staff", "group"], name="staff_group"),
        )

    def __str__(self) -> str:
        return f"{self.staff_id} in {self.group_id}"


class StaffPermission(TenantModel):
    """A model-level permission given to one person; Django's contract, unused by the domain."""

    staff = TenantForeignKey(Staff, models.CASCADE)
    permission = models.ForeignKey(Permission, models.CASCADE)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["tenant", "staff", "permission"], name="staff_permission"
            ),
        )

    def __str__(self) -> str:
        return f"{self.staff_id} {self.permission_id}"


class RightsManager(TenantManager, UserObjectPermissionManager):
    """Guardian's manager over the current tenant."""


class Session(AbstractBaseSession):
    """A browser session. A global table, so it names its tenant and serves no other host.

    `staff` or `person` is who signed in with it: one statement reads all. `device` is a browser
    in words, `network` only the first part of an address: enough to recognise one's own. Whoever
    does not come back within `idle_seconds` of `seen_at` has to sign in again.
    """

    tenant = models.ForeignKey(Tenant, models.CASCADE, related_name="+")
    staff = TenantForeignKey(Staff, models.CASCADE, null=True, related_name="sessions")
    person = TenantForeignKey(Person, models.CASCADE, null=True, related_name="sessions")
    device = models.CharField(max_length=60, blank=True)
    network = models.CharField(max_length=50, blank=True)
    signed_in_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)
    idle_seconds = models.PositiveIntegerField(null=True)

    class Meta(AbstractBaseSession.Meta):
        db_table = "accounts_session"

    @classmethod
    def get_session_store_class(cls) -> Any:
        """Return the store that Django's tools use for this model."""
        from sawti.accounts.sessions import SessionStore  # noqa: PLC0415 - they need each other

        return SessionStore


class PushSubscription(TenantModel):
    """A browser that somebody wants to be told in: where its push service is, and its keys.

    It is sealed like a contact, for whoever has it can follow the browser. `server_key` is the
    tenant's public key that it was made for; only messages under that one are taken. `device` is
    the browser in words, `session` the handle of the session or program in which it was made:
    signing out there ends it. `seen_at`: when the push service last took a message for it.
    """

    staff = TenantForeignKey(Staff, models.CASCADE, null=True, related_name="+")
    person = TenantForeignKey(Person, models.CASCADE, null=True, related_name="+")
    endpoint = SealedField()
    endpoint_hash = FingerprintField(of="endpoint")
    point = SealedField()
    secret = SealedField()
    server_key = models.CharField(max_length=100)
    device = models.CharField(max_length=60, blank=True)
    session = models.CharField(max_length=36)
    made_at = models.DateTimeField()
    seen_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(staff__isnull=False, person__isnull=True)
                | models.Q(staff__isnull=True, person__isnull=False),
                name="push_subscription_of_one",
            ),
            models.UniqueConstraint(fields=["tenant", "endpoint_hash"], name="push_endpoint"),
        )
        indexes = (
            models.Index(
                fields=["tenant", "person"],
                condition=models.Q(person__isnull=False),
                name="push_of_person",
            ),
            models.Index(
                fields=["tenant", "staff"],
                condition=models.Q(staff__isnull=False),
                name="push_of_staff",
            ),
        )

    def __str__(self) -> str:
        return f"push subscription {self.id}"
