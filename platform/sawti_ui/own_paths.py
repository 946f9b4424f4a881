"""Addresses that a request names and that must lead to this host."""

import re

from django.utils.http import url_has_allowed_host_and_scheme

LONGEST_ADDRESS = 500


def own_path(address: str, default: str) -> str:
    """Return `address` if it is a path of this host, else `default`."""
    is_own = (
        address.startswith("/")
        and len(address) <= LONGEST_ADDRESS
        and url_has_allowed_host_and_scheme(address, allowed_hosts=None)
    )
    return address if is_own else default


def in_language(path: str, language: str) -> str:
    """Return the same page in another language; a path without one stays as it is."""
    return re.sub(r"^/[a-z]{2}/", f"/{language}/", path)
