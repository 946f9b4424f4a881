"""What tests of push messages share: a tenant that sends them, and browsers that take them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest

from sawti.accounts.models import Person, PushSubscription, Staff
from sawti.lib import clock as now
from sawti.notifications.actions.providers import ProviderInput, save_provider
from sawti.notifications.actions.subscriptions import BrowserInput, subscribe
from sawti.notifications.models import Breaker, Notification
from sawti.notifications.queries import web_push_key
from sawti.outbox.models import Message
from sawti.tenancy.context import TenantFacts, tenant_context
from tests import people
from tests.cast import Cast
from tests.push_service import Browser, PushService, start_push_service

OPTIONS = {"contact": "", "services": "push.example", "urgency": "normal"}


@pytest.fixture(scope="module")
def running() -> Iterator[PushService]:
    found = start_push_service()
    yield found
    found.stop()


@dataclass
class Pushing:
    """A tenant's push messages."""

    cast: Cast
    service: PushService

    def switch_on(self, tenant: TenantFacts | None = None, **options: Any) -> None:
        """Let a tenant send them."""
        tenant = tenant or self.cast.bahrain
        by = {"bahrain": people.SALMA, "jordan": people.ZAID}[tenant.slug]
        with tenant_context(tenant):
            given = ProviderInput("web_push", {**OPTIONS, **options}, "", is_enabled=True)
            save_provider(given, by=self.cast.staff(by), at=now.now())

    def key(self, tenant: TenantFacts | None = None) -> str:
        with self.cast.inside(tenant or self.cast.bahrain):
            return web_push_key()

    def browser(
        self, reader: Staff | Person, *, session: str = "s1", tenant: TenantFacts | None = None
    ) -> Browser:
        """Return a new browser in which somebody is told."""
        made = Browser(self.service, self.key(tenant))
        self.subscribe(reader, made, session=session, tenant=tenant)
        return made

    def subscribe(
        self,
        reader: Staff | Person,
        browser: Browser,
        *,
        session: str = "s1",
        tenant: TenantFacts | None = None,
    ) -> UUID:
        given = BrowserInput(**browser.form(), device="Firefox, Windows", session=session)
        with tenant_context(tenant or self.cast.bahrain):
            return subscribe(reader, given, at=now.now())

    def deliver(self, tenant: TenantFacts | None = None) -> None:
        """Deliver, at a service that has the same clock as we."""
        self.service.set_clock(now.now().timestamp())
        self.cast.deliver(tenant)

    def deliver_again(self) -> None:
        """Deliver once more, as if the time to wait were over."""
        with self.cast.writing(self.cast.bahrain):
            Message.objects.filter(done_at__isnull=True).update(due_at=now.now())
        self.deliver()

    def rows(self) -> list[Notification]:
        """Return the push messages, the oldest first."""
        with self.cast.inside(self.cast.bahrain):
            return list(Notification.objects.filter(channel="push").order_by("created_at", "id"))

    def subscriptions(self, tenant: TenantFacts | None = None) -> int:
        return self.cast.count(PushSubscription, tenant)

    def breakers(self) -> int:
        with self.cast.inside(self.cast.bahrain):
            return int(Breaker.objects.filter(failures__gt=0).count())


@pytest.fixture
def push(cast: Cast, running: PushService) -> Pushing:
    """Bahrain sends them."""
    found = Pushing(cast, running)
    found.switch_on()
    return found
