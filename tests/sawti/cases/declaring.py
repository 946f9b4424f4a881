"""What the tests of late holidays share: declare one, let the runs end, look at a case."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sawti.calendars.models import Source
from sawti.calendars.steps import HolidayDraft, add_holidays
from sawti.cases.models import Cause, HistoryRow, Rescheduling
from sawti.cases.steps.rescheduling import begin
from sawti.outbox.delivery import deliver_due
from sawti.sla.editing import found_policy
from sawti.sla.steps import PolicyDraft, change_policy, values_of
from sawti.sla.terms import Kind, Target, Terms
from sawti.tenancy.context import tenant_context
from tests.cast import Cast, utc

TRAITS = ("category", "entity", "pillar", "case_type", "importance", "channel")
NAMES = {"ar": "يوم حداد", "en": "Day of mourning"}


def read_anew(cast: Cast) -> None:
    """Read the tenant anew, as each request does: its settings have another version by now."""
    vars(cast).pop("bahrain", None)


def declare(
    cast: Cast,
    day: str,
    *,
    on: str,
    entity_id: UUID | None = None,
    **changes: Any,
) -> Rescheduling:
    """Let Salma declare a holiday, as the calendar's editor does; nothing is moved yet."""
    at, first = utc(on), date.fromisoformat(day)
    draft = HolidayDraft(entity_id, NAMES, first, first, **changes)
    with cast.writing(cast.bahrain):
        add_holidays([("", draft)], source=Source.EDITOR, by=cast.salma, at=at)
    read_anew(cast)
    with cast.writing(cast.bahrain):
        midnight = utc(f"{day}T00:00Z") - timedelta(hours=3)  # Bahrain is three hours ahead
        run = Rescheduling(
            cause=Cause.CALENDAR,
            names=NAMES,
            begins_at=midnight,
            declared_at=at,
            declared_by=cast.salma,
        )
        begin(run, at=at)
    read_anew(cast)
    return run


def run_through(cast: Cast, *, at: datetime) -> None:
    """Deliver everything that is due up to `at`, and what follows from it."""
    with tenant_context(cast.bahrain):
        deliver_due(lambda: at)
    read_anew(cast)


def declared(cast: Cast, day: str, *, on: str, **changes: Any) -> Rescheduling:
    """Declare a holiday and let the open cases move."""
    run = declare(cast, day, on=on, **changes)
    run_through(cast, at=utc(on) + timedelta(minutes=1))
    return found(cast, run.id)


def found(cast: Cast, run_id: UUID) -> Rescheduling:
    """Return a run as the database has it."""
    with cast.inside(cast.bahrain):
        row: Rescheduling = Rescheduling.objects.get(pk=run_id)
    return row


def moves_in(cast: Cast, case_id: UUID) -> list[HistoryRow]:
    """Return the rows of history that tell of a new due date."""
    with cast.inside(cast.bahrain):
        rows = HistoryRow.objects.filter(case_id=case_id, event="reschedule")
        return list(rows.order_by("at", "id"))


def promise(cast: Cast, code: str, days: int, *, on: str) -> None:
    """Let Salma change the target of a policy: another version, for cases from then on."""
    with cast.writing(cast.bahrain):
        row = found_policy(code)
        traits = {key: values_of(row)[key] for key in TRAITS}
        draft = PolicyDraft(NAMES, Terms({Kind.RESOLUTION: Target(days, "days")}), **traits)
        change_policy(code, draft, seen=row.edited_at, by=cast.salma, at=utc(on))
    read_anew(cast)
