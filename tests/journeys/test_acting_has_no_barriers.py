"""Filing for somebody else, checking the proof, filing for a caller: axe and the Arabic pass."""

import subprocess
import sys
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests import hostile, people, servers
from tests.journeys.accessibility import barriers_on
from tests.journeys.conftest import LiveSite
from tests.journeys.test_sign_in import code_in_mail

pytestmark = [pytest.mark.browser, pytest.mark.slow]

WISHES = [
    pytest.param("ar", 320, {"color_scheme": "light"}, id="ar-phone"),
    pytest.param("en", 1280, {"color_scheme": "dark"}, id="en-dark"),
]
POSTS = """
from sawti.accounts.models import Staff
from sawti.entities.actions import appoint
from sawti.lib import clock
from sawti.tenancy.context import reading, tenant_context
from sawti.tenancy.queries import tenant_by_slug
with tenant_context(tenant_by_slug("bahrain")):
    with reading():
        noor = Staff.objects.get(email="noor@bahrain.example")
    for post in ("proof_checker", "contact_centre"):
        appoint(staff=noor, entity_id=None, post=post, at=clock.now())
"""


@pytest.fixture(scope="module")
def staffed_site(live_site: LiveSite) -> LiveSite:
    """A site where Noor checks proofs and files for callers."""
    command = [sys.executable, "-m", "sawti.project.console", "shell", "-c", POSTS]
    subprocess.run(
        command, env=live_site.variables, cwd=servers.ROOT, check=True, capture_output=True
    )
    return live_site


def submit(page: Page) -> None:
    with page.expect_navigation():
        page.locator("main form button.sw-button").last.click()


def file_for_layla(page: Page, address: str, language: str) -> list[str]:
    """File a case as Layla's parent; return what bars the way."""
    page.goto(f"{address}/{language}/file/")
    page.check("[name=type][value=complaint]")
    submit(page)
    page.fill("[name=story]", "عمود الإنارة أمام المنزل لا يعمل")
    submit(page)
    page.locator("[name=subject]").first.check()
    submit(page)
    page.fill("[name=email]", "parent@example.com")
    page.check("[name=is_for_other]")
    submit(page)
    found = barriers_on(page)
    page.reload()
    page.check("[name=for_kind][value=parent]")
    page.fill("[name=for_name]", "ليلى")
    submit(page)  # without a document
    found += barriers_on(page)
    page.goto(f"{address}/{language}/file/for/")
    page.check("[name=for_kind][value=parent]")
    page.fill("[name=for_name]", "ليلى")
    document = {"name": "birth.jpg", "mimeType": "image/jpeg", "buffer": hostile.jpeg()}
    page.set_input_files("[name=files]", [document])  # type: ignore[list-item]
    submit(page)
    submit(page)
    return found + barriers_on(page)


def sign_in(page: Page, address: str, language: str) -> None:
    page.goto(f"{address}/{language}/sign-in/")
    page.fill("[name=email]", "parent@example.com")
    send_first_form(page)
    page.fill("[name=code]", code_in_mail(page.context, address, "parent@example.com"))
    send_first_form(page)
    expect(page).to_have_url(f"{address}/{language}/my/cases/")


def send_first_form(page: Page) -> None:
    """Send the form of the page itself: below it, another asks for a new code."""
    with page.expect_navigation():
        page.locator("main form .sw-button").first.click()


@pytest.mark.parametrize(("language", "width", "preferences"), WISHES)
def test_acting_for_others_has_no_barriers(
    staffed_site: LiveSite, browser: Browser, language: str, width: int, preferences: dict[str, Any]
) -> None:
    address = staffed_site.url("bahrain")
    context = browser.new_context(viewport={"width": width, "height": 900}, **preferences)
    page = context.new_page()
    sign_in(page, address, language)
    found = file_for_layla(page, address, language)
    page.goto(f"{address}/{language}/my/representing/")
    found += barriers_on(page)
    page.goto(f"{address}/{language}/my/representing/")
    with page.expect_navigation():
        page.locator("main section a").first.click()
    found += barriers_on(page)

    desk = browser.new_context(viewport={"width": width, "height": 900}, **preferences).new_page()
    desk.goto(f"{address}/desk/sign-in/")
    desk.fill("[name=email]", people.NOOR.email)
    desk.fill("[name=password]", people.PASSWORD)
    with desk.expect_navigation():
        desk.click("main form button")
    desk.goto(f"{address}/desk/proofs/?language={language}")
    found += barriers_on(desk)
    desk.goto(f"{address}/desk/proofs/")
    with desk.expect_navigation():
        desk.locator("main table a").first.click()
    found += barriers_on(desk)
    desk.reload()
    desk.fill("[name=reason]", "to check it")
    with desk.expect_navigation():
        desk.click("[value=open]")
    found += barriers_on(desk)
    desk.goto(f"{address}/desk/file/")
    found += barriers_on(desk)
    desk.goto(f"{address}/desk/file/")
    desk.fill("[name=story]", "عمود الإنارة لا يعمل")
    submit(desk)
    found += barriers_on(desk)

    assert found == []
    context.close()
