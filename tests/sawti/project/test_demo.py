"""`sawti demo` as a newcomer meets it: started as a process, looked at from outside, stopped."""

import http.client
import os
import re
import shutil
import signal
import socket
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from sawti.project.embedded.places import shelter
from sawti.project.embedded.ports import free_port

pytestmark = [pytest.mark.timeout(300), pytest.mark.xdist_group("demo")]

OWN_VARIABLES = ("DATABASE_", "DJANGO_", "SAWTI_", "SECRET_KEY")


class Demo:
    """A demo under test, in a state folder of its own."""

    def __init__(self, state: Path) -> None:
        self.state = state
        self.port = free_port()
        self.output = ""

    def environment(self) -> dict[str, str]:
        """Return our environment without what the suite's own settings put there."""
        kept = {
            key: value for key, value in os.environ.items() if not key.startswith(OWN_VARIABLES)
        }
        return {**kept, "SAWTI_STATE": str(self.state), "PYTHONUNBUFFERED": "1"}

    def start(self, *options: str) -> "subprocess.Popen[str]":
        """Start the command."""
        command = [sys.executable, "-m", "sawti.project.console", "demo"]
        return subprocess.Popen(
            [*command, "--port", str(self.port), *options],
            env=self.environment(),
            cwd="/",
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def start_and_wait(self, *options: str) -> "subprocess.Popen[str]":
        """Start, and read until the table is complete; what went wrong is in the failure."""
        demo = self.start(*options)
        assert demo.stdout
        self.output = ""
        for line in demo.stdout:
            self.output += line
            if line.startswith("Sawti is ready"):
                return demo
        demo.stdout.close()
        pytest.fail(f"the demo ended with status {demo.wait()}:\n{self.output}")

    def status(self, host: str, path: str) -> int:
        """Ask for a page; return the status of the answer."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        connection.request("GET", path, headers={"Host": f"{host}:{self.port}"})
        status = connection.getresponse().status
        connection.close()
        return status

    def processes(self) -> list[str]:
        """Return the processes that still know of this demo's folder or work in it."""
        marks = (str(self.state), str(shelter(self.state / "demo" / "postgres")))
        lines = subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=True)
        known = [line for line in lines.stdout.splitlines() if any(mark in line for mark in marks)]
        return known + [str(each) for each in _folders_in_use() if each.is_relative_to(self.state)]


def _folders_in_use() -> Iterator[Path]:
    for process in Path("/proc").glob("[0-9]*"):
        try:
            yield (process / "cwd").readlink()
        except OSError:
            continue


@pytest.fixture(scope="module")
def prepared() -> Iterator[Demo]:
    """A demo that was started once, so that the following starts are second starts."""
    state = Path(tempfile.mkdtemp(prefix="sawti-demo-"))
    state.chmod(0o755)
    demo = Demo(state)
    try:
        process = demo.start_and_wait()
        stop(process)
        yield demo
    finally:
        shutil.rmtree(state, ignore_errors=True)


def stop(process: "subprocess.Popen[str]", number: int = signal.SIGTERM) -> str:
    """Send a signal, wait for the end, return what was printed after the table."""
    process.send_signal(number)
    printed, _ = process.communicate(timeout=60)
    return printed


def test_the_table_names_every_door_and_account_and_the_pages_answer(prepared: Demo) -> None:
    process = prepared.start_and_wait()

    statuses = {
        (host, path): prepared.status(host, path)
        for host in ("bahrain.localhost", "jordan.localhost")
        for path in ("/ar/", "/en/", "/desk/sign-in/")
    }
    unknown = prepared.status("elsewhere.localhost", "/en/")
    stop(process)

    assert set(statuses.values()) == {200}
    assert unknown == 404
    assert f"http://bahrain.localhost:{prepared.port}/desk/" in prepared.output
    assert f"http://jordan.localhost:{prepared.port}/cms/" in prepared.output
    assert re.search(r"^bahrain +\S.* +\S+@\S+ +\S{12,}$", prepared.output, re.MULTILINE)
    assert re.search(r"^jordan +\S.* +\S+@\S+ +\S{12,}$", prepared.output, re.MULTILINE)


def test_the_second_start_prepares_nothing_again(prepared: Demo) -> None:
    process = prepared.start_and_wait()
    stop(process)

    assert "Starting PostgreSQL" in prepared.output
    assert "Preparing the database" not in prepared.output
    assert "Loading the tenants" not in prepared.output


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_stop_leaves_no_process(prepared: Demo, number: signal.Signals) -> None:
    process = prepared.start_and_wait()

    printed = stop(process, number)

    assert printed.endswith("Stopping …\nStopped.\n")
    assert process.returncode == 0
    assert prepared.processes() == []


def test_a_kill_of_the_demo_ends_its_children_and_the_next_start_works(prepared: Demo) -> None:
    process = prepared.start_and_wait()

    stop(process, signal.SIGKILL)
    stop(prepared.start_and_wait())

    assert prepared.processes() == []


def test_the_end_of_a_child_ends_the_demo_with_one_line(prepared: Demo) -> None:
    process = prepared.start_and_wait()
    pattern = f"granian .*--port {prepared.port}"

    subprocess.run(["pkill", "-KILL", "-f", pattern], check=True)
    printed, _ = process.communicate(timeout=60)

    assert re.search(r"^sawti: The web process stopped by itself: .*$", printed, re.MULTILINE)
    assert process.returncode == 1
    assert prepared.processes() == []


def test_passwords_can_be_read_by_their_owner_only(prepared: Demo) -> None:
    modes = {
        name: stat.S_IMODE((prepared.state / "demo" / name).stat().st_mode)
        for name in ("secrets.json", "accounts.json", "postgres/password")
    }

    assert set(modes.values()) == {0o600}


def test_a_port_in_use_is_one_clear_line(prepared: Demo) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", prepared.port))
        other.listen()
        process = prepared.start()
        printed, _ = process.communicate(timeout=60)

    assert printed.startswith(f"sawti: Port {prepared.port} is in use;")
    assert printed.count("\n") == 1
    assert process.returncode == 1


def test_a_second_demo_in_the_same_folder_is_refused(prepared: Demo) -> None:
    process = prepared.start_and_wait()
    second = Demo(prepared.state).start("--reset")

    printed, _ = second.communicate(timeout=60)
    stop(process)

    assert f"in use by process {process.pid}; stop that first." in printed
    assert second.returncode == 1
    assert (prepared.state / "demo" / "accounts.json").exists()
