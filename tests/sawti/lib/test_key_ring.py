"""Keys are replaced without losing what older ones sealed."""

import pytest

from sawti.lib.key_ring import KeyMissing, KeyRing, KeyRingRefused, SealBroken

OLD = KeyRing.parse("2025:" + "o" * 40)
BOTH = KeyRing.parse("2026:" + "n" * 40 + "\n2025:" + "o" * 40)
NEW = KeyRing.parse("2026:" + "n" * 40)
PLACE = {"purpose": "test", "bound_to": b"row 1"}


def test_the_first_key_seals_and_its_name_stands_in_front() -> None:
    sealed = BOTH.seal(b"+97336123456", **PLACE)

    assert sealed.startswith(b"\x02\x042026")
    assert KeyRing.name_in(sealed) == "2026"
    assert NEW.open(sealed, **PLACE) == b"+97336123456"


def test_an_older_key_opens_what_it_sealed() -> None:
    assert BOTH.open(OLD.seal(b"secret", **PLACE), **PLACE) == b"secret"


def test_a_key_that_is_missing_is_named_and_no_secret_is() -> None:
    with pytest.raises(KeyMissing) as refusal:
        NEW.open(OLD.seal(b"secret", **PLACE), **PLACE)

    assert str(refusal.value).startswith("Sealed under the key '2025'; this process knows 2026.")
    assert "n" * 40 not in repr(NEW)


@pytest.mark.parametrize(
    "place", [{**PLACE, "purpose": "other"}, {**PLACE, "bound_to": b"row 2"}], ids=str
)
def test_what_is_sealed_opens_in_its_own_place_only(place: dict[str, object]) -> None:
    with pytest.raises(SealBroken):
        OLD.open(OLD.seal(b"secret", **PLACE), **place)  # type: ignore[arg-type]


@pytest.mark.parametrize("sealed", [b"", b"\x01abc", b"\x02", b"\x02\x20ab", b"\x02\x042025short"])
def test_what_no_key_ring_sealed_is_refused(sealed: bytes) -> None:
    with pytest.raises(SealBroken):
        OLD.open(sealed, **PLACE)


def test_a_changed_bit_is_noticed() -> None:
    sealed = OLD.seal(b"secret", **PLACE)

    with pytest.raises(SealBroken):
        OLD.open(sealed[:-1] + bytes([sealed[-1] ^ 1]), **PLACE)


def test_a_text_is_hashed_under_every_key_the_current_ones_first() -> None:
    new, old = BOTH.fingerprints("phone", "+97336123456", purpose="test")

    assert NEW.fingerprints("phone", "+97336123456", purpose="test") == (new,)
    assert OLD.fingerprints("phone", "+97336123456", purpose="test") == (old,)
    assert OLD.fingerprints("phone", "+97336123456", purpose="other") != (old,)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "key 1: expected 32 characters or more"),
        ("short", "key 1: expected 32 characters or more"),
        ("2026:" + "n" * 40 + ",2026:" + "o" * 40, "key 2026: expected each name once"),
        ("Name!:" + "n" * 40, "key 1: expected a name of a-z, 0-9 and - before ':'"),
    ],
)
def test_a_list_that_cannot_be_used_is_refused_without_a_secret(text: str, says: str) -> None:
    with pytest.raises(KeyRingRefused) as refusal:
        KeyRing.parse(text)

    assert str(refusal.value).startswith(says)
    assert "nnnn" not in str(refusal.value)
