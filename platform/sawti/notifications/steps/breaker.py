"""The circuit breaker of a provider, shared by all processes through its row."""

from datetime import datetime, timedelta

from sawti.lib.waiting import jittered
from sawti.notifications.models import Breaker

OPENS_AFTER = 5  # failures in a row
SHORTEST, LONGEST = timedelta(seconds=5), timedelta(minutes=5)
PROBE = timedelta(seconds=60)  # how long one probe may take before another is sent


def may_send(provider: str, *, at: datetime) -> bool:
    """Tell whether a message may go by a provider now; where it is open, one caller at a time.

    Whoever is let through an open breaker sends the probe: the others wait until it is over.
    """
    row = Breaker.objects.filter(provider=provider, failures__gt=0).first()
    if row is None or row.wait_until is None:
        return True
    if row.wait_until > at:
        return False
    if row.opened_at is None:
        return True
    mine = Breaker.objects.filter(pk=row.pk, wait_until=row.wait_until)
    return bool(mine.update(wait_until=at + PROBE))


def note_failure(provider: str, reason: str, *, at: datetime) -> None:
    """Count a failure: all that goes by the provider waits, longer each time."""
    Breaker.objects.get_or_create(provider=provider)
    row = Breaker.objects.select_for_update().get(provider=provider)
    row.failures += 1
    if row.failures >= OPENS_AFTER and row.opened_at is None:
        row.opened_at = at
    wait = jittered(row.failures - 1, shortest=SHORTEST, longest=LONGEST)
    row.wait_until, row.reason = at + wait, reason
    row.save()


def note_success(provider: str) -> None:
    """Close the breaker: what waited goes out in its order."""
    Breaker.objects.filter(provider=provider, failures__gt=0).update(
        failures=0, opened_at=None, wait_until=None, reason=""
    )
