"""Who may call an address at all; rights on entities are checked by actions and queries."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from sawti.accounts.models import Person, Staff
from sawti.clients.queries import ClientAccess
from sawti_api.problems import Problem

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
    """Staff of this tenant who signed in, or a client whose scopes cover the call."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        if not isinstance(request.user, Staff):
            return False
        require_scope(request, view)
        return True


class PersonOnly(BasePermission):
    """A person of this tenant who signed in by a code."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        if not isinstance(request.user, Person):
            raise Problem("person_not_signed_in", challenge='Sawti-Session realm="person"')
        return True


class AnyoneOrClient(BasePermission):
    """Open to the public; a client needs the scope nevertheless."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        require_scope(request, view)
        return True


def require_scope(request: Request, view: APIView) -> None:
    """Refuse a client without the scope that the view names for this method, or where none is."""
    if not isinstance(request.auth, ClientAccess):
        return
    scopes: dict[str, str] = getattr(view, "client_scopes", {})
    wanted = scopes.get(request.method or "")
    if wanted is None or wanted not in request.auth.scopes:
        scope = f', scope="{wanted}"' if wanted else ""
        challenge = f'Bearer realm="api", error="insufficient_scope"{scope}'
        raise Problem("insufficient_scope", challenge=challenge)
