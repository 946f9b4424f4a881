"""HTTP Basic (RFC 7617) as OAuth uses it: both parts form-encoded first (RFC 6749, 2.3.1)."""

import base64
import binascii
from dataclasses import dataclass, field
from urllib.parse import unquote_plus


@dataclass(frozen=True)
class BasicCredentials:
    """What a header says; nothing of it is proved."""

    name: str
    secret: str = field(repr=False)


def is_basic(header: str) -> bool:
    """Tell whether an `Authorization` header means HTTP Basic, readable or not."""
    return header.partition(" ")[0].lower() == "basic"


def credentials_in(header: str) -> BasicCredentials | None:
    """Return what an `Authorization` header says, or None for another scheme or for nonsense."""
    if not is_basic(header):
        return None
    try:
        text = base64.b64decode(header.partition(" ")[2].strip(), validate=True).decode()
    except (binascii.Error, UnicodeError):
        return None
    name, _colon, secret = text.partition(":")
    return BasicCredentials(unquote_plus(name), unquote_plus(secret))
