"""What people type, made comparable."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sawti.lib.text import (
    canonical_phone,
    has_controls,
    localised,
    search_key,
    western_digits,
    without_bidi_controls,
)


@pytest.mark.parametrize("typed", ["0123456789", "٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹", "٠1۲3٤5۶7٨9"])
def test_arabic_indic_and_persian_digits_become_western_ones(typed: str) -> None:
    assert western_digits(typed) == "0123456789"


def test_letters_are_left_alone_when_digits_are_read() -> None:
    assert western_digits("العمود رقم ٧، gate 3") == "العمود رقم 7، gate 3"


def test_marks_of_direction_are_taken_out() -> None:
    assert without_bidi_controls("\u2066BH\u2069\u200f-\u200e1\u061c\u202a\u202e") == "BH-1"


@pytest.mark.parametrize("text", ["a\x00b", "\x1b[31m", "\x7f", "bell\x07", "\x0b"])
def test_control_characters_that_nobody_types_are_found(text: str) -> None:
    assert has_controls(text)


@pytest.mark.parametrize("text", ["", "سطر أول\nسطر ثان", "tab\there", "windows\r\nlines", "é😀"])
def test_line_breaks_tabs_and_letters_are_no_control_characters(text: str) -> None:
    assert not has_controls(text)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("إنارة", "انارة"),
        ("أحمد", "احمد"),
        ("آبار", "ابار"),
        ("الكهرباء والإنارة", "الكهرباء والاناره"),
        ("شكوى", "شكوي"),
        ("مسؤول", "مسوول"),
        ("مُهَنْدِسٌ", "مهندس"),
        ("جـــسر", "جسر"),
        ("رقم ١٢٣", "رقم 123"),
        ("Street   LIGHT", "street light"),
        ("ﻻ إنارة", "لا انارة"),
        ("\u200fإنارة\u200f", "انارة"),
    ],
)
def test_spellings_of_the_same_word_have_one_search_key(one: str, other: str) -> None:
    assert search_key(one) == search_key(other)


@given(st.text())
def test_a_search_key_is_its_own_search_key(text: str) -> None:
    assert search_key(search_key(text)) == search_key(text)


@pytest.mark.parametrize(
    "typed",
    [
        "36123456",
        "3612 3456",
        "036123456",
        "+973 3612 3456",
        "00973-3612-3456",
        "(+973) 36.12.34.56",
        "٣٦١٢٣٤٥٦",
        "+٩٧٣ ٣٦١٢ ٣٤٥٦",
        "٠٠٩٧٣٣٦١٢٣٤٥٦",
        "\u2066+97336123456\u2069",
        "36123456 ",
    ],
)
def test_a_phone_number_is_understood_however_it_is_typed(typed: str) -> None:
    assert canonical_phone(typed, "+973") == "+97336123456"


def test_a_phone_number_of_another_country_keeps_its_prefix() -> None:
    assert canonical_phone("+962 79 123 4567", "+973") == "+962791234567"


@pytest.mark.parametrize("typed", ["", "12", "phone", "+", "+0123456789", "1" * 20, "36123456x"])
def test_what_cannot_be_a_phone_number_is_none(typed: str) -> None:
    assert canonical_phone(typed, "+973") is None


@given(st.text(), st.sampled_from(["+973", "+962"]))
def test_a_phone_number_that_was_understood_is_plain_ascii(typed: str, prefix: str) -> None:
    found = canonical_phone(typed, prefix)

    assert found is None or (found.isascii() and found[1:].isdigit())


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        ({"ar": "عمل", "en": "Works"}, "Works"),
        ({"ar": "عمل"}, "عمل"),
        ({"ar": "عمل", "en": ""}, "عمل"),
        ({}, ""),
    ],
)
def test_a_name_is_given_in_another_language_rather_than_not_at_all(
    names: dict[str, str], expected: str
) -> None:
    assert localised(names, "en") == expected
