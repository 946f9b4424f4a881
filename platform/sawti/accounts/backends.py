"""Who a session belongs to, read in a transaction of the tenant."""

from typing import Any
from uuid import UUID

from django.contrib.auth.backends import ModelBackend
from django.http import HttpRequest

from sawti.accounts.models import Staff
from sawti.tenancy.context import reading


class StaffBackend(ModelBackend):
    """Model permissions as Django has them; accounts from the current tenant only."""

    def authenticate(self, request: HttpRequest | None, **credentials: Any) -> None:  # type: ignore[override]
        """Never: `signin.actions` is the only door."""
        return

    def get_user(self, user_id: UUID) -> Staff | None:
        with reading():
            staff: Staff | None = Staff.objects.filter(pk=user_id, is_active=True).first()
        return staff
