"""Companies, the documents that prove them, their members, and whom they invited."""

from django.db import models
from django.db.models import Q

from sawti.accounts.models import Person, Staff
from sawti.attachments.models import Attachment
from sawti.tenancy.models import TenantForeignKey, TenantModel
from sawti.tenancy.sealed import FingerprintField, SealedField


class State(models.TextChoices):
    """How far a company is; see `sawti.businesses.lifecycle`."""

    CLAIMED = "claimed"
    VERIFIED = "verified"
    REFUSED = "refused"
    CLOSED = "closed"


class Role(models.TextChoices):
    """What a member may do: both file and follow; an owner also says who is a member."""

    OWNER = "owner"
    AGENT = "agent"


class Business(TenantModel):
    """A company, as the register of its country knows it.

    Anybody may claim any number; only one company is verified with it, so that a claim neither
    takes a number from anybody nor tells whether it is known. `other_name`: in another language.
    `reason`: why it was refused, for its owner to read.
    """

    name = SealedField()
    other_name = SealedField()
    register_number = SealedField()
    register_number_hash = FingerprintField(of="register_number")
    state = models.CharField(max_length=10, choices=State.choices, default=State.CLAIMED)
    claimed_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decided_by = TenantForeignKey(Staff, models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=300, blank=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name_plural = "businesses"
        constraints = (
            models.UniqueConstraint(
                fields=["tenant", "register_number_hash"],
                condition=Q(state=State.VERIFIED),
                name="business_verified_once",
            ),
        )
        indexes = (
            models.Index(
                fields=["tenant", "claimed_at", "id"],
                condition=Q(state=State.CLAIMED),
                name="business_claimed",
            ),
            models.Index(
                fields=["tenant", "-decided_at", "-id"],
                condition=Q(state=State.VERIFIED),
                name="business_verified",
            ),
            models.Index(fields=["tenant", "register_number_hash"], name="business_number"),
        )

    def __str__(self) -> str:
        return f"{self.state} {self.id}"


class Membership(TenantModel):
    """A time in which somebody acts for a company; present while `until_at` is empty.

    `person` is empty where their account ended since. `added_by`, `ended_by`: as which member.
    """

    business = TenantForeignKey(Business, models.PROTECT, related_name="memberships")
    person = TenantForeignKey(Person, models.PROTECT, null=True, related_name="memberships")
    role = models.CharField(max_length=10, choices=Role.choices)
    since_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True)
    added_by = TenantForeignKey("self", models.PROTECT, null=True, related_name="+")
    ended_by = TenantForeignKey("self", models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["tenant", "business", "person"],
                condition=Q(until_at__isnull=True),
                name="membership_present_once",
            ),
        )
        indexes = (
            models.Index(
                fields=["tenant", "person"],
                condition=Q(person__isnull=False),
                name="membership_of_person",
            ),
            models.Index(fields=["tenant", "business"], name="membership_in_business"),
        )

    def __str__(self) -> str:
        return f"{self.role} {self.id}"


class RegisterDocument(TenantModel):
    """A document that proves a company and who may act for it; only who checks it sees it."""

    business = TenantForeignKey(Business, models.CASCADE, related_name="documents")
    attachment = TenantForeignKey(Attachment, models.PROTECT, related_name="+")
    added_by = TenantForeignKey(Membership, models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["tenant", "attachment"], name="register_document_once"),
        )
        indexes = (models.Index(fields=["tenant", "business"], name="register_document_of"),)

    def __str__(self) -> str:
        return f"document of {self.business_id}"


class Invitation(TenantModel):
    """That an address may become a member's: the row goes when it is taken, or is too old.

    `token` opens it, once, for a person who proved that address.
    """

    business = TenantForeignKey(Business, models.CASCADE, related_name="invitations")
    role = models.CharField(max_length=10, choices=Role.choices)
    email = SealedField()
    email_hash = FingerprintField(of="email")
    token = SealedField()
    token_hash = FingerprintField(of="token")
    made_by = TenantForeignKey(Membership, models.CASCADE, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["tenant", "token_hash"], name="invitation_token"),
            models.UniqueConstraint(
                fields=["tenant", "business", "email_hash"], name="invitation_of_address"
            ),
        )
        indexes = (models.Index(fields=["tenant", "expires_at"], name="invitation_expiry"),)

    def __str__(self) -> str:
        return f"{self.role} {self.id}"
