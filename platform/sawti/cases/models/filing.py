"""What is kept while somebody files."""

from django.db import models

from sawti.cases.models.case import Case
from sawti.tenancy.models import TenantForeignKey, TenantModel


class Draft(TenantModel):
    """What somebody has typed so far, sealed; the cookie holds the token, we hold its hash."""

    token_hash = models.BinaryField(max_length=32)
    sealed = models.BinaryField()
    expires_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["tenant", "token_hash"], name="draft_token"),
        )
        indexes = (models.Index(fields=["tenant", "expires_at"], name="draft_expiry"),)

    def __str__(self) -> str:
        return f"draft {self.id}"


class FilingKey(TenantModel):
    """An `Idempotency-Key` and the sealed answer it got, for 24 hours."""

    key_hash = models.BinaryField(max_length=32)
    request_hash = models.BinaryField(max_length=32)
    case = TenantForeignKey(Case, models.CASCADE, related_name="+")
    sealed_answer = models.BinaryField()
    expires_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["tenant", "key_hash"], name="filing_key"),)
        indexes = (
            models.Index(fields=["tenant", "expires_at"], name="filing_key_expiry"),
            models.Index(fields=["tenant", "case"], name="filing_key_of_case"),
        )

    def __str__(self) -> str:
        return f"filing key {self.id}"
