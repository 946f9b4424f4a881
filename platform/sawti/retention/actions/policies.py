"""Setting for how long what is kept."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from sawti.accounts.models import Staff
from sawti.audit.steps import write_entry
from sawti.entities.permissions import rights_of
from sawti.lib.errors import N_, Invalid, Missing, NotPermitted
from sawti.lib.permissions import MANAGE_RETENTION
from sawti.retention.errors import PolicyInForce
from sawti.retention.models import How, Kind, Policy, Unit
from sawti.retention.periods import ago
from sawti.retention.selecting import key_of, policies_in_force
from sawti.retention.steps.policies import GRACE

MOST = {Unit.DAYS: 36_500, Unit.MONTHS: 1_200, Unit.YEARS: 100}


@dataclass(frozen=True)
class PolicyWish:
    """What somebody wants a policy to be; without `number` rows are kept for good."""

    kind: str
    number: int | None
    unit: str
    how: str = ""
    case_type_id: UUID | None = None
    category_id: UUID | None = None
    confidentiality: str = ""

    def policy(self, by: Staff, at: datetime) -> Policy:
        """Return the version that this makes, not saved and in force at once."""
        return Policy(**vars(self), from_at=at, set_at=at, set_by=by)


def set_policy(wish: PolicyWish, *, by: Staff, at: datetime) -> Policy:
    """Make a new version of a policy; one that keeps less counts after a week, others at once.

    It takes the place of a version that still waits. Raises NotPermitted, and Invalid for a number
    or a deed that makes no sense.
    """
    with transaction.atomic(durable=True):
        _require(by)
        _check(wish)
        policy = wish.policy(by, at)
        if keeps_less(policy, at):
            policy.from_at = at + GRACE
        waiting = Policy.objects.filter(kind=wish.kind, from_at__gt=at, withdrawn_at__isnull=True)
        same = [each.pk for each in waiting if key_of(each) == key_of(policy)]
        Policy.objects.filter(pk__in=same).update(withdrawn_at=at)
        policy.save()
        _audit("retention.policy_set", policy, by, at)
    return policy


def keeps_less(policy: Policy, at: datetime) -> bool:
    """Tell whether the version removes more, or earlier, than what is in force now."""
    if policy.number is None:
        return False
    same = [each for each in policies_in_force(at) if key_of(each) == key_of(policy)]
    before = same[0] if same else None
    if before is None or before.number is None:
        return True
    is_shorter = ago(at, policy.number, policy.unit) > ago(at, before.number, before.unit)
    return is_shorter or (policy.how == How.ERASE and before.how != How.ERASE)


def take_policy_back(policy_id: UUID, *, by: Staff, at: datetime) -> None:
    """Undo a version that is not in force yet. Raises NotPermitted, Missing and PolicyInForce."""
    with transaction.atomic(durable=True):
        _require(by)
        policy: Policy | None = Policy.objects.select_for_update().filter(pk=policy_id).first()
        if policy is None:
            raise Missing
        if policy.from_at <= at:
            raise PolicyInForce
        if policy.withdrawn_at is None:
            policy.withdrawn_at = at
            policy.save(update_fields=["withdrawn_at"])
            _audit("retention.policy_taken_back", policy, by, at)


def _audit(event: str, policy: Policy, by: Staff, at: datetime) -> None:
    """The reason is codes and figures, no words."""
    span = f"{policy.number or 'none'} {policy.unit} {policy.how}".strip()
    write_entry(
        event,
        at=at,
        actor_id=by.id,
        object_type="retention_policy",
        object_id=policy.id,
        reason=f"{policy.kind}: {span}",
    )


def _require(by: Staff) -> None:
    if not rights_of(by).may(MANAGE_RETENTION):
        raise NotPermitted


def _check(wish: PolicyWish) -> None:
    if wish.kind not in Kind.values or wish.unit not in Unit.values:
        raise Invalid("kind", N_("Choose one of the list."))
    most = MOST[Unit(wish.unit)]
    if wish.number is not None and not 1 <= wish.number <= most:
        raise Invalid("number", N_("Write a number from 1 to %(most)s."), most=most)
    is_about_cases = wish.kind == Kind.CASES
    if is_about_cases != (wish.how in How.values):
        raise Invalid("how", N_("Say whether cases are anonymised or erased."))
    if not is_about_cases and (wish.case_type_id or wish.category_id or wish.confidentiality):
        raise Invalid("kind", N_("Only cases can be told apart by type and category."))
