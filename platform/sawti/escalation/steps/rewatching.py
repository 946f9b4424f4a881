"""Watching anew: one case after its clocks changed, or all open clocks page by page."""

from datetime import datetime
from uuid import UUID

from sawti.cases.models import Case, Clock
from sawti.escalation.models import Watch
from sawti.escalation.steps.watching import watch
from sawti.outbox import steps as outbox

LADDERS_CHANGED = "escalation.ladders_changed"
BEFORE_ALL = UUID(int=0)
PAGE = 1000


def watch_case(case_id: str | UUID, *, at: datetime) -> None:
    """Watch the open clocks of a case anew.

    The case is locked, so that of two changes the later one is read by whoever comes last.
    """
    if Case.objects.select_for_update().filter(pk=case_id).exists():
        watch(list(Clock.objects.filter(case_id=case_id, ended_at__isnull=True)), at=at)
        forget_ended(case_id)


def forget_ended(case_id: str | UUID) -> None:
    """Forget the watches of clocks of a case that have ended."""
    Watch.objects.filter(clock__case_id=case_id, clock__ended_at__isnull=False).delete()


def ladders_changed(*, at: datetime) -> None:
    """Order that all open clocks are watched anew: by outbox rows, one page after another."""
    outbox.add(LADDERS_CHANGED, {"after": str(BEFORE_ALL)}, at=at)


def watch_page(after: str | UUID, *, at: datetime) -> None:
    """Watch the next page of open clocks anew, and order the page that follows."""
    if last := watch_after(after, at=at):
        outbox.add(LADDERS_CHANGED, {"after": str(last)}, at=at)


def watch_after(after: str | UUID, *, at: datetime) -> UUID | None:
    """Watch a page of open clocks anew; return the last one looked at, None at the end.

    A case that is being changed just now is left out: its own news follows.
    """
    ids = list(
        Clock.objects.open().filter(pk__gt=after).order_by("pk").values_list("pk", flat=True)[:PAGE]
    )
    rows = Clock.objects.open().filter(pk__in=ids).select_related("case")
    watch(list(rows.select_for_update(skip_locked=True, of=("case",))), at=at)
    return ids[-1] if ids else None
