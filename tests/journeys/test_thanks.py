"""A plugin's whole way: an editor enables it, somebody says thanks, the entity approves."""

from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests import people
from tests.journeys.accessibility import barriers_on
from tests.journeys.conftest import LiveSite
from tests.people import Person

pytestmark = [pytest.mark.browser, pytest.mark.slow]

WORDS = {"ar": "شكرًا على سرعة الاستجابة.", "en": "Thank you for coming so fast."}


def sign_in(page: Page, address: str, person: Person) -> None:
    page.context.clear_cookies()
    page.goto(f"{address}/desk/sign-in/")
    page.fill("[name=email]", person.email)
    page.fill("[name=password]", people.PASSWORD)
    with page.expect_navigation():
        page.click("main form button")


def enable(page: Page, address: str) -> None:
    """Switch the plugin on as Jordan's editor does; again changes nothing."""
    sign_in(page, address, people.ZAID)
    page.goto(f"{address}/cms/plugins/appreciation/enable/")
    with page.expect_navigation():
        page.click("main form button")
    page.context.clear_cookies()


def say_thanks(page: Page, language: str) -> None:
    page.select_option("[name=entity]", "greater-amman-municipality")
    page.fill("[name=servant]", "Huda Salman")
    page.fill("[name=words]", WORDS[language])
    page.check("[name=consent][value=without_name]")
    with page.expect_navigation():
        page.click("main form button")


@pytest.mark.parametrize(
    ("language", "width", "preferences"),
    [
        pytest.param("ar", 320, {"color_scheme": "light"}, id="ar-phone"),
        pytest.param("en", 1280, {"color_scheme": "dark"}, id="en-dark"),
    ],
)
def test_thanks_reach_the_wall_and_no_page_on_the_way_has_a_barrier(
    live_site: LiveSite, browser: Browser, language: str, width: int, preferences: dict[str, Any]
) -> None:
    address = live_site.url("jordan")
    context = browser.new_context(viewport={"width": width, "height": 900}, **preferences)
    page = context.new_page()
    start = f"{address}/{language}/p/appreciation/"
    enable(page, address)

    found = []
    for path in ("thank/", "withdraw/", "counts/"):
        page.goto(start + path)
        found += barriers_on(page)
    page.goto(f"{start}thank/")
    page.click("main form button")  # everything is missing: the page with errors
    found += barriers_on(page)
    page.goto(f"{start}thank/")
    say_thanks(page, language)
    found += barriers_on(page)
    sign_in(page, address, people.OMAR)
    page.goto(f"{address}/desk/p/appreciation/?language={language}")
    found += barriers_on(page)
    page.reload()
    page.locator("article", has_text=WORDS[language]).locator("[name=names_servant]").check()
    with page.expect_navigation():
        page.locator("article", has_text=WORDS[language]).locator("[value=approve]").click()
    page.goto(start)
    wall = page.locator("main").inner_text()
    found += barriers_on(page)
    page.goto(f"{address}/{language}/")
    first_page = page.locator("main").inner_text()
    found += barriers_on(page)

    assert found == []
    assert WORDS[language] in wall and "Huda Salman" in wall
    assert WORDS[language] in first_page
    context.close()
