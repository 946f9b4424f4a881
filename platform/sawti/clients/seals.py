"""Secrets of clients: how they are made, and what is kept of them."""

import secrets
from hashlib import sha256

SECRET, TOKEN = "sawti_secret_", "sawti_token_"  # a leaked one is recognised by its beginning


def new_secret() -> str:
    """Return a client's secret: 256 random bits."""
    return SECRET + secrets.token_urlsafe(32)


def new_token() -> str:
    """Return an access token: 256 random bits."""
    return TOKEN + secrets.token_urlsafe(32)


def hash_of(secret: str) -> bytes:
    """Return what is kept; 256 bits need no slow hash (NIST SP 800-63B, 5.1.1.2)."""
    return sha256(secret.encode(errors="surrogatepass")).digest()
