"""What load balancers and Prometheus ask, at any host and over plain HTTP."""

import hmac
from collections.abc import Callable

from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from prometheus_client import CONTENT_TYPE_LATEST

from sawti.documents.libraries import missing_libraries
from sawti.project.operations.metrics import exposition

Answer = Callable[[HttpRequest], HttpResponse]


class ProbesMiddleware:
    """Answers `/health/live`, `/health/ready` and `/metrics` before the host is looked at.

    A probe comes to an address, not to a tenant's host.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response
        self.probes: dict[str, Answer] = {
            "/health/live": _live,
            "/health/ready": _ready,
            "/metrics": _metrics,
        }

    def __call__(self, request: HttpRequest) -> HttpResponse:
        probe = self.probes.get(request.path_info)
        if probe is None or request.method not in ("GET", "HEAD"):
            return self.get_response(request)
        return probe(request)


def _live(request: HttpRequest) -> HttpResponse:
    """The process answers: if it does not, start it anew."""
    return JsonResponse({"status": "ok"})


def _ready(request: HttpRequest) -> HttpResponse:
    """The process can serve: if it can't, send requests elsewhere."""
    checks = {"database": _database_answers(), "migrations": False}
    checks["migrations"] = checks["database"] and _is_migrated()
    is_ready = all(checks.values())
    words = {name: "ok" if passed else "failed" for name, passed in checks.items()}
    # Without PDFs the process still serves: people print the page instead.
    words["documents"] = "missing" if missing_libraries() else "ok"
    return JsonResponse(
        {"status": "ok" if is_ready else "failed", "checks": words},
        status=200 if is_ready else 503,
    )


def _database_answers() -> bool:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True


_migrated = False  # once true it stays: a newer release migrates before its processes start


def _is_migrated() -> bool:
    global _migrated
    if not _migrated:
        with transaction.atomic():
            executor = MigrationExecutor(connection)
            _migrated = not executor.migration_plan(executor.loader.graph.leaf_nodes())
    return _migrated


def _metrics(request: HttpRequest) -> HttpResponse:
    """Figures for whoever has the token; without one set there is no such page."""
    expected = settings.SAWTI_METRICS_TOKEN
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if not expected or not hmac.compare_digest(expected.encode(), given.encode()):
        return HttpResponse("Not found.", status=404, content_type="text/plain; charset=utf-8")
    return HttpResponse(exposition(), content_type=CONTENT_TYPE_LATEST)
