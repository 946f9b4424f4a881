"""What was said, noted and done in a case: rows that every page of a case reads, oldest first."""

from typing import Any
from uuid import UUID

from sawti.cases.models import HistoryRow, Message, Note
from sawti.tenancy.built import BuiltQuery


@BuiltQuery
def messages_of(case_id: UUID) -> Any:
    rows = Message.objects.filter(case_id=case_id).select_related("author", "content")
    return rows.order_by("sent_at")


@BuiltQuery
def notes_on(case_id: UUID) -> Any:
    rows = Note.objects.filter(case_id=case_id).select_related("author", "content")
    return rows.order_by("written_at", "id")


@BuiltQuery
def history_of(case_id: UUID) -> Any:
    rows = HistoryRow.objects.filter(case_id=case_id)
    return rows.select_related("by", "to_staff", "acting_for").order_by("at", "id")
