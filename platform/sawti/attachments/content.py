"""The one place through which the bytes of files are stored, read and deleted."""

import secrets
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.files import File
from django.core.files.storage import Storage, storages
from django.utils.http import content_disposition_header

from sawti.attachments.facts import FileFacts
from sawti.attachments.inspection.apart import Cleaned
from sawti.tenancy.context import current_tenant

SMALL = "-small"
HEX = "0123456789abcdef"
SHELVES = tuple(first + second for first in HEX for second in HEX)


def storage() -> Storage:
    """Return where files lie: a private folder, or a bucket."""
    return storages["attachments"]


def keep(cleaned: Cleaned) -> str:
    """Store a clean file and its small picture under a new random key of this tenant."""
    random = secrets.token_hex(20)
    key = f"{current_tenant().id}/{random[:2]}/{random}"
    _store(key, cleaned.path)
    if cleaned.small:
        _store(key + SMALL, cleaned.small)
    return key


def _store(key: str, path: Path) -> None:
    with path.open("rb") as bytes_:
        name = storage().save(key, File(bytes_))
    assert name == key, "a random key was taken"


def opened(key: str, *, small: bool = False) -> Any | None:
    """Return the open bytes of `key`, or None where they are gone.

    A key of another tenant opens nothing, whatever a row may say.
    """
    if not key.startswith(f"{current_tenant().id}/"):
        return None
    try:
        return storage().open(key + SMALL if small else key)
    except FileNotFoundError:
        return None


def address_in_bucket(key: str, facts: FileFacts, *, small: bool, seconds: int) -> str:
    """Return the presigned address of `key` in the bucket; "" where we serve the bytes ourselves.

    The bucket answers with the type and the name that are signed with it. Another tenant's key
    has no address, whatever a row may say.
    """
    if not settings.SAWTI_FILES_FROM_BUCKET or not key.startswith(f"{current_tenant().id}/"):
        return ""
    disposition = content_disposition_header(not facts.is_picture, facts.name)
    answered_with = {
        "ResponseContentType": "image/jpeg" if small else facts.media_type,
        "ResponseContentDisposition": disposition,
        "ResponseCacheControl": "private, no-store",
    }
    bucket: Any = storage()
    return str(bucket.url(key + SMALL if small else key, parameters=answered_with, expire=seconds))


@cache
def bucket_origin() -> str:
    """Return the origin of presigned addresses; "" where we serve the bytes ourselves."""
    if not settings.SAWTI_FILES_FROM_BUCKET:
        return ""
    parts = urlsplit(str(storage().url("any")))
    return f"{parts.scheme}://{parts.netloc}"


def forget(key: str) -> None:
    """Delete the bytes of `key`; what is gone already is no fault."""
    storage().delete(key)
    storage().delete(key + SMALL)


def keys_on(shelf: str) -> dict[str, str]:
    """Return the keys on one of SHELVES of this tenant, each with the name of one of its files."""
    folder = f"{current_tenant().id}/{shelf}"
    try:
        _, names = storage().listdir(folder)
    except FileNotFoundError:
        return {}
    return {f"{folder}/{name.removesuffix(SMALL)}": f"{folder}/{name}" for name in names}


def is_older(name: str, than: datetime) -> bool:
    """Tell whether a stored file was last written before `than`."""
    return storage().get_modified_time(name) < than
