"""An identity that a provider vouched for, while its owner still proves an e-mail address."""

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any, Self
from uuid import UUID

from sawti.lib.openid import Claims
from sawti.signin.seals import subject_hash

LIFE = timedelta(minutes=30)


@dataclass(frozen=True)
class Vouched:
    """What a session keeps of it: nothing by which the person could be known elsewhere.

    `email` is what the provider says that it verified, to be filled in; it proves nothing here.
    """

    issuer: str
    subject: str
    email: str
    at: str

    @classmethod
    def by(cls, claims: Claims, *, at: datetime) -> Self:
        """Return what a provider just said."""
        email = claims.email.strip().lower() if claims.email_is_verified else ""
        hashed = subject_hash(claims.issuer, claims.subject)
        return cls(claims.issuer, hashed.hex(), email, at.isoformat())

    @classmethod
    def of(cls, kept: dict[str, Any] | None, *, at: datetime) -> Self | None:
        """Return what a session kept, or None where it is too old."""
        found = cls(**kept) if kept else None
        is_open = found and at - datetime.fromisoformat(found.at) < LIFE
        return found if is_open else None

    def as_dict(self) -> dict[str, Any]:
        """Return it as a session keeps it."""
        return asdict(self)

    @property
    def subject_hash(self) -> bytes:
        """The keyed hash that an identity is found by."""
        return bytes.fromhex(self.subject)

    @property
    def code_subject(self) -> UUID:
        """What a one-time code is about that links this identity, and no other."""
        return UUID(bytes=self.subject_hash[:16])
