"""Which hosts of its own network a deployment opens, and that a name opens no more than it says."""

from ipaddress import ip_address

import pytest

from sawti.lib.inside import InsideRefused, inside_of
from sawti.lib.outgoing import Caller, OutgoingRefused

LISTED = inside_of("smsc.gov.internal, 10.20.0.0/16\nfd00:20::/32")


@pytest.mark.parametrize(
    ("host", "is_named"),
    [
        ("smsc.gov.internal", True),
        ("SMSC.gov.internal", True),
        ("10.20.255.1", True),
        ("fd00:20::1", True),
        ("x.smsc.gov.internal", False),
        ("10.21.0.1", False),
        ("127.0.0.1", False),
        ("localhost", False),
    ],
)
def test_a_host_is_named_by_its_name_or_by_a_network_that_holds_it(
    host: str, is_named: bool
) -> None:
    assert LISTED.has(host) is is_named


@pytest.mark.parametrize(
    ("address", "is_allowed"),
    [
        ("10.99.0.1", True),
        ("192.168.4.4", True),
        ("100.64.0.9", True),
        ("fd12::1", True),
        ("::ffff:10.99.0.1", True),
        ("127.0.0.1", False),
        ("::1", False),
        ("::ffff:127.0.0.1", False),
        ("169.254.169.254", False),
        ("0.0.0.0", False),
        ("224.0.0.1", False),
        ("8.8.8.8", False),
    ],
)
def test_a_name_leads_to_private_addresses_and_never_to_this_machine(
    address: str, is_allowed: bool
) -> None:
    assert LISTED.allows("smsc.gov.internal", ip_address(address)) is is_allowed
    assert not LISTED.allows("evil.example", ip_address(address))


def test_loopback_opens_where_a_network_names_it() -> None:
    beside_us = inside_of("127.0.0.0/8")

    assert beside_us.allows("gateway.example", ip_address("127.0.0.1"))


def test_an_empty_list_opens_nothing() -> None:
    assert not inside_of(" ").has("10.0.0.1")


@pytest.mark.parametrize(
    "text", ["0.0.0.0/0", "::/0", "10.1.2.3/16", "10.0.0/99", "a_b", "http://x"]
)
def test_a_list_that_says_too_much_or_nothing_is_refused(text: str) -> None:
    with pytest.raises(InsideRefused):
        inside_of(text)


@pytest.mark.parametrize(
    ("listed", "address", "reason"),
    [
        ("10.20.0.0/16", "http://10.21.0.1/", "not_https"),
        ("10.20.0.0/16", "https://10.21.0.1/", "private_address"),
        ("10.20.0.0/16", "https://127.0.0.1/", "private_address"),
        ("localhost", "https://localhost/", "private_address"),
        ("localhost", "http://localhost/", "private_address"),
        ("", "https://10.20.0.1/", "private_address"),
    ],
)
def test_what_is_not_named_stays_closed(listed: str, address: str, reason: str) -> None:
    caller = Caller(inside=inside_of(listed))

    with pytest.raises(OutgoingRefused) as refusal:
        caller.text(address)

    assert refusal.value.reason == reason


def test_a_gateway_that_is_named_may_be_unencrypted() -> None:
    caller = Caller(inside=inside_of("10.20.0.0/16"))

    assert caller.checked("http://10.20.0.7:8080/send").port == 8080
    assert caller.machine("10.20.0.7", 2775, is_plain=True) == "10.20.0.7"


def test_nothing_goes_unencrypted_to_the_open_internet() -> None:
    caller = Caller(inside=inside_of("10.20.0.0/16"))

    with pytest.raises(OutgoingRefused) as refusal:
        caller.machine("8.8.8.8", 2775, is_plain=True)

    assert refusal.value.reason == "private_address"
