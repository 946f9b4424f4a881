"""`make bench-isolation`: what row-level security costs, and whether a refusal tells by its time.

The statements of a case, of a list and of a search run in turn on two connections: as the serving
role, whose rows are narrowed by the policies, and as the backup role, which bypasses them and has
the same condition on the tenant in its statement. Then requests for cases of another tenant and
for cases that do not exist, in turn. Medians, also over several pairs of connections; prints tables
for docs/performance.md.
Options: --cases 200000 --fresh; SAWTI_TEST_SERVER_URL names a server that runs already.
"""

import argparse
import os
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg

from sawti.project.embedded.server import EmbeddedPostgres
from tests import servers
from tests.bench import sites

FEW, MANY = 60, 1000
PAIRS = 9  # of connections: on which core one lands changes a short statement by half
TWIN = "search_cases_without_policies"
Statement = tuple[str, Any]


def main() -> None:
    options = _options()
    if options.measure:
        _measure()
        return
    with server() as admin:
        servers.build_template(admin)
        sites.prepare_ours(admin, options.cases, 0, is_fresh=options.fresh)
        name = sites.name_of(options.cases)
        _make_twin(admin, name)
        sites.run("-m", "tests.bench.isolation", "--measure", of=(admin, name))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=200_000)
    parser.add_argument("--fresh", action="store_true", help="fill the database anew")
    parser.add_argument("--measure", action="store_true", help="used by the bench itself")
    return parser.parse_args()


@contextmanager
def server() -> Iterator[str]:
    if url := os.environ.get("SAWTI_TEST_SERVER_URL"):
        with servers.join_runs(url):  # a test run beside us leaves our template alone
            yield url
        return
    with EmbeddedPostgres(Path("var/bench-postgres")) as server:
        yield server.admin_url


def _make_twin(admin: str, name: str) -> None:
    """Make the search function once more, with the rights of whoever calls it."""
    with psycopg.connect(servers.with_database(admin, name), autocommit=True) as connection:
        row = connection.execute("SELECT pg_get_functiondef('search_cases'::regproc)").fetchone()
        assert row is not None
        source = row[0].replace("public.search_cases", f"public.{TWIN}", 1)
        connection.execute(source.replace(" SECURITY DEFINER", "", 1))


def _measure() -> None:
    """Print both tables; runs in a process of its own, with the settings of the bench."""
    import django

    django.setup()
    from tests.cast import Cast

    cast = Cast()
    _print_costs(cast)
    _print_refusals(cast)


def _print_costs(cast: Any) -> None:
    pairs = [_pair(is_app_first=place % 2 == 0) for place in range(PAIRS)]
    print("\n| statement | with policies, ms | without, ms | ratio | limit |")
    print("|---|---|---|---|---|")
    for name, statement, other, most, times in _statements(cast):
        found = [
            _in_turn(
                lambda: _run(app, cast, statement),  # noqa: B023 - called at once
                lambda: _run(bare, cast, other),  # noqa: B023
                times,
            )
            for app, bare in pairs
        ]
        with_policies, without = (statistics.median(each) for each in zip(*found, strict=True))
        ratio = statistics.median(each / other for each, other in found)
        print(f"| {name} | {with_policies:.3f} | {without:.3f} | {ratio:.2f} | {most:.2f} |")
    app, _ = pairs[0]
    named, unnamed = _in_turn(lambda: _begin(app, cast), lambda: _begin(app, None), MANY)
    print(f"\nA transaction of three lists: naming the tenant costs × {named / unnamed:.2f}.")


def _pair(*, is_app_first: bool) -> tuple[psycopg.Connection[Any], psycopg.Connection[Any]]:
    """Connect both roles; the kernel gives the cores to their processes in the order of birth."""
    roles = ("app", "backup") if is_app_first else ("backup", "app")
    found = {role: _connected(role) for role in roles}
    return found["app"], found["backup"]


def _connected(role: str) -> psycopg.Connection[Any]:
    url = servers.with_database(os.environ["DATABASE_URL"], _database_name(), role)
    return psycopg.connect(url, autocommit=True, prepare_threshold=5)


def _database_name() -> str:
    return servers.urlsplit(os.environ["DATABASE_URL"]).path.removeprefix("/")


