"""Adding and changing categories, and their order."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sawti.accounts.models import Staff
from sawti.catalogue.models import Category, ConfidentialBy, Confidentiality, Importance, Pillar
from sawti.catalogue.permissions import require_class_manager, require_editor
from sawti.catalogue.steps.edits import (
    LANGUAGES,
    LONGEST_LINE,
    Table,
    faults_of_words,
    locked,
    record_edit,
    refuse,
)
from sawti.entities.models import Entity
from sawti.lib.errors import N_, Invalid
from sawti.lib.text import has_controls

LONGEST_CODE, MOST_KEYWORDS = 60, 40
_CODE = re.compile(r"[a-z0-9]+([_-][a-z0-9]+)*", re.ASCII)


@dataclass(frozen=True)
class CategoryDraft:
    """What an editor wants. `parent`, `pillar`, `importance` and `entity` are codes, or "".

    Without a parent it is a category of the first level: only a name, no entity of its own.
    `confidentiality`: the class of its cases, "" for none, None to leave it as it is.
    """

    names: dict[str, str]
    parent: str = ""
    pillar: str = ""
    importance: str = ""
    entity: str = ""
    keywords: dict[str, list[str]] | None = None
    is_active: bool = True
    confidentiality: str | None = None
    confidential_by: str = ConfidentialBy.POLICY


@dataclass(frozen=True)
class _Rows:
    """The rows behind the codes of a draft; None where there is no such row."""

    parent: Category | None
    pillar: Pillar | None
    importance: Importance | None
    entity: Entity | None
    confidentiality: Confidentiality | None


def add_category(code: str, draft: CategoryDraft, *, by: Staff, at: datetime) -> None:
    """Add a category at the end of its level. Raises InvalidInput with every fault."""
    require_editor(by)
    rows = _rows(draft)
    _require_for_class(draft, None, by)
    refuse([*faults_of_code(Category, code), *_faults(draft, rows, known=None)])
    last = Category.objects.order_by("-position").values_list("position", flat=True).first()
    row = Category.objects.create(
        code=code, position=(last or 0) + 1, edited_at=at, **_columns(draft, rows)
    )
    record_edit(
        Table.CATEGORY, code, row_id=row.id, before=None, after=values_of(row), by=by, at=at
    )


def change_category(
    code: str, draft: CategoryDraft, *, seen: datetime | None, by: Staff, at: datetime
) -> None:
    """Change a category; its code stays. Cases keep the category they were filed with.

    Raises InvalidInput with every fault, Missing, EditedMeanwhile.
    """
    require_editor(by)
    row = locked(Category, seen=seen, code=code)
    rows = _rows(draft)
    _require_for_class(draft, row, by)
    refuse(_faults(draft, rows, known=row))
    before = values_of(row)
    for column, value in _columns(draft, rows).items():
        setattr(row, column, value)
    row.edited_at = at
    row.save()
    record_edit(
        Table.CATEGORY, code, row_id=row.id, before=before, after=values_of(row), by=by, at=at
    )


def values_of(row: Category) -> dict[str, Any]:
    """Return a category as history keeps it: with codes instead of ids."""
    return {
        "names": row.names,
        "parent": row.parent.code if row.parent else "",
        "pillar": row.pillar.code if row.pillar else "",
        "importance": row.importance.code if row.importance else "",
        "entity": row.entity.code if row.entity else "",
        "keywords": row.keywords,
        "is_active": row.is_active,
        "confidentiality": row.confidentiality.code if row.confidentiality else "",
        "confidential_by": row.confidential_by,
    }


def _require_for_class(draft: CategoryDraft, known: Category | None, by: Staff) -> None:
    """Let only who manages the classes change which one the cases get."""
    before = values_of(known) if known else {"confidentiality": "", "confidential_by": "policy"}
    wanted = {"confidentiality": draft.confidentiality, "confidential_by": draft.confidential_by}
    if draft.confidentiality is not None and any(before[k] != v for k, v in wanted.items()):
        require_class_manager(by)


def faults_of_code(model: Any, code: str) -> list[Invalid]:
    """Return what is wrong with the code of a new row."""
    if len(code) > LONGEST_CODE or not _CODE.fullmatch(code):
        return [
            Invalid(
                "code",
                N_("A code has small letters, digits and hyphens, at most %(longest)s of them."),
                longest=LONGEST_CODE,
            )
        ]
    if model.objects.filter(code=code).exists():
        return [Invalid("code", N_("This code is taken. Choose another one."))]
    return []


def _rows(draft: CategoryDraft) -> _Rows:
    def found(model: Any, code: str) -> Any:
        return model.objects.filter(code=code, is_active=True).first() if code else None

    return _Rows(
        parent=found(Category, draft.parent),
        pillar=found(Pillar, draft.pillar),
        importance=found(Importance, draft.importance),
        entity=found(Entity, draft.entity),
        confidentiality=found(Confidentiality, draft.confidentiality or ""),
    )


def _faults(draft: CategoryDraft, rows: _Rows, known: Category | None) -> list[Invalid]:
    level = _second_level_faults if draft.parent else _first_level_faults
    return [
        *faults_of_words("name", draft.names, LONGEST_LINE),
        *level(draft, rows, known),
        *_keyword_faults(draft),
    ]


def _first_level_faults(draft: CategoryDraft, rows: _Rows, known: Category | None) -> list[Invalid]:
    faults = [
        Invalid(field, N_("Only a category below another one has this. Leave it empty."))
        for field in ("pillar", "importance", "entity", "confidentiality")
        if getattr(draft, field)
    ]
    below = known.children.filter(is_active=True).count() if known else 0
    if below and not draft.is_active:
        faults.append(
            Invalid(
                "is_active",
                N_("%(count)s active categories lie below it. Switch them off first."),
                count=below,
            )
        )
    return faults


def _second_level_faults(
    draft: CategoryDraft, rows: _Rows, known: Category | None
) -> list[Invalid]:
    faults = []
    parent = rows.parent
    if parent is None or parent.parent_id is not None or (known and parent.id == known.id):
        faults.append(Invalid("parent", N_("Choose an active category of the first level.")))
    elif known and known.children.exists():
        faults.append(
            Invalid("parent", N_("Categories lie below this one, so it stays on the first level."))
        )
    if rows.pillar is None:
        faults.append(Invalid("pillar", N_("Choose a pillar.")))
    if rows.entity is None:
        faults.append(Invalid("entity", N_("Choose the entity that answers these cases.")))
    if draft.importance and rows.importance is None:
        faults.append(Invalid("importance", N_("Choose an importance from the list.")))
    is_known = draft.confidential_by in ConfidentialBy.values
    if draft.confidentiality and (rows.confidentiality is None or not is_known):
        faults.append(Invalid("confidentiality", N_("Choose a class from the list.")))
    return faults


def _keyword_faults(draft: CategoryDraft) -> list[Invalid]:
    faults = []
    for language, words in (draft.keywords or {}).items():
        if len(words) > MOST_KEYWORDS or any(
            len(word) > LONGEST_LINE or has_controls(word) for word in words
        ):
            faults.append(
                Invalid(
                    f"keywords_{language}",
                    N_("At most %(most)s words, one on each line, none longer than a line."),
                    most=MOST_KEYWORDS,
                )
            )
    return faults


def _columns(draft: CategoryDraft, rows: _Rows) -> dict[str, Any]:
    typed = draft.keywords or {}
    words = {language: typed.get(language, []) for language in LANGUAGES}
    chosen: dict[str, Any] = {}
    if draft.confidentiality is not None:
        chosen["confidentiality"] = rows.confidentiality
        chosen["confidential_by"] = draft.confidential_by
    return {
        **chosen,
        "names": draft.names,
        "parent": rows.parent,
        "pillar": rows.pillar,
        "importance": rows.importance,
        "entity": rows.entity,
        "keywords": words if draft.parent else {},
        "is_active": draft.is_active,
    }
