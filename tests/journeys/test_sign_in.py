"""A person signs in with the code of a mail, files, finds the case, and reads as they like best."""

import re
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.journeys.accessibility import barriers_on
from tests.journeys.conftest import LiveSite

pytestmark = [pytest.mark.browser, pytest.mark.slow]

OWN_PAGES = ("my/profile/", "my/profile/e-mail/", "my/profile/delete/", "my/cases/add/")
SETTINGS = "accessibility/settings/"
CODE_MAIL = re.compile("Your code|رمز")  # in the mail's own language
FILING = """async () => {
  const body = {type: 'complaint', story: 'The light is out.', language: 'en',
                category: 'street-lighting', contact: {email: 'lost@example.com'}};
  const answer = await fetch('/api/v1/cases', {method: 'POST', body: JSON.stringify(body),
                             headers: {'Content-Type': 'application/json'}});
  return (await answer.json()).number;
}"""


_taken: set[str] = set()


def code_in_mail(context: BrowserContext, address: str, email: str) -> str:
    """Return the code of the newest mail to `email`, once the worker has sent one not yet taken."""
    page = context.new_page()
    letters = page.locator("main li, main tr").filter(has_text=email)
    letter = letters.filter(has_text=CODE_MAIL).first
    for _ in range(40):
        page.goto(f"{address}/demo/mail/?language=en")
        if letter.count():
            letter.locator("a").first.click()
            found = re.search(r"\u2066([0-9]{6})\u2069", page.locator("main").inner_text())
            assert found is not None
            if found[1] not in _taken:
                _taken.add(found[1])
                page.close()
                return found[1]
        page.wait_for_timeout(500)
    raise AssertionError(f"no code came to {email}")


def submit(page: Page) -> None:
    with page.expect_navigation():
        page.locator("main form .sw-button").first.click()


def sign_in(page: Page, address: str, language: str, email: str, look: Any) -> None:
    """Come from the list of cases, and get back to it."""
    page.goto(f"{address}/{language}/my/cases/")
    look(page)
    page.reload()
    page.fill("[name=email]", email)
    submit(page)
    look(page)
    page.reload()
    page.fill("[name=code]", code_in_mail(page.context, address, email))
    submit(page)
    expect(page).to_have_url(f"{address}/{language}/my/cases/")


def file_case(page: Page, address: str, language: str) -> None:
    """File a case on the shortest way: the contact is filled in."""
    page.goto(f"{address}/{language}/")
    with page.expect_navigation():
        page.click("button[value=complaint]")
    page.fill("[name=story]", "The street light in front of my house is out.")
    submit(page)
    page.check("[name=subject] >> nth=0")
    submit(page)
    expect(page.locator("[name=email]")).not_to_have_value("")
    while not page.url.endswith("/check/"):
        submit(page)
    submit(page)


@pytest.mark.parametrize(
    ("language", "width", "preferences", "kept"),
    [
        pytest.param("ar", 320, {"color_scheme": "light"}, "", id="ar-phone"),
        pytest.param("en", 1280, {"color_scheme": "dark"}, "", id="en-dark"),
        pytest.param("ar", 320, {}, "contrast.xxl.wide.easy", id="ar-largest"),
        pytest.param("en", 320, {}, "light.xxl.wide.easy", id="en-largest"),
    ],
)
def test_no_page_of_a_person_has_a_barrier(
    live_site: LiveSite,
    browser: Browser,
    language: str,
    width: int,
    preferences: dict[str, Any],
    kept: str,
) -> None:
    address, found = live_site.url("bahrain"), list[str]()
    context = browser.new_context(viewport={"width": width, "height": 900}, **preferences)
    context.add_cookies([{"name": "settings", "value": kept, "url": address}])
    page = context.new_page()

    def look(page: Page) -> None:
        found.extend(barriers_on(page))

    email = f"{language}{width}{len(kept)}@example.com"
    sign_in(page, address, language, email, look)
    look(page)  # an empty list
    file_case(page, address, language)
    page.goto(f"{address}/{language}/my/cases/")
    look(page)
    for path in (*OWN_PAGES, SETTINGS, "track/lost/", "appeal/"):
        page.goto(f"{address}/{language}/{path}")
        look(page)

    assert found == []
    context.close()


def test_without_scripts_a_person_signs_in_and_opens_a_case_without_receipt(
    live_site: LiveSite, browser: Browser
) -> None:
    address = live_site.url("bahrain")
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()

    sign_in(page, address, "en", "noscript@example.com", lambda page: None)
    file_case(page, address, "en")
    page.goto(f"{address}/en/my/cases/")
    page.locator("main table a").first.click()

    expect(page.get_by_text("The street light in front of my house is out.")).to_be_visible()
    page.locator(".sw-staff button").click()
    page.goto(f"{address}/en/my/cases/")
    expect(page).to_have_url(f"{address}/en/sign-in/?next=%2Fen%2Fmy%2Fcases%2F")
    context.close()


@pytest.mark.parametrize(
    ("width", "preferences"),
    [
        pytest.param(320, {"color_scheme": "light"}, id="phone"),
        pytest.param(1280, {"contrast": "more"}, id="contrast"),
    ],
)
def test_no_page_around_a_new_receipt_or_address_has_a_barrier(
    live_site: LiveSite, browser: Browser, width: int, preferences: dict[str, Any]
) -> None:
    address = live_site.url("bahrain")
    context = browser.new_context(viewport={"width": width, "height": 900}, **preferences)
    page = context.new_page()
    page.goto(f"{address}/en/track/")
    number = page.evaluate(FILING.replace("lost@", f"lost{width}@"))

    page.goto(f"{address}/en/track/lost/")
    page.fill("[name=number]", number)
    page.fill("[name=email]", f"lost{width}@example.com")
    submit(page)
    found = barriers_on(page)
    page.reload()
    page.fill("[name=code]", code_in_mail(context, address, f"lost{width}@example.com"))
    submit(page)
    expect(page.locator(".sw-big").last).to_have_text(re.compile("([0-9A-Z]{4}-){3}[0-9A-Z]{4}"))
    found += barriers_on(page)
    sign_in(page, address, "en", f"mover{width}@example.com", lambda page: None)
    file_case(page, address, "en")
    page.goto(f"{address}/en/my/cases/")
    with page.expect_navigation():
        page.locator("main table a").first.click()
    found += barriers_on(page)
    page.goto(f"{address}/en/my/profile/e-mail/")
    page.fill("[name=email]", f"moved{width}@example.com")
    submit(page)
    found += barriers_on(page)

    assert found == []
    context.close()
