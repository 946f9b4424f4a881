"""A browser's push service on loopback, in a process of its own, and the browsers behind it.

It holds to RFC 8030 and 8292: what is not signed by the key that the browser subscribed with, for
this very service, within a day, is refused, and so is what has no TTL, is too long, or comes in
the clear. `behave` makes it refuse, fall silent, be slow or say that the browser is gone. The
signature and the encryption are checked by hand here, not by what made them.
"""

import base64
import hashlib
import hmac
import json
import os
import re
import subprocess
import sys
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import urllib3
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from urllib3.exceptions import HTTPError

from sawti.project.embedded.ports import free_port

CURVE = ec.SECP256R1()
ANSWERS = {"gone": 410, "missing": 404, "busy": 429, "broken": 500}
DAY = 24 * 60 * 60
KEPT: list[dict[str, Any]] = []
DEEDS: dict[str, str] = {}


def raw(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def text_of(plain: bytes) -> str:
    return base64.urlsafe_b64encode(plain).rstrip(b"=").decode()


def claims_in(header: str, *, key: str) -> dict[str, Any]:
    """Return what a VAPID header claims; raises ValueError unless this key signed it."""
    found = re.fullmatch(r"vapid t=([\w-]+)\.([\w-]+)\.([\w-]+), ?k=([\w-]+)", header)
    if found is None or found[4] != key:
        raise ValueError("not signed by the key of the subscription")
    signed, signature = f"{found[1]}.{found[2]}".encode(), raw(found[3])
    numbers = (int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big"))
    public = ec.EllipticCurvePublicKey.from_encoded_point(CURVE, raw(key))
    try:
        public.verify(encode_dss_signature(*numbers), signed, ec.ECDSA(SHA256()))
    except InvalidSignature as fault:
        raise ValueError("a wrong signature") from fault
    if json.loads(raw(found[1]))["alg"] != "ES256":
        raise ValueError("not ES256")
    claims: dict[str, Any] = json.loads(raw(found[2]))
    return claims


class Service(BaseHTTPRequestHandler):
    """`/browser/<token>/<key that it subscribed with>` takes messages; the rest is for tests."""

    def do_GET(self) -> None:
        self._answer(200, json.dumps(KEPT).encode())

    def do_PUT(self) -> None:
        _, what, which = self.path.split("/")
        DEEDS[which if what == "behave" else "clock"] = self._body().decode()
        self._answer(204)

    def do_POST(self) -> None:
        _, _, token, key = self.path.split("/")
        body, deed = self._body(), DEEDS.get(token, "")
        if deed == "silent":
            self.connection.close()
            return
        if deed == "slow":
            time.sleep(1)
        status = ANSWERS.get(deed) or self._judged(body, key)
        headers = dict(self.headers)
        KEPT.append({"token": token, "status": status, "headers": headers, "body": text_of(body)})
        self._answer(status, b"" if status == 201 else deed.encode())

    def _judged(self, body: bytes, key: str) -> int:
        if not (self.headers.get("TTL") or "").isdigit():
            return 400
        if self.headers.get("Content-Encoding") != "aes128gcm" or body[20:21] != b"\x41":
            return 400
        if not re.fullmatch(r"[\w-]{1,32}", self.headers.get("Topic", "x"), re.ASCII):
            return 400
        if len(body) > 4096:
            return 413
        try:
            claims = claims_in(self.headers.get("Authorization", ""), key=key)
        except ValueError:
            return 403
        is_ours = claims["aud"] == f"http://{self.headers['Host']}"
        is_short = 0 < claims["exp"] - float(DEEDS.get("clock") or time.time()) <= DAY
        return 201 if is_ours and is_short and claims["sub"].startswith("mailto:") else 403

    def _body(self) -> bytes:
        return self.rfile.read(int(self.headers["Content-Length"]))

    def _answer(self, status: int, body: bytes = b"") -> None:
        self.send_response(status)
        if status == 201:
            self.send_header("Location", "/message/1")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments: object) -> None:
        pass


@dataclass
class PushService:
    """One that runs."""

    place: str
    process: subprocess.Popen[bytes]

    def kept(self) -> list[dict[str, Any]]:
        """Return what came, in its order."""
        found: list[dict[str, Any]] = urllib3.request("GET", f"{self.place}/kept").json()
        return found

    def set_clock(self, seconds: float | None) -> None:
        """Have the service believe that it is another time; None is the real one."""
        urllib3.request("PUT", f"{self.place}/clock/now", body=str(seconds or ""))

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(timeout=10)


@dataclass
class Browser:
    """A browser with a subscription: it alone opens what is sent to it."""

    service: PushService
    server_key: str
    token: str = field(default_factory=lambda: text_of(os.urandom(12)))
    secret: bytes = field(default_factory=lambda: os.urandom(16))
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(CURVE))

    @property
    def endpoint(self) -> str:
        return f"{self.service.place}/browser/{self.token}/{self.server_key}"

    @property
    def point(self) -> bytes:
        return self.key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)

    def form(self) -> dict[str, str]:
        """Return what the page's script sends."""
        return {
            "endpoint": self.endpoint,
            "p256dh": text_of(self.point),
            "auth": text_of(self.secret),
        }

    def behave(self, deed: str) -> None:
        """Have its service be gone, missing, busy, broken, silent or slow; "" is well again."""
        urllib3.request("PUT", f"{self.service.place}/behave/{self.token}", body=deed)

    def requests(self) -> list[dict[str, Any]]:
        """Return what came for it, refused or not."""
        return [each for each in self.service.kept() if each["token"] == self.token]

    def shown(self) -> list[dict[str, str]]:
        """Return what it shows: each message that its service took, opened."""
        return [self.opened(raw(each["body"])) for each in self.requests() if each["status"] == 201]

    def opened(self, body: bytes) -> dict[str, str]:
        """Open a message (RFC 8291, 3.4); raises InvalidTag for one that is for another."""
        salt, sender, sealed = body[:16], body[21:86], body[86:]
        shared = self.key.exchange(
            ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(CURVE, sender)
        )
        material = derived(self.secret, shared, b"WebPush: info\0" + self.point + sender, 32)
        key = derived(salt, material, b"Content-Encoding: aes128gcm\0", 16)
        nonce = derived(salt, material, b"Content-Encoding: nonce\0", 12)
        plain = AESGCM(key).decrypt(nonce, sealed, None).rstrip(b"\0")
        assert plain.endswith(b"\x02")
        found: dict[str, str] = json.loads(plain[:-1])
        return found


def derived(salt: bytes, secret: bytes, info: bytes, length: int) -> bytes:
    """HKDF for at most one block (RFC 5869)."""
    kept = hmac.digest(salt, secret, hashlib.sha256)
    return hmac.digest(kept, info + b"\x01", hashlib.sha256)[:length]


def start_push_service() -> PushService:
    """Start one and wait until it answers."""
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.push_service", str(port)], cwd=Path(__file__).parent.parent
    )
    found = PushService(f"http://127.0.0.1:{port}", process)
    for _ in range(200):
        if _answers(found.place):
            return found
        time.sleep(0.05)
    found.stop()
    raise AssertionError("the push service did not start")


def _answers(place: str) -> bool:
    try:
        return urllib3.request("GET", f"{place}/kept", retries=False).status == 200
    except HTTPError:
        return False


if __name__ == "__main__":
    ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Service).serve_forever()
