"""What became of our messages: the log, figures, and how the providers are."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Count, F, Min, Q, QuerySet, Sum
from django.db.models.functions import TruncDate

from sawti.accounts.models import PushSubscription
from sawti.lib.cursors import cursor_after, opened_cursor
from sawti.notifications.models import (
    WAITING,
    Bounce,
    Breaker,
    Channel,
    Notification,
    Provider,
    State,
)
from sawti.notifications.providers import carrier_of
from sawti.notifications.steps.breaker import OPENS_AFTER
from sawti.tenancy.context import current_tenant

PAGE = 50
FAILED, UNCERTAIN = "dead", "uncertain"  # what the log may be narrowed to, beside its states


@dataclass(frozen=True)
class MessageFacts:
    """One message of the log. `address` is masked: it says what kind of address, and no more.

    `is_again`: it was sent again by staff; `is_resent`: another one was sent in its place.
    """

    id: UUID
    template: str
    channel: str
    address: str
    state: str
    about_id: UUID
    created_at: datetime
    sent_at: datetime | None
    ended_at: datetime | None
    next_try_at: datetime | None
    tries: int
    provider: str
    reason: str
    is_uncertain: bool
    is_again: bool
    is_resent: bool
    language: str


@dataclass(frozen=True)
class MessagePage:
    """A page of the log, newest first; `next_cursor` is empty on the last one."""

    rows: tuple[MessageFacts, ...]
    next_cursor: str


@dataclass(frozen=True)
class MessageFilter:
    """Which messages; "" and None choose nothing. `day` is of the tenant's zone.

    `state` is one of State, or FAILED (dead letters that nobody sent again) or UNCERTAIN.
    """

    state: str = ""
    channel: str = ""
    template: str = ""
    day: date | None = None


@dataclass(frozen=True)
class ProviderState:
    """How a provider is: `open_since` where it is left alone until `wait_until`."""

    code: str
    failures: int
    open_since: datetime | None
    wait_until: datetime | None
    reason: str


@dataclass(frozen=True)
class Volume:
    """What went out by one channel on one day of the tenant's zone; `cost` where it has a price."""

    day: date
    channel: str
    messages: int
    parts: int
    cost: Decimal | None


@dataclass(frozen=True)
class Backlog:
    """What waits and what went wrong in the current tenant, without anybody's address."""

    waiting: Mapping[str, int]
    oldest_wait: timedelta
    dead: int
    uncertain: int
    open_breakers: int


def uncertain_notifications() -> int:
    """Return how many messages of the current tenant may have reached their reader twice."""
    return int(Notification.objects.filter(is_uncertain=True).count())


def sms_is_on() -> bool:
    """Tell whether the current tenant can send SMS."""
    return bool(Provider.objects.filter(channel=Channel.SMS, is_enabled=True).exists())


def web_push_key() -> str:
    """Return the public key that browsers subscribe with in the current tenant; "": it is off."""
    carrier = carrier_of(Channel.PUSH)
    return carrier.provider.shown(carrier.means.secret) if carrier else ""


def browsers_to_tell(**whose: Any) -> dict[UUID, list[UUID]]:
    """Return the subscriptions of people or staff by their owner; none where push is off.

    `whose`: `person_id__in` or `staff_id__in`.
    """
    found: dict[UUID, list[UUID]] = {}
    for row in PushSubscription.objects.filter(**whose).only("id", "person_id", "staff_id"):
        found.setdefault(row.person_id or row.staff_id, []).append(row.id)
    if found and not Provider.objects.filter(channel=Channel.PUSH, is_enabled=True).exists():
        return {}
    return found


@dataclass(frozen=True)
class BrowserFacts:
    """A browser in which somebody is told. `is_current`: the one that asks."""

    id: UUID
    device: str
    made_at: datetime
    is_current: bool


def browsers_of(*, current: UUID | None = None, **whose: UUID) -> tuple[BrowserFacts, ...]:
    """Return the browsers of a `person_id` or a `staff_id`, the newest first."""
    rows = PushSubscription.objects.filter(**whose).order_by("-made_at", "-id")
    return tuple(BrowserFacts(row.id, row.device, row.made_at, row.id == current) for row in rows)


def devices_told(person_id: UUID) -> list[dict[str, str]]:
    """Return in which browsers a person is told, ready for JSON."""
    found = browsers_of(person_id=person_id)
    return [{"browser": each.device, "since": each.made_at.isoformat()} for each in found]


def is_lost(address: str) -> bool:
    """Tell whether messages to an address came back, so that nothing but a code is sent to it."""
    return bool(address) and Bounce.objects.filter(address_hash=address).exists()


