"""The files of a tenant pack, key by key; tenants/README.md explains them to authors."""

from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import BaseModel, Field, model_validator
from pydantic_core import PydanticCustomError

from sawti.catalogue.replies import WRITTEN, fault_of_reply
from sawti.lib.permissions import PERMISSIONS
from sawti.packs.calendar_file import CalendarFile
from sawti.packs.escalation import EscalationFile
from sawti.packs.fields import (
    Code,
    Colour,
    Country,
    Email,
    EntityCode,
    Host,
    Language,
    Line,
    Names,
    PackTable,
    Paragraph,
    PhonePrefix,
    Prose,
    Zone,
    code_of,
    expect,
)
from sawti.packs.identity_numbers import NationalIdTable
from sawti.packs.keeping import RetentionFile
from sawti.packs.policy_file import SlaFile
from sawti.packs.telling import TellingFile

ThreeSentences = Annotated[
    list[Prose], expect("three sentences", lambda sentences: len(sentences) == 3)
]


class Sentences(PackTable):
    """Three sentences in every language."""

    ar: ThreeSentences
    en: ThreeSentences


class Keywords(PackTable):
    """The words people type, in every language."""

    ar: list[Line]
    en: list[Line]


class TenantFile(PackTable):
    """tenant.toml: who the tenant is."""

    format: Literal[1] = Field(alias="schema")
    slug: Annotated[str, code_of(40)]
    number_prefix: Country
    country: Country
    phone_prefix: PhonePrefix
    name: Names
    government: Names
    hosts: Annotated[list[Host], expect("at least one host", len)]
    languages: Annotated[list[Language], expect("at least one language", len)]
    default_language: Language
    plugins: list[Code] = []
    time_zone: Zone
    triage_entity: EntityCode
    mail_from: Email
    reopen_days: Annotated[int, Field(ge=0, le=365)] = 14
    smallest_count: Annotated[int, Field(ge=1, le=50)] = 5
    national_id: NationalIdTable | None = None


class SectorRow(PackTable):
    code: Code
    name: Names


class EntityRow(PackTable):
    code: EntityCode
    name: Names
    sector: Code
    kind: Literal["ministry", "authority", "council", "office", "department"]
    parent: EntityCode | None = None


class EntitiesFile(PackTable):
    """entities.toml: who answers."""

    sectors: list[SectorRow]
    entities: list[EntityRow]


class TypeRow(PackTable):
    code: Code
    name: Names
    hint: Names


class ImportanceRow(PackTable):
    code: Code
    name: Names
    rank: Annotated[int, Field(ge=0, le=1000)]
    default: bool = False


class PillarRow(PackTable):
    code: Code
    name: Names


class CategoryRow(PackTable):
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


class ConfidentialityRow(PackTable):
    """A class of confidential cases; `readers` and `handlers` are codes of roles."""

    code: Code
    name: Names
    readers: list[Code] = []
    handlers: Annotated[list[Code], expect("at least one role", len)]
    second_person: bool = False


class RepresentationRow(TypeRow):
    """How somebody may act for another person: docs/applicants.md."""

    may: list[Literal["file", "follow", "reply", "rate"]]
    document: Names | None = None
    needs_proof: bool = True
    needs_account: bool = False


ReplyText = Annotated[
    Prose,
    expect(
        f"no braces but {WRITTEN} (a brace itself is written twice)",
        lambda text: not fault_of_reply(text),
    ),
]


class ReplyTexts(PackTable):
    """The text of a reply template in every language."""

    ar: ReplyText
    en: ReplyText


class ReplyRow(PackTable):
    """Without entity it is for everybody, without category for every subject."""

    code: Code
    name: Names
    kind: Literal["question", "answer"]
    body: ReplyTexts
    entity: EntityCode | None = None
    category: Code | None = None


class CatalogueFile(PackTable):
    """catalogue.toml: what cases are about."""

    types: Annotated[list[TypeRow], expect("at least one type", len)]
    importance: list[ImportanceRow]
    pillars: list[PillarRow]
    categories: list[CategoryRow]
    confidentiality: list[ConfidentialityRow] = []
    representations: list[RepresentationRow] = []
    replies: list[ReplyRow] = []


class TextsFile(PackTable):
    """texts.toml: the tenant's own words."""

    home_title: Paragraph
    home_intro: Paragraph
    filing_promise: Paragraph
    what_next: Sentences
    privacy_notice: Paragraph
    footer: Paragraph
    accessibility_note: Paragraph | None = None


class ConsentRow(PackTable):
    """What people are told or agree to, and what a withdrawal means."""

    code: Code
    title: Names
    text: Paragraph
    withdrawal: Paragraph
    required: bool = False


class ConsentsFile(PackTable):
    """consents.toml, which may be missing."""

    consents: list[ConsentRow] = []


class Colours(PackTable):
    brand: Colour
    brand_hover: Colour
    on_brand: Colour
    link: Colour


class BrandFile(PackTable):
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


class RoleRow(PackTable):
    """What the holders of a kind of post may do; docs/roles.md lists the permissions."""

    code: Annotated[str, code_of(40)]
    name: Names
    level: Literal["tenant", "entity"]
    permissions: list[str]
    first_contact: bool = False
    leads: bool = False
    delegable: bool = True

    _checked = model_validator(mode="after")(_fit_the_level)


class RolesFile(PackTable):
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
    consents: ConsentsFile
    escalation: EscalationFile
    telling: TellingFile


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
    "consents.toml": ConsentsFile,
    "escalation.toml": EscalationFile,
    "telling.toml": TellingFile,
}
MAY_BE_MISSING = frozenset(
    {"roles.toml", "retention.toml", "consents.toml", "escalation.toml", "telling.toml"}
)
