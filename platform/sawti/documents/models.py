"""PDFs that somebody asked for: sealed, for a day."""

from django.db import models

from sawti.accounts.models import Staff
from sawti.tenancy.models import TenantForeignKey, TenantModel


class Document(TenantModel):
    """One PDF about a case (`about_id`) at one `version` of what it shows, in one language.

    `requested_by` is the member of staff whom it was made for; None: for the applicant. It is
    ready from `ready_at`, or will never be from `failed_at`. `sealed_secret` (a receipt) is erased
    with either.
    """

    kind = models.CharField(max_length=30)
    about_id = models.UUIDField()
    version = models.PositiveIntegerField()
    language = models.CharField(max_length=8)
    requested_by = TenantForeignKey(Staff, models.PROTECT, null=True, related_name="+")
    sealed_secret = models.BinaryField(null=True)
    sealed = models.BinaryField(null=True)
    created_at = models.DateTimeField()
    ready_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField()

    class Meta:
        indexes = (
            models.Index(fields=["tenant", "about_id", "kind"], name="document_about"),
            models.Index(fields=["tenant", "expires_at"], name="document_expiry"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"
