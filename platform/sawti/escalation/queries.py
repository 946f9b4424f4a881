"""What was escalated, as frozen facts: for the page of a case, and for the board."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sawti.escalation.ladders import LevelFacts, ladder_of, names_of_levels
from sawti.escalation.models import Escalation, Notice, Outcome
from sawti.lib.text import localised


@dataclass(frozen=True)
class EscalationFacts:
    """One escalation. `people`: whom it reached, by name; `vacant`: names of the levels before it
    whose post is vacant. `by_name` is "" where the clock did it. `history_id`: its row of history.
    """

    id: UUID
    level: str
    level_name: str
    position: int
    deed: str
    outcome: str
    reached_at: datetime
    at: datetime
    by_name: str
    reason: str
    people: tuple[str, ...]
    vacant: tuple[str, ...]
    taken_back_at: datetime | None
    history_id: UUID

    @property
    def stands(self) -> bool:
        """Tell whether it acted and was not taken back."""
        return self.outcome != Outcome.RECORDED and self.taken_back_at is None


def escalations_of(case_id: UUID, *, language: str) -> tuple[EscalationFacts, ...]:
    """Return what was escalated of a case, oldest first, in two statements.

    The caller has seen to it that the reader may see the case.
    """
    rows = list(
        Escalation.objects.filter(case_id=case_id).select_related("by").order_by("at", "position")
    )
    if not rows:
        return ()
    names, people = names_of_levels(), _people_of(rows)
    return tuple(_facts(row, names, people[row.pk], language) for row in rows)


def _facts(
    row: Escalation, names: dict[str, dict[str, str]], people: list[str], language: str
) -> EscalationFacts:
    def name(code: str) -> str:
        return localised(names.get(code, {}), language) or code

    return EscalationFacts(
        id=row.id,
        level=row.level,
        level_name=name(row.level),
        position=row.position,
        deed=row.deed,
        outcome=row.outcome,
        reached_at=row.reached_at,
        at=row.at,
        by_name=row.by.name if row.by else "",
        reason=row.reason,
        people=tuple(people),
        vacant=tuple(name(code) for code, is_vacant in row.passed_over if is_vacant),
        taken_back_at=row.taken_back_at,
        history_id=row.history_id,
    )


def _people_of(rows: list[Escalation]) -> dict[UUID, list[str]]:
    found: dict[UUID, list[str]] = defaultdict(list)
    notices = Notice.objects.filter(escalation__in=[row.pk for row in rows])
    for escalation_id, name in notices.order_by("id").values_list("escalation_id", "staff__name"):
        found[escalation_id].append(name)
    return found


def standing_rows(case_id: UUID) -> list[Escalation]:
    """Return the escalations of the highest level that a case stands on; none: not escalated."""
    rows = list(
        Escalation.objects.filter(case_id=case_id, taken_back_at__isnull=True)
        .exclude(outcome=Outcome.RECORDED)
        .select_related("holder_before")
        .order_by("-position", "at")
    )
    return [row for row in rows if row.position == rows[0].position]


def standing_level(escalations: tuple[EscalationFacts, ...]) -> EscalationFacts | None:
    """Return the highest level that stands, of all of one case."""
    return max((each for each in escalations if each.stands), key=_height, default=None)


def levels_above(
    policy_code: str, escalations: tuple[EscalationFacts, ...]
) -> tuple[LevelFacts, ...]:
    """Return to which levels a case can still be escalated by hand, the next one first."""
    standing = standing_level(escalations)
    position = standing.position if standing else 0
    return tuple(level for level in ladder_of(policy_code) if level.position > position)


def _height(each: EscalationFacts) -> tuple[int, datetime]:
    return each.position, each.at
