"""Short-lived links to one file: what the address of its bytes carries instead of a right.

Whoever asks for a file is checked at the tenant's own host and sent on with such a token. It is
sealed under a key of its own, bound to the tenant, the file and (where cookies reach) to who asked.
"""

import base64
import binascii
import struct
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from uuid import UUID

from django.conf import settings

from sawti.lib.sealing import Seal
from sawti.tenancy.context import current_tenant

_SHAPE = struct.Struct(">16s?I16s")  # file, small, expires (seconds since 1970), holder


@dataclass(frozen=True)
class Link:
    """What a token leads to."""

    file_id: UUID
    small: bool


@cache
def _seal() -> Seal:
    return Seal(settings.SAWTI_SEALING_KEY.encode(), "file-link")


def token_for(file_id: UUID, *, small: bool, holder: str, at: datetime) -> str:
    """Return a token for a file of this tenant, good for SAWTI_FILES_LINK_SECONDS from `at`.

    `holder` is what only the asking browser or program has; only a keyed hash of it is kept.
    """
    expires = at + timedelta(seconds=settings.SAWTI_FILES_LINK_SECONDS)
    plain = _SHAPE.pack(file_id.bytes, small, int(expires.timestamp()), _hash(holder))
    sealed = _seal().seal(plain, bound_to=current_tenant().id.bytes)
    return base64.urlsafe_b64encode(sealed).rstrip(b"=").decode()


def opened_token(token: str, *, holder: str | None, at: datetime) -> Link | None:
    """Return what `token` leads to, or None if it is over, changed, or another's.

    Without `holder` (a host that cookies do not reach) whoever has the token holds it.
    """
    try:
        sealed = base64.urlsafe_b64decode(f"{token}{'=' * (-len(token) % 4)}")
    except (binascii.Error, ValueError):
        return None
    plain = _seal().open(sealed, bound_to=current_tenant().id.bytes)
    if plain is None:
        return None
    file_id, small, expires, kept = _SHAPE.unpack(plain)
    if expires <= at.timestamp() or (holder is not None and kept != _hash(holder)):
        return None
    return Link(UUID(bytes=file_id), small)


def _hash(holder: str) -> bytes:
    return _seal().fingerprint(holder)[:16]
