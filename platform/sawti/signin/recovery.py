"""Recovery codes as people read and type them."""

import secrets

HOW_MANY = 10
_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # none that is taken for another
_LENGTH, _GROUP = 24, 6  # 117 bits: past guessing, so a keyed hash is enough (ASVS 5.0, 6.5.2)


def new_codes() -> list[str]:
    """Return fresh codes, such as `7KQ2ZD-…`."""
    return [_new_code() for _ in range(HOW_MANY)]


def canonical_code(typed: str) -> str:
    """Return a code as it is hashed, however it was typed."""
    return "".join(letter for letter in typed.upper() if letter.isalnum())


def _new_code() -> str:
    code = "".join(secrets.choice(_LETTERS) for _ in range(_LENGTH))
    return "-".join(code[i : i + _GROUP] for i in range(0, _LENGTH, _GROUP))
