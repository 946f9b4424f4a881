"""National identity numbers: how a country writes them, as data of the tenant's pack.

A rule has `pattern` (a regular expression for the whole number), `example`, and for numbers with a
check digit `weights` and `modulus`: each digit times its weight, added up, is a multiple of the
modulus. Kuwait's civil number has 2 1 6 3 7 9 10 5 8 4 2 1 and 11.
"""

import re
from collections.abc import Mapping
from typing import Any

from sawti.lib.text import western_digits, without_bidi_controls


def canonical_national_id(typed: str) -> str:
    """Return the number without the spaces and dashes that people part it with."""
    return re.sub(r"[\s\-]", "", western_digits(without_bidi_controls(typed))).upper()


def is_national_id(number: str, rule: Mapping[str, Any]) -> bool:
    """Tell whether a canonical number has the form that the rule asks for."""
    return bool(re.fullmatch(rule["pattern"], number, re.ASCII))


def has_right_check_digit(number: str, rule: Mapping[str, Any]) -> bool:
    """Tell whether the digits of a number of the right form fit together."""
    weights = rule.get("weights") or ()
    total = sum(weight * int(digit) for weight, digit in zip(weights, number, strict=False))
    return not weights or total % int(rule["modulus"]) == 0
