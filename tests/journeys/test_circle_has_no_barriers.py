"""Who may know of a case, and who opened whose identity: axe and the Arabic pass."""

from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests import people
from tests.journeys.accessibility import barriers_on
from tests.journeys.conftest import LiveSite
from tests.journeys.test_other_pages_have_no_barriers import WISHES, file_case

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def sign_in(page: Page, address: str, person: people.Person) -> None:
    page.context.clear_cookies()
    page.goto(f"{address}/desk/sign-in/")
    page.fill("[name=email]", person.email)
    page.fill("[name=password]", people.PASSWORD)
    with page.expect_navigation():
        page.click("main form button")


def open_circle(page: Page, address: str, language: str) -> None:
    """File a case, open the identity of whoever filed it, and go on to the page of its circle."""
    file_case(page)
    page.goto(f"{address}/desk/?language={language}")
    with page.expect_navigation():
        page.locator("main table a").first.click()
    page.locator("form[action*='/identity/']").evaluate("form => form.parentElement.open = true")
    page.fill("form[action*='/identity/'] [name=reason]", "The address is missing.")
    with page.expect_navigation():
        page.click("form[action*='/identity/'] button")
    with page.expect_navigation():
        page.locator("a[href*='/circle/']").click()


def let_noor_take_part(page: Page) -> None:
    form = page.locator("form[action*='/participant/']")
    form.locator("[name=colleague]").select_option(label=people.NOOR.name)
    form.locator("[name=reason]").fill("She knows the matter.")
    with page.expect_navigation():
        form.locator("button").click()


@pytest.mark.parametrize(("language", "width", "preferences"), WISHES)
def test_no_page_about_who_may_know_has_a_barrier(
    live_site: LiveSite, browser: Browser, language: str, width: int, preferences: dict[str, Any]
) -> None:
    address = live_site.url("bahrain")
    context = browser.new_context(viewport={"width": width, "height": 900}, **preferences)
    page = context.new_page()
    violations: list[str] = []
    page.on("console", lambda message: violations.append(message.text))
    sign_in(page, address, people.FATIMA)

    open_circle(page, address, language)
    let_noor_take_part(page)
    found = barriers_on(page)
    with page.expect_navigation():
        page.click("form[action*='/conflict/'] button")
    found += barriers_on(page)
    sign_in(page, address, people.HUDA)
    page.goto(f"{address}/desk/?language={language}")
    with page.expect_navigation():
        page.locator("a[href='/desk/openings/']").click()
    found += barriers_on(page)

    openings = page.locator("main tbody tr").first.inner_text()
    page.goto(f"{address}/desk/account/?language={language}")
    found += barriers_on(page)
    sign_in(page, address, people.NOOR)  # who only takes part, and then a colleague without any
    page.goto(f"{address}/desk/?language={language}")
    own = page.locator("main table a").count()
    found += barriers_on(page)
    sign_in(page, address, people.LAYLA)
    page.goto(f"{address}/desk/?language={language}")
    found += barriers_on(page)

    assert found == []
    assert own >= 1
    assert page.locator("main .sw-note h2").count() == 1
    assert openings.count("The address is missing.") == 1
    assert [text for text in violations if "Content Security Policy" in text] == []
    context.close()
