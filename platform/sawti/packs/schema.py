"""The files of a tenant pack, key by key; tenants/README.md explains them to authors."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Annotated, Any, Literal
from zoneinfo import available_timezones

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from sawti.catalogue.replies import WRITTEN, fault_of_reply
from sawti.lib.contrast import is_colour
from sawti.lib.permissions import PERMISSIONS
from sawti.lib.text import has_controls
from sawti.packs.keeping import RetentionFile

_LABEL = r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?"


def _expect(expected: str, is_right: Callable[[Any], object]) -> AfterValidator:
    """Refuse a value that is not `expected`, in our words instead of pydantic's."""

    def check(value: Any) -> Any:
        if not is_right(value):
            # Handed over as a parameter: braces in the text itself would be placeholders.
            raise PydanticCustomError("pack", "{expected}", {"expected": expected})
        return value

    return AfterValidator(check)


def _matching(pattern: str) -> Callable[[str], object]:
    return re.compile(pattern, re.ASCII).fullmatch


def _is_email(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True


def _is_time(text: str) -> bool:
    return bool(re.fullmatch(r"([01][0-9]|2[0-3]):[0-5][0-9]", text, re.ASCII))


def _do_not_overlap(spans: list[list[str]]) -> bool:
    ends = [moment for span in spans for moment in span]
    return all(earlier < later for earlier, later in pairwise(ends))


_not_empty = _expect("a text that is not empty", str.strip)
_printable = _expect("a text without control characters", lambda text: not has_controls(text))
_one_line = _expect("a text on one line", lambda text: len(text.splitlines()) == 1)


def _at_most(length: int) -> AfterValidator:
    return _expect(f"at most {length} characters", lambda text: len(text) <= length)


def _code(length: int) -> AfterValidator:
    is_code = _matching(r"[a-z0-9]+([_-][a-z0-9]+)*")
    return _expect(
        f"small letters, digits and hyphens, at most {length}",
        lambda text: len(text) <= length and is_code(text),
    )


Line = Annotated[str, _not_empty, _printable, _one_line, _at_most(200)]
Prose = Annotated[str, _not_empty, _printable, _at_most(5000)]
Code = Annotated[str, _code(60)]
EntityCode = Annotated[str, _code(80)]
Country = Annotated[str, _expect("two capital letters such as BH", _matching(r"[A-Z]{2}"))]
PhonePrefix = Annotated[
    str, _expect("a dialling prefix such as +973", _matching(r"\+[1-9][0-9]{0,3}"))
]
Host = Annotated[
    str,
    _at_most(253),
    _expect("a host name in small letters, without port", _matching(rf"{_LABEL}(\.{_LABEL})*")),
]
Zone = Annotated[
    str,
    _expect("an IANA time zone such as Asia/Bahrain", lambda name: name in available_timezones()),
]
Email = Annotated[str, _expect("an e-mail address", _is_email), _at_most(254)]
Colour = Annotated[str, _expect("a colour such as #0b6b43", is_colour)]
Language = Literal["ar", "en"]
Time = Annotated[str, _expect("a time such as 07:30", _is_time)]
Span = Annotated[
    list[Time],
    _expect('opening and closing time such as ["07:00", "14:00"]', lambda span: len(span) == 2),
]
Spans = Annotated[
    list[Span], _expect("times that follow each other and do not overlap", _do_not_overlap)
]


class _Table(BaseModel):
    """A table of a pack: no key that we do not know, no value of another type."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Names(_Table):
    """A name in every language."""

    ar: Line
    en: Line


class Paragraph(_Table):
    """A text in every language."""

    ar: Prose
    en: Prose


ThreeSentences = Annotated[
    list[Prose], _expect("three sentences", lambda sentences: len(sentences) == 3)
]


class Sentences(_Table):
    """Three sentences in every language."""

    ar: ThreeSentences
    en: ThreeSentences


class Keywords(_Table):
    """The words people type, in every language."""

    ar: list[Line]
    en: list[Line]


class TenantFile(_Table):
    """tenant.toml: who the tenant is."""

    format: Literal[1] = Field(alias="schema")
    slug: Annotated[str, _code(40)]
    number_prefix: Country
    country: Country
    phone_prefix: PhonePrefix
    name: Names
    government: Names
    hosts: Annotated[list[Host], _expect("at least one host", len)]
    languages: Annotated[list[Language], _expect("at least one language", len)]
    default_language: Language
    plugins: list[Code] = []
    time_zone: Zone
    triage_entity: EntityCode
    mail_from: Email
    reopen_days: Annotated[int, Field(ge=0, le=365)] = 14
    smallest_count: Annotated[int, Field(ge=1, le=50)] = 5


class SectorRow(_Table):
    code: Code
    name: Names


class EntityRow(_Table):
    code: EntityCode
    name: Names
    sector: Code
    kind: Literal["ministry", "authority", "council", "office", "department"]
    parent: EntityCode | None = None


class EntitiesFile(_Table):
    """entities.toml: who answers."""

    sectors: list[SectorRow]
    entities: list[EntityRow]


class TypeRow(_Table):
    code: Code
    name: Names
    hint: Names


class ImportanceRow(_Table):
    code: Code
    name: Names
    rank: Annotated[int, Field(ge=0, le=1000)]
    default: bool = False


class PillarRow(_Table):
    code: Code
    name: Names


class CategoryRow(_Table):
    """A first-level category has a code and a name; what a second-level one has: references.py."""

    code: Code
    name: Names
    parent: Code | None = None
    pillar: Code | None = None
    importance: Code | None = None
    entity: EntityCode | None = None
    keywords: Keywords | None = None
    confidentiality: Code | None = None
    confidential_by: Literal["policy", "wish"] = "policy"


class ConfidentialityRow(_Table):
    """A class of confidential cases; `readers` and `handlers` are codes of roles."""

    code: Code
    name: Names
    readers: list[Code] = []
    handlers: Annotated[list[Code], _expect("at least one role", len)]
    second_person: bool = False


ReplyText = Annotated[
    Prose,
    _expect(
        f"no braces but {WRITTEN} (a brace itself is written twice)",
        lambda text: not fault_of_reply(text),
    ),
]


class ReplyTexts(_Table):
    """The text of a reply template in every language."""

    ar: ReplyText
    en: ReplyText


class ReplyRow(_Table):
    """Without entity it is for everybody, without category for every subject."""

    code: Code
    name: Names
    kind: Literal["question", "answer"]
    body: ReplyTexts
    entity: EntityCode | None = None
    category: Code | None = None


class CatalogueFile(_Table):
    """catalogue.toml: what cases are about."""

    types: Annotated[list[TypeRow], _expect("at least one type", len)]
    importance: list[ImportanceRow]
    pillars: list[PillarRow]
    categories: list[CategoryRow]
    confidentiality: list[ConfidentialityRow] = []
    replies: list[ReplyRow] = []


class Week(_Table):
    """The opening times of each day; a day that is absent is closed."""

    sun: Spans = []
    mon: Spans = []
    tue: Spans = []
    wed: Spans = []
    thu: Spans = []
    fri: Spans = []
    sat: Spans = []


class HolidayRow(_Table):
    name: Names
    first_on: date = Field(alias="from")
    to: date | None = None

    @property
    def last_on(self) -> date:
        """The last day of the holiday, which may be its first."""
        return self.to or self.first_on


class CalendarFile(_Table):
    """calendar.toml: when the government works."""

    # Without an open hour the search for a due date would never end.
    week: Annotated[Week, _expect("at least one open day", lambda week: any(vars(week).values()))]
    holidays: list[HolidayRow] = []


class PolicyRow(_Table):
    code: Code
    type: Code | None = None
    importance: Code | None = None
    resolution_days: Annotated[int, Field(ge=1, le=366)]


class SlaFile(_Table):
    """sla.toml: how fast an answer is due."""

    policies: list[PolicyRow]


class TextsFile(_Table):
    """texts.toml: the tenant's own words."""

    home_title: Paragraph
    home_intro: Paragraph
    filing_promise: Paragraph
    what_next: Sentences
    privacy_notice: Paragraph
    footer: Paragraph
    accessibility_note: Paragraph | None = None


class Colours(_Table):
    brand: Colour
    brand_hover: Colour
    on_brand: Colour
    link: Colour


class BrandFile(_Table):
    """brand.toml: the tenant's colours."""

    light: Colours
    dark: Colours


def _fit_the_level(row: "RoleRow") -> "RoleRow":
    known = (each for each in PERMISSIONS if row.level == "tenant" or not each.only_tenant)
    expected = [each.codename for each in known]
    if not row.permissions or not set(row.permissions) <= set(expected):
        told = f"permissions out of {', '.join(expected)}"
        raise PydanticCustomError("pack", "{expected}", {"expected": told})
    return row


class RoleRow(_Table):
    """What the holders of a kind of post may do; docs/roles.md lists the permissions."""

    code: Annotated[str, _code(40)]
    name: Names
    level: Literal["tenant", "entity"]
    permissions: list[str]
    first_contact: bool = False
    leads: bool = False
    delegable: bool = True

    _checked = model_validator(mode="after")(_fit_the_level)


class RolesFile(_Table):
    """roles.toml, which may be missing: roles beside, or instead of, those every tenant has."""

    roles: list[RoleRow] = []


@dataclass(frozen=True)
class Pack:
    """A pack without faults."""

    tenant: TenantFile
    entities: EntitiesFile
    catalogue: CatalogueFile
    calendar: CalendarFile
    sla: SlaFile
    texts: TextsFile
    brand: BrandFile
    roles: RolesFile
    retention: RetentionFile


FILES: dict[str, type[BaseModel]] = {
    "tenant.toml": TenantFile,
    "entities.toml": EntitiesFile,
    "catalogue.toml": CatalogueFile,
    "calendar.toml": CalendarFile,
    "sla.toml": SlaFile,
    "texts.toml": TextsFile,
    "brand.toml": BrandFile,
    "roles.toml": RolesFile,
    "retention.toml": RetentionFile,
}
MAY_BE_MISSING = frozenset({"roles.toml", "retention.toml"})
