"""Adding, changing and removing the ways in which people may act for others."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import ProtectedError

from sawti.accounts.models import Staff
from sawti.catalogue.errors import KindInUse
from sawti.catalogue.models import RepresentationKind
from sawti.catalogue.permissions import require_class_manager
from sawti.catalogue.rights import Right
from sawti.catalogue.steps.categories import faults_of_code
from sawti.catalogue.steps.edits import (
    LONGEST_LINE,
    Table,
    faults_of_words,
    locked,
    record_edit,
    refuse,
)
from sawti.lib.errors import N_, Invalid, Missing

COLUMNS = ("names", "hints", "documents", "may", "needs_proof", "needs_account", "is_active")


@dataclass(frozen=True)
class KindDraft:
    """What an administrator wants. `may`: what they may do beside filing (codes of Right).

    `documents`: what is asked for as proof, by language; not looked at where none is needed.
    """

    names: dict[str, str]
    hints: dict[str, str]
    may: tuple[str, ...]
    documents: dict[str, str] = field(default_factory=dict)
    needs_proof: bool = True
    needs_account: bool = False
    is_active: bool = True


def add_kind(code: str, draft: KindDraft, *, by: Staff, at: datetime) -> None:
    """Add a kind at the end of the list. Raises InvalidInput with every fault, NotPermitted."""
    require_class_manager(by)
    refuse([*faults_of_code(RepresentationKind, code), *_faults(draft)])
    rows = RepresentationKind.objects.order_by("-position")
    last = rows.values_list("position", flat=True).first()
    row = RepresentationKind.objects.create(
        code=code, position=(last or 0) + 1, edited_at=at, **_columns(draft)
    )
    _record(row, None, values_of(row), by, at)


def change_kind(
    code: str, draft: KindDraft, *, seen: datetime | None, by: Staff, at: datetime
) -> None:
    """Change a kind; its code stays. Whoever acts in this way follows it from now on.

    Raises InvalidInput with every fault, NotPermitted, Missing, EditedMeanwhile.
    """
    require_class_manager(by)
    row = locked(RepresentationKind, seen=seen, code=code)
    refuse(_faults(draft))
    before = values_of(row)
    for column, value in _columns(draft).items():
        setattr(row, column, value)
    row.edited_at = at
    row.save()
    _record(row, before, values_of(row), by, at)


def remove_kind(code: str, *, by: Staff, at: datetime) -> None:
    """Remove a kind in which nobody ever acted.

    Raises KindInUse where somebody did, NotPermitted, and Missing.
    """
    require_class_manager(by)
    row = RepresentationKind.objects.select_for_update().filter(code=code).first()
    if row is None:
        raise Missing
    before, row_id = values_of(row), row.id
    try:
        row.delete()
    except ProtectedError:
        raise KindInUse from None
    row.id = row_id  # of what the record is about
    _record(row, before, None, by, at)


def values_of(row: RepresentationKind) -> dict[str, Any]:
    """Return a kind as history keeps it."""
    return {column: getattr(row, column) for column in COLUMNS}


def _record(
    row: RepresentationKind,
    before: dict[str, Any] | None,
    after: dict[str, Any] | None,
    by: Staff,
    at: datetime,
) -> None:
    record_edit(
        Table.REPRESENTATION, row.code, row_id=row.id, before=before, after=after, by=by, at=at
    )


def _faults(draft: KindDraft) -> list[Invalid]:
    faults = faults_of_words("name", draft.names, LONGEST_LINE)
    faults += faults_of_words("hint", draft.hints, LONGEST_LINE)
    if draft.needs_proof:
        faults += faults_of_words("document", draft.documents, LONGEST_LINE)
    if not set(draft.may) <= set(Right):
        text = N_("There is no such choice here. Choose one from the list.")
        faults.append(Invalid("may", text))
    elif Right.FOLLOW not in draft.may and set(draft.may) - {Right.FILE}:
        text = N_("Whoever replies or rates has to follow the case. Choose that too.")
        faults.append(Invalid("may", text))
    return faults


def _columns(draft: KindDraft) -> dict[str, Any]:
    return {
        "names": draft.names,
        "hints": draft.hints,
        "documents": draft.documents if draft.needs_proof else {},
        "may": [right.value for right in Right if right == Right.FILE or right in draft.may],
        "needs_proof": draft.needs_proof,
        "needs_account": draft.needs_account,
        "is_active": draft.is_active,
    }
