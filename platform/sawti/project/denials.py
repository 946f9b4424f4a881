"""What staff were refused goes into the audit record, in a transaction of its own."""

from collections.abc import Callable
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from sawti.accounts.models import Staff
from sawti.audit.actions import note_denial
from sawti.lib import clock

FORBIDDEN, MISSING = 403, 404


class DenialMiddleware:
    """Records a 403, and a 404 of an object's address, of signed-in staff.

    A 404 without an object is a mistyped address; strangers are counted by the limits instead.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code in (FORBIDDEN, MISSING):
            _note(request, response.status_code)
        return response


def _note(request: HttpRequest, status: int) -> None:
    match = request.resolver_match
    objects = [each for each in (match.kwargs.values() if match else ()) if isinstance(each, UUID)]
    if match is None or (status == MISSING and not objects):
        return
    if isinstance(request.user, Staff):
        note_denial(
            actor_id=request.user.seen_by_id or request.user.pk,  # whoever really looked
            route=match.view_name,
            object_id=objects[0] if objects else None,
            status=status,
            at=clock.now(),
        )