def masked(address: str) -> str:
    """Return what of an address may stand in a list: s…@example.com, +973…56."""
    name, at_sign, domain = address.rpartition("@")
    if at_sign:
        return f"{name[:1]}…@{domain}"
    return f"{address[:4]}…{address[-2:]}" if len(address) > 8 else "…" * bool(address)


def messages_page(chosen: MessageFilter, *, cursor: str = "", limit: int = PAGE) -> MessagePage:
    """Return a page of the log; raises Invalid for a cursor that we did not make."""
    rows = _chosen(chosen).order_by("-created_at", "-id")
    if cursor:
        at, last_id = opened_cursor(cursor)
        rows = rows.filter(Q(created_at__lt=at) | Q(created_at=at, id__lt=last_id))
    found = list(rows[: limit + 1])
    page = found[:limit]
    last = cursor_after(page[-1].created_at, page[-1].id) if len(found) > limit else ""
    return MessagePage(tuple(facts_of(row) for row in page), last)


def messages_about(case_id: UUID) -> tuple[MessageFacts, ...]:
    """Return what was written about a case, newest first, at most PAGE."""
    rows = Notification.objects.about(case_id).order_by("-created_at", "-id")[:PAGE]
    return tuple(facts_of(row) for row in rows)


def message(message_id: UUID) -> MessageFacts | None:
    """Return one message of the log; None where there is none."""
    row = Notification.objects.filter(pk=message_id).first()
    return facts_of(row) if row else None


def facts_of(row: Notification) -> MessageFacts:
    """Return a message as the log shows it."""
    return MessageFacts(
        id=row.id,
        template=row.template,
        channel=row.channel,
        address=masked(row.address) if row.channel != Channel.PUSH else "…" * bool(row.address),
        state=row.state,
        about_id=row.about_id,
        created_at=row.created_at,
        sent_at=row.sent_at,
        ended_at=row.ended_at,
        next_try_at=row.next_try_at,
        tries=row.tries,
        provider=row.provider,
        reason=row.reason,
        is_uncertain=row.is_uncertain,
        is_again=row.copy_of is not None,
        is_resent=row.is_resent,
        language=row.language,
    )


def provider_states() -> tuple[ProviderState, ...]:
    """Return the providers that are in trouble, those that are left alone first."""
    rows = Breaker.objects.filter(failures__gt=0).order_by(F("opened_at").asc(nulls_last=True))
    return tuple(
        ProviderState(row.provider, row.failures, row.opened_at, row.wait_until, row.reason)
        for row in rows
    )


def volumes(*, since: datetime) -> tuple[Volume, ...]:
    """Return what went out since then by day and channel, newest day first."""
    zone = ZoneInfo(current_tenant().time_zone)
    rows = (
        Notification.objects.filter(created_at__gte=since, sent_at__isnull=False)
        .annotate(day=TruncDate("sent_at", tzinfo=zone))
        .values("day", "channel")
        .annotate(messages=Count("id"), all_parts=Sum("parts"), all_cost=Sum("cost"))
        .order_by("-day", "channel")
    )
    return tuple(
        Volume(row["day"], row["channel"], row["messages"], row["all_parts"], row["all_cost"])
        for row in rows
    )


def backlog(*, at: datetime) -> Backlog:
    """Return what operators watch; every count walks a partial index."""
    waiting = Notification.objects.filter(state__in=WAITING)
    counts = {
        row["channel"]: row["number"]
        for row in waiting.values("channel").annotate(number=Count("id")).order_by()
    }
    due = waiting.filter(Q(not_before__isnull=True) | Q(not_before__lte=at))
    oldest = due.aggregate(oldest=Min("created_at"))["oldest"] or at
    return Backlog(
        waiting={channel: counts.get(channel, 0) for channel in Channel.values},
        oldest_wait=max(at - oldest, timedelta(0)),
        dead=Notification.objects.dead().count(),
        uncertain=uncertain_notifications(),
        open_breakers=Breaker.objects.filter(failures__gte=OPENS_AFTER).count(),
    )


def _chosen(chosen: MessageFilter) -> QuerySet[Any]:
    rows: QuerySet[Any] = Notification.objects.all()
    if chosen.state == FAILED:
        rows = Notification.objects.dead()
    elif chosen.state == UNCERTAIN:
        rows = rows.filter(is_uncertain=True)
    elif chosen.state:
        rows = rows.filter(state=State(chosen.state))
    if chosen.channel:
        rows = rows.filter(channel=chosen.channel)
    if chosen.template:
        rows = rows.filter(template=chosen.template)
    if chosen.day:
        zone = ZoneInfo(current_tenant().time_zone)
        begins = datetime.combine(chosen.day, datetime.min.time(), tzinfo=zone)
        rows = rows.filter(created_at__gte=begins, created_at__lt=begins + timedelta(days=1))
    return rows
