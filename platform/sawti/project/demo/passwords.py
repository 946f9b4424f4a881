"""Passwords and keys, generated once per demo and readable by its owner only."""

import json
import os
import secrets
from pathlib import Path

from sawti.project.env import SetUpError

ROLES = ("owner", "app", "system", "backup")
KEYS = ("SECRET_KEY", "SAWTI_SEALING_KEY", "SAWTI_FIELD_KEYS")


def role_passwords(path: Path) -> dict[str, str]:
    """Return the password of each database role."""
    kept = _load_or_make(path)
    return {role: kept[role] for role in ROLES}


def keys(path: Path) -> dict[str, str]:
    """Return the keys of the installation by the name of their variable."""
    kept = _load_or_make(path)
    return {name: kept[name] for name in KEYS}


def _load_or_make(path: Path) -> dict[str, str]:
    kept = _load(path) if path.exists() else {}
    missing = {name: secrets.token_urlsafe(40) for name in (*ROLES, *KEYS) if name not in kept}
    if missing:
        kept |= missing
        _write(path, kept)
    return kept


def _load(path: Path) -> dict[str, str]:
    try:
        kept = json.loads(path.read_text())
    except (OSError, ValueError) as error:
        raise SetUpError(f"{path} is damaged ({error}); start afresh with --reset.") from error
    return dict(kept)


def _write(path: Path, kept: dict[str, str]) -> None:
    """Replace the file as a whole: a half-written one would lock us out of the database."""
    new = path.with_suffix(".new")
    new.unlink(missing_ok=True)
    with open(os.open(new, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
        json.dump(kept, file, indent=1)
    new.replace(path)
