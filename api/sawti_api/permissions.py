"""Who may call an address at all; rights on entities are checked by actions and queries."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from sawti.accounts.models import Staff

if TYPE_CHECKING:  # REST framework reads this module while it makes its views
    from rest_framework.views import APIView


class Nobody(BasePermission):
    """The default: a view that declares nothing is closed."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        return False


class Anyone(BasePermission):
    """Open to the public."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        return True


class StaffOnly(BasePermission):
    """Staff of this tenant who signed in."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        return isinstance(request.user, Staff)
