"""`national_id` of tenant.toml: how the country writes its identity numbers."""

import re
from typing import Annotated, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from sawti.lib.national_id import has_right_check_digit, is_national_id
from sawti.packs.fields import Line, Names, PackTable, expect

EXPECTED = "an example that fits the pattern, with a weight for each digit"


def _compiles(pattern: str) -> bool:
    try:
        re.compile(pattern)
    except re.error:
        return False
    return True


class NationalIdTable(PackTable):
    """See sawti.lib.national_id; `weights` has one number for each digit, or none at all."""

    name: Names
    pattern: Annotated[Line, expect("a regular expression such as [0-9]{9}", _compiles)]
    example: Line
    weights: list[Annotated[int, Field(ge=0, le=99)]] = []
    modulus: Annotated[int, Field(ge=2, le=99)] = 11

    @model_validator(mode="after")
    def _example_is_one(self) -> Self:
        rule = self.model_dump()
        is_weighed = not self.weights or (
            self.example.isdecimal() and len(self.weights) == len(self.example)
        )
        if not (
            is_weighed
            and is_national_id(self.example, rule)
            and has_right_check_digit(self.example, rule)
        ):
            raise PydanticCustomError("pack", "{expected}", {"expected": EXPECTED})
        return self
