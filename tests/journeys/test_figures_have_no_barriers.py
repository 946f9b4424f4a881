"""The public dashboard with figures in it: axe, the Arabic pass, and the weight of the page."""

import gzip
import json
import subprocess
import sys
import urllib.request
from typing import Any

import pytest
from playwright.sync_api import Browser, Response

from tests import servers
from tests.journeys.accessibility import barriers_on
from tests.journeys.conftest import LiveSite

pytestmark = [pytest.mark.browser, pytest.mark.slow]

CATEGORIES = [*["street-lighting"] * 7, *["road-pothole"] * 6, "", ""]
WISHES = [
    pytest.param("ar", 320, {"contrast": "more"}, id="ar-phone-contrast"),
    pytest.param("en", 1280, {"color_scheme": "dark"}, id="en-dark"),
    pytest.param("ar", 1280, {"forced_colors": "active"}, id="ar-forced"),
]


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
        [sys.executable, "-m", "sawti.project.console", "rebuild_insights", "--tenant", "bahrain"],
        env=live_site.variables,
        cwd=servers.ROOT,
        check=True,
        capture_output=True,
    )
    return live_site


@pytest.mark.parametrize(("language", "width", "preferences"), WISHES)
def test_the_dashboard_has_no_barrier_and_breaks_no_content_policy(
    counted_site: LiveSite,
    browser: Browser,
    language: str,
    width: int,
    preferences: dict[str, Any],
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 900}, **preferences)
    page = context.new_page()
    said: list[str] = []
    responses: list[Response] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("response", lambda response: responses.append(response))

    page.goto(f"{counted_site.url('bahrain')}/{language}/insights/")
    page.wait_for_load_state("networkidle")
    weight = sum(len(gzip.compress(response.body(), 9)) for response in responses)
    charts = page.locator("svg[role=img]").count()
    page.locator("summary").first.click()

    assert barriers_on(page) == []
    assert said == []
    assert charts == 2
    assert len(responses) <= 6
    assert weight <= 30 * 1024
    context.close()
