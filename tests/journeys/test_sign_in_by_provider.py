"""A person signs in by the national identity: once with a code, then without one."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests import people
from tests.journeys.accessibility import barriers_on
from tests.journeys.conftest import LiveSite
from tests.journeys.test_other_pages_have_no_barriers import WISHES
from tests.journeys.test_sign_in import code_in_mail, submit
from tests.journeys.test_staff_sign_in import press, sign_in
from tests.provider import Provider, start_provider

pytestmark = [pytest.mark.browser, pytest.mark.slow]
WORDS = {"ar": ("الهوية الوطنية", "ربط هويتي"), "en": ("National identity", "Link my identity")}


@pytest.fixture(scope="module")
def provider() -> Iterator[Provider]:
    running = start_provider()
    yield running
    running.stop()


@pytest.fixture(scope="module")
def address(live_site: LiveSite, provider: Provider, browser: Browser) -> str:
    """The site of a tenant whose administrator has named the provider, in the desk."""
    address, page = live_site.url("bahrain"), browser.new_page()
    sign_in(page, address, people.SALMA)
    page.goto(f"{address}/desk/staff/provider/people/")
    page.fill("[name=issuer]", provider.issuer)
    page.fill("[name=client_id]", "sawti")
    page.fill("[name=secret]", "a client secret")
    page.fill("[name=name_ar]", WORDS["ar"][0])
    page.fill("[name=name_en]", WORDS["en"][0])
    page.check("[name=is_enabled]")
    press(page, "Keep")
    press(page, "Test the provider that is kept")
    expect(page.locator("main")).to_contain_text("its keys are good")
    assert barriers_on(page) == []
    page.context.close()
    return address


def come_back(page: Page, subject: str, button: str) -> None:
    """Press the button, and say at the provider who one is."""
    page.get_by_role("button", name=button, exact=True).click()
    page.wait_for_url("**/oauth2/authorize?**")
    page.fill("[name=sub]", subject)
    page.locator("form button[type=submit], form button").first.click()


@pytest.mark.parametrize(("language", "width", "preferences"), WISHES)
def test_a_code_links_the_identity_and_then_it_signs_in_alone(
    address: str, browser: Browser, language: str, width: int, preferences: dict[str, Any]
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 900}, **preferences)
    page, violations = context.new_page(), list[str]()
    who, home = f"{language}-{width}", f"{address}/{language}/"

    def look() -> None:
        violations.extend(barriers_on(page))
        page.reload()

    page.goto(f"{home}sign-in/")
    look()
    come_back(page, who, WORDS[language][0])
    page.wait_for_url(f"{home}sign-in/provider/e-mail/")
    look()
    page.fill("[name=email]", f"{who}@people.example.com")
    submit(page)
    look()
    page.fill("[name=code]", code_in_mail(context, address, f"{who}@people.example.com"))
    submit(page)
    expect(page).to_have_url(f"{home}my/cases/")
    page.goto(f"{home}my/profile/identity/")
    look()
    context.clear_cookies()
    page.goto(f"{home}sign-in/")
    come_back(page, who, WORDS[language][0])
    expect(page).to_have_url(f"{home}my/cases/")
    page.goto(f"{home}my/profile/identity/")
    submit(page)
    look()

    assert violations == []
    expect(page.get_by_role("button", name=WORDS[language][1])).to_be_visible()
    context.close()
