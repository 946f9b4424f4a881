"""Several master keys by name: the first seals, all of them open, so a key can be replaced."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from sawti.lib.sealing import Seal

_VERSION = b"\x02"
_NAME = re.compile(r"[a-z0-9-]{1,32}", re.ASCII)
SHORTEST_SECRET = 32
FIRST = "1"  # the name of a key that was given without one


class KeyRingRefused(ValueError):
    """The list of keys can't be used; the message says which part, and shows no secret."""


class KeyMissing(RuntimeError):
    """A text was sealed under a key that this process does not have."""

    def __init__(self, name: str, known: str) -> None:
        super().__init__(
            f"Sealed under the key {name!r}; this process knows {known}. "
            "Add the key behind the current one until nothing is sealed under it any more."
        )


class SealBroken(RuntimeError):
    """A sealed text was changed, or copied from another row, column or tenant."""


@dataclass(frozen=True)
class KeyRing:
    """Keys by name, the current one first; `purpose` in the methods derives a key of its own."""

    keys: Mapping[str, bytes] = field(repr=False)

    @classmethod
    def parse(cls, text: str) -> "KeyRing":
        """Read `name:secret name:secret …`, the current key first; a name may be left out once.

        Raises KeyRingRefused for a short secret, a strange name, and a name that comes twice.
        """
        keys: dict[str, bytes] = {}
        for place, part in enumerate(re.split(r"[\s,]+", text.strip()), start=1):
            name, colon, secret = part.rpartition(":")
            name = name if colon else FIRST
            if not _NAME.fullmatch(name):
                raise KeyRingRefused(f"key {place}: expected a name of a-z, 0-9 and - before ':'")
            if len(secret) < SHORTEST_SECRET:
                raise KeyRingRefused(f"key {name}: expected {SHORTEST_SECRET} characters or more")
            if name in keys:
                raise KeyRingRefused(f"key {name}: expected each name once, found it twice")
            keys[name] = secret.encode()
        return cls(keys)

    @property
    def current(self) -> str:
        """The name of the key that seals."""
        return next(iter(self.keys))

    def seal(self, plain: bytes, *, purpose: str, bound_to: bytes) -> bytes:
        """Encrypt under the current key, whose name stands in front of the result."""
        sealed = Seal(self.keys[self.current], purpose).seal(plain, bound_to=bound_to)
        return self.prefix(self.current) + sealed

    def open(self, sealed: bytes, *, purpose: str, bound_to: bytes) -> bytes:
        """Decrypt; raises KeyMissing and SealBroken."""
        name = self.name_in(sealed)
        if name not in self.keys:
            raise KeyMissing(name, ", ".join(self.keys))
        seal = Seal(self.keys[name], purpose)
        plain = seal.open(sealed[len(self.prefix(name)) :], bound_to=bound_to)
        if plain is None:
            raise SealBroken("A sealed text was changed, or belongs to another place.")
        return plain

    def fingerprints(self, *parts: str, purpose: str) -> tuple[bytes, ...]:
        """Return the keyed hashes of `parts`, the current key's first."""
        return tuple(Seal(key, purpose).fingerprint(*parts) for key in self.keys.values())

    @staticmethod
    def prefix(name: str) -> bytes:
        """Return what every text sealed under the key of this name begins with."""
        return _VERSION + bytes([len(name)]) + name.encode()

    @staticmethod
    def name_in(sealed: bytes) -> str:
        """Return the name of the key that sealed this; raises SealBroken where it has none."""
        if sealed[:1] != _VERSION or len(sealed) < 2 or len(sealed) < 2 + sealed[1]:
            raise SealBroken("This is no text that a key ring sealed.")
        return sealed[2 : 2 + sealed[1]].decode("ascii", "replace")
