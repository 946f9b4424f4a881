"""A real OpenID Connect provider in a process of its own, on loopback."""

import json
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urlsplit

import urllib3
from urllib3.exceptions import HTTPError

from sawti.project.embedded.ports import free_port

STRONG = {"sub": "strong", "amr": ["pwd", "mfa"]}


@dataclass
class Provider:
    """One that runs; whoever comes is who they say."""

    issuer: str
    process: subprocess.Popen[bytes]

    def consent(self, address: str, subject: str) -> dict[str, str]:
        """Sign in there as `subject`; return the query that the browser is sent back with."""
        form = {"Content-Type": "application/x-www-form-urlencoded"}
        answer = urllib3.request(
            "POST", address, body=urlencode({"sub": subject}), headers=form, redirect=False
        )
        assert answer.status == 302, answer.data
        return dict(parse_qsl(urlsplit(answer.headers["Location"]).query))

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(timeout=10)


def start_provider() -> Provider:
    """Start one and wait until it answers."""
    port = free_port()
    command = [str(Path(sys.executable).with_name("oidc-provider-mock")), "--port", str(port)]
    process = subprocess.Popen(
        [*command, "--user-claims", json.dumps(STRONG)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    found = Provider(f"http://127.0.0.1:{port}", process)
    for _ in range(200):
        if _answers(found.issuer):
            return found
        time.sleep(0.05)
    found.stop()
    raise AssertionError("the provider did not start")


def _answers(issuer: str) -> bool:
    try:
        return urllib3.request("GET", f"{issuer}/jwks", retries=False).status == 200
    except HTTPError:
        return False
