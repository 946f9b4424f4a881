"""A real site for browser journeys: granian, a worker, a database of its own, and chromium."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests import servers

CHROMIUM = "/usr/bin/chromium"
CATEGORIES = [*["street-lighting"] * 7, *["road-pothole"] * 6, "", ""]
SERVE = ("-m", "granian", "--interface", "wsgi", "--no-ws", "--host", "127.0.0.1")
WORK = ("-m", "sawti.project.console", "run_huey")
CONSOLE = (sys.executable, "-m", "sawti.project.console")

WISHES = [
    pytest.param("ar", 320, {"color_scheme": "light"}, id="ar-phone"),
    pytest.param("en", 1280, {"color_scheme": "dark"}, id="en-dark"),
    pytest.param("ar", 1280, {"contrast": "more"}, id="ar-contrast"),
    pytest.param("en", 320, {"forced_colors": "active"}, id="en-forced"),
]


@dataclass(frozen=True)
class LiveSite:
    """The address of every tenant's site; `variables` are the environment of its processes."""

    port: int
    variables: dict[str, str]

    def url(self, tenant: str) -> str:
        return f"http://{tenant}.localhost:{self.port}"


@pytest.fixture(scope="session")
def live_site(
    admin_url: str, database_name: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[LiveSite]:
    name, port = f"{database_name}_site", _free_port()
    servers.clone_template(admin_url, name)
    folder = tmp_path_factory.mktemp("site")
    variables = {
        **servers.environment(admin_url, name),
        "DJANGO_SETTINGS_MODULE": "tests.live_settings",
        "SECRET_KEY": "live" * 12,
        "SAWTI_SEALING_KEY": "live" * 12,
        "SAWTI_FIELD_KEYS": "live" * 12,
        "SAWTI_LIMITS": "off",  # many people of one address
        "SAWTI_OPENID_LOOPBACK": "true",
        "SAWTI_LEAST_FILING_SECONDS": "0",
        "SAWTI_MAIL_FOLDER": str(folder),
        "SAWTI_FILES_FOLDER": str(folder / "files"),
        "SAWTI_FILES_HOST": "files.{host}",
        "SAWTI_PORT_SUFFIX": f":{port}",
    }
    processes = [
        _start(variables, folder, *SERVE, "--port", str(port), "sawti.project.wsgi:application"),
        _start(variables, folder, *WORK),
    ]
    try:
        _wait_for(port)
        yield LiveSite(port, variables)
    finally:
        for process in processes:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        servers.drop_database(admin_url, name)


def _start(variables: dict[str, str], folder: Path, *command: str) -> subprocess.Popen[bytes]:
    with (folder / f"{command[1]}.log").open("wb") as log:
        return subprocess.Popen(
            [sys.executable, *command],
            env=variables,
            cwd=servers.ROOT,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def _wait_for(port: int) -> None:
    for _ in range(300):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise AssertionError("the live site did not start within a minute")


@pytest.fixture(scope="module")
def counted_site(live_site: LiveSite) -> LiveSite:
    """A site whose cases are counted."""
    for category in CATEGORIES:
        body = {"type": "complaint", "story": "The light is out.", "language": "en"}
        request = urllib.request.Request(
            f"http://127.0.0.1:{live_site.port}/api/v1/cases",
            json.dumps({**body, "category": category}).encode(),
            {"Host": "bahrain.localhost", "Content-Type": "application/json"},
        )
        urllib.request.urlopen(request).close()
    subprocess.run(
        [*CONSOLE, "rebuild_insights", "--tenant", "bahrain"],
        env=live_site.variables,
        cwd=servers.ROOT,
        check=True,
        capture_output=True,
    )
    return live_site


@pytest.fixture(scope="session")
def lived_in_site(live_site: LiveSite) -> tuple[LiveSite, dict[str, str]]:
    """A site where much has happened, and the names of it (tests/journeys/scenes.py)."""
    told = subprocess.run(
        [*CONSOLE, "shell", "-c", "from tests.journeys.scenes import live; live()"],
        env=live_site.variables,
        cwd=servers.ROOT,
        check=True,
        stdout=subprocess.PIPE,
    )
    return live_site, json.loads(told.stdout.splitlines()[-1])


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    # Not for the session: while it lives, an event loop runs here and Django refuses queries.
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM)
        yield browser
        browser.close()


@dataclass(frozen=True)
class Visit:
    """A browser at a site where much has happened. `names`: see tests/journeys/scenes.py."""

    site: LiveSite
    names: dict[str, str]
    page: Page
    language: str


@pytest.fixture(params=[pytest.param(wish.values, id=wish.id) for wish in WISHES])
def visit(
    request: pytest.FixtureRequest,
    lived_in_site: tuple[LiveSite, dict[str, str]],
    browser: Browser,
) -> Iterator[Visit]:
    """Come to the site in a language, on a screen and with the wishes of a person."""
    language, width, preferences = request.param
    context = browser.new_context(viewport={"width": width, "height": 900}, **preferences)
    yield Visit(*lived_in_site, context.new_page(), language)
    context.close()
