"""Whose things are counted together: who is signed in, or else the network that asks."""

from datetime import datetime
from typing import TYPE_CHECKING, cast

from django.http import HttpRequest

from sawti.limits import sources

if TYPE_CHECKING:
    from sawti.accounts.sessions import SessionStore


def sender_of(request: HttpRequest, *, at: datetime) -> str:
    """Return the sender of a request; a network stands for itself on one day only."""
    session = cast("SessionStore", request.session)
    who = session.staff or session.person
    address = str(request.META.get("REMOTE_ADDR", ""))
    return sources.sender_of(who.pk if who else None, address, at=at)
