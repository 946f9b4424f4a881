"""What the tests of cases share: a case in any state, any event, and everything that may change."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from sawti.audit.models import Entry
from sawti.cases.actions import confidentiality, waiting
from sawti.cases.lifecycle import Event, State
from sawti.cases.models import (
    Applicant,
    Case,
    Clock,
    Content,
    HistoryRow,
    Involvement,
    Message,
    Note,
    Pause,
    SearchEntry,
)
from sawti.lib import clock
from sawti.notifications.models import Notification
from sawti.outbox.models import Message as OutboxMessage
from sawti.quality.models import Rating
from sawti.tenancy.context import tenant_context
from tests.cast import Cast, utc

ROADS = "roads-projects-maintenance"
TABLES = (
    Case,
    Applicant,
    Note,
    SearchEntry,
    Content,
    Message,
    HistoryRow,
    Involvement,
    Clock,
    Pause,
    Rating,
    OutboxMessage,
    Notification,
    Entry,
)


def case_in(state: State, cast: Cast) -> UUID:
    """File a case and bring it into `state`, as people do."""
    case_id = cast.file_case().case_id
    for step in _WAY[state]:
        step(cast, case_id)
    return case_id


def happens(event: Event, cast: Cast, case_id: UUID) -> Case:
    """Let Fatima, or the applicant, do what the event stands for."""
    return _DOING[event](cast, case_id)


def name_unit(cast: Cast, case_id: UUID) -> Case:
    """Fatima says that the case is about her own unit, which thereby loses it."""
    version = cast.case(case_id).version
    with tenant_context(cast.bahrain):
        return confidentiality.name_conflict(
            case_id,
            by=cast.fatima,
            version=version,
            entity_code="ewa-electricity-distribution",
            reason="It is about us.",
            at=clock.now(),
        )


def wait(cast: Cast, case_id: UUID, waits_for: str, on: str | None = None) -> Case:
    """Fatima lets the case wait for somebody outside."""
    version, at = cast.case(case_id).version, utc(on) if on else clock.now()
    with tenant_context(cast.bahrain):
        return waiting.wait_outside(
            case_id, by=cast.fatima, version=version, waits_for=waits_for, reason="why", at=at
        )


def go_on(cast: Cast, case_id: UUID, on: str | None = None) -> Case:
    """Fatima goes on."""
    version, at = cast.case(case_id).version, utc(on) if on else clock.now()
    with tenant_context(cast.bahrain):
        return waiting.go_on(case_id, by=cast.fatima, version=version, at=at)


def sweep_waits(cast: Cast, on: str) -> tuple[int, int]:
    """Let the scheduler look at waits; return how many it ended, and reminders it sent."""
    with tenant_context(cast.bahrain):
        ended = waiting.end_waits(at=utc(on))
        return ended, waiting.remind_applicants(at=utc(on))


def let_lapse(cast: Cast, case_id: UUID) -> None:
    """Give the case terms by which silence closes it, ask, and let nobody reply."""
    with cast.writing(cast.bahrain):
        Case.objects.filter(pk=case_id).update(policy_code="thanks")
    cast.take(case_id)
    cast.ask(case_id)
    with cast.writing(cast.bahrain):
        began = Pause.objects.get(case_id=case_id).began_at
    for days in (8, 16, 30):
        at = began + timedelta(days=days)
        with tenant_context(cast.bahrain):
            waiting.end_waits(at=at)
            waiting.remind_applicants(at=at)


_DOING = {
    Event.TAKE: lambda cast, case_id: cast.take(case_id),
    Event.ASSIGN: lambda cast, case_id: cast.assign(case_id),
    Event.ASK_APPLICANT: lambda cast, case_id: cast.ask(case_id),
    Event.APPLICANT_REPLIED: lambda cast, case_id: cast.reply(case_id),
    Event.TRANSFER: lambda cast, case_id: cast.transfer(case_id, ROADS),
    Event.WAIT_THIRD_PARTY: lambda cast, case_id: wait(cast, case_id, "third_party"),
    Event.WAIT_COURT: lambda cast, case_id: wait(cast, case_id, "court"),
    Event.GO_ON: lambda cast, case_id: go_on(cast, case_id),
    Event.ANSWER: lambda cast, case_id: cast.answer(case_id),
    Event.WITHDRAW: lambda cast, case_id: cast.withdraw(case_id),
    Event.RATE: lambda cast, case_id: cast.rate(case_id),
    Event.REOPEN: lambda cast, case_id: cast.reopen(case_id),
    Event.REROUTE: lambda cast, case_id: name_unit(cast, case_id),
}
_WAY: dict[State, list[Any]] = {
    State.RECEIVED: [],
    State.OPEN: [Cast.take],
    State.WAITING: [Cast.take, Cast.ask],
    State.THIRD_PARTY: [Cast.take, lambda cast, case_id: wait(cast, case_id, "third_party")],
    State.COURT: [Cast.take, lambda cast, case_id: wait(cast, case_id, "court")],
    State.LAPSED: [lambda cast, case_id: let_lapse(cast, case_id)],
    State.ANSWERED: [Cast.take, Cast.answer],
    State.WITHDRAWN: [Cast.withdraw],
}


def everything(cast: Cast) -> dict[str, list[dict[str, Any]]]:
    """Return every row of both tenants that an action could add or change."""
    return {
        f"{tenant.slug} {model.__name__}": _rows(cast, tenant, model)
        for tenant in (cast.bahrain, cast.jordan)
        for model in TABLES
    }


def _rows(cast: Cast, tenant: Any, model: Any) -> list[dict[str, Any]]:
    with cast.inside(tenant):
        return list(model.objects.order_by("pk").values())


def history_of(case_id: UUID, cast: Cast) -> list[str]:
    """Return the events of a case, oldest first."""
    with cast.inside(cast.bahrain):
        rows = HistoryRow.objects.filter(case_id=case_id).order_by("at", "id")
        return list(rows.values_list("event", flat=True))


def news_of(case_id: UUID, cast: Cast) -> list[str]:
    """Return the topics of the outbox rows about a case, by name."""
    with cast.inside(cast.bahrain):
        rows = OutboxMessage.objects.filter(payload__case_id=str(case_id)).order_by("topic")
        return list(rows.values_list("topic", flat=True))
