"""Sealing: every entry once, whenever its transaction commits, however many sealers there are."""

import threading
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection, transaction
from huey.contrib.djhuey import HUEY

from sawti.audit import actions
from sawti.audit.models import Entry, Link, Pending, Seal
from sawti.audit.steps import write_entry
from sawti.audit.tasks import seal_of_all_tenants
from sawti.tenancy.context import tenant_context
from tests.cast import Cast
from tests.sawti.audit.record import broken, entry_id, seal, sealed_in_two, still_waiting, write
from tests.sawti.outbox.waiting import wait_until
from tests.sql import statements


def sequences(cast: Cast) -> list[tuple[int, int, int]]:
    with cast.inside(cast.bahrain):
        return list(Seal.objects.order_by("sequence").values_list("sequence", "count", "total"))


def places(cast: Cast) -> list[UUID]:
    with cast.inside(cast.bahrain):
        return list(Link.objects.values_list("entry_id", flat=True))


def test_a_seal_says_how_many_entries_it_holds_and_how_many_there_are(
    cast: Cast, at: datetime
) -> None:
    before = still_waiting(cast)

    sealed_in_two(cast, at)

    assert sequences(cast) == [(1, before, before), (2, 3, before + 3), (3, 2, before + 5)]


def test_a_batch_is_bounded_and_the_next_goes_on(
    cast: Cast, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    seal(cast, at)
    monkeypatch.setattr(actions, "BATCH", 2)
    write(cast, at, "test.a", "test.b", "test.c")

    assert seal(cast, at) == 3

    assert [count for _, count, _ in sequences(cast)][1:] == [2, 1]
    assert broken(cast) == []


def test_nothing_to_seal_makes_no_seal(cast: Cast, at: datetime) -> None:
    seal(cast, at)
    before = sequences(cast)

    assert seal(cast, at) == 0

    assert sequences(cast) == before


def test_the_tenants_have_chains_of_their_own(cast: Cast, at: datetime) -> None:
    seal(cast, at)
    seal(cast, at, tenant=cast.jordan)
    write(cast, at, "test.a", tenant=cast.jordan)

    assert seal(cast, at) == 0
    assert seal(cast, at, tenant=cast.jordan) == 1

    assert (broken(cast), broken(cast, tenant=cast.jordan)) == ([], [])


def test_writing_an_entry_takes_one_statement_and_waits_for_no_chain(
    cast: Cast, at: datetime
) -> None:
    with tenant_context(cast.bahrain), transaction.atomic(), statements() as sent:
        write_entry("test.a", at=at)

    assert len(sent) == 1


@pytest.mark.usefixtures("committed")
class TestCommitted:
    """What only real transactions show."""

    def test_an_entry_that_commits_after_its_successors_were_sealed_is_sealed_too(
        self, cast: Cast, at: datetime
    ) -> None:
        seal(cast, at)
        is_written, may_commit = threading.Event(), threading.Event()

        def slowly() -> None:
            with tenant_context(cast.bahrain), transaction.atomic():
                write_entry("test.slow", at=at)
                is_written.set()
                may_commit.wait(30)
            connection.close()

        writer = threading.Thread(target=slowly)
        writer.start()
        is_written.wait(30)
        write(cast, at + timedelta(seconds=1), "test.quick")
        sealed_first = seal(cast, at + timedelta(seconds=2))
        may_commit.set()
        writer.join()
        sealed_then = seal(cast, at + timedelta(seconds=3))

        assert (sealed_first, sealed_then) == (1, 1)
        assert entry_id(cast, "test.slow") in places(cast)
        assert (broken(cast), still_waiting(cast)) == ([], 0)

    def test_two_sealers_at_once_seal_every_entry_once(
        self, cast: Cast, at: datetime, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        seal(cast, at)
        monkeypatch.setattr(actions, "BATCH", 7)
        write(cast, at, *(f"test.{number}" for number in range(100)))
        sealed: list[int] = []
        start = threading.Barrier(2)

        def run() -> None:
            start.wait(30)
            sealed.append(seal(cast, at))
            connection.close()

        sealers = [threading.Thread(target=run) for _ in range(2)]
        for sealer in sealers:
            sealer.start()
        for sealer in sealers:
            sealer.join()

        with cast.inside(cast.bahrain):
            entries = set(Entry.objects.values_list("id", flat=True))
        assert sum(sealed) == 100
        assert sorted(places(cast)) == sorted(entries)
        assert (broken(cast), still_waiting(cast)) == ([], 0)

    def test_a_sealer_that_dies_leaves_everything_for_the_next(
        self, cast: Cast, at: datetime, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        seal(cast, at)
        write(cast, at, "test.a")

        def die(*_: Any, **__: Any) -> None:
            raise KeyboardInterrupt

        with monkeypatch.context() as patched:
            patched.setattr(Link.objects, "bulk_create", die)
            with pytest.raises(KeyboardInterrupt):
                seal(cast, at)

        assert still_waiting(cast) == 1
        assert seal(cast, at) == 1
        assert broken(cast) == []

    def test_an_entry_wakes_a_sealer_soon_after_its_commit(self, cast: Cast, at: datetime) -> None:
        HUEY.storage.close()
        before = HUEY.pending_count()

        write(cast, at, "test.a")

        wait_until(lambda: HUEY.pending_count() == before + 1, 20)
        HUEY.storage.close()

    def test_the_sweep_seals_in_every_tenant(self, cast: Cast, at: datetime) -> None:
        write(cast, at, "test.a")
        write(cast, at, "test.b", tenant=cast.jordan)

        seal_of_all_tenants.call_local()

        assert (cast.count(Pending), cast.count(Pending, cast.jordan)) == (0, 0)


class TestTheCommand:
    def test_it_says_how_many_entries_agree(
        self, cast: Cast, at: datetime, capsys: pytest.CaptureFixture[str]
    ) -> None:
        sealed_in_two(cast, at)
        write(cast, at, "test.f")
        sealed = cast.count(Link)

        call_command("verify_audit", "--tenant", "bahrain")

        assert capsys.readouterr().out == (
            f"bahrain: {sealed} entries agree with their seals, 1 wait for theirs; "
            "0 anchors agree, 0 of them signed.\n"
        )

    def test_it_starts_at_a_date(
        self, cast: Cast, at: datetime, capsys: pytest.CaptureFixture[str]
    ) -> None:
        seal(cast, at - timedelta(days=2))
        write(cast, at, "test.a")
        seal(cast, at)

        call_command("verify_audit", "--tenant", "bahrain", "--since", f"{at:%Y-%m-%d}")

        assert capsys.readouterr().out.startswith("bahrain: 1 entries agree")

    def test_it_refuses_a_tenant_that_there_is_not(self, cast: Cast) -> None:
        with pytest.raises(CommandError, match="There is no tenant 'atlantis'"):
            call_command("verify_audit", "--tenant", "atlantis")
