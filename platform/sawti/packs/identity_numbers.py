"""`national_id` of tenant.toml: how the country writes its identity numbers."""

import re
from typing import Annotated, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from sawti.lib.national_id import has_right_check_digit, is_national_id

Text = Annotated[str, Field(min_length=1, max_length=100)]


def _refuse(expected: str) -> PydanticCustomError:
    return PydanticCustomError("pack", "{expected}", {"expected": expected})


def _compiles(pattern: str) -> str:
    try:
        re.compile(pattern)
    except re.error as error:
        raise _refuse("a regular expression such as [0-9]{9}") from error
    return pattern


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class NumberName(_Table):
    """What people call the number, in every language."""

    ar: Text
    en: Text


class NationalIdTable(_Table):
    """See sawti.lib.national_id; `weights` has one number for each digit, or none at all."""

    name: NumberName
    pattern: Annotated[Text, AfterValidator(_compiles)]
    example: Text
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
            raise _refuse("an example that fits the pattern, with a weight for each digit")
        return self
