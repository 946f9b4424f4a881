"""Policies as their editors see them: from the table, the most specific first."""

from sawti.lib.errors import Missing
from sawti.sla.models import Policy


def editable_policies() -> list[Policy]:
    """Return all policies in the order in which their traits weigh; those switched off last."""
    return sorted(Policy.objects.all(), key=_order)


def found_policy(code: str) -> Policy:
    """Return this policy. Raises Missing."""
    row: Policy | None = Policy.objects.filter(code=code).first()
    if row is None:
        raise Missing
    return row


def _order(row: Policy) -> tuple[object, ...]:
    named = (
        row.category_id,
        row.entity_id,
        row.pillar_id,
        row.case_type_id,
        row.importance_id,
        row.applicant_class,
        row.channel,
    )
    return (not row.is_active, *(not each for each in named), row.code)
