"""kill -9 of a worker costs a delay, never a message; what came twice is marked."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

import pytest

from sawti.cases.models import Case, HistoryRow
from sawti.lib import clock
from sawti.notifications.models import Notification, State
from sawti.outbox.delivery import open_messages
from sawti.outbox.models import Message
from tests import servers
from tests.cast import Cast
from tests.sawti.outbox.waiting import wait_until
from tests.smtp import MailServer

pytestmark = pytest.mark.usefixtures("committed")

SEED = 20260301
KILLS = 100
BUSY = 12  # rows that a worker finds at least, so that every kill hits one at work


@pytest.fixture
def mail() -> Iterator[MailServer]:
    server = MailServer()
    with server.running():
        yield server


@pytest.fixture
def environment(admin_url: str, database_name: str, mail: MailServer) -> dict[str, str]:
    """What a worker process needs: this test's database and mail server, and short leases."""
    return {
        **servers.environment(admin_url, database_name),
        "SAWTI_OUTBOX_LEASE_SECONDS": "1",
        "SAWTI_OUTBOX_BATCH": "5",
        "EMAIL_HOST": "127.0.0.1",
        "EMAIL_PORT": str(mail.port),
    }


class CrashWorker:
    """The process of crash_worker.py; each order makes it fork a child that delivers."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process

    def start_child(self, order: str) -> int:
        assert self.process.stdin
        self.process.stdin.write(f"{order}\n")
        self.process.stdin.flush()
        return int(self._line().removeprefix("ready "))

    def wait_for_end(self) -> None:
        assert self._line() == "ended"

    def _line(self) -> str:
        assert self.process.stdout
        return self.process.stdout.readline().strip()


@contextmanager
def crash_worker(environment: dict[str, str]) -> Iterator[CrashWorker]:
    process = subprocess.Popen(
        [sys.executable, Path(__file__).with_name("crash_worker.py")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=environment,
        cwd=servers.ROOT,
    )
    with process:
        yield CrashWorker(process)


def keep_busy(cast: Cast) -> None:
    """File cases until enough rows can be claimed: some to be turned into mails, some mails."""
    while _claimable(cast) < BUSY:
        cast.file_case()


def _claimable(cast: Cast) -> int:
    with cast.inside(cast.bahrain):
        return int(Message.objects.filter(open_messages(clock.now())).count())


def held(cast: Cast) -> set[tuple[UUID, int]]:
    """Return the rows that a worker has claimed and not put back, with the claim's number."""
    with cast.inside(cast.bahrain):
        rows = Message.objects.filter(done_at__isnull=True, lease_until__isnull=False)
        return set(rows.values_list("id", "attempts"))


def half_sent(cast: Cast) -> set[UUID]:
    """Return the messages of which nobody knows yet whether they arrived."""
    with cast.inside(cast.bahrain):
        rows = Notification.objects.filter(state=State.SENDING)
        return set(rows.values_list("id", flat=True))


def assert_everything_arrived(cast: Cast, mail: MailServer) -> None:
    """No message lost, second copies only where they are marked, nothing recorded twice."""
    with cast.inside(cast.bahrain):
        told = list(Notification.objects.all())
        undone = Message.objects.filter(done_at__isnull=True).count()
        history, cases = HistoryRow.objects.count(), Case.objects.count()
    by_id = {f"<{row.id}@bahrain.example>": row for row in told}
    twice = [message_id for message_id, copies in mail.copies.items() if copies > 1]
    assert mail.copies.keys() == by_id.keys()
    assert [message_id for message_id in twice if not by_id[message_id].is_uncertain] == []
    assert len({(row.about_id, row.template, row.address) for row in told}) == len(told)
    assert (len(told), history, undone) == (cases * 2, cases, 0)
    assert {row.state for row in told} == {State.SENT}


def test_a_worker_killed_at_100_random_points_loses_nothing(
    cast: Cast,
    mail: MailServer,
    environment: dict[str, str],
    record_property: Callable[[str, object], None],
) -> None:
    chance = random.Random(SEED)
    mail.answer_after = 0.005  # no server answers at once; most doubts arise in this moment
    at_work, while_sending = 0, 0

    with crash_worker(environment) as worker:
        for number in range(KILLS):
            keep_busy(cast)
            held_before, sending_before = held(cast), half_sent(cast)
            child = worker.start_child("run")
            await_the_moment(number, chance, mail)
            os.kill(child, signal.SIGKILL)
            worker.wait_for_end()
            at_work += bool(held(cast) - held_before)
            while_sending += bool(half_sent(cast) - sending_before)
        worker.start_child("finish")
        worker.wait_for_end()

    figures = {
        "seed": SEED,
        "kills": KILLS,
        "kills while rows were held": at_work,
        "kills while a message was being sent": while_sending,
        "messages": len(mail.copies),
        "second copies": len(mail.mails) - len(mail.copies),
        "marked uncertain": uncertain(cast),
    }
    print(figures)  # noqa: T201 - the figures of the proof
    for name, value in figures.items():
        record_property(name, value)
    assert_everything_arrived(cast, mail)
    assert at_work > 0
    assert while_sending > 0


def await_the_moment(number: int, chance: random.Random, mail: MailServer) -> None:
    """Wait for a random time; every other time counted from the arrival of a mail.

    The latter hits the moment between the server's acceptance and our commit on any machine.
    """
    if number % 2:
        arrived = len(mail.mails)
        wait_until(lambda: len(mail.mails) > arrived, 30)
        time.sleep(chance.uniform(0, 0.020))
    else:
        time.sleep(chance.uniform(0.005, 0.080))


def uncertain(cast: Cast) -> int:
    with cast.inside(cast.bahrain):
        return int(Notification.objects.filter(is_uncertain=True).count())


@contextmanager
def huey(environment: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(
        [sys.executable, "-m", "django", "run_huey"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=environment,
        cwd=servers.ROOT,
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()


@pytest.mark.slow
def test_the_real_worker_killed_in_mid_run_and_started_again_delivers_everything(
    cast: Cast, mail: MailServer, environment: dict[str, str]
) -> None:
    mail.answer_after = 0.02
    for _ in range(20):
        cast.file_case()

    with huey(environment) as first:
        wait_until(lambda: len(mail.mails) > 5, 60)
        first.kill()
        first.wait()
    arrived = len(mail.copies)
    with huey(environment):
        wait_until(lambda: _is_all_done(cast), 130)  # the sweep comes once a minute

    assert arrived < 40
    assert_everything_arrived(cast, mail)


def _is_all_done(cast: Cast) -> bool:
    with cast.inside(cast.bahrain):
        return not Message.objects.filter(done_at__isnull=True).exists()
