"""For whom a case waits, as frozen facts."""

from collections.abc import Iterable
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
    return wait_in(case, Pause.objects.filter(case=case)) if case.paused_at else None


def wait_in(case: Case, pauses: Iterable[Pause]) -> WaitFacts | None:
    """Return for whom the case waits, from its waits."""
    pause = next((each for each in pauses if each.ended_at is None), None)
    if pause is None:
        return None
    terms = terms_of(case.policy_code, case.policy_version)
    closes = pause.waits_for == WaitsFor.APPLICANT and terms is not None and terms.waiting.closes
    return WaitFacts(
        pause.waits_for, pause.began_at, pause.until_at, closes, pause.reminders, pause.reason
    )
