"""The public dashboard with figures in it: axe, the Arabic pass, and the weight of the page."""

import gzip
from typing import Any

import pytest
from playwright.sync_api import Browser, Response

from tests.journeys.accessibility import barriers_on
from tests.journeys.conftest import LiveSite

pytestmark = [pytest.mark.browser, pytest.mark.slow]

WISHES = [
    pytest.param("ar", 320, {"contrast": "more"}, id="ar-phone-contrast"),
    pytest.param("en", 1280, {"color_scheme": "dark"}, id="en-dark"),
    pytest.param("ar", 1280, {"forced_colors": "active"}, id="ar-forced"),
]


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
