"""What the tests of reforms share: ask for one as Salma does, let workers follow, look around."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sawti.cases.models import Clock, HistoryRow
from sawti.entities.queries import EntityFacts, EntityTree, entity_tree
from sawti.insights.actions import refresh_stale
from sawti.notifications.models import Notification
from sawti.outbox.delivery import deliver_due
from sawti.reforms import actions
from sawti.reforms.facts import Wish
from sawti.reforms.models import Reform
from sawti.tenancy.context import tenant_context
from tests.cast import Cast, utc
from tests.sawti.insights.counts import LATER

ELECTRICITY, WATER = "ewa-electricity-distribution", "ewa-water-distribution"
AUTHORITY, WORKS, ROADS = (
    "electricity-water-authority",
    "ministry-of-works",
    "roads-projects-maintenance",
)
CIVIL_DEFENCE = "general-directorate-of-civil-defence"
REASON = "Royal Decree 12 of 2026"
NAMES = {"ar": "هيئة الطاقة", "en": "Energy Authority"}
FILED = "2026-03-01T08:00Z"
MERGED, FOLLOWED = "2026-03-03T08:00Z", "2026-03-03T08:05Z"


def read_anew(cast: Cast) -> None:
    """Read the tenant anew, as each request does: its settings have another version by now."""
    vars(cast).pop("bahrain", None)


def reform(cast: Cast, act: str, entity: str, *, on: str, by: Any = None, **more: Any) -> Reform:
    """Let Salma ask for an act."""
    wish = Wish(act, entity, more.pop("reason", REASON), **more)
    with tenant_context(cast.bahrain):
        done = actions.ask_reform(wish, by=by or cast.salma, at=utc(on))
    read_anew(cast)
    return done


def rename(cast: Cast, entity: str = ELECTRICITY, *, on: str, **more: Any) -> Reform:
    return reform(cast, "rename", entity, on=on, **{"names": NAMES, **more})


def move(cast: Cast, entity: str, into: str, *, on: str, **more: Any) -> Reform:
    return reform(cast, "move", entity, on=on, into=into, **more)


def run_through(cast: Cast, *, on: str) -> None:
    """Deliver everything that is due up to then, and what follows from it."""
    at = utc(on)
    with tenant_context(cast.bahrain):
        deliver_due(lambda: at)
    read_anew(cast)


def counted_anew(cast: Cast) -> None:
    """Deliver all news, and count what it changed."""
    run_through(cast, on="2026-03-25T08:00Z")
    with tenant_context(cast.bahrain):
        refresh_stale(at=LATER)
    read_anew(cast)


def tree(cast: Cast) -> EntityTree:
    with cast.inside(cast.bahrain):
        return entity_tree()


def entity(cast: Cast, code: str) -> EntityFacts:
    return tree(cast).by_code[code]


def clocks_of(cast: Cast, case_id: UUID) -> list[Clock]:
    with cast.inside(cast.bahrain):
        return list(Clock.objects.filter(case_id=case_id).order_by("started_at", "kind"))


def dues(cast: Cast, case_id: UUID) -> dict[str, datetime | None]:
    return {each.kind: each.due_at for each in clocks_of(cast, case_id) if each.ended_at is None}


def history(cast: Cast, case_id: UUID) -> list[HistoryRow]:
    with cast.inside(cast.bahrain):
        return list(HistoryRow.objects.filter(case_id=case_id).order_by("at", "id"))


def day(text: str) -> date:
    return date.fromisoformat(text)


def merge(cast: Cast, *, on: str = MERGED, **more: Any) -> Reform:
    """Merge electricity into roads; focal points go along unless said."""
    wish = {"into": ROADS, "roles": ("focal_point",), **more}
    return reform(cast, "merge", wish.pop("entity", ELECTRICITY), on=on, **wish)


def merged(cast: Cast, **more: Any) -> Reform:
    """Merge, and let the open cases follow."""
    done = merge(cast, **more)
    run_through(cast, on=FOLLOWED)
    with cast.inside(cast.bahrain):
        done.refresh_from_db()
    return done


def told(cast: Cast, case_id: UUID) -> list[Notification]:
    """Return what was written to the applicant of a case about a reorganisation."""
    with cast.inside(cast.bahrain):
        rows = Notification.objects.filter(template="case_reorganised", about_id=case_id)
        return list(rows)
