"""Small secrets at rest: authenticated encryption and keyed hashes under keys of their own."""

import hashlib
import hmac
import secrets
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_VERSION = b"\x01"
_SHORTEST = 1 + 12 + 16  # version, nonce, tag


@dataclass(frozen=True)
class Seal:
    """Encrypts and hashes for one purpose; keys are derived from the master key (RFC 5869)."""

    master: bytes
    purpose: str

    def _key(self, use: str) -> bytes:
        return hmac.digest(self.master, f"sawti/{self.purpose}/{use}".encode(), hashlib.sha256)

    def seal(self, plain: bytes, *, bound_to: bytes) -> bytes:
        """Encrypt with AES-256-GCM (NIST SP 800-38D); opens only with the same `bound_to`."""
        nonce = secrets.token_bytes(12)
        sealed = AESGCM(self._key("seal")).encrypt(nonce, plain, bound_to)
        return _VERSION + nonce + sealed

    def open(self, sealed: bytes, *, bound_to: bytes) -> bytes | None:
        """Decrypt, or return None if the text was changed or belongs elsewhere."""
        if sealed[:1] != _VERSION or len(sealed) < _SHORTEST:
            return None
        try:
            return AESGCM(self._key("seal")).decrypt(sealed[1:13], sealed[13:], bound_to)
        except InvalidTag:
            return None

    def fingerprint(self, *parts: str) -> bytes:
        """Return a keyed hash of 32 bytes; parts can't run into each other."""
        encoded = [part.encode(errors="surrogatepass") for part in parts]
        framed = b"".join(len(part).to_bytes(8, "big") + part for part in encoded)
        return hmac.digest(self._key("hash"), framed, hashlib.sha256)
