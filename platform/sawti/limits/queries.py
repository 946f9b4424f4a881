"""Which limits are in force in a tenant, and how far all its people together use them up."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from django.conf import settings

from sawti.limits.models import Bucket
from sawti.limits.rules import Axis, Limit, Rules
from sawti.limits.sources import key_of
from sawti.tenancy.context import current_tenant


@dataclass(frozen=True)
class LimitsOfRule:
    """The limits of one rule; `used`: how much of the tenant's own limit is used up just now."""

    rule: str
    limits: Mapping[Axis, Limit]
    used: int


def limits_in_force(*, at: datetime) -> tuple[LimitsOfRule, ...]:
    """Return the limits of the current tenant by rule, in one statement; none where they are off.

    Who is held can't be told: of accounts, cases and networks there are keyed hashes only.
    """
    tenant, chosen = current_tenant(), settings.SAWTI_LIMITS
    rules: Rules = (chosen.get(tenant.slug) or chosen[""]) if chosen else {}
    keys = {rule: key_of(rule, Axis.TENANT, str(tenant.id)) for rule in rules}
    rows = Bucket.objects.filter(key__in=list(keys.values()), free_at__gt=at)
    full_until = {bytes(row.key): row.free_at for row in rows}
    return tuple(
        LimitsOfRule(
            rule,
            limits,
            _used(limits[Axis.TENANT], full_until.get(keys[rule], at) - at),
        )
        for rule, limits in rules.items()
    )


def _used(limit: Limit, left: timedelta) -> int:
    """Return how many attempts a bucket still holds that is empty again after `left`."""
    return min(limit.most, ceil(left / (limit.period / limit.most)))
