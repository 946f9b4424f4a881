"""Adding and changing what staff begin a question or an answer with."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sawti.accounts.models import Staff
from sawti.catalogue.models import Category, ReplyKind, ReplyTemplate
from sawti.catalogue.permissions import require_editor
from sawti.catalogue.replies import check_reply
from sawti.catalogue.steps.categories import faults_of_code
from sawti.catalogue.steps.edits import (
    LONGEST_LINE,
    LONGEST_PROSE,
    Table,
    faults_of_words,
    locked,
    record_edit,
    refuse,
)
from sawti.entities.models import Entity
from sawti.lib.errors import N_, Invalid


@dataclass(frozen=True)
class ReplyDraft:
    """What an editor wants. `entity` and `category` are codes; "" stands for all of them."""

    names: dict[str, str]
    bodies: dict[str, str]
    kind: str
    entity: str = ""
    category: str = ""
    is_active: bool = True


def add_reply(code: str, draft: ReplyDraft, *, by: Staff, at: datetime) -> None:
    """Add a reply template at the end. Raises InvalidInput with every fault."""
    require_editor(by)
    columns = _columns(draft)
    refuse([*faults_of_code(ReplyTemplate, code), *_faults(draft, columns)])
    last = ReplyTemplate.objects.order_by("-position").values_list("position", flat=True).first()
    row = ReplyTemplate.objects.create(code=code, position=(last or 0) + 1, edited_at=at, **columns)
    record_edit(Table.REPLY, code, row_id=row.id, before=None, after=values_of(row), by=by, at=at)


def change_reply(
    code: str, draft: ReplyDraft, *, seen: datetime | None, by: Staff, at: datetime
) -> None:
    """Change a reply template; its code stays.

    Raises InvalidInput with every fault, Missing, EditedMeanwhile.
    """
    require_editor(by)
    row = locked(ReplyTemplate, seen=seen, code=code)
    columns = _columns(draft)
    refuse(_faults(draft, columns))
    before = values_of(row)
    for column, value in columns.items():
        setattr(row, column, value)
    row.edited_at = at
    row.save()
    record_edit(Table.REPLY, code, row_id=row.id, before=before, after=values_of(row), by=by, at=at)


def values_of(row: ReplyTemplate) -> dict[str, Any]:
    """Return a template as history keeps it: with codes instead of ids."""
    return {
        "names": row.names,
        "bodies": row.bodies,
        "kind": row.kind,
        "entity": row.entity.code if row.entity else "",
        "category": row.category.code if row.category else "",
        "is_active": row.is_active,
    }


def _columns(draft: ReplyDraft) -> dict[str, Any]:
    return {
        "names": draft.names,
        "bodies": draft.bodies,
        "kind": draft.kind,
        "entity": Entity.objects.filter(code=draft.entity).first() if draft.entity else None,
        "category": Category.objects.filter(code=draft.category).first()
        if draft.category
        else None,
        "is_active": draft.is_active,
    }


def _faults(draft: ReplyDraft, columns: dict[str, Any]) -> list[Invalid]:
    faults = [
        *faults_of_words("name", draft.names, LONGEST_LINE),
        *faults_of_words("body", draft.bodies, LONGEST_PROSE),
    ]
    for language, body in draft.bodies.items():
        try:
            check_reply(f"body_{language}", body)
        except Invalid as fault:
            faults.append(fault)
    if draft.kind not in ReplyKind.values:
        faults.append(Invalid("kind", N_("Choose question or answer.")))
    if draft.entity and columns["entity"] is None:
        faults.append(Invalid("entity", N_("Choose an entity from the list.")))
    if draft.category and columns["category"] is None:
        faults.append(Invalid("category", N_("Choose a subject from the list.")))
    return faults
