"""What counts as an identity number is data of a country."""

import pytest

from sawti.lib.national_id import canonical_national_id, has_right_check_digit, is_national_id

CPR = {"pattern": "[0-9]{9}", "weights": []}
# Kuwait's civil number, whose rule is published.
KUWAIT = {
    "pattern": "[0-9]{12}",
    "weights": [2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2, 1],
    "modulus": 11,
}


def test_a_number_is_read_in_any_digits_with_spaces_and_dashes():
    assert canonical_national_id(" ٩٠٠٤-١٢ ٣٤٥\u200f") == "900412345"


@pytest.mark.parametrize("number", ["90041234", "9004123456", "90041234x", ""])
def test_a_number_of_another_form_is_none(number: str):
    assert not is_national_id(number, CPR)


def test_a_number_without_weights_has_no_check_digit():
    assert has_right_check_digit("900412345", CPR)


@pytest.mark.parametrize(
    ("number", "is_right"),
    [("290010112345", False), ("290010112346", True), ("920010112346", False)],
)
def test_a_slip_or_two_digits_that_changed_places_are_noticed(number: str, is_right: bool):
    assert has_right_check_digit(number, KUWAIT) is is_right
