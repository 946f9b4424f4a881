"""From where a request comes, to be counted or to be recognised by its owner; never to identify."""

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from django.http import HttpRequest

from sawti.limits.sources import network_of


def source_of(request: HttpRequest) -> str:
    """Return the network that asks, to be counted: of IPv6 the part that a provider hands out."""
    return network_of(str(request.META.get("REMOTE_ADDR", "")))


def rough_place_of(request: HttpRequest) -> str:
    """Return the first part of the address: what somebody recognises, and nobody is found by."""
    address = _address_of(request)
    if address is None:
        return ""
    return str(ip_network(f"{address}/{24 if address.version == 4 else 48}", strict=False))


def address_of(request: HttpRequest) -> str:
    """Return the address that asks, to be compared with networks that are let in; "" for none."""
    return str(_address_of(request) or "")


def _address_of(request: HttpRequest) -> IPv4Address | IPv6Address | None:
    """Return who asks; behind proxies `project/proxies.py` has put it there."""
    try:
        return ip_address(str(request.META.get("REMOTE_ADDR", "")))
    except ValueError:
        return None
