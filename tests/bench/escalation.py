"""`python -m tests.bench.escalation`: finding what reached a level, and escalating it, in a race.

Fills a database of its own with open cases, of which some have reached the level of their due date.
Shows how PostgreSQL finds those (EXPLAIN), then lets two processes escalate them at once and counts
that each left exactly one escalation and one outbox row.
Options: --open 100000 --late 10000; SAWTI_TEST_SERVER_URL as elsewhere.
"""

import argparse
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from typing import Any

from tests import servers
from tests.bench import sites
from tests.bench.isolation import server

NAME = "sawti_bench_escalation"
NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)
FIND_WITHIN, ESCALATE_WITHIN = 50, 60  # milliseconds, seconds


def main() -> None:
    options = _options()
    if options.work:
        _work()
    elif options.fill:
        _prepare(options.open, options.late)
    elif options.measure:
        _measure(options.late)
    else:
        with server() as admin:
            servers.build_template(admin)
            servers.clone_template(admin, NAME)
            sizes = ("--open", str(options.open), "--late", str(options.late))
            bench = ("-m", "tests.bench.escalation")
            sites.run(*bench, "--fill", *sizes, of=(admin, NAME))
            sites.settle(admin, NAME)
            sites.run(*bench, "--measure", *sizes, of=(admin, NAME))
            servers.drop_database(admin, NAME)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--open", type=int, default=100_000)
    parser.add_argument("--late", type=int, default=10_000)
    parser.add_argument("--fill", action="store_true", help="used by the bench itself")
    parser.add_argument("--measure", action="store_true", help="used by the bench itself")
    parser.add_argument("--work", action="store_true", help="used by the bench itself")
    return parser.parse_args()


def _prepare(count: int, late: int) -> None:
    """Fill posts and tables; autovacuum would do the rest."""
    import django

    django.setup()
    from tests.cast import Cast
    from tests.sawti.escalation.scenes import post

    cast = Cast()
    post(cast, cast.khalid, "secretary_general")
    _fill(cast, count, late)


def _measure(late: int) -> None:
    import django

    django.setup()
    from tests.cast import Cast

    cast = Cast()
    _find(cast)
    _race(cast, late)


def _fill(cast: Any, count: int, late: int) -> None:
    """Copy one filed case so many times, with its clock and its watch."""
    from django.db import connection

    from sawti.cases.models import Case, Clock
    from sawti.escalation.models import Watch

    case_id = cast.file_case(on="2026-02-22T08:00").case_id
    cast.deliver()
    with cast.inside(cast.bahrain):
        clock = Clock.objects.get(case_id=case_id, kind="resolution")
        watch = Watch.objects.get(clock=clock)
    due = f"CASE WHEN n <= {late} THEN '{NOW - timedelta(hours=1)}' ELSE due_at END"
    next_at = f"CASE WHEN n <= {late} THEN '{NOW - timedelta(hours=1)}' ELSE next_at END"
    with cast.writing(cast.bahrain), connection.cursor() as cursor:
        for model, row_id, changes in (
            (Case, case_id, {"id": _id("a"), "number": "'BH-' || n", "due_at": due}),
            (Clock, clock.id, {"id": _id("b"), "case_id": _id("a"), "due_at": due}),
            (Watch, watch.id, {"id": _id("c"), "clock_id": _id("b"), "next_at": next_at}),
        ):
            _copy(cursor, model, row_id, changes, count)


def _id(kind: str) -> str:
    return f"('00000000-0000-7000-800{kind}-' || lpad(to_hex(n), 12, '0'))::uuid"


def _copy(cursor: Any, model: Any, row_id: Any, changes: dict[str, str], count: int) -> None:
    columns = [f.column for f in model._meta.local_concrete_fields if not f.generated]
    values = []
    for column in columns:
        changed = changes.get(column, f'"{column}"')
        kind = model._meta.get_field(column.removesuffix("_id")) if column in changes else None
        is_instant = kind is not None and kind.get_internal_type() == "DateTimeField"
        values.append(f"({changed})::timestamptz" if is_instant else changed)
    names = ", ".join(f'"{column}"' for column in columns)
    cursor.execute(
        f"INSERT INTO {model._meta.db_table} ({names}) SELECT {', '.join(values)} "
        f"FROM {model._meta.db_table}, generate_series(1, %s) n WHERE id = %s",
        [count, row_id],
    )


def _find(cast: Any) -> None:
    """Print how what is due is found, without and with its lock."""
    from sawti.escalation.models import Watch

    with cast.inside(cast.bahrain):
        rows = Watch.objects.filter(next_at__lte=NOW).order_by("next_at", "id")[:500]
        print(rows.explain(analyze=True, buffers=True), flush=True)
        began = time.perf_counter()
        found = len(rows)
        took = (time.perf_counter() - began) * 1000
    print(f"found {found} due in {took:.1f} ms (aim {FIND_WITHIN})", flush=True)


def _race(cast: Any, late: int) -> None:
    from django.db import connection
    from django.db.models import Count

    from sawti.escalation.models import Escalation
    from sawti.outbox.models import Message

    connection.close()
    command = [sys.executable, "-m", "tests.bench.escalation", "--work"]
    began = time.perf_counter()
    workers = [subprocess.Popen(command) for _ in range(2)]
    codes = [worker.wait() for worker in workers]
    took = time.perf_counter() - began
    with cast.inside(cast.bahrain):
        rows = Escalation.objects.values("case_id").annotate(levels=Count("id"))
        cases = rows.filter(
            case_id__in=Escalation.objects.filter(outcome="acted").values("case_id")
        )
        acted = Escalation.objects.exclude(outcome="recorded").count()
        written, sent = Escalation.objects.count(), Message.objects.filter(topic="case.escalate")
        twice = sent.values("payload__escalation_id").annotate(n=Count("id")).filter(n__gt=1)
        figures = (cases.count(), acted, written, sent.count(), twice.count())
    print(
        f"two workers (exit {codes}): {figures[0]} cases, {figures[1]} levels acted, {figures[2]} "
        f"escalations, {figures[3]} outbox rows, {figures[4]} of them twice, in {took:.1f} s "
        f"(aim {ESCALATE_WITHIN}, with the start of the processes)",
        flush=True,
    )
    assert figures[1] == late
    assert figures[2] == figures[3]
    assert figures[4] == 0


def _work() -> None:
    import django

    django.setup()
    from sawti.escalation.actions.sweeps import escalate_due
    from sawti.tenancy.context import tenant_context
    from tests.cast import Cast

    began = time.perf_counter()
    with tenant_context(Cast().bahrain):
        count = escalate_due(at=NOW)
    print(f"a worker: {count} clocks in {time.perf_counter() - began:.1f} s", flush=True)


if __name__ == "__main__":
    main()
