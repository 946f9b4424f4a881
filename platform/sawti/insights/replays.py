"""Reads for replaying a promise over past months: the cases, whose promise would change, results.

Cases that the promise would not have been chosen for, and those that had the same target, stay
judged as they were. So the present policy, replayed, gives exactly the present adherence.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from operator import attrgetter
from typing import Any
from uuid import UUID

from django.db import connection

from sawti.calendars.queries import business_calendar
from sawti.catalogue.queries import catalogue
from sawti.entities.queries import entity_tree
from sawti.insights.counting import Span
from sawti.insights.models import Replay
from sawti.insights.replaying import Row, Share, Told, found, judged, share_of, told_by
from sawti.sla.choosing import TRAITS as WEIGHED
from sawti.sla.choosing import PolicyFacts, Traits, fitting
from sawti.sla.queries import policies, target_of, traits_of
from sawti.sla.terms import Kind, Target, Terms
from sawti.tenancy.context import current_tenant, reading

DRAFT = ""  # the code of the promise that is tried; no policy has an empty one
TRAITS = (
    *("category", "entity", "pillar", "case_type", "importance", "applicant_class", "channel"),
)

_RANGE = """
FROM cases_case c
WHERE c.tenant_id = %(tenant)s AND c.received_at >= %(starts)s AND c.received_at < %(ends)s
  AND c.confidentiality_id IS NULL
"""
COUNT = f"SELECT count(*) {_RANGE}"
# Rows behind `asked` belong to another time: a batch hours later must judge as the first did.
BATCH = f"""
SELECT c.id, c.received_at, c.case_type_id, c.importance_id, c.category_id, c.pillar_id,
       c.applicant_class, c.channel, promise.policy_code, promise.policy_version,
       told.events, told.ats, told.froms, told.tos, told.entities
FROM (
  SELECT c.* {_RANGE}
    AND (%(after_at)s::timestamptz IS NULL
         OR (c.received_at, c.id) > (%(after_at)s, %(after_id)s::uuid))
  ORDER BY c.received_at, c.id LIMIT %(limit)s
) c
CROSS JOIN LATERAL (
  SELECT array_agg(event ORDER BY at, id) AS events, array_agg(at ORDER BY at, id) AS ats,
         array_agg(from_state ORDER BY at, id) AS froms, array_agg(to_state ORDER BY at, id) AS tos,
         array_agg(to_entity_id ORDER BY at, id) AS entities
  FROM cases_historyrow
  WHERE tenant_id = %(tenant)s AND case_id = c.id AND at <= %(asked)s
) told
LEFT JOIN LATERAL (
  SELECT policy_code, policy_version FROM cases_clock
  WHERE tenant_id = %(tenant)s AND case_id = c.id AND kind = 'resolution' AND round = 1
) promise ON true
ORDER BY c.received_at, c.id
"""  # noqa: S608
# Of an erased case no history is left: it stays judged as it was.
REMAINDERS = """
SELECT entity_id, count(*) FILTER (WHERE first_answer_in_time),
       count(*) FILTER (WHERE first_answer_in_time IS FALSE
         OR (first_answered_at IS NULL AND breached_at IS NOT NULL))
