"""Entities in the words that people read."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext

from sawti.entities.models import ChangeKind
from sawti.entities.queries import EntityFacts, entity_tree
from sawti.lib import clock
from sawti.lib.text import localised
from sawti.tenancy.context import current_tenant

REMEMBERED = timedelta(days=2 * 365)  # so long people still look for the old name


def name_in_lists(entity: EntityFacts, language: str, *, at: datetime | None = None) -> str:
    """Return its name, with the former one where it was renamed of late, or that it is closed."""
    if entity.closed_at:
        return gettext("%(name)s (closed)") % {"name": entity.name(language)}
    since = (at or clock.now()) - REMEMBERED
    name, old = entity.name(language), localised(entity.names_at(since), language)
    if old == name:
        return name
    return gettext("%(name)s (formerly %(old)s)") % {"name": name, "old": old}


def series_note(entity: EntityFacts, language: str) -> str:
    """Return what to know before its figures are compared over time; "" where nothing is."""
    return " ".join(_notes(entity, language))


def _notes(entity: EntityFacts, language: str) -> Iterator[str]:
    tree = entity_tree()
    for other in tree.by_id.values():
        if other.successor_id == entity.id and other.closed_at:
            text = gettext("With %(name)s, part of it since %(day)s; earlier figures are added up.")
            yield text % {"name": other.name(language), "day": _day(other.closed_at)}
        for was in other.changes:
            if was.kind != ChangeKind.SPLIT or was.other_id is None:
                continue
            if was.other_id == entity.id:
                text = gettext("Part of %(name)s until %(day)s: earlier figures are found there.")
                yield text % {"name": other.name(language, was.at), "day": _day(was.at)}
            elif other.id == entity.id:
                text = gettext("Since %(day)s without %(name)s: figures before and after differ.")
                yield text % {"name": tree.by_id[was.other_id].name(language), "day": _day(was.at)}


def _day(at: datetime) -> str:
    return f"{at.astimezone(ZoneInfo(current_tenant().time_zone)):%Y-%m-%d}"
