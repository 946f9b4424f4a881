"""The audit record, API clients, limits on contacts and an objection: axe and the Arabic pass."""

from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests import people
from tests.journeys.accessibility import barriers_on
from tests.journeys.conftest import LiveSite
from tests.journeys.test_circle_has_no_barriers import sign_in
from tests.journeys.test_keeping_has_no_barriers import WISHES, submit

pytestmark = [pytest.mark.browser, pytest.mark.slow]

FILING = """async () => {
  const body = {type: 'complaint', story: 'The light is out.', language: 'en',
                category: 'street-lighting',
                contact: {name: 'Sara', email: 'sara@example.com'}};
  await fetch('/api/v1/cases', {method: 'POST', body: JSON.stringify(body),
                                headers: {'Content-Type': 'application/json'}});
}"""


def barriers_at(page: Page, address: str, language: str, *paths: str) -> list[str]:
    found = []
    for path in paths:
        page.goto(f"{address}{path}{'&' if '?' in path else '?'}language={language}")
        found += barriers_on(page)
    return found


def propose_a_limit(page: Page, address: str, language: str) -> list[str]:
    page.evaluate(FILING)
    page.goto(f"{address}/desk/?language={language}")
    with page.expect_navigation():
        page.locator("main table a").first.click()
    page.goto(f"{page.url.partition('?')[0]}limit/?language={language}")
    limit = page.url
    found = barriers_on(page)
    page.goto(limit)
    submit(page)
    found += barriers_on(page)
    page.goto(limit)
    page.fill("[name=reason]", "Forty filings in two days.")
    submit(page)
    return found + barriers_on(page)


@pytest.mark.parametrize(("language", "width", "preferences"), WISHES)
def test_no_page_of_trust_has_a_barrier(
    live_site: LiveSite, browser: Browser, language: str, width: int, preferences: dict[str, Any]
) -> None:
    address = live_site.url("bahrain")
    context = browser.new_context(viewport={"width": width, "height": 900}, **preferences)
    page = context.new_page()
    page.goto(f"{address}/{language}/appeal/")
    found = barriers_on(page)
    page.goto(f"{address}/{language}/appeal/")
    submit(page)
    found += barriers_on(page)

    sign_in(page, address, people.MARYAM)
    found += propose_a_limit(page, address, language)
    sign_in(page, address, people.SALMA)
    found += barriers_at(
        page, address, language, "/desk/contacts/", "/desk/clients/", "/desk/clients/new/"
    )
    sign_in(page, address, people.ADEL)
    found += barriers_at(page, address, language, "/desk/audit/", "/desk/audit/?since=never")

    assert found == []
    context.close()
