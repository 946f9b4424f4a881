"""What a browser's push service is sent: encrypted for the browser, signed by us. Pure.

RFC 8030 is the protocol, RFC 8291 (over RFC 8188) the encryption, RFC 8292 the signature (VAPID).
The push service reads neither text nor reader; it learns which of our tenants writes and when.
"""

import base64
import os
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

CURVE = ec.SECP256R1()
RECORD = 4096  # one record holds it all: push services take no more (RFC 8030, 7.2)
LONGEST_TEXT = RECORD - 16 - 86 - 1  # less the tag, the header and the mark of the last record
SIGNED_FOR = timedelta(hours=12)  # a push service refuses more than a day (RFC 8292, 2)


@dataclass(frozen=True)
class BrowserKeys:
    """What a browser made for one subscription: its public point, and a secret of 16 bytes."""

    point: bytes
    secret: bytes


class KeysRefused(ValueError):
    """These are no keys of a subscription."""


def browser_keys(p256dh: str, auth: str) -> BrowserKeys:
    """Read the keys of a subscription, in base64url; raises KeysRefused for what are none."""
    try:
        keys = BrowserKeys(_bytes(p256dh), _bytes(auth))
        _public(keys.point)
    except ValueError as fault:
        raise KeysRefused("not a point of P-256 in base64url") from fault
    if len(keys.secret) != 16:
        raise KeysRefused("the secret of a subscription has 16 bytes")
    return keys


def new_key() -> str:
    """Return a new private key of a sender."""
    number = ec.generate_private_key(CURVE).private_numbers().private_value
    return _text(number.to_bytes(32, "big"))


def public_key(private: str) -> str:
    """Return the public key by which browsers and push services know the sender."""
    return _text(_point(_private(private).public_key()))


def encrypted(
    text: bytes,
    keys: BrowserKeys,
    *,
    once: ec.EllipticCurvePrivateKey | None = None,
    salt: bytes = b"",
) -> bytes:
    """Return the body that only this browser opens (RFC 8291, 3.4).

    `once` and `salt` are fresh for every message, but in the test with the RFC's own example.
    """
    if len(text) > LONGEST_TEXT:
        raise ValueError("too long for one record")
    once, salt = once or ec.generate_private_key(CURVE), salt or os.urandom(16)
    own = _point(once.public_key())
    shared = once.exchange(ec.ECDH(), _public(keys.point))
    material = _derived(shared, keys.secret, b"WebPush: info\0" + keys.point + own, 32)
    key = _derived(material, salt, b"Content-Encoding: aes128gcm\0", 16)
    nonce = _derived(material, salt, b"Content-Encoding: nonce\0", 12)
    header = salt + RECORD.to_bytes(4, "big") + bytes([len(own)]) + own
    return header + AESGCM(key).encrypt(nonce, text + b"\x02", None)


def authorization(endpoint: str, private: str, *, contact: str, at: datetime) -> str:
    """Return the header that says who sends; it counts for this push service only.

    `contact`: where the push service reaches the sender, `mailto:` or `https:`.
    """
    parts = urlsplit(endpoint)
    claims = {
        "aud": f"{parts.scheme}://{parts.netloc}",
        "exp": int((at + SIGNED_FOR).timestamp()),
        "sub": contact,
    }
    signed = jwt.encode(claims, _private(private), algorithm="ES256")
    return f"vapid t={signed}, k={public_key(private)}"


def _derived(secret: bytes, salt: bytes, info: bytes, length: int) -> bytes:
    return HKDF(algorithm=SHA256(), length=length, salt=salt, info=info).derive(secret)


def _private(text: str) -> ec.EllipticCurvePrivateKey:
    return ec.derive_private_key(int.from_bytes(_bytes(text), "big"), CURVE)


def _public(point: bytes) -> ec.EllipticCurvePublicKey:
    return ec.EllipticCurvePublicKey.from_encoded_point(CURVE, point)


def _point(key: ec.EllipticCurvePublicKey) -> bytes:
    return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def _bytes(text: str) -> bytes:
    return base64.urlsafe_b64decode(text.rstrip("=") + "=" * (-len(text.rstrip("=")) % 4))


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
