"""From where a request comes, to be counted or to be recognised by its owner; never to identify."""

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest


def source_of(request: HttpRequest) -> str:
    """Return the network that asks, to be counted: of IPv6 the part that a provider hands out."""
    address = _address_of(request)
    if address is None:
        return "unknown"
    return str(address if address.version == 4 else ip_network(f"{address}/64", strict=False))


def rough_place_of(request: HttpRequest) -> str:
    """Return the first part of the address: what somebody recognises, and nobody is found by."""
    address = _address_of(request)
    if address is None:
        return ""
    return str(ip_network(f"{address}/{24 if address.version == 4 else 48}", strict=False))


def _address_of(request: HttpRequest) -> IPv4Address | IPv6Address | None:
    """Return who asks; behind our proxy that is the last address of `X-Forwarded-For`."""
    seen = str(request.META.get("REMOTE_ADDR", ""))
    if settings.SAWTI_BEHIND_PROXY:
        seen = request.headers.get("X-Forwarded-For", seen).rpartition(",")[2].strip()
    try:
        return ip_address(seen)
    except ValueError:
        return None
