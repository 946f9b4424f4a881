"""Which policies hold, and which rows they end now. Reads only."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import DateTimeField, Exists, ExpressionWrapper, OuterRef, Q, QuerySet
from django.db.models.functions import TruncDate

from sawti.cases.lifecycle import Event
from sawti.cases.models import Applicant, Case, HistoryRow
from sawti.catalogue.models import Category
from sawti.retention.models import Hold, How, Kind, Policy
from sawti.retention.periods import ago
from sawti.retention.registry import Declared
from sawti.tenancy.context import current_tenant
from sawti.tenancy.keeping import Span

Key = tuple[str, UUID | None, UUID | None, str]


@dataclass(frozen=True)
class Rule:
    """A policy that holds, and the cases that it is the most special one for."""

    policy: Policy
    cases: Q


def ended_before(policy: Policy, at: datetime) -> datetime:
    """Return the instant up to which a row must have been closed, sent or done to be removed."""
    return ago(at, policy.number or 0, policy.unit)


def key_of(policy: Policy) -> Key:
    """Return what the versions of one policy have in common."""
    return policy.kind, policy.case_type_id, policy.category_id, policy.confidentiality


def policies_in_force(at: datetime) -> list[Policy]:
    """Return the version of each policy that holds at `at`, the most special first."""
    versions = Policy.objects.filter(from_at__lte=at, withdrawn_at__isnull=True)
    latest = {key_of(policy): policy for policy in versions.order_by("from_at", "id")}
    return sorted(latest.values(), key=_specialty)


def _specialty(policy: Policy) -> tuple[bool, bool, bool, UUID]:
    return not policy.category_id, not policy.case_type_id, not policy.confidentiality, policy.id


def rules_for_cases(policies: Sequence[Policy]) -> list[Rule]:
    """Return the rules about cases; each leaves alone what a more special one is about.

    A category of the first level speaks for those below it.
    """
    taken, rules = Q(), []
    for policy in policies:
        if policy.kind == Kind.CASES:
            own = _matching(policy)
            if policy.number is not None:
                rules.append(Rule(policy, own & ~taken if taken else own))
            taken |= own
            if not own:  # whatever comes after has nothing left
                break
    return rules


def _matching(policy: Policy) -> Q:
    wanted = Q()
    if policy.category_id:
        family = Q(pk=policy.category_id) | Q(parent_id=policy.category_id)
        wanted &= Q(category_id__in=list(Category.objects.filter(family).values_list("pk")))
    if policy.case_type_id:
        wanted &= Q(case_type_id=policy.case_type_id)
    if policy.confidentiality:
        wanted &= Q(confidentiality__code=policy.confidentiality)
    return wanted


def cases_due(rule: Rule, at: datetime) -> Any:
    """Return the cases that the rule ends at `at`, the longest closed first; held ones are not."""
    closed = Case.objects.filter(closed_at__lte=ended_before(rule.policy, at))
    if rule.policy.how == How.ANONYMISE:
        closed = closed.filter(anonymised_at__isnull=True)
    return closed.filter(rule.cases).exclude(held_cases(at)).order_by("closed_at")


def rows_ended(declared: Declared, span: Span, policy: Policy, at: datetime) -> Any:
    """Return the rows whose time limit is over at `at`; those of held cases are not."""
    rows = declared.rows(**{f"{span.since}__lte": ended_before(policy, at)}).filter(**span.where)
    if declared.keeps.case and holds_at(at).exists():
        held = Case.objects.filter(held_cases(at)).values("pk")
        rows = rows.exclude(**{f"{declared.keeps.case}__in": held})
    return rows


def holds_at(at: datetime) -> Any:
    """Return the legal holds that count at `at`."""
    return Hold.objects.filter(lifted_at__isnull=True).filter(
        Q(until_at__isnull=True) | Q(until_at__gt=at)
    )


def held_cases(at: datetime) -> Q:
    """Return the condition of a case that a legal hold protects."""
    zone, holds = ZoneInfo(current_tenant().time_zone), holds_at(at)
    of_person = Applicant.objects.filter(
        case_id=OuterRef("pk"),
        person_id__in=holds.filter(person__isnull=False).values("person_id"),
    )
    received = ExpressionWrapper(OuterRef("received_at"), output_field=DateTimeField())
    received_on = TruncDate(received, tzinfo=zone)
    of_its_days = holds.filter(first_on__lte=received_on, last_on__gte=received_on)
    # A case that went along when its entity was merged or split is held as before.
    went_along = HistoryRow.objects.filter(case=OuterRef("pk"), event=Event.REORGANISE)
    return (
        Q(Exists(holds.filter(case_id=OuterRef("pk"))))
        | Q(Exists(of_person))
        | Q(Exists(of_its_days.filter(entity_id=OuterRef("entity_id"))))
        | Q(Exists(went_along.filter(Exists(_of_days_of_outer(holds, zone)))))
    )


def _of_days_of_outer(holds: QuerySet[Hold], zone: ZoneInfo) -> QuerySet[Hold]:
    """Return the holds on the entity that a row of history tells the case came from."""
    received = ExpressionWrapper(OuterRef("case__received_at"), output_field=DateTimeField())
    received_on = TruncDate(received, tzinfo=zone)
    return holds.filter(
        entity_id=OuterRef("from_entity_id"), first_on__lte=received_on, last_on__gte=received_on
    )


def person_is_held(person_id: UUID, at: datetime) -> bool:
    """Tell whether a legal hold protects the person or one of their cases."""
    own = Case.objects.filter(applicants__person_id=person_id)
    named = holds_at(at).filter(person_id=person_id)
    return bool(named.exists() or own.filter(held_cases(at)).exists())
