"""What is due, what runs did, and what a tombstone says."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, Q

from sawti.cases.lifecycle import UNANSWERED
from sawti.cases.models import Case
from sawti.cases.seals import receipt_hash
from sawti.lib.ids import canonical_case_number, canonical_receipt
from sawti.retention.graves import Grave
from sawti.retention.models import (
    Copy,
    ErasureRequest,
    How,
    Policy,
    RequestState,
    Run,
    RunFailure,
    RunLine,
    Tombstone,
)
from sawti.retention.registry import spans_of
from sawti.retention.selecting import (
    cases_due,
    held_cases,
    holds_at,
    policies_in_force,
    rows_ended,
    rules_for_cases,
)

MOST_REQUESTS, MOST_RUNS = 100, 30
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


@dataclass(frozen=True)
class RequestFacts:
    """A request in the officer's queue. `cases`: how many it is about, `open_cases` of them open.

    Whose it is stays closed: an account, or the number of a case.
    """

    id: UUID
    number: str
    asked_at: datetime
    due_at: datetime
    cases: int
    open_cases: int
    is_held: bool


def waiting_requests(*, at: datetime) -> list[RequestFacts]:
    """Return the requests that wait, the first due first; at most five statements for any."""
    waiting = ErasureRequest.objects.filter(state=RequestState.WAITING).select_related("case")
    rows = list(waiting.order_by("due_at", "id")[:MOST_REQUESTS])
    persons = {row.person_id for row in rows if row.person_id}
    counts = _cases_of(persons)
    held = _held_among(persons, {row.case_id for row in rows if not row.person_id}, at)
    return [_request_facts(row, counts, held) for row in rows]


def _request_facts(
    row: ErasureRequest, counts: Mapping[UUID, tuple[int, int]], held: Collection[UUID]
) -> RequestFacts:
    if row.person_id:
        cases, open_cases = counts.get(row.person_id, (0, 0))
    else:
        cases, open_cases = (
            int(bool(row.case)),
            int(bool(row.case) and row.case.state in UNANSWERED),
        )
    return RequestFacts(
        id=row.id,
        number=row.case.number if row.case else "",
        asked_at=row.asked_at,
        due_at=row.due_at,
        cases=cases,
        open_cases=open_cases,
        is_held=(row.person_id or row.case_id) in held,
    )


def _cases_of(persons: Collection[UUID]) -> dict[UUID, tuple[int, int]]:
    """Return how many cases each person has, and how many of them are open."""
    rows = Case.objects.filter(applicants__person_id__in=persons).values("applicants__person_id")
    counted = rows.annotate(
        cases=Count("id"), open_cases=Count("id", filter=Q(state__in=UNANSWERED))
    )
    return {
        row["applicants__person_id"]: (row["cases"], row["open_cases"])
        for row in counted.order_by()
    }


def _held_among(persons: Collection[UUID], cases: Collection[UUID], at: datetime) -> set[UUID]:
    """Return the persons and cases that a legal hold protects, a person also by one case."""
    held = Case.objects.filter(held_cases(at)).order_by()
    by_case = held.filter(applicants__person_id__in=persons)
    named = holds_at(at).filter(person_id__in=persons)
    return {
        *named.values_list("person_id", flat=True),
        *by_case.values_list("applicants__person_id", flat=True),
        *held.filter(pk__in=cases).values_list("pk", flat=True),
    }


def request_of(
    *, person_id: UUID | None = None, case_id: UUID | None = None
) -> ErasureRequest | None:
    """Return the newest request of a person or about a case, or None."""
    rows = ErasureRequest.objects.filter(person_id=person_id, case_id=case_id)
    found: ErasureRequest | None = rows.order_by("-asked_at", "-id").first()
    return found


@dataclass(frozen=True)
class HoldFacts:
    """A legal hold as the officer sees it."""

    id: UUID
    number: str
    is_person: bool
    entity_id: UUID | None
    first_on: date | None
    last_on: date | None
    reason: str
    placed_at: datetime
    placed_by: str
    until_at: datetime | None


def holds_now(*, at: datetime) -> list[HoldFacts]:
    """Return the legal holds that count at `at`, the newest first."""
    rows = holds_at(at).select_related("case", "placed_by").order_by("-placed_at", "-id")
    return [
        HoldFacts(
            id=row.id,
            number=row.case.number if row.case else "",
            is_person=row.person_id is not None,
            entity_id=row.entity_id,
            first_on=row.first_on,
            last_on=row.last_on,
            reason=row.reason,
            placed_at=row.placed_at,
            placed_by=row.placed_by.name,
            until_at=row.until_at,
        )
        for row in rows
    ]


def policies_waiting(*, at: datetime) -> list[Policy]:
    """Return the versions that are not in force yet, the next first."""
    rows = Policy.objects.filter(from_at__gt=at, withdrawn_at__isnull=True)
    return list(rows.select_related("case_type", "category", "set_by").order_by("from_at", "id"))


def newest_runs() -> list[Run]:
    """Return the last runs, the newest first."""
    return list(Run.objects.order_by("-begun_at", "-id")[:MOST_RUNS])


def removed_case(number: str, receipt: str) -> Removed | None:
    """Return what became of the case that number and receipt once opened, or None.

    Both are needed, however they were typed: a number alone says nothing, removed or not.
    """
    typed = canonical_case_number(number) or ""
    hashed = receipt_hash(canonical_receipt(receipt) or "", typed)
    row = Tombstone.objects.filter(receipt_hash=hashed).order_by("removed_at").first()
    return Removed(row.removed_at, row.how) if row else None


@dataclass(frozen=True)
class CopyFacts:
    """The copy of their data that a person asked for last, while it is not over."""

    id: UUID
    is_waiting: bool
    is_ready: bool
    is_failed: bool
    done: int
    total: int
    expires_at: datetime


def copy_of(person_id: UUID, *, at: datetime) -> CopyFacts | None:
    """Return it, or None; one that was fetched is over."""
    rows = Copy.objects.filter(person_id=person_id, fetched_at=None, expires_at__gt=at)
    row = rows.order_by("-asked_at", "-id").first()
    if row is None:
        return None
    is_ready, is_failed = row.ready_at is not None, row.failed_at is not None
    return CopyFacts(
        id=row.id,
        is_waiting=not is_ready and not is_failed,
        is_ready=is_ready,
        is_failed=is_failed,
        done=row.done,
        total=row.total,
        expires_at=row.expires_at,
    )
