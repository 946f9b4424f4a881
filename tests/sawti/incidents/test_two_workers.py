"""A decision is carried out once for each case: by two workers at once, and by a killed one."""

import os
import signal
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID

import pytest
from django.db import connection

from sawti.cases.models import HistoryRow
from sawti.incidents.models import DecisionCase
from sawti.incidents.steps import carrying_out
from sawti.notifications.models import Notification
from sawti.outbox.delivery import deliver_due
from sawti.outbox.models import Message
from sawti.tenancy.context import tenant_context
from tests import servers
from tests.cast import Cast
from tests.sawti.incidents.scenes import answered, decision_of, opened
from tests.sawti.outbox.test_kill import crash_worker
from tests.sawti.outbox.waiting import wait_until

pytestmark = pytest.mark.usefixtures("committed")


def once_each(cast: Cast, ids: list[UUID]) -> None:
    """Check that each case has one answer, and its applicant one message about it."""
    with cast.inside(cast.bahrain):
        rows = HistoryRow.objects.filter(event="answer")
        answers = Counter(rows.values_list("case_id", flat=True))
        told = Notification.objects.filter(template="case_answered")
        messages = Counter(told.values_list("about_id", flat=True))
    assert answers == messages == dict.fromkeys(ids, 1)


def test_two_workers_at_once_answer_each_case_once(cast: Cast, monkeypatch: Any) -> None:
    monkeypatch.setattr(carrying_out, "BATCH", 3)
    ids = [cast.file_case().case_id for _ in range(12)]
    incident_id = opened(cast, ids).incident_id
    cast.deliver()
    answered(cast, incident_id)

    def work(_number: int) -> None:
        try:
            with tenant_context(cast.bahrain):
                for _ in range(20):
                    deliver_due()
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(work, range(2)))

    assert decision_of(cast, incident_id).done == 12
    once_each(cast, ids)


@pytest.fixture
def environment(admin_url: str, database_name: str) -> dict[str, str]:
    """What a worker process needs: this test's database, and short leases."""
    return {**servers.environment(admin_url, database_name), "SAWTI_OUTBOX_LEASE_SECONDS": "1"}


def done(cast: Cast) -> int:
    with cast.inside(cast.bahrain):
        return int(DecisionCase.objects.exclude(outcome="").count())


def is_through(cast: Cast) -> bool:
    with cast.inside(cast.bahrain):
        rows = Message.objects.filter(done_at__isnull=True)
        return not rows.exclude(topic="notification.send").exists()


def test_a_worker_killed_in_the_middle_of_a_decision_does_no_case_twice(
    cast: Cast, environment: dict[str, str]
) -> None:
    ids = [cast.file_case().case_id for _ in range(80)]
    incident_id = opened(cast, ids).incident_id
    answered(cast, incident_id)

    with crash_worker(environment) as worker:
        for kill in range(2):
            child = worker.start_child("run")
            wait_until(lambda so_far=25 * kill: done(cast) > so_far, 60)
            time.sleep(0.05)  # into the next batch
            os.kill(child, signal.SIGKILL)
            worker.wait_for_end()
            assert done(cast) < len(ids)
            assert done(cast) % carrying_out.BATCH == 0
        last = worker.start_child("run")
        wait_until(lambda: decision_of(cast, incident_id).ended_at and is_through(cast), 120)
        os.kill(last, signal.SIGKILL)
        worker.wait_for_end()

    assert decision_of(cast, incident_id).done == len(ids)
    once_each(cast, ids)
