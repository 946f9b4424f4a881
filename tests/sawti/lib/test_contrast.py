"""Contrast as WCAG 2.2 defines it."""

import pytest

from sawti.lib.contrast import contrast_ratio, is_colour


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("#000000", "#ffffff", 21.0),
        ("#ffffff", "#000000", 21.0),
        ("#0b6b43", "#0B6B43", 1.0),
        ("#767676", "#ffffff", 4.542),  # the lightest grey that is enough for text on white
        ("#777777", "#ffffff", 4.478),
    ],
)
def test_contrast_is_that_of_the_standard(one: str, other: str, ratio: float) -> None:
    assert contrast_ratio(one, other) == pytest.approx(ratio, abs=0.001)


def test_a_colour_is_a_hash_and_six_hexadecimal_digits() -> None:
    colours = ("#0b6b43", "#0B6B43", "0b6b43", "#0b6", "#0b6b4g", "#0b6b4٣", "#0b6b43 ", "red")

    assert [text for text in colours if is_colour(text)] == ["#0b6b43", "#0B6B43"]
