"""Writing down that something happened to a locked case."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from sawti.accounts.models import Staff
from sawti.cases.lifecycle import Event
from sawti.cases.models import Case, Clock, HistoryRow
from sawti.outbox import steps as outbox
from sawti.outbox.models import Message
from sawti.tenancy.steps import insert_together


def record(
    case: Case,
    event: Event,
    *,
    from_state: str,
    at: datetime,
    by: Staff | None = None,
    from_entity_id: UUID | None = None,
    to_entity_id: UUID | None = None,
    to_staff: Staff | None = None,
    reason: str = "",
    due_from: datetime | None = None,
    clocks: Sequence[Clock] = (),
) -> None:
    """Add the history row and the outbox row of one change.

    `due_from`: when the answer was due before, where the change moved that. `clocks`: new ones
    that go with it.
    """
    row = HistoryRow(
        case=case,
        event=event,
        from_state=from_state,
        to_state=case.state,
        at=at,
        by=by,
        acting_for_id=case.represented_id if by else None,
        from_entity_id=from_entity_id,
        to_entity_id=to_entity_id,
        to_staff=to_staff,
        reason=reason,
        due_from=due_from,
        due_to=case.due_at if due_from else None,
    )
    insert_together(*clocks, row, _news_of(row))


def record_earlier(case: Case, events: Iterable[tuple[Event, datetime]]) -> None:
    """Add the rows of what came to pass with nobody's doing before the case was locked."""
    rows = [
        HistoryRow(case=case, event=event, from_state=case.state, to_state=case.state, at=at)
        for event, at in events
    ]
    if rows:
        insert_together(*rows, *map(_news_of, rows))


def _news_of(row: HistoryRow) -> Message:
    facts = {"case_id": str(row.case_id), "history_id": str(row.id)}
    return outbox.news(f"case.{row.event}", facts, at=row.at)


def record_many(
    cases: Iterable[tuple[UUID, str]], event: Event, *, at: datetime, by: Staff | None = None
) -> None:
    """Add the rows of a change that leaves the state of many locked cases: (id, state) each."""
    rows = HistoryRow.objects.bulk_create(
        HistoryRow(case_id=case_id, event=event, from_state=state, to_state=state, at=at, by=by)
        for case_id, state in cases
    )
    news = [{"case_id": str(row.case_id), "history_id": str(row.id)} for row in rows]
    outbox.add_many(f"case.{event}", news, at=at)
