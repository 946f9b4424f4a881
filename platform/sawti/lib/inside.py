"""Hosts of a deployment's own network that may be called: the operator names each of them.

What is named here may be reached although it is not of the open internet, and unencrypted, for it
stays inside. Pure.
"""

import re
from dataclasses import dataclass
from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
    ip_network,
)

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network
_NAME = re.compile(r"(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,62})(\.[a-z0-9]([a-z0-9-]{0,62}))*")
_NUMBERS = re.compile(r"[0-9./]+|.*:.*")  # what looks like an address is none of the names


class InsideRefused(ValueError):
    """A list of hosts can't be read; the message says which part."""


@dataclass(frozen=True)
class Inside:
    """Hosts by their name, and networks with all that is in them."""

    names: frozenset[str] = frozenset()
    networks: tuple[Network, ...] = ()

    def has(self, host: str) -> bool:
        """Tell whether a host is one of them by its name or as an address; nothing is looked up."""
        if host.lower() in self.names:
            return True
        try:
            return self._holds(ip_address(host))
        except ValueError:
            return False

    def allows(self, host: str, address: Address) -> bool:
        """Tell whether a host may be reached at an address, which is not of the open internet.

        A name leads to private addresses only: never to this machine or to what clouds have at
        link-local ones, whoever changes the name server. These need a network that holds them.
        """
        return self._holds(address) or (host.lower() in self.names and _is_private(address))

    def _holds(self, address: Address) -> bool:
        return any(address in each for each in self.networks if each.version == address.version)


def inside_of(text: str) -> Inside:
    """Read a list such as `sms.gov.internal 10.20.0.0/16`; raises InsideRefused."""
    parts = [part.lower() for part in re.split(r"[\s,]+", text.strip()) if part]
    numbers = [part for part in parts if _NUMBERS.fullmatch(part)]
    names = [part for part in parts if part not in numbers]
    for name in names:
        if not _NAME.fullmatch(name):
            raise InsideRefused(f"expected a host or a network such as 10.20.0.0/16, not {name!r}")
    return Inside(frozenset(names), tuple(map(_network, numbers)))


def _network(text: str) -> Network:
    try:
        found = ip_network(text)
    except ValueError as error:
        raise InsideRefused(f"expected a network such as 10.20.0.0/16, not {text!r}") from error
    if found.prefixlen < 8:
        raise InsideRefused(f"{text} is too wide: name the hosts, or networks of /8 and smaller")
    return found


def _is_private(address: Address) -> bool:
    if isinstance(address, IPv6Address) and address.ipv4_mapped:
        return _is_private(address.ipv4_mapped)
    is_special = (
        address.is_loopback
        or address.is_link_local
        or address.is_multicast
        or address.is_unspecified
        or address.is_reserved
    )
    return not address.is_global and not is_special
