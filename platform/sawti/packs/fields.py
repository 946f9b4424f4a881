"""The kinds of value that the files of a pack are made of, each with what we expect in words."""

import re
from collections.abc import Callable
from itertools import pairwise
from typing import Annotated, Any, Literal
from zoneinfo import available_timezones

from pydantic import AfterValidator, BaseModel, ConfigDict
from pydantic_core import PydanticCustomError

from sawti.accounts.contacts import is_email
from sawti.lib.contrast import is_colour
from sawti.lib.text import has_controls

_LABEL = r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?"


def expect(expected: str, is_right: Callable[[Any], object]) -> AfterValidator:
    """Refuse a value that is not `expected`, in our words instead of pydantic's."""

    def check(value: Any) -> Any:
        if not is_right(value):
            # Handed over as a parameter: braces in the text itself would be placeholders.
            raise PydanticCustomError("pack", "{expected}", {"expected": expected})
        return value

    return AfterValidator(check)


def matching(pattern: str) -> Callable[[str], object]:
    return re.compile(pattern, re.ASCII).fullmatch


def _is_time(text: str) -> bool:
    return bool(re.fullmatch(r"([01][0-9]|2[0-3]):[0-5][0-9]|24:00", text, re.ASCII))


def _do_not_overlap(spans: list[list[str]]) -> bool:
    ends = [moment for span in spans for moment in span]
    return all(earlier < later for earlier, later in pairwise(ends))


not_empty = expect("a text that is not empty", str.strip)
_printable = expect("a text without control characters", lambda text: not has_controls(text))
_one_line = expect("a text on one line", lambda text: len(text.splitlines()) == 1)


def at_most(length: int) -> AfterValidator:
    return expect(f"at most {length} characters", lambda text: len(text) <= length)


def code_of(length: int) -> AfterValidator:
    is_code = matching(r"[a-z0-9]+([_-][a-z0-9]+)*")
    return expect(
        f"small letters, digits and hyphens, at most {length}",
        lambda text: len(text) <= length and is_code(text),
    )


Line = Annotated[str, not_empty, _printable, _one_line, at_most(200)]
Prose = Annotated[str, not_empty, _printable, at_most(5000)]
Code = Annotated[str, code_of(60)]
EntityCode = Annotated[str, code_of(80)]
Country = Annotated[str, expect("two capital letters such as BH", matching(r"[A-Z]{2}"))]
PhonePrefix = Annotated[
    str, expect("a dialling prefix such as +973", matching(r"\+[1-9][0-9]{0,3}"))
]
Host = Annotated[
    str,
    at_most(253),
    expect("a host name in small letters, without port", matching(rf"{_LABEL}(\.{_LABEL})*")),
]
Zone = Annotated[
    str,
    expect("an IANA time zone such as Asia/Bahrain", lambda name: name in available_timezones()),
]
Email = Annotated[str, expect("an e-mail address", is_email), at_most(254)]
Colour = Annotated[str, expect("a colour such as #0b6b43", is_colour)]
Language = Literal["ar", "en"]
Time = Annotated[str, expect("a time such as 07:30", _is_time)]
Span = Annotated[
    list[Time],
    expect('opening and closing time such as ["07:00", "14:00"]', lambda span: len(span) == 2),
]
Spans = Annotated[
    list[Span], expect("times that follow each other and do not overlap", _do_not_overlap)
]


class PackTable(BaseModel):
    """A table of a pack: no key that we do not know, no value of another type."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Names(PackTable):
    """A name in every language."""

    ar: Line
    en: Line


class Paragraph(PackTable):
    """A text in every language."""

    ar: Prose
    en: Prose
