"""The pages about posts, support and set-up: axe and the Arabic pass, in both languages."""

from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests import people
from tests.journeys.accessibility import barriers_on
from tests.journeys.conftest import LiveSite

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PATHS = (
    "/desk/posts/",
    "/desk/posts/give/",
    "/desk/entities/electricity-water-authority/posts/",
    "/desk/setup/",
    "/desk/entities/electricity-water-authority/setup/",
    "/desk/support/",
    "/desk/contacts/",
)


def sign_in(page: Page, address: str) -> None:
    page.goto(f"{address}/desk/sign-in/")
    page.fill("[name=email]", people.SALMA.email)
    page.fill("[name=password]", people.PASSWORD)
    with page.expect_navigation():
        page.click("main form button")


@pytest.mark.parametrize(
    ("language", "width", "preferences"),
    [
        pytest.param("ar", 320, {"color_scheme": "light"}, id="ar-phone"),
        pytest.param("en", 1280, {"color_scheme": "dark"}, id="en-dark"),
    ],
)
def test_no_page_about_posts_has_a_barrier(
    live_site: LiveSite, browser: Browser, language: str, width: int, preferences: dict[str, Any]
) -> None:
    address = live_site.url("bahrain")
    context = browser.new_context(viewport={"width": width, "height": 900}, **preferences)
    page = context.new_page()
    sign_in(page, address)
    found: list[Any] = []

    for path in PATHS:
        page.goto(f"{address}{path}?language={language}")
        found += barriers_on(page)
    page.goto(f"{address}/desk/entities/electricity-water-authority/posts/")
    with page.expect_navigation():
        page.get_by_role("link", name=people.FATIMA.name, exact=True).click()
    found += barriers_on(page)
    with page.expect_navigation():
        page.locator("form[action$='/view/'] button").click()
    found += barriers_on(page)

    assert found == []
    assert page.locator(".sw-banner").is_visible()
    context.close()
