"""Legal holds: what may not be removed until somebody lifts it."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from sawti.accounts.models import Person, Staff
from sawti.audit.steps import write_entry
from sawti.cases.models import Case
from sawti.entities.permissions import rights_of
from sawti.entities.queries import entity_tree
from sawti.lib.errors import N_, Invalid, Missing, NotPermitted
from sawti.lib.ids import canonical_case_number
from sawti.lib.permissions import MANAGE_RETENTION
from sawti.lib.text import has_controls
from sawti.retention.models import Hold
from sawti.retention.steps.batches import wait_for_batches

LONGEST_REASON = 300


@dataclass(frozen=True)
class HoldWish:
    """What is to be held: a case by its number, a person by the e-mail address of the account, or
    an entity by its code with the days (both included) on which its cases were received."""

    reason: str
    number: str = ""
    email: str = ""
    entity: str = ""
    first_on: date | None = None
    last_on: date | None = None
    until_at: datetime | None = None


def place_hold(wish: HoldWish, *, by: Staff, at: datetime) -> Hold:
    """Protect what the wish names from every policy and from its applicant's wish to erase it.

    A batch that removes cases just now ends first. Raises NotPermitted, and Invalid for a wish
    without a reason, that names nothing or more than one thing, or that we can't find.
    """
    with transaction.atomic(durable=True):
        _require(by)
        reason = _reason(wish.reason)
        if wish.until_at is not None and wish.until_at <= at:
            raise Invalid("until_on", N_("Choose a day that is still to come."))
        if sum(bool(each) for each in (wish.number, wish.email, wish.entity)) != 1:
            raise Invalid("number", N_("Name one thing: a case, a person, or an entity with days."))
        wait_for_batches()
        hold: Hold = Hold.objects.create(
            **_target(wish), reason=reason, placed_at=at, placed_by=by, until_at=wish.until_at
        )
        _audit("retention.hold_placed", hold, by, at)
    return hold


def lift_hold(hold_id: UUID, *, by: Staff, at: datetime) -> None:
    """End a hold; the next night may remove what it protected. Lifted twice, it is lifted once."""
    with transaction.atomic(durable=True):
        _require(by)
        hold: Hold | None = Hold.objects.select_for_update().filter(pk=hold_id).first()
        if hold is None:
            raise Missing
        if hold.lifted_at is None:
            hold.lifted_at, hold.lifted_by = at, by
            hold.save(update_fields=["lifted_at", "lifted_by"])
            _audit("retention.hold_lifted", hold, by, at)


def _require(by: Staff) -> None:
    if not rights_of(by).may(MANAGE_RETENTION):
        raise NotPermitted


def _target(wish: HoldWish) -> dict[str, object]:
    if wish.number:
        number = canonical_case_number(wish.number) or ""
        case_id = Case.objects.filter(number=number).values_list("pk", flat=True).first()
        if case_id is None:
            raise Invalid("number", N_("There is no case with this number."))
        return {"case_id": case_id}
    if wish.email:
        people = Person.objects.filter(email_hash=wish.email)
        if (person_id := people.values_list("pk", flat=True).first()) is None:
            raise Invalid("email", N_("Nobody has an account with this address."))
        return {"person_id": person_id}
    entity = entity_tree().by_code.get(wish.entity)
    if entity is None:
        raise Invalid("entity", N_("Choose one of the list."))
    if wish.first_on is None or wish.last_on is None or wish.last_on < wish.first_on:
        raise Invalid("last_on", N_("Choose the first and the last day, in this order."))
    return {"entity_id": entity.id, "first_on": wish.first_on, "last_on": wish.last_on}


def _reason(text: str) -> str:
    reason = text.strip()
    if not reason or len(reason) > LONGEST_REASON or has_controls(reason):
        raise Invalid(
            "reason",
            N_("Write the reason, in at most %(longest)s characters."),
            longest=LONGEST_REASON,
        )
    return reason


def _audit(event: str, hold: Hold, by: Staff, at: datetime) -> None:
    write_entry(event, at=at, actor_id=by.id, object_type="retention_hold", object_id=hold.id)
