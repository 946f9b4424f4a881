"""For whom a case waits, as frozen facts."""

from dataclasses import dataclass
from datetime import datetime

from sawti.cases.models import Case, Pause, WaitsFor
from sawti.sla.queries import terms_of


@dataclass(frozen=True)
class WaitFacts:
    """For whom a case waits: a code of `WaitsFor`. `until`: when that ends by itself, or None.

    `closes`: silence then closes the case; else its clocks run on.
    """

    waits_for: str
    since: datetime
    until: datetime | None
    closes: bool
    reminders: int
    reason: str = ""


def wait_of(case: Case) -> WaitFacts | None:
    """Return for whom the case waits; only then it costs a statement."""
    if case.paused_at is None:
        return None
    pause = Pause.objects.get(case=case, ended_at=None)
    terms = terms_of(case.policy_code, case.policy_version)
    closes = pause.waits_for == WaitsFor.APPLICANT and terms is not None and terms.waiting.closes
    return WaitFacts(
        pause.waits_for, pause.began_at, pause.until_at, closes, pause.reminders, pause.reason
    )
