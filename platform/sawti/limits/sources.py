"""Which network asks, and the keyed hash that it is counted by. Addresses are never stored."""

from datetime import datetime
from functools import cache
from ipaddress import ip_address, ip_network
from uuid import UUID

from django.conf import settings

from sawti.lib.sealing import Seal


def network_of(address: str) -> str:
    """Return what an address is counted as: of IPv6 the part that a provider hands out."""
    try:
        found = ip_address(address)
    except ValueError:
        return "unknown"
    mapped = getattr(found, "ipv4_mapped", None)
    if found.version == 4 or mapped:
        return str(mapped or found)
    return str(ip_network(f"{address}/64", strict=False))


@cache
def _seal() -> Seal:
    return Seal(settings.SAWTI_SEALING_KEY.encode(), "limits")


def hash_of_source(source: str, *, at: datetime) -> str:
    """Return the hash of a network for one day (UTC): tomorrow nobody can tell it is the same."""
    return _seal().fingerprint("source", f"{at:%Y-%m-%d}", source).hex()


def sender_of(account: UUID | None, address: str, *, at: datetime) -> str:
    """Return whose things are counted together: an account, or else the network that asks."""
    return str(account) if account else hash_of_source(network_of(address), at=at)


def key_of(*parts: str) -> bytes:
    """Return the key of a bucket."""
    return _seal().fingerprint("bucket", *parts)
