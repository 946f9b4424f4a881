"""Open cases that go along, batch by batch.

Each batch is one letter of the outbox: it moves cases and writes the letter of the next, in one
transaction. What has moved is no longer found, so whoever dies leaves the rest to the next worker,
and no case moves or is told of twice. Until then those who serve the heir see the cases all the
same, for the closed entity lies below it.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Q

from sawti.cases.lifecycle import UNANSWERED
from sawti.cases.models import Case
from sawti.cases.steps.reorganising import hand_over
from sawti.catalogue.queries import catalogue
from sawti.entities.queries import entity_tree
from sawti.outbox import steps as outbox
from sawti.outbox.delivery import Letter, receive
from sawti.reforms.facts import Wish
from sawti.reforms.models import Reform
from sawti.tenancy.context import tenant_context
from sawti.tenancy.locks import wait_for_turn
from sawti.tenancy.queries import tenant_anew

TOPIC = "reforms.move_cases"
BATCH = 500
# Whoever files by the entities as they were has committed by then.
BEGINS_AFTER = timedelta(seconds=settings.SAWTI_TENANT_CACHE_SECONDS + 5)


def register() -> None:
    """Move as letters come; called once, when the app is ready."""
    receive(TOPIC, _move_next)


def begin(reform: Reform, *, at: datetime) -> None:
    """Begin to move the open cases of the reform's entity; the caller saves `total`."""
    reform.total = cases_of(reform).count()
    outbox.add(TOPIC, {"reform_id": str(reform.id)}, at=at, due_at=at + BEGINS_AFTER)


def cases_of(reform: Reform) -> Any:
    """Return the open cases that are to go along and have not gone yet."""
    cases = Case.objects.filter(entity_id=reform.entity_id, state__in=UNANSWERED)
    wish = Wish.of(reform.wish)
    if not wish.parts or wish.ends:
        return cases
    codes = [code for part in wish.parts for code in part.categories]
    numbers = [number for part in wish.parts for number in part.numbers]
    return cases.filter(Q(category__code__in=codes) | Q(number__in=numbers))


def _destinations(reform: Reform, cases: Sequence[Case]) -> dict[UUID, UUID]:
    """Return where each case goes: first by its number, then by its subject, then the rest."""
    wish, tree = Wish.of(reform.wish), entity_tree()
    if not wish.parts:
        heir = tree.merged_into(reform.entity_id).id
        return dict.fromkeys((case.id for case in cases), heir)
    by_number = {number: part.code for part in wish.parts for number in part.numbers}
    by_subject = {code: part.code for part in wish.parts for code in part.categories}
    rest, known = wish.parts[0].code, catalogue().by_id
    found = {}
    for case in cases:
        subject = known[case.category_id].code if case.category_id else ""
        code = by_number.get(case.number) or by_subject.get(subject, rest)
        found[case.id] = tree.heir(tree.by_code[code].id).id
    return found


def _move_next(letter: Letter, at: datetime) -> None:
    wait_for_turn("rescheduling")  # two runs at once would lock the same cases
    rows = Reform.objects.select_for_update().filter(pk=letter.payload["reform_id"])
    reform = rows.filter(ended_at=None, done_at__isnull=False).first()
    if reform:
        with tenant_context(tenant_anew()):  # this worker may have begun before the act
            move_batch(reform, at=at)
        if reform.ended_at is None:
            outbox.add(TOPIC, {"reform_id": str(reform.id)}, at=at, due_at=reform.effective_at)


def move_batch(reform: Reform, *, at: datetime, limit: int = BATCH) -> None:
    """Move the next cases; the batch that is not full is the last."""
    rows = cases_of(reform).select_related("holder").order_by("pk")
    found = list(rows.select_for_update(of=("self",))[:limit])
    if found:
        to = _destinations(reform, found)
        hand_over(found, to, reason=reform.reason, by_id=reform.asked_by_id, at=at)
    reform.moved += len(found)
    if len(found) < limit:
        reform.ended_at = at
    reform.save(update_fields=["moved", "ended_at"])
