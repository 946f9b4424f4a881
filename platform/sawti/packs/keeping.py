"""retention.toml, key by key."""

from typing import Annotated, Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from sawti.packs.fields import PackTable


class RetentionRow(PackTable):
    """For how long one kind of rows is kept; without a number, for good."""

    kind: Literal["cases", "addresses", "search_words", "outbox"]
    case_type: str = ""
    category: str = ""
    confidentiality: str = ""
    number: Annotated[int, Field(ge=1, le=1200)] | None = None
    unit: Literal["days", "months", "years"]
    how: Literal["", "anonymise", "erase"] = ""

    @model_validator(mode="after")
    def _says_how(self) -> "RetentionRow":
        if (self.kind == "cases") != bool(self.how):
            expected = "`how` (anonymise or erase) for cases, and for nothing else"
            raise PydanticCustomError("pack", "{expected}", {"expected": expected})
        return self

    @property
    def about(self) -> tuple[str, str, str, str]:
        """What two rows about the same thing have in common."""
        return self.kind, self.case_type, self.category, self.confidentiality

    @property
    def code(self) -> str:
        """The same in one word."""
        return " ".join(part for part in self.about if part)


class RetentionFile(PackTable):
    """retention.toml, which may be missing: beside, or instead of, what all tenants begin with."""

    policies: list[RetentionRow] = []
