"""The tenant's catalogue as frozen facts, read once per version of its configuration."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sawti.catalogue.models import (
    CaseType,
    Category,
    ConfidentialBy,
    Confidentiality,
    Importance,
    MenuLink,
    Notice,
    Pillar,
    PublishedPage,
    ReplyTemplate,
    RepresentationKind,
    Text,
    Theme,
)
from sawti.entities.queries import entity_tree
from sawti.lib.text import localised, search_key
from sawti.tenancy.snapshot import kept_per_version


@dataclass(frozen=True)
class Named:
    """A code and its names; `name` gives the one in a language."""

    id: UUID
    code: str
    names: dict[str, str]
    is_active: bool

    def name(self, language: str) -> str:
        return localised(self.names, language)


@dataclass(frozen=True)
class TypeFacts(Named):
    hints: dict[str, str]

    def hint(self, language: str) -> str:
        return localised(self.hints, language)


@dataclass(frozen=True)
class ImportanceFacts(Named):
    rank: int
    is_default: bool


@dataclass(frozen=True)
class CategoryFacts(Named):
    parent_id: UUID | None
    pillar_id: UUID | None
    importance_id: UUID | None
    entity_id: UUID | None
    keywords: dict[str, list[str]]
    confidentiality_id: UUID | None = None
    confidential_by: str = ""

    @property
    def takes_a_wish(self) -> bool:
        """Whether the applicant decides that a case is confidential."""
        return bool(self.confidentiality_id) and self.confidential_by == ConfidentialBy.WISH


@dataclass(frozen=True)
class ConfidentialityFacts(Named):
    """A class of confidential cases; `readers` and `handlers` are codes of roles."""

    readers: tuple[str, ...]
    handlers: tuple[str, ...]
    needs_second: bool


@dataclass(frozen=True)
class RepresentationKindFacts(Named):
    """How somebody may act for another person, and what that allows (`may`: codes)."""

    hints: dict[str, str]
    documents: dict[str, str]
    may: frozenset[str]
    needs_proof: bool
    needs_account: bool

    def hint(self, language: str) -> str:
        return localised(self.hints, language)

    def document(self, language: str) -> str:
        """Return which document is asked for as proof; "" where the tenant names none."""
        return localised(self.documents, language) if self.needs_proof else ""


@dataclass(frozen=True)
class ReplyTemplateFacts(Named):
    """`kind`: question or answer. `replies.render_reply` fills in what stands in braces."""

    bodies: dict[str, str]
    kind: str
    entity_id: UUID | None
    category_id: UUID | None


@dataclass(frozen=True)
class MenuLinkFacts:
    """A link of the tenant's in `place` (header or footer); links.py explains kind and target."""

    place: str
    names: dict[str, str]
    kind: str
    target: str


@dataclass(frozen=True)
class NoticeFacts:
    """What stands on top of the portal's pages from one instant (aware UTC) until another."""

    texts: dict[str, str]
    tone: str
    from_at: datetime
    until_at: datetime | None

    def runs_at(self, at: datetime) -> bool:
        return self.from_at <= at and (self.until_at is None or at < self.until_at)


@dataclass(frozen=True)
class Catalogue:
    """Everything a case can be filed under. Dictionaries keep the tenant's order."""

    types: dict[str, TypeFacts]
    importance: dict[str, ImportanceFacts]
    pillars: dict[str, Named]
    categories: dict[str, CategoryFacts]
    confidentiality: dict[str, ConfidentialityFacts]
    representations: dict[str, RepresentationKindFacts]
    reply_templates: dict[str, ReplyTemplateFacts]
    texts: dict[str, Any]
    theme: dict[str, dict[str, str]]
    pages: dict[str, PublishedPage]
    menu: tuple[MenuLinkFacts, ...]
    notices: tuple[NoticeFacts, ...]
    by_id: dict[UUID, Named]

    @property
    def default_importance(self) -> ImportanceFacts:
        return next(level for level in self.importance.values() if level.is_default)

    def name(self, row_id: UUID | None, language: str) -> str:
        """Return the name of a type, importance, pillar or category; empty for None."""
        return self.by_id[row_id].name(language) if row_id else ""

    def text(self, key: str, language: str) -> Any:
        """Return the tenant's wording (a string or a list of them), or an empty string."""
        return localised(self.texts.get(key, {}), language)

    def category_groups(self) -> list[tuple[CategoryFacts, list[CategoryFacts]]]:
        """Return first-level categories with their active second level."""
        rows = [row for row in self.categories.values() if row.is_active]
        return [
            (top, [row for row in rows if row.parent_id == top.id])
            for top in rows
            if top.parent_id is None
        ]


