"""Where tenant packs lie."""

import re
from pathlib import Path

from sawti.packs.errors import Fault, PackRefused, shown

_PACKAGE = Path(__file__).resolve().parent
_CHECKOUT = _PACKAGE.parents[2]


def pack_folder(slug: str) -> Path:
    """Return the folder of the tenant's pack: in the checkout, else the wheel's own copy.

    Raises PackRefused for a slug that cannot be one, and where there is no such folder.
    """
    if not re.fullmatch(r"[a-z0-9]+([_-][a-z0-9]+)*", slug, re.ASCII):
        raise PackRefused([Fault("tenants", "slug", "small letters and hyphens", shown(slug))])
    found = packs_folder() / slug
    if not found.is_dir():
        there = ", ".join(sorted(path.parent.name for path in packs_folder().glob("*/tenant.toml")))
        raise PackRefused([Fault("tenants", "slug", f"one of: {there or 'no pack'}", shown(slug))])
    return found


def packs_folder() -> Path:
    """Return the folder that holds the packs."""
    is_checkout = (_CHECKOUT / "manage.py").is_file() and (_CHECKOUT / "tenants").is_dir()
    return _CHECKOUT / "tenants" if is_checkout else _PACKAGE / "tenants"