FROM retention_remainder
WHERE tenant_id = %(tenant)s AND received_at >= %(starts)s AND received_at < %(ends)s
GROUP BY entity_id
"""


@dataclass(frozen=True)
class PastCase:
    """A case with what its promise was chosen by and what its history tells."""

    case_id: UUID
    received_at: datetime
    traits: Traits
    target: Target | None
    told: Told


@dataclass(frozen=True)
class Choice:
    """The promise that is tried, among all others."""

    draft: PolicyFacts
    others: tuple[PolicyFacts, ...]

    def target_for(self, traits: Traits) -> Target | None:
        """Return the target tried, where it would be chosen; None where another policy is."""
        chosen = fitting((self.draft, *self.others), traits)[0]
        return self.draft.target if chosen.code == DRAFT else None


def draft_of(traits: dict[str, str], target: Target) -> PolicyFacts:
    """Return a promise as a policy; `traits`: trait → code of the catalogue, "" for any."""
    known = catalogue()
    return PolicyFacts(
        code=DRAFT,
        version=0,
        names={},
        terms=Terms({Kind.RESOLUTION: target}),
        category_id=_id(known.categories, traits["category"]),
        entity_id=_id(entity_tree().by_code, traits["entity"]),
        pillar_id=_id(known.pillars, traits["pillar"]),
        case_type_id=_id(known.types, traits["case_type"]),
        importance_id=_id(known.importance, traits["importance"]),
        applicant_class=traits.get("applicant_class", ""),  # replays of before name none
        channel=traits["channel"],
    )


def choice_with(draft: PolicyFacts) -> Choice:
    """Return the draft in the place of the policy with the same traits, or beside all."""
    own = attrgetter(*WEIGHED)
    return Choice(draft, tuple(each for each in policies() if own(each) != own(draft)))


def codes_of(policy: PolicyFacts) -> dict[str, str]:
    """Return the traits of a policy as `draft_of` takes them."""
    known, tree = catalogue().by_id, entity_tree().by_id
    codes = {
        trait: known[chosen].code if (chosen := getattr(policy, f"{trait}_id")) else ""
        for trait in ("category", "pillar", "case_type", "importance")
    }
    entity = tree[policy.entity_id].code if policy.entity_id else ""
    plain = {"applicant_class": policy.applicant_class, "channel": policy.channel}
    return {**codes, "entity": entity, **plain}


def _id(rows: Any, code: str) -> UUID | None:
    return rows[code].id if code else None


def count_cases(first: date, last: date) -> int:
    """Return how many cases were received in the months from `first` to `last`."""
    with reading(), connection.cursor() as cursor:
        cursor.execute(COUNT, _params(first, last))
        return int(cursor.fetchone()[0])


def erased_shares(first: date, last: date) -> Iterable[tuple[str, Share]]:
    """Return the shares of erased cases by entity: the same with any promise."""
    with reading(), connection.cursor() as cursor:
        cursor.execute(REMAINDERS, _params(first, last))
        rows = cursor.fetchall()
    return [(str(entity_id), Share(kept, late, kept, late)) for entity_id, kept, late in rows]


def next_cases(replay: Replay, *, limit: int) -> list[PastCase]:
    """Return the next cases that the replay has not seen, in the order of receipt."""
    params = {
        **_params(replay.first_month, replay.last_month),
        "asked": replay.asked_at,
        "after_at": replay.after_at,
        "after_id": replay.after_id,
        "limit": limit,
    }
    with connection.cursor() as cursor:
        cursor.execute(BATCH, params)
        rows = cursor.fetchall()
    chain = cache(_chain)
    return [_past_case(row, chain) for row in rows]


def _past_case(row: Any, chain: Callable[..., Traits]) -> PastCase:
    case_id, received_at, case_type, importance, category, pillar, whose, channel = row[:8]
    code, version = row[8:10]
    told = told_by([Row(*each) for each in zip(*row[10:], strict=True)])
    traits = chain(case_type, importance, told.received_by, category, pillar, whose, channel)
    return PastCase(case_id, received_at, traits, target_of(code, version) if code else None, told)


def _chain(
    case_type: UUID,
    importance: UUID,
    entity: UUID,
    category: UUID | None,
    pillar: UUID | None,
    applicant_class: str,
    channel: str,
) -> Traits:
    return traits_of(
        case_type_id=case_type,
        importance_id=importance,
        entity_id=entity,
        category_id=category,
        pillar_id=pillar,
        channel=channel,
        applicant_class=applicant_class,
    )


def share_with(case: PastCase, choice: Choice, *, at: datetime) -> tuple[str, Share]:
    """Return who holds the case, and how it is judged now and would have been at `at`."""
    now = found(case.told)
    wanted = choice.target_for(case.traits)
    if wanted is None or wanted == case.target:
        then = now
    else:
        calendar = business_calendar(case.told.received_by, since=case.told.received_at)
        then = judged(case.told, wanted, calendar, at=at)
    return str(case.told.held_by), share_of(now, then)


def _params(first: date, last: date) -> dict[str, Any]:
    starts, ends = Span(first).params()["starts"], Span(last).params()["ends"]
    return {"tenant": current_tenant().id, "starts": starts, "ends": ends}


def found_replay(replay_id: UUID) -> Replay | None:
    """Return this replay, or None."""
    row: Replay | None = Replay.objects.select_related("asked_by").filter(pk=replay_id).first()
    return row


def newest_replays(count: int = 5) -> list[Replay]:
    """Return the replays that were asked for last, newest first."""
    return list(Replay.objects.order_by("-asked_at")[:count])


def shares_of(replay: Replay) -> dict[str, Share]:
    """Return its counts by entity."""
    return {key: Share(*counts) for key, counts in replay.shares.items()}
