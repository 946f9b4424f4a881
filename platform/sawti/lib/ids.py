"""Identifiers that are safe to index and secrets that are safe to hand out."""

import secrets
import threading
import time
from datetime import UTC, datetime
from uuid import UUID

from sawti.lib.text import western_digits, without_bidi_controls

# Crockford's base 32: no I, L, O or U, so nothing is misread aloud or on paper.
CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_MISREAD = str.maketrans({"O": "0", "I": "1", "L": "1"})
_BETWEEN = str.maketrans(dict.fromkeys(" -\u00a0\u2010\u2011\u2012\u2013\u2014\u2212_."))


def new_id() -> UUID:
    """Return a UUID version 7 (RFC 9562, section 5.7) that sorts after those made before it here.

    Within a millisecond one process counts on by random steps (section 6.2, method 2), so rows
    written together are read in the order of their making. Two processes order by millisecond.
    """
    return _ids.next()


class _Ids:
    """What the last id held: 48 bits of milliseconds and a tail of 74 bits."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._milliseconds = self._tail = 0

    def next(self) -> UUID:
        milliseconds = time.time_ns() // 1_000_000 & (2**48 - 1)
        with self._lock:
            if milliseconds == self._milliseconds:
                self._tail += 1 + secrets.randbits(32)
            else:  # the tail starts below half, so that it never runs over
                self._milliseconds, self._tail = milliseconds, secrets.randbits(73)
            tail = self._tail
        high, low = tail >> 62, tail & (2**62 - 1)
        return UUID(int=milliseconds << 80 | 0x7 << 76 | high << 64 | 0b10 << 62 | low)


_ids = _Ids()


def made_at(made: UUID) -> datetime:
    """Return when `new_id` made this id, to the millisecond, in UTC."""
    return datetime.fromtimestamp((made.int >> 80) / 1000, UTC)


def new_receipt() -> str:
    """Return a receipt: 80 random bits as 16 Crockford base 32 characters."""
    return "".join(secrets.choice(CROCKFORD) for _ in range(16))


def new_case_number(prefix: str) -> str:
    """Return a random case number such as `BH-4K7M-Q2XA-9`; its last character checks the rest."""
    body = "".join(secrets.choice(CROCKFORD) for _ in range(8))
    return f"{prefix}-{body[:4]}-{body[4:]}-{check_character(body)}"


def check_character(body: str) -> str:
    """Return the Luhn mod 32 check character of `body` (the scheme of ISO/IEC 7812-1, Annex B)."""
    size = len(CROCKFORD)
    total = 0
    for position, character in enumerate(reversed(body)):
        product = CROCKFORD.index(character) * (2 if position % 2 == 0 else 1)
        total += product // size + product % size
    return CROCKFORD[-total % size]


def canonical_case_number(typed: str) -> str | None:
    """Return `typed` as we write case numbers, or None if its check character is wrong.

    Lower case, Arabic-Indic digits, spaces, any or no hyphens and the letters O, I and L are
    forgiven.
    """
    compact = _compact(typed)
    prefix, rest = compact[:2], compact[2:].translate(_MISREAD)
    if not (prefix.isascii() and prefix.isalpha()) or not _is_crockford(rest, 9):
        return None
    if check_character(rest[:8]) != rest[8]:
        return None
    return f"{prefix}-{rest[:4]}-{rest[4:8]}-{rest[8]}"


def canonical_receipt(typed: str) -> str | None:
    """Return `typed` as 16 base 32 characters, or None if it cannot be a receipt."""
    receipt = _compact(typed).translate(_MISREAD)
    return receipt if _is_crockford(receipt, 16) else None


def _compact(typed: str) -> str:
    plain = western_digits(without_bidi_controls(typed))
    return "".join(plain.translate(_BETWEEN).split()).upper()


def _is_crockford(text: str, length: int) -> bool:
    return len(text) == length and all(character in CROCKFORD for character in text)


def grouped_receipt(receipt: str) -> str:
    """Return a receipt in four groups of four, as people read it aloud."""
    return "-".join(receipt[start : start + 4] for start in range(0, 16, 4))