def _statements(cast: Any) -> Iterator[tuple[str, Statement, Statement, float, int]]:
    """Yield name, statement with policies and without, the limit of the ratio, how many times."""
    from sawti.cases import search
    from sawti.cases.models import Case
    from sawti.entities.permissions import rights_of
    from sawti.lib.text import search_terms

    with cast.inside(cast.bahrain):
        entities = rights_of(cast.maryam).on("view_cases")
        newest = Case.objects.filter(entity__in=entities).newest_first()
        middle = newest[newest.count() // 2]
        queries = {"one case": Case.objects.filter(pk=middle.pk), "list of 25": newest[:25]}
        for name, query in queries.items():
            statement = query.query.sql_with_params()
            yield name, statement, statement, 1.15, MANY
        for words in ("الصهريج المقبرة", "إنارة الشارع", "الماء"):
            asked = search._tsquery(search_terms(words), entities)
            both = [_search(function, asked, cast) for function in ("search_cases", TWIN)]
            yield f"search: {words}", both[0], both[1], 1.3, FEW


def _search(function: str, asked: str, cast: Any) -> Statement:
    """Return a search of a page, whose rows are read again."""
    ids = f"SELECT * FROM {function}(%s::text, 26, NULL::timestamptz, NULL::uuid)"
    return (
        f"SELECT * FROM cases_case WHERE tenant_id = %s AND id = ANY(ARRAY({ids}))",
        [cast.bahrain.id, asked],
    )


def _run(connection: psycopg.Connection[Any], cast: Any, statement: Statement) -> float:
    """Run a statement in a transaction of the tenant; return how long the statement took."""
    connection.execute(f"BEGIN READ ONLY; SET LOCAL app.tenant = '{cast.bahrain.id}'")
    began = time.perf_counter()
    connection.execute(*statement).fetchall()
    took = time.perf_counter() - began
    connection.execute("COMMIT")
    return took * 1000


def _begin(connection: psycopg.Connection[Any], cast: Any) -> float:
    """Return how long a transaction of three statements takes, which names a tenant or not."""
    began = time.perf_counter()
    connection.execute(
        f"BEGIN READ ONLY; SET LOCAL app.tenant = '{cast.bahrain.id}'"
        if cast
        else "BEGIN READ ONLY"
    )
    for _ in range(3):
        connection.execute("SELECT * FROM tenancy_tenanthost ORDER BY host LIMIT 25").fetchall()
    connection.execute("COMMIT")
    return (time.perf_counter() - began) * 1000


def _in_turn(
    first: Callable[[], float], second: Callable[[], float], times: int
) -> tuple[float, float]:
    """Return the medians of both; the first tenth is warming up."""
    found = [(first(), second()) for _ in range(times + times // 10)][times // 10 :]
    return (
        statistics.median(pair[0] for pair in found),
        statistics.median(pair[1] for pair in found),
    )


def _print_refusals(cast: Any) -> None:
    from sawti.lib.ids import new_case_number, new_id
    from tests import people

    filed = cast.file_case(tenant=cast.jordan, category="", entity="greater-amman-municipality")
    missing, fatima, anyone = new_id(), cast.client(people.FATIMA), cast.client()
    receipt = {"Sawti-Receipt": filed.receipt}
    pairs = {
        "desk, a case": (fatima, f"/desk/cases/{filed.case_id}/", f"/desk/cases/{missing}/", {}),
        "API, a case as staff": (
            fatima,
            f"/api/v1/staff/cases/{filed.case_id}",
            f"/api/v1/staff/cases/{missing}",
            {},
        ),
        "API, a case by receipt": (
            anyone,
            f"/api/v1/cases/{filed.number}",
            f"/api/v1/cases/{new_case_number('JO')}",
            receipt,
        ),
    }
    print("\n| refusal | another tenant's, ms | a missing one, ms | ratio |")
    print("|---|---|---|---|")
    for name, (client, foreign, unknown, headers) in pairs.items():
        other, nothing = _in_turn(
            lambda: _asked(client, foreign, headers),  # noqa: B023 - called at once
            lambda: _asked(client, unknown, headers),  # noqa: B023
            200,
        )
        print(f"| {name} | {other:.2f} | {nothing:.2f} | {other / nothing:.2f} |")
    sys.stdout.flush()


def _asked(client: Any, address: str, headers: dict[str, str]) -> float:
    began = time.perf_counter()
    status = client.get(address, headers=headers).status_code
    assert status == 404, f"{address} is answered with {status}"
    return (time.perf_counter() - began) * 1000


if __name__ == "__main__":
    main()
