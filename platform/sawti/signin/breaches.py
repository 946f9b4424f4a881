"""Asks a range service whether a password was stolen, where the operator has named one.

It learns five characters of a SHA-1 hash, which thousands of passwords share. Where it does not
answer, the password counts as good, and the log says so.
"""

import hashlib
import logging

from django.conf import settings

from sawti.lib.errors import N_, Invalid
from sawti.lib.outgoing import OutgoingRefused
from sawti.signin.providers import caller

log = logging.getLogger("sawti.signin")
_SHARED = 5


def refuse_breached(password: str, *, field: str) -> None:
    """Raise Invalid for a password that the service knows; outside of any transaction."""
    if settings.SAWTI_BREACHED_RANGES and _is_known(password):
        raise Invalid(field, N_("This password is on a list of stolen ones. Choose another."))


def _is_known(password: str) -> bool:
    digest = hashlib.sha1(password.encode(errors="replace"), usedforsecurity=False)
    hashed = digest.hexdigest().upper()
    try:
        found = caller().text(settings.SAWTI_BREACHED_RANGES + hashed[:_SHARED])
    except OutgoingRefused as refusal:
        log.warning("breached_ranges_unreachable", extra={"reason": refusal.reason})
        return False
    return any(line.partition(":")[0] == hashed[_SHARED:] for line in found.split())
