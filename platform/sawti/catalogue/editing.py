"""The catalogue as its editors see it: from the tables, not from the snapshot of a moment ago."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sawti.catalogue.models import (
    Category,
    Confidentiality,
    Edit,
    MenuLink,
    Notice,
    ReplyTemplate,
    RepresentationKind,
    Text,
    Theme,
)
from sawti.catalogue.steps import categories, confidentiality, replies, representations
from sawti.lib.errors import Missing

MOST_EDITS = 50


@dataclass(frozen=True)
class EditFacts:
    """One change. `before` and `after` are the row's values; None: it was not there."""

    id: UUID
    at: datetime
    editor: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None

    @property
    def can_be_restored(self) -> bool:
        """Tell whether there was something before, other than its place in a list."""
        return bool(self.before) and set(self.before or {}) != {"position"}


@dataclass(frozen=True)
class Row:
    """A row of a list. `values`: as history keeps them, with codes instead of ids."""

    id: UUID
    code: str
    values: dict[str, Any]
    edited_at: datetime | None = None


def editable_categories() -> list[Row]:
    """Return all categories, each of the first level followed by those below it."""
    found = list(
        Category.objects.select_related(
            "parent", "pillar", "importance", "entity", "confidentiality"
        ).order_by("position", "code")
    )
    below: dict[UUID | None, list[Category]] = {}
    for row in found:
        below.setdefault(row.parent_id, []).append(row)
    ordered = [row for top in below.get(None, []) for row in (top, *below.get(top.id, []))]
    return [Row(r.id, r.code, categories.values_of(r), r.edited_at) for r in ordered]


def editable_classes() -> list[Row]:
    """Return all classes of confidential cases, in the tenant's order."""
    return [
        Row(row.id, row.code, confidentiality.values_of(row), row.edited_at)
        for row in Confidentiality.objects.order_by("position", "code")
    ]


def editable_kinds() -> list[Row]:
    """Return all kinds of representation, in the tenant's order."""
    return [
        Row(row.id, row.code, representations.values_of(row), row.edited_at)
        for row in RepresentationKind.objects.order_by("position", "code")
    ]


def editable_replies() -> list[Row]:
    """Return all reply templates, questions first."""
    found = ReplyTemplate.objects.select_related("entity", "category")
    return [
        Row(row.id, row.code, replies.values_of(row), row.edited_at)
        for row in found.order_by("-kind", "position", "code")
    ]


def editable_texts() -> tuple[dict[str, dict[str, Any]], datetime | None]:
    """Return the tenant's sentences by key, and when one of them was last edited."""
    rows = list(Text.objects.order_by("key"))
    last = max((row.edited_at for row in rows if row.edited_at), default=None)
    return {row.key: row.texts for row in rows}, last


def editable_theme() -> tuple[dict[str, dict[str, str]], datetime | None]:
    """Return the tenant's colours by mode, and when they were last edited."""
    row = Theme.objects.first()
    return ({"light": row.light, "dark": row.dark}, row.edited_at) if row else ({}, None)


def editable_menu() -> list[MenuLink]:
    """Return the links of header and footer, header first."""
    return list(MenuLink.objects.order_by("-place", "position", "id"))


def editable_notices() -> list[Notice]:
    """Return all notices, the newest first."""
    return list(Notice.objects.order_by("-from_at", "-id"))


def found_by_code(rows: list[Row], code: str) -> Row:
    """Return the row with this code. Raises Missing."""
    for row in rows:
        if row.code == code:
            return row
    raise Missing


def edits_of(table: str, row: str) -> list[EditFacts]:
    """Return the latest changes of a row, the newest first."""
    return list(_facts(table, row))


def earlier_values(table: str, row: str, edit_id: str) -> dict[str, Any]:
    """Return the values that a row had before one of its edits; empty if there is no such edit."""
    for edit in _facts(table, row):
        if str(edit.id) == edit_id and edit.can_be_restored:
            return edit.before or {}
    return {}


def _facts(table: str, row: str) -> Iterator[EditFacts]:
    found = Edit.objects.filter(table=table, row=row).select_related("editor")
    for edit in found.order_by("-at", "-id")[:MOST_EDITS]:
        yield EditFacts(edit.id, edit.at, edit.editor.name, edit.before, edit.after)
