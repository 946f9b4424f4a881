"""How staff prove who they are: second factors, recovery codes, and the tries that are counted."""

from django.db import models

from sawti.accounts.models import Person, Staff
from sawti.tenancy.models import TenantForeignKey, TenantModel


class Kind(models.TextChoices):
    """What a second factor is."""

    APP = "totp"
    KEY = "webauthn"


class Factor(TenantModel):
    """A second factor of somebody: an authenticator app, or a security key or passkey.

    `sealed_secret`: of an app, which has no other half. `last_step` is the time step of the last
    code that was accepted, so that no code counts twice. A key has a public half only:
    `credential` (attested credential data, WebAuthn 6.5.1) and `credential_id`, by which it is
    found; `sign_count` grows with each use unless the key does not count.
    """

    staff = TenantForeignKey(Staff, models.CASCADE, related_name="factors")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    name = models.CharField(max_length=60, blank=True)
    sealed_secret = models.BinaryField(default=bytes)
    last_step = models.BigIntegerField(default=0)
    credential_id = models.BinaryField(null=True)
    credential = models.BinaryField(default=bytes)
    sign_count = models.BigIntegerField(default=0)
    added_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["tenant", "staff"],
                condition=models.Q(kind=Kind.APP),
                name="factor_one_app",
            ),
            models.UniqueConstraint(
                fields=["tenant", "credential_id"],
                condition=models.Q(kind=Kind.KEY),
                name="factor_credential",
            ),
        )
        indexes = (models.Index(fields=["tenant", "staff"], name="factor_of_staff"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"


class RecoveryCode(TenantModel):
    """A code for the day the second factor is lost; once. Only its keyed hash is kept."""

    staff = TenantForeignKey(Staff, models.CASCADE, related_name="recovery_codes")
    code_hash = models.BinaryField(max_length=32)
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["tenant", "staff", "code_hash"], name="recovery_code_of_staff"
            ),
        )

    def __str__(self) -> str:
        return f"recovery code {self.id}"


class Door(models.TextChoices):
    """What is tried."""

    PASSWORD = "password"  # noqa: S105 - the name of a door
    SECOND_FACTOR = "second_factor"
    FORGOTTEN = "forgotten"


class Try(TenantModel):
    """One attempt to get in, or to have a link sent. Whose and whence are keyed hashes."""

    door = models.CharField(max_length=20, choices=Door.choices)
    account_hash = models.BinaryField(max_length=32)
    source_hash = models.BinaryField(max_length=32)
    at = models.DateTimeField()
    succeeded = models.BooleanField(default=False)

    class Meta:
        verbose_name_plural = "tries"
        indexes = (
            models.Index(fields=["tenant", "door", "account_hash", "-at"], name="try_at_account"),
            models.Index(fields=["tenant", "door", "source_hash", "-at"], name="try_from_source"),
        )

    def __str__(self) -> str:
        return f"{self.door} {self.at.isoformat()}"


class SessionRule(TenantModel):
    """A tenant's own limits of staff sessions: for one role, or where `role` is "" for all."""

    role = models.CharField(max_length=40, blank=True)
    idle_minutes = models.PositiveSmallIntegerField()
    most_hours = models.PositiveSmallIntegerField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["tenant", "role"], name="session_rule_of_role"),
        )

    def __str__(self) -> str:
        return f"{self.role or 'all'}: {self.idle_minutes} minutes, {self.most_hours} hours"


class LinkPurpose(models.TextChoices):
    """What a mailed link lets its reader do."""

    INVITATION = "invitation"
    RESET = "reset"


class Link(TenantModel):
    """A link that was mailed to somebody: once, for a while, and only while nothing changed.

    The secret is kept twice: hashed, to be found by, and sealed, until the mail is written.
    `stamp_hash` is of the account's address and password when the link was made: a change of
    either ends it. `closed_at`: it was used, or a newer one took its place.
    """

    staff = TenantForeignKey(Staff, models.CASCADE, related_name="links")
    purpose = models.CharField(max_length=20, choices=LinkPurpose.choices)
    token_hash = models.BinaryField(max_length=32)
    sealed_token = models.BinaryField()
    stamp_hash = models.BinaryField(max_length=32)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["tenant", "token_hash"], name="link_of_token"),
        )
        indexes = (models.Index(fields=["tenant", "staff", "purpose"], name="link_of_staff"),)

    def __str__(self) -> str:
        return f"{self.purpose} {self.id}"


class Audience(models.TextChoices):
    """Whom a provider knows."""

    STAFF = "staff"
    PERSON = "person"


class Provider(TenantModel):
    """The OpenID Connect provider of a tenant, for its staff or for the people who file.

    `names` maps a language to what the button says. `second_factor_values`: values of `amr` or
    `acr` with which its word counts as the second factor; empty: it never does.
    """

    audience = models.CharField(max_length=10, choices=Audience.choices)
    issuer = models.CharField(max_length=255)
    client_id = models.CharField(max_length=255)
    sealed_secret = models.BinaryField()
    names = models.JSONField(default=dict)
    second_factor_values = models.JSONField(default=list)
    is_enabled = models.BooleanField(default=False)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["tenant", "audience"], name="provider_of_audience"),
        )

    def __str__(self) -> str:
        return f"{self.audience}: {self.issuer}"


class Identity(TenantModel):
    """Who a member of staff is at a provider: issuer and subject, never an e-mail address."""

    staff = TenantForeignKey(Staff, models.CASCADE, related_name="identities")
    issuer = models.CharField(max_length=255)
    subject = models.CharField(max_length=255)
    linked_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name_plural = "identities"
        constraints = (
            models.UniqueConstraint(fields=["tenant", "issuer", "subject"], name="identity_once"),
            models.UniqueConstraint(fields=["tenant", "staff", "issuer"], name="identity_of_staff"),
        )

    def __str__(self) -> str:
        return f"identity {self.id}"


class PersonIdentity(TenantModel):
    """Who a person is at a provider: issuer and subject, never an e-mail address.

    `subject_hash` is keyed, of tenant, issuer and subject: a subject may be a national number, and
    nobody has to read it here.
    """

    person = TenantForeignKey(Person, models.CASCADE, related_name="identities")
    issuer = models.CharField(max_length=255)
    subject_hash = models.BinaryField(max_length=32)
    linked_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name_plural = "person identities"
        constraints = (
            models.UniqueConstraint(
                fields=["tenant", "issuer", "subject_hash"], name="person_identity_once"
            ),
            models.UniqueConstraint(
                fields=["tenant", "person", "issuer"], name="person_identity_of_person"
            ),
        )

    def __str__(self) -> str:
        return f"identity {self.id}"
