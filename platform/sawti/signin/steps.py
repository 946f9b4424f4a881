"""What actions here call on their way: mailed links, and counting tries, so that guessing is slow.

Nobody is locked out by a stranger: wrong passwords from elsewhere slow down elsewhere only. A
network from which an account signed in within a month waits for its own mistakes alone.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from uuid import UUID

from sawti.accounts.models import Staff
from sawti.audit.steps import write_entry
from sawti.lib.ids import new_id
from sawti.outbox import steps as outbox
from sawti.signin.errors import LinkDead, TooManyTries
from sawti.signin.links import LIFE, link_of, stamp_of
from sawti.signin.models import Door, Link, LinkPurpose, RecoveryCode, Try
from sawti.signin.recovery import canonical_code, new_codes
from sawti.signin.seals import (
    account_hash,
    link_hash,
    recovery_hash,
    seal_of_links,
    source_hash,
)
from sawti.tenancy.locks import wait_for_turn

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
KEPT_FOR = timedelta(days=30)
LONGEST_WAIT = timedelta(minutes=15)


@dataclass(frozen=True)
class Limit:
    """From so many failures within an hour on one waits: `first`, then twice as long each time."""

    free: int
    first: timedelta

    def open_at(self, failures: Sequence[datetime]) -> datetime | None:
        """Return until when one waits after these failures (newest first), or None."""
        over = len(failures) - self.free
        return failures[0] + min(self.first * 2**over, LONGEST_WAIT) if over >= 0 else None


PAIR = Limit(5, MINUTE)  # one account from one network
ACCOUNT = Limit(20, MINUTE)  # one account from networks where nobody ever signed in to it
SOURCE = Limit(50, MINUTE)  # one network, which may be a whole ministry


def begin_try(door: Door, account: str, source: str, *, at: datetime) -> Try:
    """Count an attempt in the open transaction, as failed until it is known to have succeeded.

    Attempts at one account pass one by one. Raises TooManyTries where they come too fast.
    """
    whose, whence = account_hash(account), source_hash(source)
    wait_for_turn(f"{door} {whose.hex()}")
    recent = Try.objects.filter(door=door, succeeded=False, at__gt=at - HOUR).order_by("-at")
    of_account = recent.filter(account_hash=whose)
    limits = [
        (PAIR, of_account.filter(source_hash=whence)),
        (SOURCE, recent.filter(source_hash=whence)),
    ]
    if not _is_known(door, whose, whence, at):
        limits.append((ACCOUNT, of_account))
    for limit, rows in limits:
        until = limit.open_at(list(rows.values_list("at", flat=True)[: limit.free + 10]))
        if until and until > at:
            raise TooManyTries(minutes=ceil((until - at) / MINUTE))
    row: Try = Try.objects.create(door=door, account_hash=whose, source_hash=whence, at=at)
    return row


def succeed(row: Try) -> None:
    """Mark an attempt as good; what this account got wrong from this network counts no more."""
    Try.objects.filter(pk=row.pk).update(succeeded=True)
    Try.objects.filter(
        door=row.door,
        account_hash=bytes(row.account_hash),
        source_hash=bytes(row.source_hash),
        succeeded=False,
    ).delete()


def make_link(staff: Staff, purpose: LinkPurpose, *, at: datetime) -> Link:
    """Make a link in the open transaction; older ones for the same are good no more."""
    close_links(staff.id, purpose, at=at)
    token, link_id = secrets.token_urlsafe(32), new_id()
    link: Link = Link.objects.create(
        id=link_id,
        staff=staff,
        purpose=purpose,
        token_hash=link_hash(token),
        sealed_token=seal_of_links().seal(token.encode(), bound_to=link_id.bytes),
        stamp_hash=stamp_of(staff),
        made_at=at,
        expires_at=at + LIFE[purpose],
    )
    return link


def close_links(staff_id: UUID, purpose: LinkPurpose, *, at: datetime) -> None:
    """End the open links of an account for one purpose."""
    theirs = Link.objects.filter(staff_id=staff_id, purpose=purpose, closed_at=None)
    theirs.update(closed_at=at)


def use_link(token: str, purpose: LinkPurpose, *, at: datetime) -> Staff:
    """Use a link up in the open transaction; return its account, locked. Raises LinkDead.

    Two that come at the same moment queue up at the account: the second finds the link closed.
    """
    link = link_of(token, at=at)
    if link is None or link.purpose != purpose:
        raise LinkDead
    staff: Staff = Staff.objects.select_for_update().get(pk=link.staff_id)
    if link_of(token, at=at) is None:
        raise LinkDead
    close_links(staff.id, purpose, at=at)
    return staff


def tell(staff_id: UUID, what: str, *, at: datetime) -> None:
    """Have somebody told by mail that their account was changed."""
    outbox.add("staff.told", {"staff_id": str(staff_id), "what": what}, at=at)


def forget_tries(*, at: datetime) -> int:
    """Delete what no limit looks at any more; return how many."""
    gone, _ = Try.objects.filter(at__lte=at - KEPT_FOR).delete()
    return int(gone)


def _is_known(door: Door, whose: bytes, whence: bytes, at: datetime) -> bool:
    return bool(
        Try.objects.filter(
            door=door,
            account_hash=whose,
            source_hash=whence,
            succeeded=True,
            at__gt=at - KEPT_FOR,
        ).exists()
    )


def codes_if_none(staff_id: UUID, at: datetime) -> list[str]:
    """Return new recovery codes for whoever has none left, else nothing."""
    has_some = RecoveryCode.objects.filter(staff_id=staff_id, used_at=None).exists()
    return [] if has_some else new_recovery_codes(staff_id, at)


def new_recovery_codes(staff_id: UUID, at: datetime) -> list[str]:
    """Put new recovery codes in the place of the old ones, and return them."""
    codes = new_codes()
    RecoveryCode.objects.filter(staff_id=staff_id).delete()
    RecoveryCode.objects.bulk_create(
        RecoveryCode(staff_id=staff_id, code_hash=recovery_hash(staff_id, canonical_code(code)))
        for code in codes
    )
    record("staff.recovery_codes_made", staff_id, at, "")
    return codes


def record(event: str, staff_id: UUID, at: datetime, kind: str) -> None:
    """Write down what somebody did with their own second factors."""
    write_entry(
        event, at=at, actor_id=staff_id, object_type="staff", object_id=staff_id, reason=kind
    )
