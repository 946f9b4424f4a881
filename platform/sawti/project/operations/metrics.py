"""Figures for Prometheus: requests of this machine's processes, and what waits in each tenant."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.conf import settings
from huey.contrib.djhuey import HUEY
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import REGISTRY, Collector

from sawti.lib import clock
from sawti.notifications.queries import Backlog, backlog
from sawti.outbox.queries import OutboxState, outbox_state
from sawti.tenancy.context import TenantFacts, reading, tenant_context
from sawti.tenancy.queries import all_tenants

METHODS = frozenset({"GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"})
REQUESTS = Counter(
    "sawti_requests", "Requests by method, route and status.", ["method", "route", "status"]
)
SECONDS = Histogram(
    "sawti_request_seconds",
    "Time from the first middleware to the answer, by route.",
    ["route"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)


def note_request(method: str, route: str, status: int, seconds: float) -> None:
    """Count one request. Labels come from our own route names, so there are few."""
    REQUESTS.labels(method if method in METHODS else "other", route, str(status)).inc()
    SECONDS.labels(route).observe(seconds)


def exposition() -> bytes:
    """Return all figures in Prometheus' text format, version 0.0.4."""
    registry = CollectorRegistry()
    if settings.SAWTI_METRICS_FOLDER:
        MultiProcessCollector(registry, settings.SAWTI_METRICS_FOLDER)  # type: ignore[no-untyped-call]
    else:
        registry.register(REGISTRY)
    registry.register(_Waiting())
    return generate_latest(registry)


@dataclass(frozen=True)
class _Backlog:
    """What waits in one tenant."""

    outbox: OutboxState
    messages: Backlog


FIGURES: tuple[tuple[str, str, Callable[[_Backlog], float]], ...] = (
    ("sawti_outbox_due", "Outbox rows that are due.", lambda found: found.outbox.due),
    (
        "sawti_outbox_oldest_seconds",
        "For how long the oldest of them has been due.",
        lambda found: found.outbox.oldest_wait.total_seconds(),
    ),
    ("sawti_outbox_given_up", "Outbox rows given up.", lambda found: found.outbox.given_up),
    (
        "sawti_mails_uncertain",
        "Messages that may have arrived twice.",
        lambda found: found.messages.uncertain,
    ),
    (
        "sawti_messages_waiting",
        "Messages that wait for their provider or their next try.",
        lambda found: sum(found.messages.waiting.values()),
    ),
    (
        "sawti_messages_oldest_seconds",
        "For how long the oldest of them has waited.",
        lambda found: found.messages.oldest_wait.total_seconds(),
    ),
    (
        "sawti_messages_dead",
        "Messages given up and not sent again.",
        lambda found: found.messages.dead,
    ),
    (
        "sawti_providers_away",
        "Providers of messages that are left alone.",
        lambda found: found.messages.open_breakers,
    ),
)


class _Waiting(Collector):
    """What waits to be delivered, asked when somebody looks."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Yield one family per figure, with a sample per tenant."""
        backlogs = {tenant.slug: _backlog_of(tenant) for tenant in all_tenants()}
        for name, text, figure in FIGURES:
            family = GaugeMetricFamily(name, text, labels=["tenant"])
            for slug, found in backlogs.items():
                family.add_metric([slug], figure(found))
            yield family
        yield GaugeMetricFamily(
            "sawti_queue_tasks", "Wake-ups in the task queue.", value=HUEY.pending_count()
        )


def _backlog_of(tenant: TenantFacts) -> _Backlog:
    with tenant_context(tenant), reading():
        return _Backlog(outbox_state(at=clock.now()), backlog(at=clock.now()))
