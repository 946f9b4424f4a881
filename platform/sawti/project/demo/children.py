"""The demo's child processes: started together, watched, stopped together."""

import os
import signal
import sys
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from sawti.project import env
from sawti.project.demo.places import DemoFolder
from sawti.project.embedded.kept import KeptProcess
from sawti.project.env import SetUpError

APP, OWNER, SYSTEM = "DATABASE_URL", "DATABASE_OWNER_URL", "DATABASE_SYSTEM_URL"


@dataclass
class Children:
    """Web server and worker (and, while preparing, one step at a time)."""

    folder: DemoFolder
    settings: Mapping[str, str] = field(default_factory=dict)
    addresses: Mapping[str, str] = field(default_factory=dict)
    running: dict[str, KeptProcess] = field(default_factory=dict)

    def start(
        self,
        name: str,
        *command: str,
        databases: Collection[str],
        grace_seconds: float = 15,
    ) -> KeptProcess:
        """Start `python -m <command>`; its output goes to the log of that name.

        It learns the database addresses named in `databases` and no others: the web server could
        not become the owner even if it wanted to.
        """
        known = {name: self.addresses[name] for name in databases}
        log = self.folder.log(name)
        log.unlink(missing_ok=True)
        self.running[name] = KeptProcess(
            [sys.executable, "-m", *command],
            log=log,
            stop_signal=signal.SIGTERM,
            grace_seconds=grace_seconds,
            environment=env.for_child({**self.settings, **known}, without=self.addresses),
            folder=self.folder.root,
        )
        return self.running[name]

    def start_web(self, port: int) -> None:
        """Serve on loopback, one worker process per core."""
        options = ["--interface", "wsgi", "--no-ws", "--host", "127.0.0.1", "--port", str(port)]
        workers = ["--workers", str(os.cpu_count() or 1), "--blocking-threads", "4"]
        application = "sawti.project.wsgi:application"
        command = ("granian", *options, *workers, application)
        # granian may miss a signal that comes while its workers start: do not wait long for it.
        self.start("web", *command, databases=[APP], grace_seconds=5)

    def start_worker(self) -> None:
        """Run what waits in the queue; the signal lets huey finish its task."""
        command = ("sawti.project.console", "run_huey")
        self.start("worker", *command, databases=[APP, SYSTEM])

    def start_sms_gateway(self) -> None:
        """Take the demo's SMS, on a port of its own."""
        self.start("sms", "sawti.project.demo.sms_gateway", databases=[APP], grace_seconds=2)

    def require_alive(self) -> None:
        """Raise SetUpError when a child has stopped by itself."""
        for name, child in self.running.items():
            if child.exit_status() is not None:
                raise SetUpError(f"The {name} process stopped by itself: {last_words(child)}")

    def stop(self) -> None:
        """Stop all children in good order, at the same time."""
        for child in self.running.values():
            child.ask_to_stop()
        for child in self.running.values():
            child.wait()
        self.running.clear()

    def kill(self) -> None:
        """End all children at once."""
        for child in self.running.values():
            child.kill()


def last_words(child: KeptProcess) -> str:
    """Return the last line that a child wrote, and where the rest is."""
    lines = child.log.read_text(errors="replace").split("\n") if child.log.exists() else []
    last = next((line.strip() for line in reversed(lines) if line.strip()), "no output")
    return f"{last} (status {child.exit_status()}; log: {child.log})"
