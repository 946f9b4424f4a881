"""What staff write for each other about a case."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from sawti.accounts.models import Staff
from sawti.cases.content import store_with
from sawti.cases.errors import CaseNotFound
from sawti.cases.models import Case, Note
from sawti.cases.scope import HANDLE, scope_of
from sawti.cases.steps import checked_words
from sawti.entities.permissions import rights_of
from sawti.lib.errors import NotPermitted

LONGEST_NOTE = 5000


def add_note(case_id: UUID, *, by: Staff, note: str, at: datetime) -> Case:
    """Add a note that only staff who see the case read; it is never changed.

    A note is its own record of who wrote it and when: it changes no state, so it has no row of
    history and no news, and needs no version. Raises Invalid for an empty or too long note,
    CaseNotFound where the person may not see the case, NotPermitted where they may only look.
    """
    body = checked_words("note", note, longest=LONGEST_NOTE)
    with transaction.atomic(durable=True):
        scope = scope_of(rights_of(by))
        case: Case | None = Case.objects.filter(pk=case_id).first()
        if case is None or not scope.sees(case):
            raise CaseNotFound
        if not scope.allows(HANDLE, case):
            raise NotPermitted
        store_with(Note(case=case, author=by, written_at=at), case, body)
    return case
