"""The nightly round goes on batch by batch, whoever dies; and after a restored backup."""

from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.core.management import call_command
from django.db import transaction

from sawti.cases.models import Case
from sawti.outbox.models import Message
from sawti.retention.actions.nights import begin_night
from sawti.retention.actions.people import forget_person
from sawti.retention.models import Cause, How, Run, Tombstone
from sawti.retention.queries import removed_case, run_report
from sawti.retention.steps import batches
from sawti.tenancy.context import tenant_context
from tests import people, servers
from tests.cast import Cast, utc
from tests.sawti.retention.scenes import closed_case, policy

NOW = utc("2026-03-01T08:00Z")


@pytest.fixture(autouse=True)
def _mail(settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


def night(cast: Cast) -> Run | None:
    with tenant_context(cast.bahrain):
        return begin_night(at=NOW)


def anonymised(cast: Cast) -> int:
    with cast.inside(cast.bahrain):
        return int(Case.objects.filter(anonymised_at__isnull=False).count())


def test_a_night_removes_batch_after_batch_until_nothing_is_left(
    cast: Cast, clock: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(5):
        closed_case(cast)
    policy(cast)
    monkeypatch.setattr(batches, "BATCH", 2)

    run = night(cast)
    cast.deliver()

    assert run is not None
    assert anonymised(cast) == 5
    with cast.inside(cast.bahrain):
        report = run_report(run.id)
        batches_done = Message.objects.filter(topic="retention.next_batch", done_at__isnull=False)
        assert batches_done.count() >= 2
    assert report.run.ended_at == NOW
    assert [line.rows for line in report.lines if line.table == "cases_case"] == [5]


def test_a_second_night_does_not_begin_while_the_first_goes_on(cast: Cast, clock: Any) -> None:
    first, second = night(cast), night(cast)

    assert first is not None
    assert second is None


def test_a_worker_that_dies_in_a_batch_loses_nothing_and_removes_nothing_twice(
    committed: None, cast: Cast, clock: Any, superuser: psycopg.Connection[Any]
) -> None:
    for _ in range(3):
        closed_case(cast)
    policy(cast)
    run = night(cast)
    assert run is not None
    with tenant_context(cast.bahrain), transaction.atomic():
        batches.go_on(str(run.id), at=NOW, one_by_one=False)
        transaction.set_rollback(True)  # what the server does when a client is killed
    dead = anonymised(cast)

    cast.deliver()

    assert (dead, anonymised(cast)) == (0, 3)
    assert cast.count(Tombstone) == 3
    assert superuser.execute("SELECT count(*) FROM retention_run").fetchone() == (1,)


def test_another_worker_leaves_alone_what_is_being_removed(
    committed: None, cast: Cast, clock: Any, admin_url: str, database_name: str
) -> None:
    held, free = closed_case(cast), closed_case(cast)
    policy(cast)
    url = servers.with_database(admin_url, database_name)
    with psycopg.connect(url) as other, tenant_context(cast.bahrain):
        other.execute("SELECT 1 FROM cases_case WHERE id = %s FOR UPDATE", [held.case_id])
        with transaction.atomic(durable=True):
            run = Run.objects.create(cause=Cause.NIGHT, begun_at=NOW)
            first = batches.apply_batch(run, at=NOW)
        other.rollback()
        with transaction.atomic(durable=True):
            second = batches.apply_batch(run, at=NOW)

    assert (first, second) == (1, 1)
    with cast.inside(cast.bahrain):
        order = Tombstone.objects.order_by("id").values_list("subject_id", flat=True)
        assert list(order) == [free.case_id, held.case_id]


@pytest.mark.parametrize("how", How.values)
def test_what_a_restored_backup_brings_back_is_removed_again(
    committed: None,
    cast: Cast,
    clock: Any,
    tmp_path: Path,
    admin_url: str,
    database_name: str,
    how: str,
) -> None:
    filed, kept = closed_case(cast), cast.file_case()
    sara = cast.applicant(people.SARA)
    policy(cast, how=how)
    backup = f"{database_name}_backup"
    _copy(admin_url, database_name, backup)
    call_command("apply_retention", "--tenant", "bahrain")
    with tenant_context(cast.bahrain):
        forget_person(sara.id, at=NOW)
    call_command("apply_retention", "--write-tombstones", str(tmp_path / "tombstones"))
    _copy(admin_url, backup, database_name)
    restored = (anonymised(cast), cast.count(Case), cast.count(Tombstone), cast.count(type(sara)))

    call_command("apply_retention", "--after-restore", str(tmp_path / "tombstones"))

    servers.drop_database(admin_url, backup)
    assert restored == (0, 2, 0, 1)
    assert cast.count(type(sara)) == 0
    assert cast.count(Case) == (1 if how == How.ERASE else 2)
    with cast.inside(cast.bahrain):
        assert not Case.objects.filter(number=filed.number).exists()
        assert Case.objects.filter(number=kept.number).exists()
        assert removed_case(filed.number, filed.receipt) is not None


def _copy(admin_url: str, source: str, target: str) -> None:
    """Replace a database by a copy of another one, as restoring a backup does."""
    from django.db import connections

    for connection in connections.all(initialized_only=True):
        connection.close()
    with psycopg.connect(admin_url, autocommit=True) as server:
        server.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [source]
        )
        server.execute(f'DROP DATABASE IF EXISTS "{target}" WITH (FORCE)'.encode())
        server.execute(
            f'CREATE DATABASE "{target}" TEMPLATE "{source}" STRATEGY FILE_COPY'.encode()
        )
        server.execute(
            f'DO $$ BEGIN EXECUTE \'GRANT CONNECT ON DATABASE "{target}" '
            "TO sawti_test_app, sawti_test_system'; END $$".encode()
        )
