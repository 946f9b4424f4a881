"""Replaying a promise over past months: asked once, counted batch by batch.

Each batch is one letter of the outbox: it counts, moves the place on and writes the letter of the
next, in one transaction. Whoever dies leaves the rest to the next worker, and nothing twice.
"""

from dataclasses import astuple
from datetime import date, datetime

from sawti.accounts.models import Staff
from sawti.calendars.permissions import require_calendar_manager
from sawti.insights.models import Replay
from sawti.insights.replaying import summed
from sawti.insights.replays import (
    choice_with,
    count_cases,
    draft_of,
    erased_shares,
    next_cases,
    share_with,
    shares_of,
)
from sawti.outbox import steps as outbox
from sawti.outbox.delivery import Letter, receive
from sawti.sla.terms import Target
from sawti.tenancy.context import tenant_context
from sawti.tenancy.queries import tenant_anew

TOPIC = "insights.replay"
BATCH = 2000
AT_ONCE = 2000  # so many cases are counted before the answer; more in the background


def register() -> None:
    """Count as letters come; called once, when the app is ready."""
    receive(TOPIC, _count_next)


def ask_replay(
    *,
    traits: dict[str, str],
    target: Target,
    first: date,
    last: date,
    by: Staff,
    at: datetime,
) -> Replay:
    """Ask what adherence would have been with this promise over the months `first` to `last`.

    `traits`: trait → code, "" for any. A few cases are counted at once, many in the background.
    Raises NotPermitted unless `by` may change promises.
    """
    require_calendar_manager(by)
    shares = summed({}, erased_shares(first, last))
    replay: Replay = Replay.objects.create(
        amount=target.amount,
        unit=target.unit,
        traits=traits,
        first_month=first,
        last_month=last,
        asked_at=at,
        asked_by=by,
        total=count_cases(first, last),
        shares={key: astuple(share) for key, share in shares.items()},
    )
    if replay.total <= AT_ONCE:
        while replay.ended_at is None:
            count_batch(replay, at=at)
    else:
        _write_next(replay, at)
    return replay


def count_batch(replay: Replay, *, at: datetime, limit: int = BATCH) -> None:
    """Count the next cases of a replay that nobody else counts, and keep the place behind them."""
    cases = next_cases(replay, limit=limit)
    choice = choice_with(draft_of(replay.traits, Target(replay.amount, replay.unit)))
    judged = (share_with(case, choice, at=replay.asked_at) for case in cases)
    shares = summed(shares_of(replay), judged)
    replay.shares = {key: astuple(share) for key, share in shares.items()}
    replay.seen += len(cases)
    if cases:
        replay.after_at, replay.after_id = cases[-1].received_at, cases[-1].case_id
    if len(cases) < limit:
        replay.ended_at = at
    replay.save()


def _count_next(letter: Letter, at: datetime) -> None:
    rows = Replay.objects.select_for_update().filter(pk=letter.payload["replay_id"])
    replay = rows.filter(ended_at=None).first()
    if replay:
        with tenant_context(tenant_anew()):
            count_batch(replay, at=at)
        if replay.ended_at is None:
            _write_next(replay, at)


def _write_next(replay: Replay, at: datetime) -> None:
    outbox.add(TOPIC, {"replay_id": str(replay.id)}, at=at)
