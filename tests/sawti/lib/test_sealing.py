"""Sealed secrets: what was changed or belongs elsewhere does not open."""

import pytest

from sawti.lib.sealing import Seal

RECEIPT = Seal(b"master", "receipt")
SEALED = RECEIPT.seal(b"0123456789ABCDEF", bound_to=b"BH-1")


def test_what_was_sealed_opens_again() -> None:
    assert RECEIPT.open(SEALED, bound_to=b"BH-1") == b"0123456789ABCDEF"


def test_the_same_text_sealed_twice_looks_different() -> None:
    assert RECEIPT.seal(b"0123456789ABCDEF", bound_to=b"BH-1") != SEALED


@pytest.mark.parametrize("position", range(len(SEALED)))
def test_a_change_of_any_byte_is_noticed(position: int) -> None:
    changed = bytearray(SEALED)
    changed[position] ^= 1

    assert RECEIPT.open(bytes(changed), bound_to=b"BH-1") is None


@pytest.mark.parametrize("length", range(len(SEALED)))
def test_what_was_cut_short_does_not_open(length: int) -> None:
    assert RECEIPT.open(SEALED[:length], bound_to=b"BH-1") is None


def test_what_is_bound_to_another_thing_does_not_open() -> None:
    assert RECEIPT.open(SEALED, bound_to=b"BH-2") is None


def test_the_seal_of_another_purpose_does_not_open_it() -> None:
    assert Seal(b"master", "draft").open(SEALED, bound_to=b"BH-1") is None


def test_the_seal_of_another_deployment_does_not_open_it() -> None:
    assert Seal(b"another master", "receipt").open(SEALED, bound_to=b"BH-1") is None


def test_a_fingerprint_has_32_bytes_and_is_the_same_each_time() -> None:
    assert len(RECEIPT.fingerprint("a", "b")) == 32
    assert RECEIPT.fingerprint("a", "b") == RECEIPT.fingerprint("a", "b")


def test_fingerprints_differ_by_part_purpose_and_master_key() -> None:
    found = {
        RECEIPT.fingerprint("a", "b"),
        RECEIPT.fingerprint("ab"),
        RECEIPT.fingerprint("a", "", "b"),
        RECEIPT.fingerprint("b", "a"),
        Seal(b"master", "draft").fingerprint("a", "b"),
        Seal(b"another master", "receipt").fingerprint("a", "b"),
    }

    assert len(found) == 6


def test_parts_of_a_fingerprint_that_hold_the_separator_do_not_run_into_each_other() -> None:
    assert RECEIPT.fingerprint("a\x1fb") != RECEIPT.fingerprint("a", "b")
