"""Where the files of people lie: a private folder of this machine, or an S3-compatible bucket."""

import re
from pathlib import Path
from typing import Any

from sawti.project import env

PATTERN = re.compile(r"[a-z0-9.-]+\{host\}[a-z0-9.-]*|\{host\}[a-z0-9.-]+")


def files_storage() -> dict[str, Any]:
    """Return Django's description of the storage that the environment asks for."""
    bucket = env.text(
        "SAWTI_FILES_BUCKET", "", about="private bucket for people's files, instead of the folder"
    )
    if bucket:
        return _bucket(bucket, media_type="application/octet-stream")
    folder = env.text(
        "SAWTI_FILES_FOLDER", "var/files", about="private folder of people's files; back it up"
    )
    return _folder(folder)


def anchors_storage() -> dict[str, Any]:
    """Return where the anchors of the audit record go: best where we may add and not change."""
    bucket = env.text(
        "SAWTI_AUDIT_ANCHORS_BUCKET",
        "",
        about="bucket for the audit record's anchors, with the files' endpoint and keys; lock "
        "its objects",
    )
    if bucket:
        return _bucket(bucket, media_type="application/json")
    folder = env.text(
        "SAWTI_AUDIT_ANCHORS_FOLDER",
        "var/anchors",
        about="folder for the audit record's anchors; have another machine fetch them",
    )
    return _folder(folder)


def _folder(folder: str) -> dict[str, Any]:
    """Nobody but our own account reads it, and no address leads into it."""
    return {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {
            "location": str(Path(folder).absolute()),
            "base_url": None,
            "file_permissions_mode": 0o600,
            "directory_permissions_mode": 0o700,
        },
    }


def files_host() -> str:
    """Return the pattern of the host that only serves files, or "" where there is none."""
    pattern = env.text(
        "SAWTI_FILES_HOST",
        " ",
        about="host that only serves files, such as files.{host} for {host} of each tenant; "
        "without one they come from the tenant's own host, sandboxed",
    ).strip()
    if pattern and not PATTERN.fullmatch(pattern):
        raise env.SetUpError(
            f"SAWTI_FILES_HOST: expected a host with {{host}} in it, such as files.{{host}}, "
            f"found {pattern!r}."
        )
    return pattern


def _bucket(name: str, *, media_type: str) -> dict[str, Any]:
    """Private objects that only we read; the keys may also come from the machine's own role."""
    options = {
        "bucket_name": name,
        "endpoint_url": env.text(
            "SAWTI_FILES_ENDPOINT", " ", about="address of an S3-compatible server"
        ).strip()
        or None,
        "region_name": env.text("SAWTI_FILES_REGION", " ", about="region of the bucket").strip()
        or None,
        "access_key": env.secret(
            "SAWTI_FILES_ACCESS_KEY", " ", about="empty where the machine's own role has the right"
        ).strip()
        or None,
        "secret_key": env.secret("SAWTI_FILES_SECRET_KEY", " ", about="as above").strip() or None,
        "default_acl": None,
        "file_overwrite": False,
        "object_parameters": {"ContentType": media_type},
    }
    return {"BACKEND": "sawti.project.bucket.Bucket", "OPTIONS": options}
