"""Programs that use the API: who they are, their secrets, and the tokens they were given."""

from django.db import models

from sawti.accounts.models import Staff
from sawti.tenancy.models import TenantForeignKey, TenantModel


class Client(TenantModel):
    """A program of a tenant. `staff` is its service account: its posts say which cases it reaches.

    `scopes` bound what it may do there; `channel` is that of the cases it files; `networks`: from
    where it may come, empty for anywhere.
    """

    name = models.CharField(max_length=80)
    staff = TenantForeignKey(Staff, models.PROTECT, related_name="clients")
    scopes = models.JSONField()
    channel = models.CharField(max_length=20)
    networks = models.JSONField(default=list)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    last_used_on = models.DateField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["tenant", "name"], name="client_name"),)

    def __str__(self) -> str:
        return self.name


class Secret(TenantModel):
    """One of a client's secrets, hashed; two live at a time while one replaces the other."""

    client = TenantForeignKey(Client, models.CASCADE, related_name="secrets")
    secret_hash = models.BinaryField(max_length=32)
    created_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(fields=["tenant", "client"], name="secret_of_client"),)

    def __str__(self) -> str:
        return f"secret of {self.client_id}"


class Token(TenantModel):
    """An access token (RFC 6750), hashed."""

    client = TenantForeignKey(Client, models.CASCADE, related_name="tokens")
    token_hash = models.BinaryField(max_length=32)
    scopes = models.JSONField()
    expires_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["tenant", "token_hash"], name="client_token"),
        )
        indexes = (models.Index(fields=["tenant", "client"], name="token_of_client"),)

    def __str__(self) -> str:
        return f"token of {self.client_id}"
