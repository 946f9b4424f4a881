"""Each tenant's editor edits the home page in a real browser; the portal shows it."""

import pytest
from playwright.sync_api import Browser, expect

from tests import people
from tests.journeys.conftest import LiveSite

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_what_an_editor_publishes_is_live_in_their_tenant_only(
    live_site: LiveSite, browser: Browser
) -> None:
    office = browser.new_context(viewport={"width": 1280, "height": 900})
    page = office.new_page()
    page.goto(f"{live_site.url('bahrain')}/desk/sign-in/")
    page.fill("[name=email]", people.LAYLA.email)
    page.fill("[name=password]", people.PASSWORD)
    page.click("main form button")

    page.goto(f"{live_site.url('bahrain')}/cms/pages/")
    page.goto(f"{page.url}edit/")
    page.fill("[name=title_en]", "Speak, we listen")
    page.fill("[name=title_ar]", "تحدّث، نحن نصغي")
    page.get_by_role("button", name="More actions").click()
    page.get_by_role("button", name="Publish").click()
    expect(page.locator(".messages")).to_contain_text("published")

    visitor = browser.new_context().new_page()
    visitor.goto(f"{live_site.url('bahrain')}/en/")
    expect(visitor.get_by_role("heading", level=1)).to_have_text("Speak, we listen")
    visitor.goto(f"{live_site.url('bahrain')}/ar/")
    expect(visitor.get_by_role("heading", level=1)).to_have_text("تحدّث، نحن نصغي")
    visitor.goto(f"{live_site.url('jordan')}/en/")
    expect(visitor.get_by_role("heading", level=1)).not_to_have_text("Speak, we listen")
    office.close()
