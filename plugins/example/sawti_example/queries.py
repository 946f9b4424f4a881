"""What the example's pages show."""

from dataclasses import dataclass

from django.db.models import Sum

from sawti.cases.labels import event_label
from sawti_example.models import EventCount


@dataclass(frozen=True)
class CountFacts:
    """An event in the reader's language, its code, and how often it happened in the last year."""

    event: str
    label: str
    count: int


def event_counts() -> tuple[CountFacts, ...]:
    """Return one row for each event that happened, the most frequent first."""
    rows = EventCount.objects.values("event").annotate(total=Sum("count"))
    return tuple(
        CountFacts(row["event"], event_label(row["event"]), row["total"])
        for row in rows.order_by("-total", "event")
    )
