"""Codes of an authenticator app (RFC 6238): six digits, new every thirty seconds."""

import base64
import hmac
import secrets
from datetime import datetime

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.hotp import HOTP
from cryptography.hazmat.primitives.twofactor.totp import TOTP

DIGITS, PERIOD = 6, 30
_DRIFT = (-1, 0, 1)  # clocks of phones differ; RFC 6238, 5.2 allows one step


def new_secret() -> bytes:
    """Return 160 random bits, as RFC 4226, 4 recommends."""
    return secrets.token_bytes(20)


def secret_in_words(secret: bytes) -> str:
    """Return the secret as people type it into an app: base 32 in groups of four."""
    text = base64.b32encode(secret).decode()
    return " ".join(text[i : i + 4] for i in range(0, len(text), 4))


def code_at(secret: bytes, at: datetime) -> str:
    """Return the code that an app shows at an aware instant."""
    return _code(secret, _step(at))


def step_of(secret: bytes, typed: str, at: datetime) -> int | None:
    """Return the time step whose code was typed, or None. A caller refuses one used before."""
    digits = "".join(typed.split())
    right = [
        step
        for step in (_step(at) + drift for drift in _DRIFT)
        if hmac.compare_digest(_code(secret, step).encode(), digits.encode(errors="replace"))
    ]
    return right[0] if right else None


def address_for_app(secret: bytes, *, account: str, issuer: str) -> str:
    """Return the `otpauth:` address that a QR code carries into the app."""
    return TOTP(secret, DIGITS, SHA1(), PERIOD).get_provisioning_uri(account, issuer)  # noqa: S303 - what apps know


def _step(at: datetime) -> int:
    return int(at.timestamp()) // PERIOD


def _code(secret: bytes, step: int) -> str:
    return HOTP(secret, DIGITS, SHA1()).generate(step).decode()  # noqa: S303 - what apps know
