"""Delivery of outbox rows: claimed with SKIP LOCKED, kept by a lease, repeated until done.

Two kinds of topic. An *inward* one writes to our own tables: all its receivers run in the one
transaction that marks the row done, so exactly once, and none without the others. An *outward* one
leaves the machine: it runs between two transactions, so at least once, and its receiver recognises
a repetition by the row's id.
"""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q, QuerySet

from sawti.lib import clock
from sawti.outbox.models import Message

log = logging.getLogger("sawti.outbox")

MOST_ATTEMPTS = 20
RUN_SECONDS = 30.0  # then another tenant's turn comes; the sweep goes on


class Unreachable(Exception):
    """The other side (a store of files) can't be reached: tried again for as long as it takes."""


class Postponed(Exception):
    """The receiver noted itself what went wrong, and wants the letter again.

    `until` is when. Without it the letter keeps its place in the order, and its topic rests until
    its gate opens: no later letter overtakes it.
    """

    def __init__(self, until: datetime | None = None) -> None:
        self.until = until
        super().__init__("postponed")


@dataclass(frozen=True)
class Letter:
    """One claimed row, as a receiver sees it. `attempts` counts this one."""

    id: UUID
    topic: str
    payload: dict[str, str]
    attempts: int


Receiver = Callable[[Letter, datetime], None]
_inward: dict[str, list[Receiver]] = {}
_outward: dict[str, Receiver] = {}
_gates: dict[frozenset[str], Callable[[datetime], set[str]]] = {}


def receive(topic: str, receiver: Receiver, *, outward: bool = False) -> None:
    """Register one who receives a topic; called from `AppConfig.ready`.

    An inward topic may have several receivers, called in the order of registration. An outward one
    has one: what left the machine once must not leave again because the next receiver failed.
    """
    if topic in _outward or (outward and topic in _inward):
        raise ValueError(f"The outbox topic {topic!r} already has its receiver.")
    if outward:
        _outward[topic] = receiver
    else:
        _inward.setdefault(topic, []).append(receiver)


def gate(topics: frozenset[str], closed: Callable[[datetime], set[str]]) -> None:
    """Register who says which of these topics rest; called from `AppConfig.ready`.

    Letters of a topic that rests are not touched, so they keep their order and their attempts.
    """
    _gates[topics] = closed


def deliver_due(now: Callable[[], datetime] = clock.now) -> int:
    """Deliver what is due in the current tenant; return how many rows were tried.

    Ends when nothing is left, or after RUN_SECONDS. When the other side of a topic can't be
    reached, its letters are put back, so that nobody waits behind them.
    """
    tried, ends_at = 0, time.monotonic() + RUN_SECONDS
    away: set[str] = set()  # topics whose other side can't be reached
    while time.monotonic() < ends_at and (letters := _claim(now(), without=away)):
        tried += len(letters)
        _deliver_all(letters, away, now)
    return tried


def _deliver_all(letters: list[Letter], away: set[str], now: Callable[[], datetime]) -> None:
    for letter in letters:
        if letter.topic in away:
            _release(letter, now())
        elif not _deliver(letter, now):
            away.add(letter.topic)


def open_messages(at: datetime) -> Q:
    """Return the condition of a row that a worker may claim at `at`."""
    return Q(done_at__isnull=True, given_up_at__isnull=True, due_at__lte=at) & (
        Q(lease_until__isnull=True) | Q(lease_until__lt=at)
    )


def _lease() -> timedelta:
    return timedelta(seconds=settings.SAWTI_OUTBOX_LEASE_SECONDS)


