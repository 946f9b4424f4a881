"""Which files a case has, and who may open one."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sawti.attachments.facts import FileFacts, StoredFile
from sawti.attachments.queries import facts_of
from sawti.cases.models import Case, CaseFile
from sawti.cases.scope import scope_of
from sawti.entities.permissions import Rights
from sawti.tenancy.built import BuiltQuery


@dataclass(frozen=True)
class FilesOfCase:
    """The files of a case, oldest first: by the message they came with, and internal ones."""

    by_message: dict[UUID, tuple[FileFacts, ...]]
    internal: tuple[FileFacts, ...]


def files_of(case: Case) -> FilesOfCase:
    """Return all files of a case in one statement."""
    by_message: dict[UUID, tuple[FileFacts, ...]] = {}
    internal: tuple[FileFacts, ...] = ()
    for row in _files_of(case_id=case.pk):
        facts = facts_of(row.attachment)
        if row.message_id is None:
            internal = (*internal, facts)
        else:
            by_message[row.message_id] = (*by_message.get(row.message_id, ()), facts)
    return FilesOfCase(by_message, internal)


@BuiltQuery
def _files_of(case_id: UUID) -> Any:
    rows = CaseFile.objects.filter(case_id=case_id).select_related("attachment")
    return rows.order_by("added_at", "position")


def file_for_staff(case_id: UUID, file_id: UUID, rights: Rights) -> StoredFile | None:
    """Return a file of a case that `rights` let a person see, internal ones too; else None."""
    rows = CaseFile.objects.filter(case_id=case_id, attachment_id=file_id)
    row = rows.select_related("attachment", "case").first()
    if row is None or not scope_of(rights).sees(row.case):
        return None
    return StoredFile(facts_of(row.attachment), row.attachment.key)


def file_for_applicant(file_id: UUID, case_ids: Collection[UUID]) -> StoredFile | None:
    """Return a file that was said in one of the cases that the applicant opened; else None."""
    rows = CaseFile.objects.filter(
        attachment_id=file_id, case_id__in=case_ids, message__isnull=False, is_internal=False
    )
    row = rows.select_related("attachment").first()
    return StoredFile(facts_of(row.attachment), row.attachment.key) if row else None


@dataclass(frozen=True)
class OwnFile:
    """A file of a person's own case. `path`: where it lies in the copy of their data."""

    id: UUID
    name: str
    key: str
    path: str


def own_files(person_id: UUID) -> dict[str, tuple[OwnFile, ...]]:
    """Return the files of the person's own cases by number, internal ones left out."""
    rows = CaseFile.objects.filter(
        case__applicants__person_id=person_id, message__isnull=False, is_internal=False
    )
    found: dict[str, tuple[OwnFile, ...]] = {}
    for row in rows.select_related("attachment", "case").order_by("added_at", "position", "id"):
        number, earlier = row.case.number, found.get(row.case.number, ())
        path = f"files/{number}/{len(earlier) + 1}-{row.attachment.name}"
        own = OwnFile(row.attachment_id, row.attachment.name, row.attachment.key, path)
        found[number] = (*earlier, own)
    return found
