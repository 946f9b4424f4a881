"""An SMS gateway in a process of its own, on loopback, that can also misbehave.

The first part of the address tells tests apart. It does what the last part says: `ok` and `slow`
take a message, `refuse` does not, `drop` takes it and hangs up without an answer. `GET /kept`
returns all that came, in JSON.
"""

import json
import subprocess
import sys
import time
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import urllib3
from urllib3.exceptions import HTTPError

from sawti.project.embedded.ports import free_port

KEPT: list[dict[str, Any]] = []


class Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        if self.path == "/kept":
            self._answer(200, json.dumps(KEPT).encode())
        else:
            self._take("")

    def do_POST(self) -> None:
        self._take(self.rfile.read(int(self.headers["Content-Length"])).decode())

    def _take(self, body: str) -> None:
        parts = urlsplit(self.path)
        deed = parts.path.rpartition("/")[2]
        KEPT.append(
            {
                "deed": deed,
                "own": parts.path.split("/")[1],
                "method": self.command,
                "query": dict(parse_qsl(parts.query)),
                "headers": dict(self.headers),
                "body": body,
            }
        )
        if deed == "drop":
            self.connection.close()
            return
        if deed == "slow":
            time.sleep(1)
        self._answer(503 if deed == "refuse" else 202, b"")

    def _answer(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments: object) -> None:
        pass


@dataclass
class Gateway:
    """One that runs."""

    place: str
    process: subprocess.Popen[bytes]

    def kept(self) -> list[dict[str, Any]]:
        """Return what came, in its order."""
        found: list[dict[str, Any]] = urllib3.request("GET", f"{self.place}/kept").json()
        return found

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(timeout=10)


def start_gateway() -> Gateway:
    """Start one and wait until it answers."""
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.gateway", str(port)], cwd=Path(__file__).parent.parent
    )
    found = Gateway(f"http://127.0.0.1:{port}", process)
    for _ in range(200):
        if _answers(found.place):
            return found
        time.sleep(0.05)
    found.stop()
    raise AssertionError("the gateway did not start")


def _answers(place: str) -> bool:
    try:
        return urllib3.request("GET", f"{place}/kept", retries=False).status == 200
    except HTTPError:
        return False


if __name__ == "__main__":
    ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Handler).serve_forever()
