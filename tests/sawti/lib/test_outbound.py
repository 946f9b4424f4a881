"""Nothing that people configure leads into our own network."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from sawti.lib.outbound import OutboundFailed, OutboundRefused, call, is_public


class Server(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        if self.path == "/redirect":
            self.send_response(302)
            self.send_header("Location", "http://169.254.169.254/")
            self.end_headers()
            return
        body = b"x" * 5000 if self.path == "/large" else self.headers["Host"].encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture
def server() -> Iterator[str]:
    running = HTTPServer(("127.0.0.1", 0), Server)
    threading.Thread(target=running.serve_forever, daemon=True).start()
    yield f"127.0.0.1:{running.server_port}"
    running.shutdown()
    running.server_close()


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
        "fe80::1",
        "fc00::1",
        "ff02::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "2002:7f00:1::",
        "fd00:ec2::254",
    ],
)
def test_an_address_of_a_private_network_is_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700:4700::1111"])
def test_an_address_of_the_open_internet_is(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "url",
    [
        "https://127.0.0.1/",
        "https://localhost/",
        "https://[::1]/",
        "https://2130706433/",
        "https://0x7f.1/",
        "https://169.254.169.254/latest/meta-data/",
        "http://example.com/",
        "ftp://example.com/",
        "file:///etc/passwd",
        "https://account@example.com/",
        "https://example.com:99999/",
        "https:///path",
    ],
)
def test_an_address_that_may_not_be_called_is_refused(url: str) -> None:
    with pytest.raises(OutboundRefused):
        call(url)


def test_a_host_that_the_deployment_trusts_is_called(server: str) -> None:
    answer = call(f"http://{server}/", trusted_hosts=[server])

    assert (answer.status, answer.body) == (200, server.encode())


def test_another_port_of_a_trusted_host_is_not_trusted(server: str) -> None:
    with pytest.raises(OutboundRefused):
        call(f"http://{server}/", trusted_hosts=["127.0.0.1:1"])


def test_a_redirect_is_not_followed(server: str) -> None:
    answer = call(f"http://{server}/redirect", trusted_hosts=[server])

    assert answer.status == 302
    assert answer.headers["Location"] == "http://169.254.169.254/"


def test_an_answer_that_is_too_large_is_dropped(server: str) -> None:
    with pytest.raises(OutboundFailed, match="more than 4000 bytes"):
        call(f"http://{server}/large", most_bytes=4000, trusted_hosts=[server])


def test_a_line_break_in_an_address_or_header_is_refused(server: str) -> None:
    with pytest.raises(OutboundFailed):
        call(f"http://{server}/", headers={"X-Name": "a\r\nHost: evil"}, trusted_hosts=[server])


def test_nobody_there_is_a_failure_without_details() -> None:
    with pytest.raises(OutboundFailed, match="did not answer"):
        call("http://127.0.0.1:9/", trusted_hosts=["127.0.0.1:9"])
