"""The demo from start to stop."""

import argparse
import http.client
import os
import shutil
import signal
import time
from collections.abc import Sequence
from types import FrameType

from sawti.project import env
from sawti.project.demo import database, passwords
from sawti.project.demo.children import Children
from sawti.project.demo.places import DemoFolder, demo_folder
from sawti.project.demo.progress import step
from sawti.project.demo.report import Tenant, demo_tenants, report
from sawti.project.embedded.failures import in_one_line
from sawti.project.embedded.ports import free_port
from sawti.project.embedded.server import EmbeddedPostgres
from sawti.project.env import SetUpError

STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
FIRST_ANSWER_SECONDS = 120
LET_GO_SECONDS = 10  # longer than the grace that the web server gets


class StopRequested(BaseException):
    """Somebody pressed Ctrl-C or ended the demo; raised once."""


def run_demo(arguments: Sequence[str]) -> int:
    """Start everything, print the table, wait for Ctrl-C; return the exit status."""
    options = _options(arguments)
    folder = demo_folder()
    _on_signals(_request_stop)
    try:
        with in_one_line(folder.root):
            _require_port(folder, options.port)
            if options.reset:
                _remove(folder)
            folder.root.mkdir(parents=True, exist_ok=True, mode=0o755)
            _serve(folder, options.port)
    except StopRequested:
        print("Stopped.", flush=True)
    return 0


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="sawti demo", description="Run Sawti on this machine.")
    port = env.integer(
        "SAWTI_PORT", 8000, least=1, most=65535, about="port of the demo on loopback"
    )
    parser.add_argument("--port", type=int, default=port, help="port on loopback (8000)")
    parser.add_argument("--reset", action="store_true", help="remove the demo's data first")
    return parser.parse_args(arguments)


def _on_signals(action: "signal._HANDLER") -> None:
    for number in STOP_SIGNALS:
        signal.signal(number, action)


def _request_stop(number: int, frame: FrameType | None) -> None:
    raise StopRequested


def _require_port(folder: DemoFolder, port: int) -> None:
    """Raise SetUpError when the port is taken; a demo just killed lets go of it soon."""
    deadline = time.monotonic() + (LET_GO_SECONDS if _was_killed(folder) else 0)
    while True:
        try:
            free_port(port)
        except SetUpError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)
        else:
            return


def _was_killed(folder: DemoFolder) -> bool:
    try:
        os.kill(int(folder.running.read_text()), 0)
    except ProcessLookupError:
        return True
    except (OSError, ValueError):
        return False  # never ran, stopped in good order, or belongs to somebody else
    return False


def _remove(folder: DemoFolder) -> None:
    with step("Removing the demo's data"):
        EmbeddedPostgres(folder.postgres).remove()
        shutil.rmtree(folder.root, ignore_errors=True)


def _serve(folder: DemoFolder, port: int) -> None:
    tenants = demo_tenants()
    server = database.private_server(folder)
    children = Children(folder)
    try:
        if server:
            with step("Starting PostgreSQL"):
                server.start()
        folder.running.write_text(str(os.getpid()))
        children.settings = demo_settings(folder, port)
        children.addresses = database.addresses(folder, server)
        database.prepare(folder, server, children, [tenant.slug for tenant in tenants])
        with step("Starting web server and worker"):
            children.start_web(port)
            children.start_worker()
            children.start_sms_gateway()
            _wait_for_first_page(children, tenants[0], port)
        print(report(tenants, folder.accounts, port), flush=True)
        _watch(children, server)
    finally:
        _stop(children, server)


def demo_settings(folder: DemoFolder, port: int) -> dict[str, str]:
    """Return what the demo's processes find in their environment, but for the addresses."""
    return {
        **passwords.keys(folder.secrets),
        "DJANGO_SETTINGS_MODULE": "sawti.project.settings.demo",
        "SAWTI_MAIL_FOLDER": str(folder.mail),
        "SAWTI_FILES_FOLDER": str(folder.files),
        "SAWTI_AUDIT_ANCHORS_FOLDER": str(folder.anchors),
        "SAWTI_FILES_HOST": "files.{host}",
        "SAWTI_PORT_SUFFIX": f":{port}",
    }


def _wait_for_first_page(children: Children, tenant: Tenant, port: int) -> None:
    deadline = time.monotonic() + FIRST_ANSWER_SECONDS
    while (status := _status(tenant, port)) is None:
        children.require_alive()
        if time.monotonic() > deadline:
            raise SetUpError(f"The web server does not answer after {FIRST_ANSWER_SECONDS} s.")
        time.sleep(0.1)
    if status >= 500:
        log = children.folder.log("web")
        raise SetUpError(f"The first page fails with status {status}; log: {log}")


def _status(tenant: Tenant, port: int) -> int | None:
    """Ask for the tenant's front page; None while nobody listens."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("GET", "/", headers={"Host": f"{tenant.host}:{port}"})
        return connection.getresponse().status
    except OSError:
        return None
    finally:
        connection.close()


def _watch(children: Children, server: EmbeddedPostgres | None) -> None:
    while True:
        children.require_alive()
        if server and not server.is_running():
            raise SetUpError(f"PostgreSQL stopped by itself; log: {server.log}")
        time.sleep(0.3)


def _stop(children: Children, server: EmbeddedPostgres | None) -> None:
    """Stop web and worker, then the database they use; another Ctrl-C kills instead of waiting."""

    def kill_now(number: int, frame: FrameType | None) -> None:
        children.kill()
        if server:
            server.kill()
        os._exit(1)

    _on_signals(kill_now)
    print("\nStopping …", flush=True)
    children.stop()
    _forget_running(children.folder)
    if server:
        server.stop()


def _forget_running(folder: DemoFolder) -> None:
    if folder.running.exists() and folder.running.read_text() == str(os.getpid()):
        folder.running.unlink()
