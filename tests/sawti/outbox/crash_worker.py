"""A worker that is made to be killed: loads Django once, then forks a child per order.

Orders on standard input: `run` (deliver for ever) or `finish` (deliver until nothing is open).
Answers on standard output: `ready PID` when the child begins to deliver, `ended` when it is gone.
"""

import os
import sys
import time

import django

django.setup()

from django.core.mail import get_connection  # noqa: E402
from django.core.mail.utils import DNS_NAME  # noqa: E402
from django.db import connections  # noqa: E402

from sawti.catalogue.queries import catalogue  # noqa: E402
from sawti.entities.queries import entity_tree  # noqa: E402
from sawti.notifications.email import compose  # noqa: E402
from sawti.notifications.models import Notification  # noqa: E402
from sawti.notifications.providers import known_providers  # noqa: E402
from sawti.notifications.providers.mail import mail_of  # noqa: E402
from sawti.outbox.delivery import deliver_due  # noqa: E402
from sawti.outbox.models import Message  # noqa: E402
from sawti.tenancy.context import TenantFacts, reading, tenant_context  # noqa: E402
from sawti.tenancy.queries import tenant_by_slug  # noqa: E402


def warm_up() -> TenantFacts:
    """Load what a running worker has loaded, so that kills hit deliveries and not start-up."""
    tenant = tenant_by_slug("bahrain")
    assert tenant is not None
    with tenant_context(tenant):
        entity_tree(), catalogue()
        known_providers()
        for template, language in (("case_received", "ar"), ("case_arrived", "ar")):
            mail_of(compose(_specimen(tenant, template, language), tenant, "")).message().as_bytes()
    get_connection()
    str(DNS_NAME)
    connections.close_all()
    return tenant


def _specimen(tenant: TenantFacts, template: str, language: str) -> Notification:
    return Notification(
        tenant_id=tenant.id,
        template=template,
        language=language,
        address="nobody@example.com",
        params={"number": "", "case_id": "", "entity": "", "due_at": "2026-03-01T08:00:00+00:00"},
    )


def say(words: str) -> None:
    os.write(1, f"{words}\n".encode())


def work(tenant: TenantFacts, order: str) -> None:
    with tenant_context(tenant):
        is_open = _something_is_open()
        say(f"ready {os.getpid()}")
        while is_open or order == "run":
            deliver_due()
            time.sleep(0.005)
            is_open = _something_is_open()


def _something_is_open() -> bool:
    with reading():
        return bool(Message.objects.filter(done_at=None, given_up_at=None).exists())


if __name__ == "__main__":
    served = warm_up()
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            work(served, line.strip())
            os._exit(0)
        os.waitpid(child, 0)
        say("ended")
