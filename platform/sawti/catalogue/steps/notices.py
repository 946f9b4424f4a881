"""Adding, changing and removing what stands on top of the portal's pages for a while."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sawti.accounts.models import Staff
from sawti.catalogue.models import Notice, NoticeTone
from sawti.catalogue.permissions import require_editor
from sawti.catalogue.steps.edits import Table, faults_of_words, record_edit, refuse
from sawti.lib.errors import N_, Invalid, Missing

LONGEST_NOTICE = 400


@dataclass(frozen=True)
class NoticeDraft:
    """What an editor wants. The instants are aware UTC; without `until_at` it stays."""

    texts: dict[str, str]
    tone: str
    from_at: datetime
    until_at: datetime | None


def add_notice(draft: NoticeDraft, *, by: Staff, at: datetime) -> None:
    """Add a notice. Raises InvalidInput with every fault."""
    require_editor(by)
    refuse(_faults(draft))
    row = Notice.objects.create(**vars(draft))
    record_edit(
        Table.NOTICE, str(row.id), row_id=row.id, before=None, after=_values(row), by=by, at=at
    )


def change_notice(notice_id: UUID, draft: NoticeDraft, *, by: Staff, at: datetime) -> None:
    """Change a notice. Raises InvalidInput with every fault, Missing."""
    require_editor(by)
    row = _locked(notice_id)
    refuse(_faults(draft))
    before = _values(row)
    for column, value in vars(draft).items():
        setattr(row, column, value)
    row.save()
    record_edit(
        Table.NOTICE, str(row.id), row_id=row.id, before=before, after=_values(row), by=by, at=at
    )


def remove_notice(notice_id: UUID, *, by: Staff, at: datetime) -> None:
    """Remove a notice. Raises Missing."""
    require_editor(by)
    row = _locked(notice_id)
    before = _values(row)
    row.delete()
    record_edit(
        Table.NOTICE, str(notice_id), row_id=notice_id, before=before, after=None, by=by, at=at
    )


def _locked(notice_id: UUID) -> Notice:
    row: Notice | None = Notice.objects.select_for_update().filter(pk=notice_id).first()
    if row is None:
        raise Missing
    return row


def _values(row: Notice) -> dict[str, Any]:
    return {
        "texts": row.texts,
        "tone": row.tone,
        "from_at": row.from_at.isoformat(),
        "until_at": row.until_at.isoformat() if row.until_at else None,
    }


def _faults(draft: NoticeDraft) -> list[Invalid]:
    faults = faults_of_words("text", draft.texts, LONGEST_NOTICE)
    if draft.tone not in NoticeTone.values:
        faults.append(Invalid("tone", N_("Choose how the notice looks.")))
    if draft.until_at and draft.until_at <= draft.from_at:
        faults.append(Invalid("until_at", N_("The end lies before the beginning. Move it.")))
    return faults
