"""Acts on entities: asked for, carried out now or on their day, called off.

One at a time in a tenant. What waits for its day is a letter of the outbox that is due then; it is
checked anew, for others may have changed the same entities meanwhile.
"""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from sawti.accounts.models import Staff
from sawti.audit.steps import write_entry
from sawti.catalogue.errors import EditedMeanwhile
from sawti.enabling.calling import tell
from sawti.entities.models import Sector
from sawti.entities.steps.carrying import carry_posts, end_posts
from sawti.entities.steps.changing import (
    end,
    merge_into,
    place_below,
    rename,
    split_off,
)
from sawti.lib.errors import DomainError, Missing
from sawti.outbox import steps as outbox
from sawti.outbox.delivery import Letter, receive
from sawti.plugins.facts import EntityReform
from sawti.reforms.errors import ReformNotOpen
from sawti.reforms.facts import Wish
from sawti.reforms.models import Act, Reform
from sawti.reforms.permissions import require_reformer
from sawti.reforms.planning import Plan, plan_of
from sawti.reforms.steps import moving_cases
from sawti.reforms.steps.following import Followers
from sawti.tenancy.context import tenant_context
from sawti.tenancy.locks import wait_for_turn
from sawti.tenancy.queries import tenant_anew

TOPIC = "reforms.carry_out"
TURN = "reform"


def register() -> None:
    """Carry out what waits for its day; called once, when the app is ready."""
    receive(TOPIC, _its_day_has_come)
    moving_cases.register()


def ask_reform(wish: Wish, *, by: Staff, at: datetime, seen: str | None = None) -> Reform:
    """Carry out an act, or let it wait for its day.

    `seen`: of the plan that was shown. Raises NotPermitted, InvalidInput, and EditedMeanwhile where
    somebody changed one of its entities since.
    """
    require_reformer(by)
    wait_for_turn(TURN)
    plan = plan_of(wish, at=at)
    if seen is not None and seen != plan.seen:
        raise EditedMeanwhile
    reform: Reform = Reform.objects.create(
        act=wish.act,
        entity=plan.entity,
        other=plan.other,
        wish=wish.kept(),
        reason=wish.reason,
        asked_at=at,
        asked_by=by,
        effective_at=plan.effective_at,
    )
    if plan.effective_at > at:
        _note("entity.reform_planned", reform, at, by.id)
        outbox.add(TOPIC, {"reform_id": str(reform.id)}, at=at, due_at=plan.effective_at)
    else:
        _carry_out(reform, plan, at)
    return reform


def cancel_reform(reform_id: UUID, *, by: Staff, at: datetime) -> Reform:
    """Call off an act that waits for its day. Raises NotPermitted, Missing, ReformNotOpen."""
    require_reformer(by)
    reform = _locked(reform_id)
    if reform is None:
        raise Missing
    if reform.done_at or reform.cancelled_at or reform.refused:
        raise ReformNotOpen
    reform.cancelled_at = at
    reform.save(update_fields=["cancelled_at"])
    _note("entity.reform_cancelled", reform, at, by.id)
    return reform


def _its_day_has_come(letter: Letter, at: datetime) -> None:
    wait_for_turn(TURN)
    reform = _locked(UUID(letter.payload["reform_id"]))
    if reform is None or reform.done_at or reform.cancelled_at or reform.refused:
        return
    wish = Wish.of({**reform.wish, "effective_on": None})
    with tenant_context(tenant_anew()):
        try:
            plan = plan_of(wish, at=at, is_due=True)
        except DomainError as refusal:
            reform.refused = _in_words(refusal)[:300]
            reform.save(update_fields=["refused"])
            _note("entity.reform_refused", reform, at, reform.asked_by_id)
        else:
            _carry_out(reform, plan, at)


def _in_words(refusal: DomainError) -> str:
    faults = getattr(refusal, "faults", ())
    return " ".join(str(each) for each in faults) or str(refusal)


def _locked(reform_id: UUID) -> Reform | None:
    found: Reform | None = Reform.objects.select_for_update().filter(pk=reform_id).first()
    return found


def _carry_out(reform: Reform, plan: Plan, at: datetime) -> None:
    _DEEDS[Act(reform.act)](reform, plan, at)
    tell("entity_reformed", reform=_facts(reform, plan, at))
    reform.done_at = at
    reform.save(update_fields=["done_at", "ended_at", "total"])
    _note(f"entity.{reform.act}", reform, at, reform.asked_by_id)


def _rename(reform: Reform, plan: Plan, at: datetime) -> None:
    rename(plan.entity, plan.wish.names, since=reform.effective_at, at=at)
    reform.ended_at = at


def _move(reform: Reform, plan: Plan, at: datetime) -> None:
    sector = Sector.objects.filter(code=plan.wish.sector).first() if plan.wish.sector else None
    place_below(
        plan.entity,
        plan.other.id if plan.other else None,
        sector_id=sector.id if sector else None,
        at=at,
    )
    reform.ended_at = at


def _merge(reform: Reform, plan: Plan, at: datetime) -> None:
    successor, by = plan.other, reform.asked_by
    assert successor is not None, "the plan was checked"
    carry_posts(plan.entity, successor, plan.wish.roles, by_id=by.id, at=at)
    end_posts(plan.entity, by_id=by.id, at=at)
    Followers(plan.entity, by=by, at=at).everything(successor)
    merge_into(plan.entity, successor, at=at)
    moving_cases.begin(reform, at=at)


def _split(reform: Reform, plan: Plan, at: datetime) -> None:
    entity, wish, by = plan.entity, plan.wish, reform.asked_by
    followers = Followers(entity, by=by, at=at)
    parts = [split_off(entity, part.code, part.names, at=at) for part in wish.parts]
    for part, row in zip(wish.parts, parts, strict=True):
        carry_posts(entity, row, wish.roles, by_id=by.id, at=at)
        followers.subjects(row, part.categories)
    if wish.ends:
        followers.everything(parts[0])
        # Whoever goes along still sees what they answered here.
        end_posts(entity, by_id=by.id, at=at, but=wish.roles)
        end(entity, parts[0], at=at)
    moving_cases.begin(reform, at=at)


_DEEDS: dict[Act, Callable[[Reform, Plan, datetime], None]] = {
    Act.RENAME: _rename,
    Act.MOVE: _move,
    Act.MERGE: _merge,
    Act.SPLIT: _split,
}


def _facts(reform: Reform, plan: Plan, at: datetime) -> EntityReform:
    parts = tuple(part.code for part in plan.wish.parts)
    return EntityReform(reform.act, plan.entity.code, plan.wish.into, at, parts)


def _note(event: str, reform: Reform, at: datetime, by_id: UUID) -> None:
    write_entry(
        event,
        at=at,
        actor_id=by_id,
        object_type="entity",
        object_id=reform.entity_id,
        reason=reform.reason,
    )
