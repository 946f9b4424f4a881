"""Changing what is promised: each change of a target is a new version, in force for new cases."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sawti.accounts.models import Staff
from sawti.calendars.permissions import require_calendar_manager
from sawti.catalogue.queries import catalogue
from sawti.catalogue.steps.edits import (
    LONGEST_LINE,
    Table,
    faults_of_words,
    locked,
    record_edit,
    refuse,
)
from sawti.entities.queries import entity_tree
from sawti.lib.errors import N_, Invalid
from sawti.sla.choosing import TRAITS
from sawti.sla.models import DurationUnit, Policy, PolicyVersion
from sawti.sla.terms import FURTHER, Kind, Terms, Waiting

MOST_DAYS, MOST_MINUTES = 366, 100_000


@dataclass(frozen=True)
class PolicyDraft:
    """A policy as an administrator wants it; each trait is a code, or "" for any."""

    names: dict[str, str]
    terms: Terms
    category: str = ""
    entity: str = ""
    pillar: str = ""
    case_type: str = ""
    importance: str = ""
    applicant_class: str = ""
    channel: str = ""
    is_active: bool = True


def add_policy(code: str, draft: PolicyDraft, *, by: Staff, at: datetime) -> None:
    """Add a policy. Raises InvalidInput with every fault."""
    require_calendar_manager(by)
    faults = list(_faults(draft, None))
    if not code or Policy.objects.filter(code=code).exists():
        faults.append(Invalid("name_en", N_("Another policy has this name. Choose another one.")))
    refuse(faults)
    last = PolicyVersion.objects.filter(code=code).order_by("-version").first()
    row = Policy.objects.create(
        code=code, version=last.version + 1 if last else 1, **_columns(draft), edited_at=at
    )
    keep_versions(at)
    _record(row, None, by, at)


def change_policy(
    code: str, draft: PolicyDraft, *, seen: datetime | None, by: Staff, at: datetime
) -> None:
    """Change a policy; other terms are a new version. Raises InvalidInput, EditedMeanwhile."""
    require_calendar_manager(by)
    row = locked(Policy, seen=seen, code=code)
    refuse(list(_faults(draft, row)))
    before = values_of(row)
    is_new_version = Terms.of(row) != draft.terms
    for column, value in _columns(draft).items():
        setattr(row, column, value)
    row.edited_at, row.version = at, row.version + is_new_version
    row.save()
    keep_versions(at)
    _record(row, before, by, at)


def values_of(row: Policy) -> dict[str, Any]:
    """Return the row as history and forms have it, with codes."""
    known, tree = catalogue().by_id, entity_tree().by_id
    return {
        "names": row.names,
        **_flat(Terms.of(row)),
        "category": known[row.category_id].code if row.category_id else "",
        "entity": tree[row.entity_id].code if row.entity_id else "",
        "pillar": known[row.pillar_id].code if row.pillar_id else "",
        "case_type": known[row.case_type_id].code if row.case_type_id else "",
        "importance": known[row.importance_id].code if row.importance_id else "",
        "applicant_class": row.applicant_class,
        "channel": row.channel,
        "is_active": row.is_active,
    }


def _flat(terms: Terms) -> dict[str, Any]:
    """Return the terms under the names of the form's fields."""
    own = terms.targets[Kind.RESOLUTION]
    flat: dict[str, Any] = {"amount": own.amount, "unit": own.unit}
    for kind in FURTHER:
        if target := terms.targets.get(kind):
            flat |= {f"{kind}_amount": target.amount, f"{kind}_unit": target.unit}
    for role, target in terms.posts.items():
        flat |= {f"post_{role}_amount": target.amount, f"post_{role}_unit": target.unit}
    return flat | asdict(terms.waiting)


def _columns(draft: PolicyDraft) -> dict[str, Any]:
    known = catalogue()
    return {
        "names": draft.names,
        **draft.terms.columns(),
        "category_id": _id(known.categories, draft.category),
        "entity_id": _id(entity_tree().by_code, draft.entity),
        "pillar_id": _id(known.pillars, draft.pillar),
        "case_type_id": _id(known.types, draft.case_type),
        "importance_id": _id(known.importance, draft.importance),
        "applicant_class": draft.applicant_class,
        "channel": draft.channel,
        "is_active": draft.is_active,
    }


def _id(rows: Any, code: str) -> UUID | None:
    return rows[code].id if code else None


def _faults(draft: PolicyDraft, row: Policy | None) -> Iterator[Invalid]:
    yield from faults_of_words("name", draft.names, LONGEST_LINE)
    yield from _faults_of_terms(draft.terms)
    traits = {column: _columns(draft)[column] for column in TRAITS}
    others = Policy.objects.filter(is_active=True, **traits)
    others = others.exclude(pk=row.pk) if row else others
    if draft.is_active and (other := others.first()):
        text = N_("The policy %(code)s names the same already. Change that one.")
        yield Invalid("category", text, code=other.code)
    if row and _is_for_the_rest(row) and (any(traits.values()) or not draft.is_active):
        text = N_("This policy is for all other cases: leave it on, and without traits.")
        yield Invalid("is_active", text)


def _faults_of_terms(terms: Terms) -> Iterator[Invalid]:
    fields = {
        "amount" if kind == Kind.RESOLUTION else f"{kind}_amount": target
        for kind, target in terms.targets.items()
    }
    fields |= {f"post_{role}_amount": target for role, target in terms.posts.items()}
    for field, target in fields.items():
        most = MOST_DAYS if target.unit == DurationUnit.DAYS else MOST_MINUTES
        if not 1 <= target.amount <= most:
            yield Invalid(field, N_("Enter a number from 1 to %(most)s."), most=most)
    yield from faults_of_waiting(terms.waiting)


def faults_of_waiting(waiting: Waiting) -> Iterator[Invalid]:
    """Yield what does not fit together in what a wait may last."""
    span = waiting.remind_days * waiting.reminders
    if bool(waiting.remind_days) != bool(waiting.reminders):
        yield Invalid("reminders", N_("Say how many reminders there are and how many days apart."))
    elif span and waiting.applicant_days and span >= waiting.applicant_days:
        yield Invalid("reminders", N_("The last reminder must come before the wait is over."))
    if waiting.closes and not (span and waiting.applicant_days):
        text = N_("Silence closes a case only after reminders, at the end of a wait for them.")
        yield Invalid("closes", text)


def _is_for_the_rest(row: Policy) -> bool:
    return row.is_active and not any(getattr(row, column) for column in TRAITS)


def keep_versions(at: datetime) -> None:
    """Write down each version that is promised now and was not kept yet."""
    kept = set(PolicyVersion.objects.values_list("code", "version"))
    PolicyVersion.objects.bulk_create(
        PolicyVersion(code=row.code, version=row.version, **Terms.of(row).columns(), made_at=at)
        for row in Policy.objects.all()
        if (row.code, row.version) not in kept
    )


def _record(row: Policy, before: dict[str, Any] | None, by: Staff, at: datetime) -> None:
    record_edit(
        Table.POLICY, row.code, row_id=row.id, before=before, after=values_of(row), by=by, at=at
    )
