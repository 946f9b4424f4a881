"""A database with many open cases, and what is measured on it. Used by tests/bench/sla.py.

`--fall-due`: finding what fell due among so many running clocks. `--holiday`: new due dates for
all open cases after a holiday declared late. Each prints one line with its aim.
"""

import argparse
import time
from datetime import UTC, datetime, timedelta
from typing import Any

import django

START = datetime(2026, 3, 1, 8, tzinfo=UTC)
DAYS = 8  # so many days of receipt
SAMPLES = 20


def main() -> None:
    """Fill the database where it is empty, and measure."""
    django.setup()
    parser = argparse.ArgumentParser()
    parser.add_argument("--cases", type=int, required=True)
    parser.add_argument("--fall-due", action="store_true")
    parser.add_argument("--holiday", action="store_true")
    options = parser.parse_args()

    from tests.cast import Cast

    cast = Cast()
    fill(cast, options.cases)
    if options.fall_due:
        print_fall_due(cast, options.cases)
    if options.holiday:
        print_holiday(cast, options.cases)


def fill(cast: Any, count: int) -> None:
    """File one case for each moment of receipt, and copy it with its clocks and its filing."""
    from django.db import connection

    from sawti.cases.models import Case

    if cast.count(Case) >= count:
        return
    for day in range(DAYS):
        at = START + timedelta(days=day, minutes=7 * day)
        case_id = cast.file_case(on=at.isoformat().removesuffix("+00:00")).case_id
        with cast.writing(cast.bahrain), connection.cursor() as cursor:
            params = {"tenant": cast.bahrain.id, "like": case_id, "count": count // DAYS - 1}
            for table in ("cases_case", "cases_clock", "cases_historyrow"):
                cursor.execute(_copy(cursor, table, day), params)


def _copy(cursor: Any, table: str, day: int) -> str:
    """Return the statement that copies the rows of one case for every case that is made."""
    cursor.execute(
        "SELECT column_name FROM information_schema.columns"
        " WHERE table_name = %s AND is_generated = 'NEVER'",
        [table],
    )
    columns = [row[0] for row in cursor.fetchall()]
    case_id = f"md5('{day}-' || made)::uuid"
    own = {"id": case_id, "number": f"'B{day}-' || made"}
    if table != "cases_case":
        own = {"id": "gen_random_uuid()", "case_id": case_id}
    values = [own.get(column, f"{table}.{column}") for column in columns]
    key = "id" if table == "cases_case" else "case_id"
    return (
        f"INSERT INTO {table} ({', '.join(columns)}) SELECT {', '.join(values)}"
        f" FROM {table} CROSS JOIN generate_series(1, %(count)s) made"
        f" WHERE {table}.tenant_id = %(tenant)s AND {table}.{key} = %(like)s"
    )


def print_fall_due(cast: Any, count: int) -> None:
    """Print how long it takes to find what fell due, and by which index."""
    from django.db import connection

    from sawti.cases.models import Clock

    with cast.inside(cast.bahrain):
        first = Clock.objects.open().filter(due_at__isnull=False).order_by("due_at").first()
        due = Clock.objects.running_past_due(first.due_at + timedelta(seconds=1))
        statement, params = due.order_by("due_at")[:500].query.sql_with_params()
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN (ANALYZE, FORMAT TEXT) {statement}", params)
            plan = "\n".join(row[0] for row in cursor.fetchall())
            times = []
            for _ in range(SAMPLES):
                begun = time.perf_counter()
                cursor.execute(statement, params)
                cursor.fetchall()
                times.append(time.perf_counter() - begun)
    index = "clock_falls_due" if "clock_falls_due" in plan else "NO INDEX"
    middle = sorted(times)[SAMPLES // 2] * 1000
    print(f"what fell due among {count:,} open cases: {middle:.1f} ms by {index} (aim 50 ms)")


def print_holiday(cast: Any, count: int) -> None:
    """Declare a holiday late and move all open cases, batch by batch, as the worker does."""
    from django.db import transaction

    from sawti.cases.models import Rescheduling
    from sawti.cases.steps.rescheduling import move_batch
    from sawti.tenancy.context import tenant_context
    from tests.sawti.cases.declaring import declare

    at = START + timedelta(days=9)
    run = declare(cast, "2026-03-17", on=at.isoformat().removesuffix("+00:00"))
    begun, spent, batches = time.perf_counter(), time.process_time(), 0
    while run.ended_at is None:
        with tenant_context(cast.bahrain), transaction.atomic(durable=True):
            run = Rescheduling.objects.select_for_update().get(pk=run.pk)
            move_batch(run, at=at + timedelta(minutes=1))
        batches += 1
    took, spent = time.perf_counter() - begun, time.process_time() - spent
    print(
        f"a late holiday over {count:,} open cases: {run.later + run.earlier:,} moved in "
        f"{took:.1f} s ({spent:.1f} s of our processor), {batches} batches (aim 60 s for 100,000)"
    )


if __name__ == "__main__":
    main()
