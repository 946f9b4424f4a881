"""An editor publishes a page, renames a category and tries bad colours; the portal follows."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests import people
from tests.journeys.accessibility import STANDARDS, barriers_on
from tests.journeys.conftest import LiveSite
from tests.people import Person

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SCREENS = (
    "categories/",
    "categories/street-lighting/",
    "replies/answer-done/",
    "texts/",
    "theme/",
    "menus/add/",
    "notices/add/",
    "history/category/street-lighting/",
    "consents/",
    "consents/add/",
    "consents/privacy/",
    "words/",
    "words/case_received/",
)
OF_ADMINISTRATORS = (
    "calendar/",
    "calendar/hours/add/",
    "calendar/holidays/add/",
    "calendar/holidays/find/",
    "promises/",
    "promises/add/",
    "promises/try/",
    "promises/replay/",
    "promises/standard/open/",
    "escalation/",
    "escalation/add/",
    "escalation/minister/",
    "telling/",
    "telling/filed/",
    "history/telling/filed/",
    "roles/",
    "roles/add/",
)


def editor_at(
    browser: Browser, address: str, language: str, who: Person = people.LAYLA, scheme: Any = "light"
) -> Page:
    window = {"width": 1280, "height": 900}
    page = browser.new_context(viewport=window, color_scheme=scheme).new_page()
    page.goto(f"{address}/desk/sign-in/")
    page.fill("[name=email]", who.email)
    page.fill("[name=password]", people.PASSWORD)
    with page.expect_navigation():
        page.click("main form button")
    page.goto(f"{address}/cms/language/{language}/")
    return page


def barriers_of_ours(page: Page) -> list[str]:
    """Return what axe finds in our part of the screen; the frame around it is Wagtail's."""
    page.evaluate(Axe().axe_script)
    wanted: dict[str, Any] = {"runOnly": STANDARDS, "resultTypes": ["violations"]}
    answer = page.evaluate("wanted => axe.run('.sc-screen', wanted)", wanted)
    return [
        f"{page.url}: {violation['id']} at {node['target']}"
        for violation in answer["violations"]
        for node in violation["nodes"]
    ]


def test_a_page_with_blocks_is_published_in_both_languages(
    live_site: LiveSite, browser: Browser
) -> None:
    address = live_site.url("bahrain")
    page = editor_at(browser, address, "en")
    page.goto(f"{address}/cms/pages/")
    home = page.url.rstrip("/").rsplit("/", 1)[-1]
    page.goto(f"{address}/cms/pages/add/sawti_cms/freepage/{home}/")
    page.locator("[name=title]").press_sequentially("About us")
    page.fill("[name=title_ar]", "من نحن")
    page.fill("[name=title_en]", "Who we are")
    page.locator("[data-streamfield-stream-container] button[title='Insert a block']").first.click()
    page.get_by_role("option", name="Heading").click()
    page.fill("[name=blocks-0-value-text_en]", "Our office")

    publish(page)
    expect(page.locator(".messages")).to_contain_text("validation errors")
    page.fill("[name=blocks-0-value-text_ar]", "مكتبنا")
    publish(page)
    expect(page.locator(".messages")).to_contain_text("published")

    visitor = browser.new_context().new_page()
    visitor.goto(f"{address}/ar/pages/about-us/")
    expect(visitor.get_by_role("heading", level=2)).to_have_text("مكتبنا")
    assert barriers_on(visitor) == []
    page.context.close()


def publish(page: Page) -> None:
    page.get_by_role("button", name="More actions").click()
    page.get_by_role("button", name="Publish").click()


def test_a_category_is_renamed_and_bad_colours_are_refused(
    live_site: LiveSite, browser: Browser
) -> None:
    address = live_site.url("bahrain")
    page = editor_at(browser, address, "en")
    visitor = browser.new_context().new_page()

    page.goto(f"{address}/cms/categories/parks-gardens/")
    page.fill("[name=name_en]", "Parks and playgrounds")
    page.get_by_role("button", name="Save and show on the portal").click()
    expect(page.locator(".messages")).to_contain_text("The portal shows it now.")
    visitor.wait_for_timeout(1100)  # so long a process trusts what it read about a tenant
    visitor.goto(f"{address}/en/categories/?q=playgrounds")
    expect(visitor.get_by_role("link", name="Parks and playgrounds")).to_be_visible()

    page.goto(f"{address}/cms/theme/")
    page.fill("[name=light_link]", "#aaccee")
    expect(page.locator("[data-front=light_link] [data-verdict]").first).to_have_text("no")
    page.get_by_role("button", name="Save and show on the portal").click()
    expect(page.locator(".sc-screen")).to_contain_text("people could not read it")
    page.context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["ar", "en"])
@pytest.mark.parametrize(
    ("who", "screens"),
    [
        pytest.param(people.LAYLA, SCREENS, id="editor"),
        pytest.param(people.SALMA, OF_ADMINISTRATORS, id="administrator"),
    ],
)
def test_our_screens_have_no_barrier(
    live_site: LiveSite,
    browser: Browser,
    who: Person,
    screens: tuple[str, ...],
    language: str,
    scheme: str,
) -> None:
    page = editor_at(browser, live_site.url("bahrain"), language, who, scheme)
    found: list[str] = []

    for screen in screens:
        page.goto(f"{live_site.url('bahrain')}/cms/{screen}")
        found += barriers_of_ours(page)

    assert found == []
    page.context.close()
