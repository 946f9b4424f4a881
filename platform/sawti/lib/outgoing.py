"""Requests to addresses that somebody typed in: https, public networks, no redirects, short.

The address that was looked at is the one that is connected to, so a name can't mean another
machine a moment later (OWASP ASVS 5.0, 1.3.6 and 13.2.4).
"""

import base64
import json
import socket
from collections.abc import Container, Mapping
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import Any
from urllib.parse import SplitResult, urlencode, urlsplit

from urllib3 import HTTPConnectionPool, HTTPSConnectionPool, Timeout
from urllib3.exceptions import ConnectTimeoutError, HTTPError, NewConnectionError

from sawti.lib.inside import Inside

NAT64 = IPv6Network("64:ff9b::/96")  # RFC 6052: the last 32 bits are an address of IPv4
NAT64_LOCAL = IPv6Network("64:ff9b:1::/48")  # RFC 8215: a network's own translation
LARGEST_ANSWER = 256 * 1024
_PATIENCE = Timeout(connect=3, read=5)
NOTHING_INSIDE = Inside()


class OutgoingRefused(Exception):
    """The address may not be called, or what it answered is no use; `reason` is a code.

    `words` begin what it answered with a status that says no.
    """

    def __init__(self, reason: str, words: str = "") -> None:
        self.reason, self.words = reason, words
        super().__init__(reason)


@dataclass(frozen=True)
class Caller:
    """Who calls out. `may_use_loopback`: for tests and demos, whose providers run beside us.

    `inside`: the hosts of the deployment's own network that may be called too, also unencrypted.
    """

    may_use_loopback: bool = False
    inside: Inside = NOTHING_INSIDE

    def json(
        self,
        address: str,
        *,
        form: Mapping[str, str] | None = None,
        basic: tuple[str, str] | None = None,
    ) -> dict[str, Any]:
        """GET the JSON object at an address, or POST a form to it; `basic`: name and password.

        Raises OutgoingRefused, also for any status but 200.
        """
        try:
            found = json.loads(self.text(address, form=form, basic=basic))
        except ValueError as error:
            raise OutgoingRefused("no_json") from error
        if not isinstance(found, dict):
            raise OutgoingRefused("no_json")
        return found

    def text(
        self,
        address: str,
        *,
        form: Mapping[str, str] | None = None,
        basic: tuple[str, str] | None = None,
    ) -> str:
        """Return the text at an address; raises OutgoingRefused."""
        parts = self.checked(address)
        headers = {"Host": parts.netloc, "Accept": "application/json, text/plain"}
        if basic:
            encoded = base64.b64encode(":".join(basic).encode()).decode()
            headers["Authorization"] = f"Basic {encoded}"
        if form is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        path = parts.path + (f"?{parts.query}" if parts.query else "")
        body = None if form is None else urlencode(form)
        return self._call(parts, "GET" if form is None else "POST", path or "/", headers, body)

    def post(self, address: str, *, headers: Mapping[str, str], body: str | bytes) -> str:
        """Send a message to an address and return what it answers.

        Raises OutgoingRefused, also where it is not accepted.
        """
        parts = self.checked(address)
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        own = {"Host": parts.netloc, "Accept": "application/json, text/plain"}
        return self._call(parts, "POST", path, {**headers, **own}, body, accepted=range(200, 300))

    def checked(self, address: str) -> SplitResult:
        """Return the parts of an address that may be called by its form; no name is looked up."""
        try:
            parts = urlsplit(address)
            port = parts.port
        except ValueError as error:
            raise OutgoingRefused("malformed") from error
        if not parts.hostname or parts.username or parts.password or port == 0:
            raise OutgoingRefused("malformed")
        may_be_plain = self.may_use_loopback or self.inside.has(parts.hostname)
        if parts.scheme != "https" and not (parts.scheme == "http" and may_be_plain):
            raise OutgoingRefused("not_https")
        return parts

    def _call(
        self,
        parts: SplitResult,
        method: str,
        path: str,
        headers: dict[str, str],
        body: str | bytes | None,
        accepted: Container[int] = (200,),
    ) -> str:
        pool = self._pool(parts)
        try:
            with pool.request(
                method,
                path,
                headers=headers,
                body=body,
                timeout=_PATIENCE,
                retries=False,
                redirect=False,
                preload_content=False,
            ) as answer:
                content = answer.read(LARGEST_ANSWER + 1)
                status = answer.status
        except (NewConnectionError, ConnectTimeoutError) as error:
            raise OutgoingRefused("unreachable") from error
        except HTTPError as error:
            raise OutgoingRefused("no_answer") from error
        finally:
            pool.close()
        if status not in accepted:
            raise OutgoingRefused(f"status_{status}", content[:300].decode(errors="replace"))
        if len(content) > LARGEST_ANSWER:
            raise OutgoingRefused("too_large")
        return str(content.decode(errors="replace"))

    def _pool(self, parts: SplitResult) -> HTTPConnectionPool:
        host = str(parts.hostname)
        port = parts.port or (443 if parts.scheme == "https" else 80)
        machine = self.machine(host, port, is_plain=parts.scheme == "http")
        if parts.scheme == "http":
            return HTTPConnectionPool(machine, port)
        return HTTPSConnectionPool(machine, port, server_hostname=host, assert_hostname=host)

    def machine(self, host: str, port: int, *, is_plain: bool = False) -> str:
        """Return one address of the host, for whoever speaks another protocol than HTTP.

        All that it has must be allowed; what goes unencrypted (`is_plain`) must not leave our own
        network. Raises OutgoingRefused.
        """
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise OutgoingRefused("unknown_host") from error
        machines = [str(row[4][0]) for row in found]
        for machine in machines:
            address = ip_address(machine.partition("%")[0])
            is_beside_us = self.may_use_loopback and address.is_loopback
            is_ours = is_beside_us or self.inside.allows(host, address)
            if not is_ours and (is_plain or not is_public(address)):
                raise OutgoingRefused("private_address")
        return machines[0]


def is_public(address: IPv4Address | IPv6Address) -> bool:
    """Tell whether an address is one of the open internet: not ours, not a cloud's metadata.

    An address of IPv6 that stands for one of IPv4 is worth what it stands for.
    """
    if isinstance(address, IPv6Address):
        inner = _embedded(address)
        if inner:
            return all(is_public(each) for each in inner)
        if address in NAT64_LOCAL:
            return False
    return address.is_global and not address.is_multicast and not address.is_reserved


def _embedded(address: IPv6Address) -> tuple[IPv4Address, ...]:
    """Return the addresses of IPv4 in a mapped, 6to4, Teredo (server and client) or NAT64 one."""
    if address in NAT64:
        return (IPv4Address(int(address) & 0xFFFFFFFF),)
    inner = address.ipv4_mapped or address.sixtofour
    return (inner,) if inner else address.teredo or ()
