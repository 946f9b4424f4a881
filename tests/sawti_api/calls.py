"""Calls to the API as a program makes them, and what they must not change."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from sawti.cases.models import Applicant, Case, Content, FilingKey, HistoryRow, Message
from sawti.outbox.models import Message as OutboxMessage
from tests.cast import Cast

FILING = {
    "type": "complaint",
    "story": "The street light in front of our house is out.",
    "language": "en",
    "category": "street-lighting",
}
KEY = "7e0ff1a2-4a64-4a3e-9d54-5d1b0f6e2c11"
TABLES = (Case, HistoryRow, OutboxMessage, Message, Content, Applicant, FilingKey)
NOT_COUNTED = ("SAVEPOINT", "RELEASE", "ROLLBACK")


@dataclass(frozen=True)
class Api:
    """One caller: a client at a tenant's host that speaks JSON, English unless said."""

    client: Client

    def get(self, path: str, **headers: str) -> Any:
        return self.client.get(path, headers={"Accept-Language": "en", **named(headers)})

    def post(self, path: str, body: Any, **headers: str) -> Any:
        """POST a value as JSON, or bytes as they are."""
        return self.client.post(
            path,
            data=body if isinstance(body, bytes) else json.dumps(body),
            content_type=headers.pop("content_type", "application/json"),
            headers={"Accept-Language": "en", **named(headers)},
        )

    def file(self, *, key: str = "", **changes: Any) -> Any:
        """File the usual case, changed."""
        headers = {"idempotency_key": key} if key else {}
        return self.post("/api/v1/cases", {**FILING, **changes}, **headers)


def named(headers: dict[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in headers.items()}


def stored(cast: Cast) -> tuple[int, ...]:
    """Return how many rows both tenants have in every table that a case touches."""
    counts = []
    for tenant in (cast.bahrain, cast.jordan):
        with cast.inside(tenant):
            counts += [table.objects.count() for table in TABLES]
    return tuple(counts)


@contextmanager
def statements() -> Iterator[list[str]]:
    """Collect the SQL statements of the block; what only marks a transaction is not counted."""
    found: list[str] = []
    with CaptureQueriesContext(connection) as captured:
        yield found
    found += [q["sql"] for q in captured if not q["sql"].startswith(NOT_COUNTED)]
