"""What is due, what runs did, and what a tombstone says."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sawti.cases.seals import receipt_hash
from sawti.lib.ids import canonical_case_number, canonical_receipt
from sawti.retention.graves import Grave
from sawti.retention.models import How, Policy, Run, RunFailure, RunLine, Tombstone
from sawti.retention.registry import spans_of
from sawti.retention.selecting import cases_due, policies_in_force, rows_ended, rules_for_cases

DEEDS = {How.ANONYMISE: "anonymised", How.ERASE: "erased"}


@dataclass(frozen=True)
class Due:
    """How many rows one policy ends; `table` is empty for cases."""

    policy: Policy
    deed: str
    count: int
    table: str = ""


@dataclass(frozen=True)
class LineFacts:
    """What a run did to one table."""

    deed: str
    table: str
    rows: int
    policy: Policy | None


@dataclass(frozen=True)
class RunReport:
    """What a run did, and which cases it could not remove, with the kind of fault."""

    run: Run
    lines: tuple[LineFacts, ...]
    failures: tuple[tuple[UUID, str], ...]


@dataclass(frozen=True)
class Removed:
    """What the holder of number and receipt is told of a case that is gone."""

    removed_at: datetime
    how: str


def due_now(*, at: datetime, policies: Sequence[Policy] | None = None) -> list[Due]:
    """Return what the policies (those in force, unless given) end at `at`, policy by policy."""
    chosen = policies_in_force(at) if policies is None else policies
    found = [
        Due(rule.policy, DEEDS[How(rule.policy.how)], cases_due(rule, at).count())
        for rule in rules_for_cases(chosen)
    ]
    for policy in chosen:
        for declared, span in spans_of(policy.kind) if policy.number is not None else ():
            count = rows_ended(declared, span, policy, at).count()
            deed = "deleted" if span.changes is None else "changed"
            found.append(Due(policy, deed, count, declared.table))
    return found


def run_report(run_id: UUID) -> RunReport:
    """Return the report of a run; its lines by table."""
    run = Run.objects.get(pk=run_id)
    lines = RunLine.objects.filter(run=run).select_related("policy").order_by("table", "deed", "id")
    failures = RunFailure.objects.filter(run=run).order_by("case_id")
    return RunReport(
        run,
        tuple(LineFacts(line.deed, line.table, line.rows, line.policy) for line in lines),
        tuple(failures.values_list("case_id", "fault")),
    )


def tombstones() -> Iterator[Grave]:
    """Return all tombstones of the current tenant, the oldest first, to be kept apart."""
    rows = Tombstone.objects.order_by("removed_at", "id").values_list(
        "subject", "subject_id", "how", "removed_at", "receipt_hash"
    )
    for subject, subject_id, how, removed_at, hashed in rows.iterator(chunk_size=2000):
        yield Grave(subject, subject_id, how, removed_at, hashed and bytes(hashed))


def removed_case(number: str, receipt: str) -> Removed | None:
    """Return what became of the case that number and receipt once opened, or None.

    Both are needed, however they were typed: a number alone says nothing, removed or not.
    """
    typed = canonical_case_number(number) or ""
    hashed = receipt_hash(canonical_receipt(receipt) or "", typed)
    row = Tombstone.objects.filter(receipt_hash=hashed).order_by("removed_at").first()
    return Removed(row.removed_at, row.how) if row else None
