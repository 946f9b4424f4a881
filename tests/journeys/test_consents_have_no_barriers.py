"""Agreeing to a text in the profile, withdrawing it, being asked again: axe and the Arabic pass."""

from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests import people
from tests.journeys.accessibility import barriers_on
from tests.journeys.conftest import LiveSite
from tests.journeys.test_edit_the_catalogue import editor_at
from tests.journeys.test_sign_in import code_in_mail

pytestmark = [pytest.mark.browser, pytest.mark.slow]

WISHES = [
    pytest.param("ar", 320, {"color_scheme": "light"}, id="ar-phone"),
    pytest.param("en", 1280, {"color_scheme": "dark"}, id="en-dark"),
]
TEXT = "news-by-sms"


def send_first_form(page: Page) -> None:
    with page.expect_navigation():
        page.locator("main form .sw-button").first.click()


def enter_code(page: Page, address: str, email: str) -> None:
    page.fill("[name=email]", email)
    send_first_form(page)
    page.fill("[name=code]", code_in_mail(page.context, address, email))
    send_first_form(page)


def press(page: Page, deed: str) -> None:
    """Press the button of the text, and look again at the page that comes."""
    form = page.locator("main form").filter(has=page.locator(f"[value={TEXT}]"))
    with page.expect_navigation():
        form.locator(f"[value={deed}]").click()


def publish_new_version(browser: Browser, address: str, mark: str) -> None:
    page = editor_at(browser, address, "en", people.LAYLA)
    page.goto(f"{address}/cms/consents/{TEXT}/")
    page.fill("[name=text_en]", f"We may send news by SMS ({mark}).")
    page.get_by_role("button", name="Publish as a new version").click()
    expect(page).to_have_url(f"{address}/cms/consents/")
    page.wait_for_timeout(1100)  # so long a process trusts what it read about a tenant
    page.context.close()


@pytest.mark.parametrize(("language", "width", "preferences"), WISHES)
def test_agreeing_and_withdrawing_have_no_barriers(
    live_site: LiveSite, browser: Browser, language: str, width: int, preferences: dict[str, Any]
) -> None:
    address = live_site.url("bahrain")
    email = f"agrees-{language}@example.com"
    context = browser.new_context(viewport={"width": width, "height": 900}, **preferences)
    page = context.new_page()
    consents = f"{address}/{language}/my/consents/"
    page.goto(consents)
    enter_code(page, address, email)
    expect(page).to_have_url(consents)

    found = barriers_on(page)
    page.reload()
    press(page, "agree")
    found += barriers_on(page)
    page.reload()
    press(page, "withdraw")
    found += barriers_on(page)
    page.reload()
    press(page, "agree")
    publish_new_version(browser, address, language)
    page.goto(consents)
    expect(page.locator("[value=agree]")).to_have_count(2)  # one never given, one changed
    found += barriers_on(page)

    assert found == []
    context.close()
