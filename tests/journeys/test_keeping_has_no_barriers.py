"""The pages of the data-protection officer and of a request to erase: axe and the Arabic pass."""

from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests import people
from tests.journeys.accessibility import barriers_on
from tests.journeys.conftest import LiveSite

pytestmark = [pytest.mark.browser, pytest.mark.slow]

WISHES = [
    pytest.param("ar", 320, {"color_scheme": "light"}, id="ar-phone"),
    pytest.param("en", 1280, {"color_scheme": "dark"}, id="en-dark"),
]
FILING = """async () => {
  const body = {type: 'complaint', story: 'The light is out.', language: 'en',
                category: 'street-lighting'};
  const answer = await fetch('/api/v1/cases', {method: 'POST', body: JSON.stringify(body),
                                               headers: {'Content-Type': 'application/json'}});
  return answer.json();
}"""


def submit(page: Page) -> None:
    with page.expect_navigation():
        page.locator("main form button").last.click()


def sign_in(page: Page, address: str) -> None:
    page.goto(f"{address}/desk/sign-in/")
    page.fill("[name=email]", people.HUDA.email)
    page.fill("[name=password]", people.PASSWORD)
    with page.expect_navigation():
        page.click("main form button")


@pytest.mark.parametrize(("language", "width", "preferences"), WISHES)
def test_the_officers_pages_and_the_request_have_no_barriers(
    live_site: LiveSite, browser: Browser, language: str, width: int, preferences: dict[str, Any]
) -> None:
    address = live_site.url("bahrain")
    context = browser.new_context(viewport={"width": width, "height": 900}, **preferences)
    page = context.new_page()
    page.goto(f"{address}/{language}/track/")
    filed = page.evaluate(FILING)
    page.fill("[name=number]", filed["number"])
    page.fill("[name=receipt]", filed["receipt"])
    submit(page)
    erase = f"{address}/{language}/track/{filed['number']}/erase/"
    page.goto(erase)
    found = barriers_on(page)
    page.goto(erase)
    page.check("[name=agreed]")
    submit(page)
    found += barriers_on(page)

    sign_in(page, address)
    holds = f"{address}/desk/keeping/holds/?language={language}"
    page.goto(holds)
    page.fill("[name=number]", filed["number"])
    page.fill("[name=reason]", "court order 7/2026")
    submit(page)
    found += barriers_on(page)
    page.goto(f"{address}/desk/keeping/requests/?language={language}")
    found += barriers_on(page)
    page.goto(f"{address}/desk/keeping/?language={language}")
    page.fill("[name=number]", "36")
    submit(page)
    found += barriers_on(page)

    assert found == []
    context.close()
