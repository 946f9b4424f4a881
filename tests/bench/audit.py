"""`make bench-audit`: how fast the record is sealed and how fast it is read again.

Fills a database of its own with entries of every shape, seals them, and verifies them five times.
Prints entries a second, and the processor time of this process for each entry, which another
load on the machine disturbs less. Options: --entries 200000; SAWTI_TEST_SERVER_URL as elsewhere.
"""

import argparse
import statistics
import time
from datetime import UTC, datetime
from typing import Any

from tests import servers
from tests.bench import sites
from tests.bench.isolation import server

NAME = "sawti_bench_audit"
AT = datetime(2026, 3, 1, 8, tzinfo=UTC)
TIMES = 5
FILL = """
WITH entry AS (
    INSERT INTO audit_entry (id, tenant_id, at, event, actor_kind, actor_id, acting_for_id,
                             object_type, object_id, reason, request_id)
    SELECT gen_random_uuid(), %(tenant)s, %(at)s::timestamptz + n * interval '1 millisecond',
           'case.accepted', 'staff', gen_random_uuid(), NULL, 'case', gen_random_uuid(),
           CASE WHEN n %% 3 = 0 THEN 'إنارة الشارع مطفأة "منذ" أسبوع' ELSE '' END, 'request-' || n
    FROM generate_series(1, %(entries)s) n RETURNING id, tenant_id
)
INSERT INTO audit_pending (id, tenant_id) SELECT id, tenant_id FROM entry
"""


def main() -> None:
    options = _options()
    if options.measure:
        _measure(options.entries)
        return
    with server() as admin:
        servers.build_template(admin)
        servers.clone_template(admin, NAME)
        command = ("-m", "tests.bench.audit", "--measure", "--entries", str(options.entries))
        sites.run(*command, of=(admin, NAME))
        servers.drop_database(admin, NAME)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--entries", type=int, default=200_000)
    parser.add_argument("--measure", action="store_true", help="used by the bench itself")
    return parser.parse_args()


def _measure(entries: int) -> None:
    """Print the table; runs in a process of its own, with the settings of the bench."""
    import django

    django.setup()
    from sawti.audit.actions import seal_pending
    from sawti.audit.verification import breaks
    from sawti.tenancy.context import reading, tenant_context
    from tests.cast import Cast

    cast = Cast()
    _fill(cast, entries)
    with tenant_context(cast.bahrain):
        began = time.perf_counter()
        sealed = seal_pending(at=AT)
        _print("sealed", sealed, time.perf_counter() - began, 0)
        walls, cpus = [], []
        for _ in range(TIMES):
            began, used = time.perf_counter(), time.process_time()
            with reading():
                assert list(breaks()) == []
            walls.append(time.perf_counter() - began)
            cpus.append(time.process_time() - used)
        _print("verified", sealed, statistics.median(walls), statistics.median(cpus))


def _fill(cast: Any, entries: int) -> None:
    from django.db import connection

    with cast.writing(cast.bahrain), connection.cursor() as cursor:
        cursor.execute(FILL, {"tenant": cast.bahrain.id, "at": AT, "entries": entries})


def _print(what: str, entries: int, seconds: float, used: float) -> None:
    each = f", {used / entries * 1e6:.1f} µs of our processor time each" if used else ""
    print(f"{what}: {entries} entries, {entries / seconds:,.0f} a second{each}", flush=True)


if __name__ == "__main__":
    main()
