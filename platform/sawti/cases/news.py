"""News of cases for plugins: one outbox row for each enabled plugin that listens.

The rows are written by the delivery of the case's own news, not by the change itself: a person who
files a case does not wait for plugins.
"""

from datetime import datetime

from sawti.cases.lifecycle import Event
from sawti.cases.models import HistoryRow
from sawti.catalogue.queries import catalogue
from sawti.enabling.calling import listeners
from sawti.enabling.queries import enabled_plugins
from sawti.entities.queries import entity_tree
from sawti.outbox import steps as outbox
from sawti.outbox.delivery import Letter, receive
from sawti.plugins.calling import hooks
from sawti.plugins.facts import CaseNews

TOPIC = "plugin.case_news"


def register() -> None:
    """Register the receivers; called once, when the app is ready."""
    for event in Event:
        receive(f"case.{event}", pass_on)
    receive(TOPIC, tell_plugin)


def pass_on(letter: Letter, at: datetime) -> None:
    """Write a row for each enabled plugin that listens; each has retries of its own."""
    payloads = [{**letter.payload, "plugin": name} for name in listeners("case_news")]
    if payloads:
        outbox.add_many(TOPIC, payloads, at=at)


def tell_plugin(letter: Letter, at: datetime) -> None:
    """Give one plugin its news; if it was disabled meanwhile, nobody wants to know."""
    plugin = letter.payload["plugin"]
    if plugin not in enabled_plugins():
        return
    row = HistoryRow.objects.select_related("case").get(pk=letter.payload["history_id"])
    news = _news(row)
    hooks().answer_of(plugin, "case_news", news=news)


def _news(row: HistoryRow) -> CaseNews:
    case, known = row.case, catalogue()
    return CaseNews(
        event=row.event,
        case_id=case.id,
        number=case.number,
        type=known.by_id[case.case_type_id].code,
        category=known.by_id[case.category_id].code if case.category_id else "",
        entity=entity_tree().by_id[case.entity_id].code,
        at=row.at,
    )
