"""What the messages of an escalation say, made when they are written, in the reader's language."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.dateformat import format as date_format
from django.utils.translation import gettext, ngettext, pgettext

from sawti.entities.models import Role
from sawti.entities.queries import entity_tree
from sawti.escalation.ladders import ladder_of, names_of_levels
from sawti.escalation.models import Deed, Notice
from sawti.lib.text import localised
from sawti.notifications.email import explain
from sawti.notifications.models import Notification
from sawti.telling.facts import ESCALATED, ESCALATIONS
from sawti.tenancy.context import current_tenant

MOST_LINES = 50


def register() -> None:
    """Register what the templates may say; called once, when the app is ready."""
    explain(ESCALATED, _one)
    explain(ESCALATIONS, _many)


def _one(notification: Notification) -> dict[str, str | datetime]:
    """Return the words about one case: of all that was reached, the highest level."""
    if _is_trial(notification):
        return _one_in_trial(notification)
    notice, language = _notices(notification)[-1], notification.language
    escalation = notice.escalation
    due_at = _in_zone(_due_at(notice))
    return {
        "number": _isolated(escalation.case.number),
        "case_id": str(escalation.case_id),
        "entity": entity_tree().by_id[escalation.case.entity_id].name(language),
        "due_at": due_at,
        "due_on": _day(due_at),
        "level": _level(notice, language),
        "post": _post(notice, language),
        "deed": _what(escalation.deed),
        "passed_over": _passed_over(notice, language),
    }


def _is_trial(notification: Notification) -> bool:
    """Tell whether an editor tries words: then nothing was escalated."""
    return "message_id" not in notification.params


def _one_in_trial(notification: Notification) -> dict[str, str | datetime]:
    """Return what the words may name, as the lowest level of the default ladder would say it."""
    params, language = notification.params, notification.language
    due_at = _in_zone(datetime.fromisoformat(params["due_at"]))
    level = next(iter(ladder_of("")), None)
    return {
        "number": _isolated(params["number"]),
        "case_id": params["case_id"],
        "entity": params["entity"],
        "due_at": due_at,
        "due_on": _day(due_at),
        "level": level.name(language) if level else "…",
        "post": gettext("responsible for the case"),
        "deed": _what(level.deed if level else Deed.INFORM),
        "passed_over": "",
    }


def _many(notification: Notification) -> dict[str, str | datetime]:
    if _is_trial(notification):
        return _summed([_line_in_trial(notification)])
    notices, language = _notices(notification), notification.language
    cases = {notice.escalation.case_id: notice for notice in notices}
    found = sorted(cases.values(), key=lambda each: -each.escalation.position)
    return _summed([_line(each, language) for each in found])


def _summed(lines: Sequence[str]) -> dict[str, str | datetime]:
    """Return how many there are, and the first of them."""
    count = len(lines)
    title = ngettext("%(count)s case was escalated", "%(count)s cases were escalated", count)
    rest = count - MOST_LINES
    more = ngettext("and %(count)s more", "and %(count)s more", max(rest, 0))
    first = lines[:MOST_LINES]
    return {
        "summary": title % {"count": count},
        "cases": "\n".join([*first, more % {"count": rest}] if rest > 0 else first),
    }


def _line(notice: Notice, language: str) -> str:
    case = notice.escalation.case
    return _worded(
        number=_isolated(case.number),
        entity=entity_tree().by_id[case.entity_id].name(language),
        level=_level(notice, language),
        day=_day(_in_zone(_due_at(notice))),
    )


def _line_in_trial(notification: Notification) -> str:
    of = _one_in_trial(notification)
    return _worded(number=of["number"], entity=of["entity"], level=of["level"], day=of["due_on"])


def _worded(**parts: object) -> str:
    words = pgettext("a case in a digest", "%(number)s · %(entity)s · %(level)s · due %(day)s")
    return words % parts


def _notices(notification: Notification) -> list[Notice]:
    rows = Notice.objects.filter(message_id=notification.params["message_id"])
    rows = rows.select_related("escalation__case", "escalation__clock", "entity")
    return list(rows.order_by("escalation__position", "escalation__reached_at", "id"))


def _due_at(notice: Notice) -> datetime:
    clock, case = notice.escalation.clock, notice.escalation.case
    due_at: datetime = clock.due_at if clock and clock.due_at else case.due_at
    return due_at


def _in_zone(due_at: datetime) -> datetime:
    return due_at.astimezone(ZoneInfo(current_tenant().time_zone))


def _day(due_at: datetime) -> str:
    return date_format(due_at, pgettext("date format", "l j F Y"))


def _level(notice: Notice, language: str) -> str:
    code = notice.escalation.level
    return localised(names_of_levels().get(code, {}), language) or code


def _post(notice: Notice, language: str) -> str:
    """Return as what they hear of it: their post and its entity, or that they have the case."""
    role = Role.objects.filter(code=notice.role).first() if notice.role else None
    where = localised(notice.entity.names, language) if notice.entity else ""
    name = localised(role.names, language) if role else gettext("responsible for the case")
    return f"{name} – {where}" if where else name


def _what(deed: str) -> str:
    return {
        Deed.INFORM: gettext("You are told of it; nothing else changes."),
        Deed.TAKE_PART: gettext("You take part in the case and may act on it."),
        Deed.REASSIGN: gettext("The case is yours now."),
    }[Deed(deed)]


def _passed_over(notice: Notice, language: str) -> str:
    """Return the levels that reached nobody, in words, or ""."""
    names = names_of_levels()
    vacant = [
        localised(names.get(code, {}), language) or code
        for code, is_vacant in notice.escalation.passed_over
        if is_vacant
    ]
    if not vacant:
        return ""
    words = gettext("It comes to you because this post is vacant: %(posts)s.")
    return words % {"posts": gettext(", ").join(vacant)}


def _isolated(number: str) -> str:
    return f"\u2066{number}\u2069"
