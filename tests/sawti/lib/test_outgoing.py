"""Nothing that people configure leads into our own network."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from ipaddress import ip_address

import pytest

from sawti.lib.outgoing import LARGEST_ANSWER, Caller, OutgoingRefused, is_public

HERE = Caller(may_use_loopback=True)
BODIES = {"/": b'{"a": 1}', "/list": b"[1]", "/large": b"x" * (LARGEST_ANSWER + 1)}


class Server(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200 if self.path in BODIES else 302)
        self.send_header("Location", "http://169.254.169.254/")
        self.end_headers()
        self.wfile.write(BODIES.get(self.path, b""))

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(200)
        self.end_headers()
        self.wfile.write(f"{self.headers['Authorization']} {body.decode()}".encode())

    def log_message(self, *args: object) -> None:
        """Nothing to say."""


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    running = HTTPServer(("127.0.0.1", 0), Server)
    threading.Thread(target=running.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{running.server_port}"
    running.shutdown()
    running.server_close()


def refusal(caller: Caller, address: str) -> str:
    with pytest.raises(OutgoingRefused) as caught:
        caller.json(address)
    return caught.value.reason


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "224.0.0.1",
        "255.255.255.255",
        "::1",
        "::",
        "::8.8.8.8",
        "fe80::1",
        "fc00::1",
        "ff02::1",
        "fd00:ec2::254",
    ],
)
def test_an_address_of_a_private_network_is_not_public(address: str) -> None:
    assert not is_public(ip_address(address))


@pytest.mark.parametrize(
    "address",
    [
        "::ffff:127.0.0.1",  # mapped
        "::ffff:10.0.0.1",
        "2002:7f00:1::",  # 6to4: 127.0.0.1
        "2002:a9fe:a9fe::",  # 6to4: 169.254.169.254
        "64:ff9b::10.0.0.1",  # NAT64
        "64:ff9b::169.254.169.254",
        "64:ff9b::100.64.0.1",
        "2001:0:808:808::f5ff:fffe",  # Teredo: the client is 10.0.0.1
        "2001:0:a00:1::f7f7:f7f7",  # Teredo: the server is 10.0.0.1
        "64:ff9b:1::10.0.0.1",  # a network's own NAT64
        "64:ff9b:1::8.8.8.8",
    ],
)
def test_an_address_that_stands_for_a_private_one_is_not_public(address: str) -> None:
    assert not is_public(ip_address(address))


@pytest.mark.parametrize(
    "address",
    [
        "8.8.8.8",
        "2606:4700:4700::1111",
        "::ffff:8.8.8.8",
        "2002:808:808::",
        "64:ff9b::8.8.8.8",
        "2001:0:808:808::f7f7:f7f7",
    ],
)
def test_an_address_of_the_open_internet_is(address: str) -> None:
    assert is_public(ip_address(address))


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("http://example.com/", "not_https"),
        ("ftp://example.com/", "not_https"),
        ("gopher://example.com/", "not_https"),
        ("https://127.0.0.1/", "private_address"),
        ("https://localhost/", "private_address"),
        ("https://2130706433/", "private_address"),
        ("https://0x7f.1/", "private_address"),
        ("https://169.254.169.254/latest/", "private_address"),
        ("https://10.0.0.1/", "private_address"),
        ("https://[::1]/", "private_address"),
        ("https://[::ffff:10.0.0.1]/", "private_address"),
        ("https://[64:ff9b::10.0.0.1]/", "private_address"),
        ("https://[64:ff9b:1::10.0.0.1]/", "private_address"),
        ("https://[2002:a00:1::]/", "private_address"),
        ("https://user:word@example.com/", "malformed"),
        ("https://example.com:99999/", "malformed"),
        ("https:///path", "malformed"),
        ("file:///etc/passwd", "malformed"),
        ("", "malformed"),
    ],
)
def test_an_address_inside_is_never_called(address: str, reason: str) -> None:
    assert refusal(Caller(), address) == reason


@pytest.mark.parametrize("address", ["http://10.0.0.1/", "http://192.168.1.1/"])
def test_loopback_on_a_demo_opens_no_other_machine(address: str) -> None:
    assert refusal(HERE, address) == "private_address"


def test_an_object_is_read(server: str) -> None:
    assert HERE.json(f"{server}/") == {"a": 1}


def test_a_form_goes_with_name_and_password_in_the_header(server: str) -> None:
    assert HERE.text(f"{server}/", form={"a": "b c"}, basic=("we", "it")) == "Basic d2U6aXQ= a=b+c"


@pytest.mark.parametrize(
    ("path", "reason"),
    [("/list", "no_json"), ("/large", "too_large"), ("/elsewhere", "status_302")],
)
def test_what_is_no_use_is_dropped_and_no_redirect_is_followed(
    server: str, path: str, reason: str
) -> None:
    assert refusal(HERE, server + path) == reason


def test_nobody_there_is_a_refusal_without_details() -> None:
    assert refusal(HERE, "http://127.0.0.1:9/") == "unreachable"
