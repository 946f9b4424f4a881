"""Companies, a copy of one's data, what is known of a problem: axe and the Arabic pass."""

import pytest
from playwright.sync_api import Page, expect

from sawti.lib.ids import new_id
from tests import hostile, people
from tests.journeys.accessibility import barriers_on
from tests.journeys.conftest import Visit
from tests.journeys.scenes import KNOWN
from tests.journeys.test_acting_has_no_barriers import send_first_form
from tests.journeys.test_circle_has_no_barriers import sign_in as sign_in_at_desk
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


def test_acting_for_a_company_has_no_barriers(visit: Visit) -> None:
    site, names, page, language = visit.site, visit.names, visit.page, visit.language
    address = site.url("bahrain")
    own = f"{address}/{language}/my/businesses/"

    sign_in(page, address, language, f"new-{new_id()}@example.com")
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


def test_a_copy_of_ones_data_and_a_known_problem_have_no_barriers(visit: Visit) -> None:
    site, names, page, language = visit.site, visit.names, visit.page, visit.language
    address = site.url("bahrain")

    page.goto(f"{address}/{language}/track/")
    page.fill("[name=number]", names["number"])
    page.fill("[name=receipt]", names["receipt"])
    send_first_form(page)
    known = page.locator("main").inner_text()
    found = barriers_on(page)
    sign_in(page, address, language, f"copy-{new_id()}@example.com")
    copy = f"{address}/{language}/my/data/copy/"
    found += barriers_on_each(page, copy)
    page.goto(copy)
    send_first_form(page)
    fetch = page.locator("main form[action*='/my/data/copy/']")
    fetch.wait_for(timeout=60_000)  # the page loads itself again until a worker has made it
    found += barriers_on(page)

    assert found == []
    assert KNOWN[language] in known


def test_checking_companies_has_no_barriers(visit: Visit) -> None:
    site, page, language = visit.site, visit.page, visit.language
    listing = "/desk/proofs/businesses/"

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
