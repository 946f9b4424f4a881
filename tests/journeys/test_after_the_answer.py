"""After the answer: rate, fetch the letter, reopen, take back; no barrier on any of the pages."""

from typing import Any

import pypdf
import pytest
from playwright.sync_api import Browser, Page

from tests.journeys.accessibility import barriers_on
from tests.journeys.conftest import LiveSite
from tests.journeys.test_other_pages_have_no_barriers import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.slow]

WISHES = [
    pytest.param("ar", 320, {"color_scheme": "light"}, id="ar-phone"),
    pytest.param("en", 1280, {"color_scheme": "dark"}, id="en-dark"),
]


def file_case(page: Page, address: str) -> dict[str, str]:
    """File a case as the API does; return its number and receipt."""
    page.goto(f"{address}/en/")
    filed: dict[str, str] = page.evaluate(
        """async () => {
          const body = {type: 'complaint', story: 'The light is out.', language: 'en',
                        category: 'street-lighting'};
          const answer = await fetch('/api/v1/cases', {
            method: 'POST', body: JSON.stringify(body),
            headers: {'Content-Type': 'application/json'}});
          return await answer.json();
        }"""
    )
    return filed


def answer_case(desk: Page, address: str, number: str) -> None:
    desk.goto(f"{address}/desk/?queue=queue&q={number}")
    desk.get_by_role("link", name=number, exact=True).click()
    desk.locator("form[action*='/take/'] button").click()
    desk.fill("[name=answer]", "We replaced the lamp.")
    desk.locator("form[action*='/answer/'] button:not([name])").click()


def open_case(page: Page, address: str, language: str, filed: dict[str, str]) -> None:
    page.goto(f"{address}/{language}/track/")
    page.fill("[name=number]", filed["number"])
    page.fill("[name=receipt]", filed["receipt"])
    page.locator("main form button").click()


@pytest.mark.parametrize(("language", "width", "preferences"), WISHES)
def test_nothing_that_follows_an_answer_has_a_barrier(
    live_site: LiveSite,
    browser: Browser,
    language: str,
    width: int,
    preferences: dict[str, Any],
    tmp_path: Any,
) -> None:
    address = live_site.url("bahrain")
    desk_context = browser.new_context(viewport={"width": 1280, "height": 900})
    context = browser.new_context(viewport={"width": width, "height": 900}, **preferences)
    desk, page = desk_context.new_page(), context.new_page()
    sign_in(desk, address)
    filed = file_case(page, address)
    answer_case(desk, address, filed["number"])

    open_case(page, address, language, filed)
    found = barriers_on(page)
    page.locator("form[action$='/rate/'] button").click()  # without a score
    found += barriers_on(page)
    page.check("[name=score][value='2']")
    page.locator("main form button").click()
    found += barriers_on(page)

    page.locator("form[action$='/documents/'] button").click()
    page.wait_for_selector("a[download]", timeout=60_000)  # the page looks again by itself
    found += barriers_on(page)
    with page.expect_download() as download:
        page.locator("a[download]").click()
    letter = tmp_path / "letter.pdf"
    download.value.save_as(letter)

    page.goto(f"{address}/{language}/track/{filed['number']}/reopen/")
    found += barriers_on(page)
    page.fill("[name=reason]", "It is still dark.")
    page.locator("main form button").click()
    page.locator("a[href$='/withdraw/']").click()
    found += barriers_on(page)
    desk.reload()
    found += barriers_on(desk)

    assert found == []
    assert "We replaced the lamp." in pypdf.PdfReader(letter).pages[0].extract_text()
    context.close()
    desk_context.close()
