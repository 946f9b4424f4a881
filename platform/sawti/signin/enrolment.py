"""The secret of an app between being shown and being confirmed: sealed, in the session."""

import base64
from dataclasses import dataclass
from uuid import UUID

from sawti.lib import totp
from sawti.signin.seals import seal_of_factors


@dataclass(frozen=True)
class AppSecret:
    """What somebody gives to an app. `typed` by hand, or `address` as a QR code."""

    typed: str
    address: str


def sealed_new_secret(staff_id: UUID) -> str:
    """Return a new secret, sealed for one account, as text."""
    sealed = seal_of_factors().seal(totp.new_secret(), bound_to=staff_id.bytes)
    return base64.b64encode(sealed).decode()


def opened_secret(sealed: str, staff_id: UUID) -> bytes | None:
    """Return the secret, or None where the text is not one of ours for this account."""
    return seal_of_factors().open(base64.b64decode(sealed or b""), bound_to=staff_id.bytes)


def secret_for_app(secret: bytes, *, account: str, issuer: str) -> AppSecret:
    """Return the secret in the two forms that apps take."""
    address = totp.address_for_app(secret, account=account, issuer=issuer)
    return AppSecret(totp.secret_in_words(secret), address)