def _claim(at: datetime, *, without: set[str]) -> list[Letter]:
    with transaction.atomic(durable=True):
        resting = without.union(*(closed(at) for closed in _gates.values()))
        rows = list(
            Message.objects.filter(open_messages(at))
            .exclude(topic__in=resting)
            .order_by("due_at", "id")
            .select_for_update(skip_locked=True)[: settings.SAWTI_OUTBOX_BATCH]
        )
        # A row that is still open after its last attempt has killed every worker that took it.
        deadly = [row.pk for row in rows if row.lease_until and row.attempts >= MOST_ATTEMPTS]
        Message.objects.filter(pk__in=deadly).update(given_up_at=at, last_error="WorkerDied")
        rows = [row for row in rows if row.pk not in deadly]
        Message.objects.filter(pk__in=[row.pk for row in rows]).update(
            lease_until=at + _lease(), attempts=F("attempts") + 1
        )
    return [Letter(row.id, row.topic, row.payload, row.attempts + 1) for row in rows]


def _deliver(letter: Letter, now: Callable[[], datetime]) -> bool:
    """Deliver one letter; False if the other side can't be reached."""
    try:
        if letter.topic in _outward:
            _deliver_outward(letter, now)
        else:
            _deliver_inward(letter, now)
    except Postponed as postponed:
        _postpone(letter, postponed.until)
        return postponed.until is not None
    except Exception as error:  # noqa: BLE001 - one bad row must not stop the others
        _put_back(letter, error, now())
        return not isinstance(error, Unreachable)
    return True


def _deliver_inward(letter: Letter, now: Callable[[], datetime]) -> None:
    with transaction.atomic(durable=True):
        if _hold(letter, now()):
            for receiver in _inward[letter.topic]:
                receiver(letter, now())
            _mark_done(letter, now())


def _deliver_outward(letter: Letter, now: Callable[[], datetime]) -> None:
    with transaction.atomic(durable=True):
        is_held = _hold(letter, now())
    if is_held:
        _outward[letter.topic](letter, now())
        with transaction.atomic(durable=True):
            _mark_done(letter, now())


def _held(letter: Letter) -> QuerySet[Message]:
    """Return the row as long as it is ours: whoever claims it later raises `attempts`."""
    rows: QuerySet[Message] = Message.objects.filter(
        pk=letter.id, attempts=letter.attempts, done_at__isnull=True
    )
    return rows


def _hold(letter: Letter, at: datetime) -> bool:
    """Lock the row and renew its lease; False if another worker has taken it over meanwhile.

    A batch shares the lease it was claimed under; slow letters at its front would otherwise let
    that of the last ones run out.
    """
    return bool(_held(letter).update(lease_until=at + _lease()))


def _mark_done(letter: Letter, at: datetime) -> None:
    _held(letter).update(done_at=at, lease_until=None, last_error="")


def _release(letter: Letter, at: datetime) -> None:
    """Give a letter back untried; without a gate it is due again in a little while."""
    has_gate = any(letter.topic in topics for topics in _gates)
    _postpone(letter, None if has_gate else at + timedelta(seconds=10))


def _postpone(letter: Letter, until: datetime | None) -> None:
    """Give a letter back; the try does not count, for the receiver counts its own."""
    changes = {"due_at": until} if until else {}
    with transaction.atomic(durable=True):
        _held(letter).update(lease_until=None, attempts=letter.attempts - 1, **changes)


def _put_back(letter: Letter, error: Exception, at: datetime) -> None:
    """Try again later, twice as late each time, at most an hour; give up visibly in the end."""
    wait = timedelta(seconds=min(3600, 5 * 2 ** min(letter.attempts, 10)))
    is_unreachable = isinstance(error, Unreachable)
    reason = type(error.__cause__ if is_unreachable else error).__name__
    gives_up = letter.attempts >= MOST_ATTEMPTS and not is_unreachable
    log.log(
        logging.ERROR if gives_up else logging.WARNING,
        "delivery %s of outbox row %s (%s): %s",
        "given up" if gives_up else "failed",
        letter.id,
        letter.topic,
        reason,
    )
    with transaction.atomic(durable=True):
        _held(letter).update(
            due_at=at + wait,
            lease_until=None,
            given_up_at=at if gives_up else None,
            last_error=reason,
        )
