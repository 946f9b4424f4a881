"""The header Idempotency-Key: what is sent twice is done once."""

import re
from uuid import UUID, uuid5

from rest_framework.request import Request

from sawti_api.problems import Problem

NAME = "Idempotency-Key"
OWN = UUID("01900000-1de0-7000-8000-000000000000")  # the name space of ids made of keys
KEY = re.compile(r"[\x21-\x7e]{8,200}", re.ASCII)


def key_of(request: Request) -> str:
    """Return the key, or "" without the header; raises Problem for one that can't be used."""
    key: str | None = request.headers.get(NAME)
    if key is not None and not KEY.fullmatch(key):
        raise Problem("idempotency_key_invalid", place=NAME)
    return key or ""


def id_for_key(request: Request, *owners: UUID) -> UUID | None:
    """Return the id of what `owners` make with the key, the same each time; None without a key."""
    key = key_of(request)
    return uuid5(OWN, " ".join([*map(str, owners), key])) if key else None


def id_for_required_key(request: Request, *owners: UUID) -> UUID:
    """Return the id as `id_for_key` does; raises Problem without the header."""
    found = id_for_key(request, *owners)
    if found is None:
        raise Problem("idempotency_key_invalid", place=NAME)
    return found
