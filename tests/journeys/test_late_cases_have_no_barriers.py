"""What staff see of late cases, of one problem with many cases, and of messages: axe and Arabic."""

import pytest
from playwright.sync_api import Page

from tests import people
from tests.journeys.accessibility import barriers_on
from tests.journeys.conftest import Visit
from tests.journeys.test_circle_has_no_barriers import sign_in
from tests.journeys.test_trust_has_no_barriers import barriers_at

pytestmark = [pytest.mark.browser, pytest.mark.slow]

AUTHORITY, UNIT = "electricity-water-authority", "ewa-electricity-distribution"


def send(page: Page, form: str) -> list[str]:
    """Send a form, folded or not, and look at what comes."""
    found = page.locator(f"main form[action*='{form}']")
    found.evaluate("form => { const box = form.closest('details'); if (box) box.open = true; }")
    with page.expect_navigation():
        found.locator("button").first.click()
    return barriers_on(page)


def test_no_page_about_late_cases_has_a_barrier(visit: Visit) -> None:
    site, names, page, language = visit.site, visit.names, visit.page, visit.language
    address, case = site.url("bahrain"), f"/desk/cases/{names['case']}/"

    sign_in(page, address, people.FATIMA)
    found = barriers_at(
        page, address, language, case, f"{case}messages/", "/desk/board/", "/desk/messages/"
    )
    page.goto(f"{address}{case}")
    page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true; })")
    found += barriers_on(page)
    for deed in ("escalate/", "wait/", "transfer/"):  # each without its reason
        page.goto(f"{address}{case}")
        found += send(page, deed)
    sign_in(page, address, people.MARYAM)
    found += barriers_at(page, address, language, "/desk/board/", "/desk/overview/", case)
    page.goto(f"{address}{case}")
    found += send(page, "deescalate/")
    sign_in(page, address, people.KHALID)
    found += barriers_at(page, address, language, f"/desk/overview/{AUTHORITY}/")
    sign_in(page, site.url("jordan"), people.OMAR)
    found += barriers_at(page, site.url("jordan"), language, "/desk/board/", "/desk/messages/")
    sign_in(page, address, people.LAYLA)
    found += barriers_at(page, address, language, "/desk/board/", "/desk/overview/")

    assert found == []


def test_no_page_about_an_incident_has_a_barrier(visit: Visit) -> None:
    site, names, page, language = visit.site, visit.names, visit.page, visit.language
    address, own = site.url("bahrain"), f"/desk/incidents/{names['incident']}/"

    sign_in(page, address, people.FATIMA)
    found = barriers_at(
        page,
        address,
        language,
        "/desk/incidents/",
        own,
        f"{own}decisions/{names['decision']}/",
        f"{own}answer/",
        f"{own}due-date/",
    )
    for form in ("answer", "due-date"):
        page.goto(f"{address}{own}{form}/")
        with page.expect_navigation():
            page.click("[value=preview]")  # nothing is filled in
        found += barriers_on(page)
    page.goto(f"{address}/desk/?tick=all")
    with page.expect_navigation():
        page.locator("button[formaction*='/incidents/gather/']").first.click()
    found += barriers_on(page)
    sign_in(page, site.url("jordan"), people.OMAR)
    found += barriers_at(page, site.url("jordan"), language, "/desk/incidents/")

    assert found == []


def test_no_page_about_messages_and_sessions_has_a_barrier(visit: Visit) -> None:
    site, names, page, language = visit.site, visit.names, visit.page, visit.language
    address, log = site.url("bahrain"), "/desk/messages/log/"

    sign_in(page, address, people.SALMA)
    found = barriers_at(
        page,
        address,
        language,
        log,
        f"{log}?state=dead",
        f"{log}?day=2020-01-01",
        f"{log}{names['message']}/",
        "/desk/staff/messages/",
        "/desk/staff/messages/http_sms/",
        "/desk/staff/sessions/",
    )
    page.goto(f"{address}{log}{names['message']}/")
    with page.expect_navigation():
        page.click("[value=open]")  # without a reason
    found += barriers_on(page)
    page.goto(f"{address}/desk/staff/sessions/")
    with page.expect_navigation():
        page.locator("main form button").last.click()  # nothing is filled in
    found += barriers_on(page)
    sign_in(page, site.url("jordan"), people.ZAID)
    found += barriers_at(page, site.url("jordan"), language, "/desk/staff/sessions/", log)

    assert found == []
