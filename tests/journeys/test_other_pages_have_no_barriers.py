"""Desk, mailbox, API description and refusals: axe and the Arabic pass, in both languages."""

from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests import people
from tests.journeys.accessibility import barriers_on
from tests.journeys.conftest import WISHES, LiveSite

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def sign_in(page: Page, address: str) -> None:
    page.goto(f"{address}/desk/sign-in/")
    page.fill("[name=email]", people.FATIMA.email)
    page.fill("[name=password]", people.PASSWORD)
    with page.expect_navigation():
        page.click("main form button")


def file_case(page: Page) -> None:
    """File a case that lands in Fatima's queue, as the API does."""
    page.evaluate(
        """async () => {
          const body = {type: 'complaint', story: 'The light is out.', language: 'en',
                        category: 'street-lighting'};
          await fetch('/api/v1/cases', {method: 'POST', body: JSON.stringify(body),
                                        headers: {'Content-Type': 'application/json'}});
        }"""
    )


def _switch(path: str, language: str) -> str:
    """Return what makes a page speak the language: nothing where its address has one already."""
    if path.startswith(f"/{language}/"):
        return ""
    return f"{'&' if '?' in path else '?'}language={language}"


@pytest.mark.parametrize(("language", "width", "preferences"), WISHES)
def test_no_other_page_has_a_barrier(
    live_site: LiveSite, browser: Browser, language: str, width: int, preferences: dict[str, Any]
) -> None:
    address = live_site.url("bahrain")
    context = browser.new_context(viewport={"width": width, "height": 900}, **preferences)
    violations: list[str] = []
    page = context.new_page()
    page.on("console", lambda message: violations.append(message.text))
    page.goto(f"{address}/desk/sign-in/?language={language}")
    found = barriers_on(page)
    sign_in(page, address)
    file_case(page)

    paths = [
        "/desk/overview/",
        "/desk/?q=light&importance=normal",
        "/desk/views/",
        "/demo/mail/",
        "/api/v1/docs/",
        f"/{language}/nowhere/",
        f"/{language}/categories/?q=water",
        f"/{language}/categories/street-lighting/",
    ]
    for path in paths:
        page.goto(f"{address}{path}{_switch(path, language)}")
        found += barriers_on(page)
    page.goto(f"{address}/desk/?language={language}")
    with page.expect_navigation():
        page.locator("main table a").first.click()
    found += barriers_on(page)
    page.goto(f"{address}/desk/?tick=all")
    with page.expect_navigation():
        page.locator("button[value=assign]").click()
    found += barriers_on(page)

    assert found == []
    assert [text for text in violations if "Content Security Policy" in text] == []
    context.close()
