"""What the tests of cases share: a case in any state, any event, and everything that may change."""

from typing import Any
from uuid import UUID

from sawti.audit.models import Entry
from sawti.cases.actions import confidentiality
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
from tests.cast import Cast

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


_DOING = {
    Event.TAKE: lambda cast, case_id: cast.take(case_id),
    Event.ASSIGN: lambda cast, case_id: cast.assign(case_id),
    Event.ASK_APPLICANT: lambda cast, case_id: cast.ask(case_id),
    Event.APPLICANT_REPLIED: lambda cast, case_id: cast.reply(case_id),
    Event.TRANSFER: lambda cast, case_id: cast.transfer(case_id, ROADS),
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
