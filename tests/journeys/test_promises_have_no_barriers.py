"""What the CMS answers about promises, the calendar and the words of messages: axe."""

import pytest
from playwright.sync_api import Browser, Page

from tests import people
from tests.journeys.conftest import LiveSite
from tests.journeys.test_edit_the_catalogue import barriers_of_ours, editor_at

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def send(page: Page, address: str, **typed: str) -> list[str]:
    """Fill in the form at an address and send it; look at what comes."""
    page.goto(address)
    for name, value in typed.items():
        page.fill(f"[name={name}]", value)
    with page.expect_navigation():
        page.locator(".sc-screen form:not(.sc-remove) button").first.click()
    return barriers_of_ours(page)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["ar", "en"])
def test_what_a_promise_and_a_holiday_would_change_is_shown_without_a_barrier(
    lived_in_site: tuple[LiveSite, dict[str, str]], browser: Browser, language: str, scheme: str
) -> None:
    site, names = lived_in_site
    cms = f"{site.url('bahrain')}/cms/"
    page = editor_at(browser, site.url("bahrain"), language, people.SALMA, scheme)
    names_of_day = {"name_ar": "يوم حداد", "name_en": "Day of mourning"}

    found = send(page, f"{cms}promises/replay/", amount="900")  # more than a policy may promise
    found += send(page, f"{cms}promises/replay/", amount="3")
    page.locator(".sc-screen table").wait_for(timeout=60_000)  # it loads itself again till then
    found += barriers_of_ours(page)
    found += send(page, f"{cms}promises/standard/open/")
    found += send(page, f"{cms}promises/standard/open/", reason="New law")
    found += send(page, f"{cms}calendar/holidays/add/", **names_of_day, first_on="")
    found += send(page, f"{cms}calendar/holidays/add/", **names_of_day, first_on=names["day"])
    asked = page.locator("[name=confirmed]").count()
    page.goto(f"{cms}calendar/moves/{names['run']}/")
    found += barriers_of_ours(page)
    page.goto(f"{cms}calendar/")
    found += barriers_of_ours(page)

    assert found == []
    assert asked == 1
    page.context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["ar", "en"])
def test_who_hears_of_what_and_in_which_words_is_changed_without_a_barrier(
    live_site: LiveSite, browser: Browser, language: str, scheme: str
) -> None:
    address = live_site.url("jordan")
    page = editor_at(browser, address, language, people.ZAID, scheme)

    page.goto(f"{address}/cms/escalation/add/")
    with page.expect_navigation():
        page.locator(".sc-screen form button").first.click()  # nothing is filled in
    found = barriers_of_ours(page)
    page.goto(f"{address}/cms/words/case_received/")
    with page.expect_navigation():
        page.click("[value=show]")
    found += barriers_of_ours(page)
    page.goto(f"{address}/cms/telling/filed/")
    with page.expect_navigation():
        page.locator(".sc-screen form button").first.click()
    page.goto(f"{address}/cms/telling/")
    found += barriers_of_ours(page)
    page.goto(f"{address}/cms/telling/filed/")
    found += barriers_of_ours(page)

    assert found == []
    page.context.close()
