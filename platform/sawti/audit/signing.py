"""The key of the daily anchors: Ed25519 (RFC 8032), from the environment or a file, as PEM."""

from base64 import b64decode, b64encode
from binascii import Error
from functools import cache
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)
from django.conf import settings


class NotAKey(ValueError):
    """What should be an Ed25519 key in PEM is none."""


@cache
def _private_key(pem: str) -> Ed25519PrivateKey:
    try:
        key = load_pem_private_key(pem.encode(), password=None)
    except (ValueError, TypeError) as error:
        raise NotAKey("SAWTI_AUDIT_KEY is no private key in PEM without a password.") from error
    if not isinstance(key, Ed25519PrivateKey):
        raise NotAKey("SAWTI_AUDIT_KEY is a key of another kind than Ed25519.")
    return key


def signing_key() -> Ed25519PrivateKey | None:
    """Return the key of this deployment, or None where anchors stay unsigned."""
    return _private_key(settings.SAWTI_AUDIT_KEY) if settings.SAWTI_AUDIT_KEY else None


def public_key(pem: str) -> Ed25519PublicKey:
    """Return a public key; raises NotAKey."""
    try:
        key = load_pem_public_key(pem.encode())
    except ValueError as error:
        raise NotAKey("The file holds no public key in PEM.") from error
    if not isinstance(key, Ed25519PublicKey):
        raise NotAKey("The file holds a key of another kind than Ed25519.")
    return key


def name_of(key: Ed25519PublicKey) -> str:
    """Return a short name of a public key: the beginning of the SHA-256 of its DER form."""
    der = key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return sha256(der).hexdigest()[:16]


def sign(text: str) -> tuple[str, str]:
    """Return the name of our key and its signature of `text` in base64; both "" without a key."""
    key = signing_key()
    if key is None:
        return "", ""
    return name_of(key.public_key()), b64encode(key.sign(text.encode())).decode()


def is_signed_by(key: Ed25519PublicKey, text: str, signature: str) -> bool:
    """Tell whether `signature` (base64) is the key's signature of `text`."""
    try:
        key.verify(b64decode(signature, validate=True), text.encode())
    except (InvalidSignature, Error, ValueError):
        return False
    return True
