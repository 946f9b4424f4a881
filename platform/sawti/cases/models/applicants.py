"""Whose case it is, and who of the staff stands to it in a way of their own."""

from django.db import models
from django.db.models import Q

from sawti.accounts.models import Person, Staff
from sawti.acting.models import Representation
from sawti.businesses.models import Membership
from sawti.cases.models.case import Case
from sawti.entities.models import Entity
from sawti.tenancy.models import TenantForeignKey, TenantModel
from sawti.tenancy.sealed import FingerprintField, SealedField


class Applicant(TenantModel):
    """Whose case it is, and who acts for them if anybody; opened by permission and reason only.

    A company's names no person: `member` is who filed it, and its business has it.
    """

    case = TenantForeignKey(Case, models.CASCADE, related_name="applicants")
    person = TenantForeignKey(Person, models.PROTECT, null=True, related_name="filings")
    representation = TenantForeignKey(Representation, models.PROTECT, null=True)
    member = TenantForeignKey(Membership, models.PROTECT, null=True, related_name="filings")
    name = SealedField()
    email = SealedField()
    email_hash = FingerprintField(of="email")
    phone = SealedField()
    phone_hash = FingerprintField(of="phone")
    national_id = SealedField()
    address = SealedField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["tenant", "case"], name="applicant_one"),)
        indexes = (
            models.Index(
                fields=["tenant", "person"],
                condition=Q(person__isnull=False),
                name="applicant_of_person",
            ),
            models.Index(fields=["tenant", "representation"], name="applicant_of_representation"),
            models.Index(
                fields=["tenant", "member"],
                condition=Q(member__isnull=False),
                name="applicant_of_member",
            ),
            models.Index(fields=["tenant", "email_hash"], name="applicant_email"),
            models.Index(fields=["tenant", "phone_hash"], name="applicant_phone"),
        )

    def __str__(self) -> str:
        return f"applicant of {self.case_id}"


class InvolvementKind(models.TextChoices):
    """How one of the staff stands to one case: the first three take part in it."""

    HELPER = "helper"
    READER = "reader"
    REVIEWER = "reviewer"
    CONFLICT = "conflict"
    NAMED = "named"


TAKING_PART = (InvolvementKind.HELPER, InvolvementKind.READER, InvolvementKind.REVIEWER)


class Involvement(TenantModel):
    """An exception on one case: somebody takes part in it, or must not know that it exists.

    A conflict may also name an entity: whoever holds or held a post there. `NAMED` is nobody yet:
    `reason` is the name that the applicant wrote, to be matched. `until_at`: when it ends or ended.
    """

    case = TenantForeignKey(Case, models.CASCADE, related_name="involvements")
    kind = models.CharField(max_length=10, choices=InvolvementKind.choices)
    staff = TenantForeignKey(Staff, models.PROTECT, null=True, related_name="+")
    entity = TenantForeignKey(Entity, models.PROTECT, null=True, related_name="+")
    since_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True)
    added_by = TenantForeignKey(Staff, models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=300)

    @property
    def tells_who_filed(self) -> bool:
        """Whether it is a conflict that nobody entered: whoever has it filed the case."""
        return self.kind == InvolvementKind.CONFLICT and self.added_by_id is None

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(staff__isnull=False, entity__isnull=True)
                | Q(staff__isnull=True, entity__isnull=False, kind=InvolvementKind.CONFLICT)
                | Q(staff__isnull=True, entity__isnull=True, kind=InvolvementKind.NAMED),
                name="involvement_of_one",
            ),
        )
        indexes = (
            models.Index(fields=["tenant", "case"], name="involvement_of_case"),
            models.Index(fields=["tenant", "staff"], name="involvement_of_staff"),
            models.Index(fields=["tenant", "entity"], name="involvement_of_entity"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.case_id}"
