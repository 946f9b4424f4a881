"""Companies, a copy of one's data, what is known of a problem: axe and the Arabic pass."""

from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests import hostile, people
from tests.journeys.accessibility import barriers_on
from tests.journeys.conftest import LiveSite
from tests.journeys.scenes import KNOWN
from tests.journeys.test_acting_has_no_barriers import send_first_form
from tests.journeys.test_circle_has_no_barriers import sign_in as sign_in_at_desk
from tests.journeys.test_other_pages_have_no_barriers import WISHES
from tests.journeys.test_sign_in import code_in_mail
from tests.journeys.test_trust_has_no_barriers import barriers_at

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def sign_in(page: Page, address: str, language: str, email: str) -> None:
    page.context.clear_cookies()
    page.goto(f"{address}/{language}/sign-in/")
    page.fill("[name=email]", email)
    send_first_form(page)
    page.fill("[name=code]", code_in_mail(page.context, address, email))
    send_first_form(page)
    expect(page).to_have_url(f"{address}/{language}/my/cases/")


def enter_as(page: Page, address: str, names: dict[str, str], who: str) -> None:
    """Be signed in as somebody whose code was used before: a mailbox keeps their old codes."""
    page.context.clear_cookies()
    page.context.add_cookies([{"name": names["cookie"], "value": names[who], "url": address}])


def barriers_on_each(page: Page, *addresses: str) -> list[str]:
    found = []
    for address in addresses:
        page.goto(address)
        found += barriers_on(page)
    return found


def register_a_company(page: Page, own: str) -> list[str]:
    """Register one without its document, then with it; return what bars the way."""
    page.goto(f"{own}register/")
    send_first_form(page)
    found = barriers_on(page)
    page.goto(f"{own}register/")
    page.fill("[name=name]", "مطبعة الخليج")
    page.fill("[name=register_number]", "50505-5")
    document = {"name": "register.jpg", "mimeType": "image/jpeg", "buffer": hostile.jpeg()}
    page.set_input_files("[name=files]", [document])  # type: ignore[list-item]
    send_first_form(page)
    return found + barriers_on(page)


@pytest.mark.parametrize(("language", "width", "preferences"), WISHES)
def test_acting_for_a_company_has_no_barriers(
    lived_in_site: tuple[LiveSite, dict[str, str]],
    browser: Browser,
    language: str,
    width: int,
    preferences: dict[str, Any],
) -> None:
    site, names = lived_in_site
    address = site.url("bahrain")
    own = f"{address}/{language}/my/businesses/"
    context = browser.new_context(viewport={"width": width, "height": 900}, **preferences)
    page = context.new_page()

    sign_in(page, address, language, f"new-{language}-{width}@example.com")
    found = barriers_on_each(page, own, f"{own}register/")
    found += register_a_company(page, own)
    enter_as(page, address, names, "sara")
    company = f"{own}{names['business']}/"
    found += barriers_on_each(page, own, company, f"{company}cases/", f"{company}invite/")
    page.goto(f"{company}invite/")
    page.fill("[name=email]", "nobody")
    send_first_form(page)
    found += barriers_on(page)
    enter_as(page, address, names, "guest")
    found += barriers_on_each(page, f"{own}join/{names['invitation']}/")

    assert found == []
    context.close()


@pytest.mark.parametrize(("language", "width", "preferences"), WISHES)
def test_a_copy_of_ones_data_and_a_known_problem_have_no_barriers(
    lived_in_site: tuple[LiveSite, dict[str, str]],
    browser: Browser,
    language: str,
    width: int,
    preferences: dict[str, Any],
) -> None:
    site, names = lived_in_site
    address = site.url("bahrain")
    context = browser.new_context(viewport={"width": width, "height": 900}, **preferences)
    page = context.new_page()

    page.goto(f"{address}/{language}/track/")
    page.fill("[name=number]", names["number"])
    page.fill("[name=receipt]", names["receipt"])
    send_first_form(page)
    known = page.locator("main").inner_text()
    found = barriers_on(page)
    sign_in(page, address, language, f"copy-{language}-{width}@example.com")
    copy = f"{address}/{language}/my/data/copy/"
    found += barriers_on_each(page, copy)
    page.goto(copy)
    send_first_form(page)
    fetch = page.locator("main form[action*='/my/data/copy/']")
    fetch.wait_for(timeout=60_000)  # the page loads itself again until a worker has made it
    found += barriers_on(page)

    assert found == []
    assert KNOWN[language] in known
    context.close()


@pytest.mark.parametrize(("language", "width", "preferences"), WISHES)
def test_checking_companies_has_no_barriers(
    lived_in_site: tuple[LiveSite, dict[str, str]],
    browser: Browser,
    language: str,
    width: int,
    preferences: dict[str, Any],
) -> None:
    site, _names = lived_in_site
    listing = "/desk/proofs/businesses/"
    context = browser.new_context(viewport={"width": width, "height": 900}, **preferences)
    page = context.new_page()

    sign_in_at_desk(page, site.url("jordan"), people.OMAR)
    found = barriers_at(page, site.url("jordan"), language, listing, "/desk/proofs/")
    sign_in_at_desk(page, site.url("bahrain"), people.NOOR)
    found += barriers_at(page, site.url("bahrain"), language, listing)
    page.goto(f"{site.url('bahrain')}{listing}")
    with page.expect_navigation():
        page.locator("main table a").first.click()
    found += barriers_on(page)
    page.reload()
    page.fill("[name=reason]", "to check it")
    with page.expect_navigation():
        page.click("[value=open]")
    documents = page.locator("main .sw-files li").count()
    found += barriers_on(page)

    assert found == []
    assert documents == 1
    context.close()
