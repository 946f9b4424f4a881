"""Two workers over the same cases, in real transactions: each level acts once."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from sawti.escalation.actions.sweeps import escalate_due
from sawti.escalation.actions.telling import tell_all_waiting
from sawti.escalation.models import Escalation
from sawti.outbox.models import Message
from sawti.tenancy.context import tenant_context
from tests.cast import Cast, utc
from tests.sawti.escalation.scenes import DUE, bahrain, filed, mails, post, set_level

pytestmark = pytest.mark.usefixtures("committed")


def at_once(action: Any) -> list[Any]:
    """Let two workers do the same at the same moment."""
    gate = Barrier(2)

    def work(_place: int) -> Any:
        try:
            with tenant_context(bahrain()):
                gate.wait()
                return action(at=utc(DUE))
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as threads:
        return list(threads.map(work, range(2)))


def test_two_workers_racing_escalate_each_case_once(
    cast: Cast, clock: Any, monkeypatch: Any
) -> None:
    monkeypatch.setattr("sawti.escalation.actions.sweeps.BATCH", 3)
    post(cast, cast.khalid, "secretary_general")
    cases = [filed(cast) for _ in range(20)]

    at_once(escalate_due)

    with cast.inside(cast.bahrain):
        acted = Escalation.objects.filter(outcome="acted").values_list("case_id", flat=True)
        rows = Message.objects.filter(topic="case.escalate").values_list("payload", flat=True)
        assert sorted(acted) == sorted(cases)
        assert len({row["escalation_id"] for row in rows}) == len(rows) == 40


def test_two_workers_racing_tell_each_reader_once(cast: Cast, clock: Any) -> None:
    post(cast, cast.khalid, "secretary_general")
    set_level(cast, "secretary-general", at_any_hour=True)
    for _ in range(5):
        filed(cast)
    with tenant_context(bahrain()):
        escalate_due(at=utc(DUE))

    at_once(tell_all_waiting)

    assert mails(cast) == [("escalation_digest", "khalid@bahrain.example")]
