"""What the CMS asks and answers when the government is reorganised: axe."""

from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page

from sawti.lib import clock
from tests import people
from tests.journeys.conftest import LiveSite
from tests.journeys.test_edit_the_catalogue import barriers_of_ours, editor_at

pytestmark = [pytest.mark.browser, pytest.mark.slow]
CODE = "ewa-water-distribution"
REASON = "Royal Decree 12 of 2026"


def ask(page: Page, address: str, **typed: str) -> list[str]:
    """Fill in the form of an act and ask what would change; look at what comes."""
    page.goto(address)
    for name, value in typed.items():
        field = page.locator(f"[name={name}]").first
        if field.evaluate("each => each.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)
    with page.expect_navigation():
        page.locator(".sc-screen form button").first.click()
    return barriers_of_ours(page)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["ar", "en"])
def test_entities_are_reorganised_without_a_barrier(
    live_site: LiveSite, browser: Browser, language: str, scheme: str
) -> None:
    here = f"{live_site.url('bahrain')}/cms/entities/"
    page = editor_at(browser, live_site.url("bahrain"), language, people.SALMA, scheme)
    later = (clock.now() + timedelta(days=30)).date().isoformat()
    names = {"name_ar": "توزيع المياه", "name_en": "Water"}
    part = {"part_1_name_ar": "الآبار", "part_1_name_en": "Wells"}

    page.goto(here)
    found = barriers_of_ours(page)
    page.goto(f"{here}{CODE}/")
    found += barriers_of_ours(page)
    found += ask(page, f"{here}{CODE}/rename/", name_ar="")
    found += ask(page, f"{here}{CODE}/merge/", into="ministry-of-works", reason=REASON)
    found += ask(page, f"{here}{CODE}/split/", **part, reason=REASON)
    found += ask(page, f"{here}{CODE}/rename/", **names, reason=REASON, effective_on=later)
    with page.expect_navigation():
        page.click("[name=confirmed]")
    found += barriers_of_ours(page)
    with page.expect_navigation():
        page.locator(".sc-remove button").click()

    assert found == []
    page.context.close()
