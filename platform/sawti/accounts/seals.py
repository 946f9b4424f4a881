"""The keyed hashes and the seal of one-time codes, under keys of their own."""

from functools import cache

from django.conf import settings

from sawti.lib.sealing import Seal
from sawti.tenancy.context import current_tenant


@cache
def seal_of_codes() -> Seal:
    """Return the seal of one-time codes."""
    return Seal(settings.SAWTI_SEALING_KEY.encode(), "one-time code")


def code_hash(*, purpose: str, address: str, subject: str, token: str, code: str) -> bytes:
    """Return what a code is kept as: it counts for one tenant, purpose, address and browser."""
    tenant = str(current_tenant().id)
    return seal_of_codes().fingerprint("code", tenant, purpose, address, subject, token, code)


def token_hash(token: str) -> bytes:
    """Return what a browser's token is kept as."""
    return seal_of_codes().fingerprint("token", token)


def session_hash(token: str) -> bytes:
    """Return what the token of a person's program is kept as: it counts for one tenant."""
    return seal_of_codes().fingerprint("session", str(current_tenant().id), token)


def device_handle(session_key: str) -> str:
    """Return a name of a browser's session that opens nothing."""
    return seal_of_codes().fingerprint("device", session_key).hex()[:32]


def source_hash(source: str) -> bytes:
    """Return what a network address is counted by; the address itself is not kept."""
    return seal_of_codes().fingerprint("source", source)
