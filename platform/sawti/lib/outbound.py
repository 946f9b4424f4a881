"""Requests to other machines at addresses that people configured: never into our own network.

The name is resolved once, every address it has is looked at, and the connection goes to one that
was: a name that changes its mind between look and call (DNS rebinding) gains nothing.
"""

import socket
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

SECONDS = 10
MOST_BYTES = 1024 * 1024


class OutboundRefused(Exception):
    """The address may not be called; the message says why and names no secret."""


class OutboundFailed(Exception):
    """The other side could not be reached, took too long, or answered too much."""


@dataclass(frozen=True)
class Answer:
    """What came back; a redirect is an answer like any other and is not followed."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def call(
    url: str,
    *,
    method: str = "GET",
    headers: Mapping[str, str] | None = None,
    body: bytes = b"",
    seconds: float = SECONDS,
    most_bytes: int = MOST_BYTES,
    trusted_hosts: Collection[str] = (),
) -> Answer:
    """Call `url` over HTTPS at a public address.

    `trusted_hosts` (`host:port`, from the deployment's settings, never from a tenant's) may be
    private and plain HTTP. Raises OutboundRefused and OutboundFailed.
    """
    parts = urlsplit(url)
    host, port = _place_of(parts)
    is_trusted = f"{host}:{port}" in trusted_hosts
    if parts.scheme != "https" and not is_trusted:
        raise OutboundRefused("Expected an address that begins with https://.")
    address = _address_of(host, port, is_trusted=is_trusted)
    connection = _connection(parts.scheme, host, port, address, seconds)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    try:
        connection.request(method, target, body or None, dict(headers or {}))
        response = connection.getresponse()
        found = response.read(most_bytes + 1)
    except (OSError, HTTPException, ValueError) as error:
        raise OutboundFailed(f"{host} did not answer ({type(error).__name__}).") from error
    finally:
        connection.close()
    if len(found) > most_bytes:
        raise OutboundFailed(f"{host} answered more than {most_bytes} bytes.")
    return Answer(response.status, dict(response.getheaders()), found)


def _place_of(parts: Any) -> tuple[str, int]:
    try:
        port = parts.port
    except ValueError:
        raise OutboundRefused("Expected a port from 1 to 65535.") from None
    if parts.scheme not in ("http", "https") or not parts.hostname or "@" in parts.netloc:
        raise OutboundRefused("Expected an address such as https://host/path, without an account.")
    return parts.hostname, port or (443 if parts.scheme == "https" else 80)


def _address_of(host: str, port: int, *, is_trusted: bool) -> str:
    """Resolve the name; refuse it where any of its addresses is not public."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise OutboundFailed(f"{host} has no address.") from error
    addresses = [str(entry[4][0]) for entry in found]
    if not is_trusted and not all(is_public(address) for address in addresses):
        raise OutboundRefused(f"{host} leads into a private network.")
    return addresses[0]


def is_public(address: str) -> bool:
    """Tell whether an address is one of the open internet: not ours, not a cloud's metadata."""
    found = ip_address(address.partition("%")[0])
    inner = getattr(found, "ipv4_mapped", None) or getattr(found, "sixtofour", None)
    if inner and not inner.is_global:
        return False
    return found.is_global and not found.is_multicast and not found.is_reserved


def _connection(scheme: str, host: str, port: int, address: str, seconds: float) -> HTTPConnection:
    """Return a connection to `address` that names, and has certified, `host`."""
    kind = HTTPSConnection if scheme == "https" else HTTPConnection
    connection: Any = kind(host, port, timeout=seconds)
    connection._create_connection = lambda place, *rest: socket.create_connection(
        (address, port), *rest
    )
    return connection  # type: ignore[no-any-return]