def _named(row: Any) -> dict[str, Any]:
    return {"id": row.id, "code": row.code, "names": row.names, "is_active": row.is_active}


def _confidentiality() -> list[ConfidentialityFacts]:
    return [
        ConfidentialityFacts(
            **_named(row),
            readers=tuple(row.readers),
            handlers=tuple(row.handlers),
            needs_second=row.needs_second,
        )
        for row in Confidentiality.objects.order_by("position", "code")
    ]


def _representations() -> list[RepresentationKindFacts]:
    return [
        RepresentationKindFacts(
            **_named(row),
            hints=row.hints,
            documents=row.documents,
            may=frozenset(row.may),
            needs_proof=row.needs_proof,
            needs_account=row.needs_account,
        )
        for row in RepresentationKind.objects.order_by("position", "code")
    ]


def _menu() -> tuple[MenuLinkFacts, ...]:
    return tuple(
        MenuLinkFacts(row.place, row.names, row.kind, row.target)
        for row in MenuLink.objects.order_by("position", "id")
    )


def _notices() -> tuple[NoticeFacts, ...]:
    return tuple(
        NoticeFacts(row.texts, row.tone, row.from_at, row.until_at)
        for row in Notice.objects.order_by("-from_at", "-id")
    )


@kept_per_version
def catalogue() -> Catalogue:
    """Return the current tenant's catalogue, texts, theme and published pages."""
    order = ("position", "code")
    types = [TypeFacts(**_named(r), hints=r.hints) for r in CaseType.objects.order_by(*order)]
    levels = [
        ImportanceFacts(**_named(r), rank=r.rank, is_default=r.is_default)
        for r in Importance.objects.order_by("rank")
    ]
    pillars = [Named(**_named(r)) for r in Pillar.objects.order_by(*order)]
    categories = [
        CategoryFacts(
            **_named(r),
            parent_id=r.parent_id,
            pillar_id=r.pillar_id,
            importance_id=r.importance_id,
            entity_id=r.entity_id,
            keywords=r.keywords,
            confidentiality_id=r.confidentiality_id,
            confidential_by=r.confidential_by,
        )
        for r in Category.objects.order_by(*order)
    ]
    replies = [
        ReplyTemplateFacts(
            **_named(r),
            bodies=r.bodies,
            kind=r.kind,
            entity_id=r.entity_id,
            category_id=r.category_id,
        )
        for r in ReplyTemplate.objects.order_by(*order)
    ]
    theme = Theme.objects.first()
    classes, kinds = _confidentiality(), _representations()
    everything: list[Named] = [*types, *levels, *pillars, *categories, *classes, *kinds]
    return Catalogue(
        types={row.code: row for row in types},
        importance={row.code: row for row in levels},
        pillars={row.code: row for row in pillars},
        categories={row.code: row for row in categories},
        confidentiality={row.code: row for row in classes},
        representations={row.code: row for row in kinds},
        reply_templates={row.code: row for row in replies},
        texts={row.key: row.texts for row in Text.objects.all()},
        theme={"light": theme.light, "dark": theme.dark} if theme else {},
        pages={row.slug: row for row in PublishedPage.objects.all()},
        menu=_menu(),
        notices=_notices(),
        by_id={row.id: row for row in everything},
    )


def reply_templates_for(
    *, kind: str, entity_id: UUID, category_id: UUID | None
) -> list[ReplyTemplateFacts]:
    """Return the active templates for a case, in the tenant's order.

    `kind`: question or answer. A template fits the cases of its entity and of those below it, and
    of its category and the categories below it; without either it fits all.
    """
    known = catalogue()
    above = {entity_id, *(entity.id for entity in entity_tree().ancestors(entity_id)), None}
    category = known.by_id.get(category_id) if category_id else None
    subjects = {category_id, None}
    if isinstance(category, CategoryFacts):
        subjects.add(category.parent_id)
    return [
        row
        for row in known.reply_templates.values()
        if row.is_active and row.kind == kind
        if row.entity_id in above and row.category_id in subjects
    ]


def suggest_categories(story: str, *, most: int = 3) -> list[CategoryFacts]:
    """Return the second-level categories whose words occur in `story`, best first.

    Words are compared as `search_key` makes them, so hamza, ta marbuta and digits do not matter.
    """
    text = search_key(story)
    scored = []
    for category in catalogue().categories.values():
        if category.parent_id is None or not category.is_active:
            continue
        words = [word for words in category.keywords.values() for word in words]
        score = sum(len(key) for key in map(search_key, words) if key in text)
        if score:
            scored.append((score, category))
    return [category for _, category in sorted(scored, key=lambda pair: -pair[0])[:most]]
