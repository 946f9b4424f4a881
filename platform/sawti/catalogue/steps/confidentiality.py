"""Adding and changing the classes of confidential cases."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sawti.accounts.models import Staff
from sawti.catalogue.models import Category, Confidentiality
from sawti.catalogue.permissions import require_class_manager
from sawti.catalogue.steps.categories import faults_of_code
from sawti.catalogue.steps.edits import (
    LONGEST_LINE,
    Table,
    faults_of_words,
    locked,
    record_edit,
    refuse,
)
from sawti.entities.posts import active_roles
from sawti.lib.errors import N_, Invalid


@dataclass(frozen=True)
class ClassDraft:
    """What an administrator wants. `handlers` and `readers`: codes of roles; who handles reads."""

    names: dict[str, str]
    handlers: tuple[str, ...]
    readers: tuple[str, ...] = ()
    needs_second: bool = False
    is_active: bool = True


def add_class(code: str, draft: ClassDraft, *, by: Staff, at: datetime) -> None:
    """Add a class at the end of the list. Raises InvalidInput with every fault."""
    require_class_manager(by)
    refuse([*faults_of_code(Confidentiality, code), *_faults(draft, known=None)])
    last = Confidentiality.objects.order_by("-position").values_list("position", flat=True).first()
    row = Confidentiality.objects.create(
        code=code, position=(last or 0) + 1, edited_at=at, **_columns(draft)
    )
    _record(row, before=None, by=by, at=at)


def change_class(
    code: str, draft: ClassDraft, *, seen: datetime | None, by: Staff, at: datetime
) -> None:
    """Change a class; its code stays. From now on all its cases follow it.

    Raises InvalidInput with every fault, Missing, EditedMeanwhile.
    """
    require_class_manager(by)
    row = locked(Confidentiality, seen=seen, code=code)
    refuse(_faults(draft, known=row))
    before = values_of(row)
    for column, value in _columns(draft).items():
        setattr(row, column, value)
    row.edited_at = at
    row.save()
    _record(row, before=before, by=by, at=at)


def values_of(row: Confidentiality) -> dict[str, Any]:
    """Return a class as history keeps it."""
    return {
        "names": row.names,
        "handlers": row.handlers,
        "readers": row.readers,
        "needs_second": row.needs_second,
        "is_active": row.is_active,
    }


def _record(
    row: Confidentiality, *, before: dict[str, Any] | None, by: Staff, at: datetime
) -> None:
    after = values_of(row)
    record_edit(
        Table.CONFIDENTIALITY, row.code, row_id=row.id, before=before, after=after, by=by, at=at
    )


def _faults(draft: ClassDraft, known: Confidentiality | None) -> list[Invalid]:
    faults = faults_of_words("name", draft.names, LONGEST_LINE)
    kept = {*known.handlers, *known.readers} if known else set()
    offered = {role.code for role in active_roles()} | kept
    faults += [
        Invalid(field, N_("There is no such choice here. Choose one from the list."))
        for field in ("handlers", "readers")
        if not offered.issuperset(getattr(draft, field))
    ]
    if not draft.handlers:
        text = N_("Choose at least one role: somebody has to act on these cases.")
        faults.append(Invalid("handlers", text))
    named = Category.objects.filter(confidentiality=known).count() if known else 0
    if named and not draft.is_active:
        text = N_("%(count)s categories give this class to their cases. Change them first.")
        faults.append(Invalid("is_active", text, count=named))
    return faults


def _columns(draft: ClassDraft) -> dict[str, Any]:
    return {
        "names": draft.names,
        "handlers": list(draft.handlers),
        "readers": [code for code in draft.readers if code not in draft.handlers],
        "needs_second": draft.needs_second,
        "is_active": draft.is_active,
    }
