"""Starts and stops a private PostgreSQL in a folder of its own."""

import fcntl
import os
import secrets
import shutil
import signal
import subprocess
import time
from pathlib import Path
from types import TracebackType
from typing import IO, Self

import psycopg

from sawti.project.embedded import failures
from sawti.project.embedded.account import Account, server_account
from sawti.project.embedded.binaries import Binaries, find_binaries, reachable_binaries
from sawti.project.embedded.kept import KeptProcess
from sawti.project.embedded.leftovers import stop_leftover
from sawti.project.embedded.places import shelter
from sawti.project.embedded.ports import free_port
from sawti.project.env import SetUpError

ADMIN = "postgres"
STOP_SECONDS = 30
START_SECONDS = 300  # recovery after a crash may take long; a server that dies is noticed at once
ATTEMPTS = 5
SAFE_TO_LOSE = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


class EmbeddedPostgres:
    """A PostgreSQL server on loopback, for as long as this object (or its process) lives.

    `folder` holds data, password, lock and log. As root, a folder which the server's account cannot
    reach is replaced by one under /var/lib (`place` says which). With `durable=False` a power cut
    may destroy the data: for tests only.
    """

    def __init__(self, folder: Path, *, durable: bool = True, port: int | None = None) -> None:
        self.folder = folder.absolute()
        self.place = self.folder
        self.admin_url = ""
        self._durable = durable
        self._port = port
        self._lock: IO[str] | None = None
        self._server: KeptProcess | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def start(self) -> str:
        """Start the server, making its data on first use; return the administrator's URL.

        Raises SetUpError with one line when that is impossible. A server that an earlier, killed
        process left behind is stopped first and never adopted.
        """
        try:
            with failures.in_one_line(self.folder):
                self._start()
        except BaseException:
            self.stop()
            raise
        return self.admin_url

    def stop(self) -> None:
        """Stop the server in good order and release the folder; a second call does nothing."""
        if self._server:
            self._server.ask_to_stop()
            self._server.wait()
            self._server = None
        if self._lock:
            self._lock.close()
            self._lock = None

    def kill(self) -> None:
        """End the server at once; what was committed is safe, the next start recovers it."""
        if self._server:
            self._server.kill()

    def find_running(self) -> str:
        """Return the administrator's URL of the server that another process of ours runs here."""
        self._find_place()
        try:
            # The fourth line of PostgreSQL's own pid file is the port.
            port = (self._data / "postmaster.pid").read_text().split("\n")[3]
            password = (self.place / "password").read_text()
        except (OSError, IndexError) as error:
            raise SetUpError(f"PostgreSQL in {self.place} is not running.") from error
        self.admin_url = f"postgresql://{ADMIN}:{password}@127.0.0.1:{port}/postgres"
        return self.admin_url

    def is_running(self) -> bool:
        """Tell whether the server is still there."""
        return self._server is not None and self._server.exit_status() is None

    def remove(self) -> None:
        """Delete the data, the password and the log. The server must not run."""
        with failures.in_one_line(self.folder):
            self._find_place()
            if self.place.is_dir():
                self._take_lock()
                try:
                    stop_leftover(self._data)
                finally:
                    self.stop()
                shutil.rmtree(self.place)
            if self.place != self.folder:
                _remove_if_empty(self.place.parent)

    @property
    def log(self) -> Path:
        """The server's log of this start."""
        return self.place / "log"

    @property
    def _data(self) -> Path:
        return self.place / "data"

    def _start(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        account = self._find_place()
        if account:
            failures.require_reachable(self.place, account)
        self._take_lock()
        stop_leftover(self._data)
        made_by = failures.data_version(self._data)
        binaries = reachable_binaries(find_binaries(made_by), account)
        if made_by is None:
            self._create_data(binaries, account)
        password = (self.place / "password").read_text()
        if self.log.exists():
            self.log.replace(self.log.with_suffix(".previous"))
        self._launch(binaries, account, password)

    def _find_place(self) -> Account | None:
        """Choose the folder that the server's account can reach; return that account."""
        stand_in = shelter(self.folder)
        self.place = stand_in if (stand_in / "data").is_dir() else self.folder
        account = server_account(self._data)
        if account and self.folder.is_dir() and not account.reaches(self.folder):
            self.place = stand_in
            account = server_account(self._data)
            stand_in.mkdir(parents=True, exist_ok=True)
            for ours in (stand_in.parent, stand_in):
                ours.chmod(0o755)
        return account

    def _take_lock(self) -> None:
        """Hold the folder for this process; the kernel lets go when we die."""
        lock = (self.place / "lock").open("a+")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            holder = lock.read().strip() or "unknown"
            lock.close()
            raise SetUpError(
                f"PostgreSQL in {self.place} is in use by process {holder}; stop that first."
            ) from None
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        self._lock = lock

    def _create_data(self, binaries: Binaries, account: Account | None) -> None:
        """Run initdb beside the final place and rename, so that a half-made one is never used."""
        for abandoned in self.place.glob("new-*"):
            shutil.rmtree(abandoned, ignore_errors=True)
        new = self.place / f"new-{secrets.token_hex(4)}"
        new.mkdir(mode=0o700)
        password = self._write_password(account)
        if account:
            account.take_over(new)
        command = [
            str(binaries.folder / "initdb"),
            f"--pgdata={new}",
            f"--username={ADMIN}",
            f"--pwfile={password}",
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            *binaries.initdb_locale(),
        ]
        if not self._durable:
            command.append("--no-sync")
        options = account.popen_options() if account else {}
        made = subprocess.run(
            command,
            capture_output=True,
            text=True,
            check=False,
            cwd="/",
            env=_environment(),
            **options,
        )
        if made.returncode != 0:
            shutil.rmtree(new, ignore_errors=True)
            raise failures.explain(made.stderr, self.place)
        new.rename(self._data)

    def _write_password(self, account: Account | None) -> Path:
        """Write a new password that only the server's account (and root) can read."""
        path = self.place / "password"
        path.unlink(missing_ok=True)
        with open(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(24))
        if account:
            account.take_over(path)
        return path

    def _launch(self, binaries: Binaries, account: Account | None, password: str) -> None:
        """Start the server; try again when another program took the free port in between."""
        for attempt in range(1, ATTEMPTS + 1):
            port = free_port(self._port)
            self.admin_url = f"postgresql://{ADMIN}:{password}@127.0.0.1:{port}/postgres"
            self._server = KeptProcess(
                self._server_command(binaries, port),
                log=self.log,
                stop_signal=signal.SIGINT,  # "fast": ends connections, writes a checkpoint
                grace_seconds=STOP_SECONDS,
                environment=_environment(),
                account=account,
            )
            if self._wait_until_ready():
                return
            log = self.log.read_text(errors="replace")
            if self._port or attempt == ATTEMPTS or not failures.is_port_taken(log):
                raise failures.explain(log, self.place)
            self.log.unlink()

    def _server_command(self, binaries: Binaries, port: int) -> list[str]:
        settings = {
            "listen_addresses": "127.0.0.1",
            "port": str(port),
            "unix_socket_directories": "",
            "password_encryption": "scram-sha-256",
            **({} if self._durable else SAFE_TO_LOSE),
        }
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        return [str(binaries.folder / "postgres"), "-D", str(self._data), *options]

    def _wait_until_ready(self) -> bool:
        """Wait for a real connection to our own server; False when the server gave up."""
        deadline = time.monotonic() + START_SECONDS
        while self.is_running():
            if self._answers():
                return True
            if time.monotonic() > deadline:
                raise SetUpError(
                    f"PostgreSQL does not answer after {START_SECONDS} s; see {self.log}."
                )
            time.sleep(0.03)
        return False

    def _answers(self) -> bool:
        """Connect and compare the data folder: a stranger may listen on the same port."""
        try:
            with psycopg.connect(self.admin_url, connect_timeout=5) as connection:
                row = connection.execute("SHOW data_directory").fetchone()
        except psycopg.OperationalError:
            return False
        return row is not None and Path(row[0]).samefile(self._data)


def _environment() -> dict[str, str]:
    """Return a small environment: PG* variables and the person's locale must not leak in."""
    return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C"}


def _remove_if_empty(folder: Path) -> None:
    try:
        folder.rmdir()
    except OSError:
        return  # others keep their data there, or it never existed
