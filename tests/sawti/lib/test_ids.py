"""Identifiers, case numbers and receipts: ordered, random, checked, forgiving."""

import string
from concurrent.futures import ThreadPoolExecutor

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from sawti.lib.ids import (
    CROCKFORD,
    canonical_case_number,
    canonical_receipt,
    check_character,
    grouped_receipt,
    new_case_number,
    new_id,
    new_receipt,
)

bodies = st.text(CROCKFORD, min_size=8, max_size=8)


def written(body: str, last: str | None = None) -> str:
    return f"BH-{body[:4]}-{body[4:]}-{last or check_character(body)}"


def test_an_id_is_a_uuid_of_version_7_and_of_the_standard_variant() -> None:
    found = new_id()

    assert (found.version, found.variant) == (7, "specified in RFC 4122")


def test_an_id_holds_the_millisecond_in_which_it_was_made() -> None:
    with time_machine.travel("2026-03-01T08:00:00.123Z", tick=False):
        found = new_id()

    assert found.int >> 80 == 1_772_352_000_123


def test_ids_of_later_milliseconds_sort_later() -> None:
    with time_machine.travel("2026-03-01T08:00Z", tick=False) as clock:
        ids = [(clock.shift(0.001), new_id())[1] for _ in range(200)]

    assert ids == sorted(ids)


def test_ids_of_one_millisecond_are_different_and_sort_in_the_order_of_their_making() -> None:
    with time_machine.travel("2026-03-01T08:00Z", tick=False):
        ids = [new_id() for _ in range(1000)]

    assert ids == sorted(set(ids))
    assert {(made.version, made.int >> 80) for made in ids} == {(7, ids[0].int >> 80)}


def test_threads_never_make_the_same_id() -> None:
    with (
        time_machine.travel("2026-03-01T08:00Z", tick=False),
        ThreadPoolExecutor(max_workers=4) as threads,
    ):
        ids = list(threads.map(lambda _: new_id(), range(2000)))

    assert len(set(ids)) == 2000


def test_a_new_case_number_has_the_form_of_two_letters_two_groups_and_a_check_character() -> None:
    number = new_case_number("BH")

    assert [len(part) for part in number.split("-")] == [2, 4, 4, 1]
    assert canonical_case_number(number) == number


@given(bodies)
def test_every_wrong_character_in_a_case_number_is_noticed(body: str) -> None:
    right = body + check_character(body)
    wrong = [
        right[:position] + character + right[position + 1 :]
        for position in range(9)
        for character in CROCKFORD
        if character != right[position]
    ]

    accepted = [typed for typed in wrong if canonical_case_number(f"BH{typed}")]

    assert accepted == []


@given(bodies)
def test_two_neighbours_exchanged_are_noticed_unless_they_are_0_and_z(body: str) -> None:
    """Luhn mod N can't tell its first and last characters apart when they change places."""
    right = body + check_character(body)
    pairs = {
        right[at : at + 2]: right[:at] + right[at + 1] + right[at] + right[at + 2 :]
        for at in range(8)
        if right[at] != right[at + 1]
    }

    accepted = {pair for pair, typed in pairs.items() if canonical_case_number(f"BH{typed}")}

    assert accepted == pairs.keys() & {"0Z", "Z0"}


def test_of_all_pairs_of_neighbours_only_0_and_z_can_be_exchanged_unnoticed() -> None:
    unnoticed = {
        first + second
        for first in CROCKFORD
        for second in CROCKFORD
        if first < second
        and check_character(f"123456{first}{second}") == check_character(f"123456{second}{first}")
    }

    assert unnoticed == {"0Z"}


def test_the_check_character_of_a_known_body_never_changes() -> None:
    assert check_character("4K7MQ2XA") == "S"


@pytest.mark.parametrize(
    "typed",
    [
        "BH-4K7M-Q2XA-S",
        "bh-4k7m-q2xa-s",
        "BH4K7MQ2XAS",
        "  BH 4K7M Q2XA S\n",
        "BH–4K7M–Q2XA–S",
        "BH‑4K7M‑Q2XA‑S",
        "\u2066BH-4K7M-Q2XA-S\u2069",
        "BH-٤K٧M-Q٢XA-S",
        "BH-۴K۷M-Q۲XA-S",
        "BH-\t4K7M-\u00a0Q2XA-S",
    ],
)
def test_a_case_number_is_understood_however_it_is_typed(typed: str) -> None:
    assert canonical_case_number(typed) == "BH-4K7M-Q2XA-S"


def test_the_letters_o_i_and_l_are_read_as_the_digits_they_look_like() -> None:
    number = written("01100011")

    assert canonical_case_number("BH-OIlo-ooLI-" + number[-1]) == number


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "BH",
        "BH-4K7M-Q2XA",
        "BH-4K7M-Q2XA-SS",
        "BH-4K7M-Q2XU-S",
        "B1-4K7M-Q2XA-S",
        "\x00\x004K7MQ2XAS",
        "بح-4K7M-Q2XA-S",
        "4K7M-Q2XA-S",
        "x" * 10_000,
    ],
)
def test_what_cannot_be_a_case_number_is_none(typed: str) -> None:
    assert canonical_case_number(typed) is None


def test_a_receipt_has_16_characters_that_nobody_misreads() -> None:
    receipt = new_receipt()

    assert len(receipt) == 16
    assert set(receipt) <= set(CROCKFORD)
    assert set(string.ascii_uppercase + string.digits) - set(CROCKFORD) == set("ILOU")


def test_receipts_do_not_repeat() -> None:
    assert len({new_receipt() for _ in range(1000)}) == 1000


@pytest.mark.parametrize(
    "typed",
    [
        "0123456789ABCDEF",
        "0123-4567-89AB-CDEF",
        "o1234567 89ab cdef",
        "OI23–4567–89AB–CDEF",
        "٠١٢٣-٤٥٦٧-٨٩AB-CDEF",
        "\u200e0123 4567 89AB CDEF\u200f",
    ],
)
def test_a_receipt_is_understood_however_it_is_typed(typed: str) -> None:
    assert canonical_receipt(typed) == "0123456789ABCDEF"


@pytest.mark.parametrize("typed", ["", "0123456789ABCDE", "0123456789ABCDEFG", "0123456789ABCDEU"])
def test_what_cannot_be_a_receipt_is_none(typed: str) -> None:
    assert canonical_receipt(typed) is None


@given(st.text(CROCKFORD, min_size=16, max_size=16))
def test_a_receipt_shown_in_groups_is_understood_again(receipt: str) -> None:
    assert canonical_receipt(grouped_receipt(receipt)) == receipt


@given(st.text())
def test_no_text_makes_the_reading_of_numbers_and_receipts_fail(typed: str) -> None:
    numbers = (canonical_case_number(typed), canonical_receipt(typed))

    assert all(found is None or found.isascii() for found in numbers)
