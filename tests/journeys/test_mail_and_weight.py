"""The mail of a case by the real worker, and what a page weighs."""

import gzip
import json
import re
import urllib.request

import pytest
from playwright.sync_api import Browser, Page, Response, expect

from tests.journeys.conftest import LiveSite

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PAGES = (
    "/ar/",
    "/en/",
    "/ar/file/",
    "/en/track/",
    "/ar/help/",
    "/ar/categories/",
    "/en/categories/street-lighting/",
    "/ar/insights/",
    "/en/sign-in/",
    "/ar/accessibility/settings/",
    "/desk/sign-in/",
)


def visited(page: Page, address: str) -> list[Response]:
    """Return every response that one visit with an empty cache brings."""
    found: list[Response] = []
    page.on("response", lambda response: found.append(response))
    page.goto(address)
    page.wait_for_load_state("networkidle")
    return found


@pytest.mark.parametrize("path", PAGES)
def test_a_page_has_at_most_six_requests_and_30_kilobytes(
    live_site: LiveSite, browser: Browser, path: str
) -> None:
    context = browser.new_context()
    violations: list[str] = []
    page = context.new_page()
    page.on("console", lambda message: violations.append(message.text))

    responses = visited(page, live_site.url("bahrain") + path)

    weight = sum(len(gzip.compress(response.body(), 9)) for response in responses)
    assert len(responses) <= 6
    assert weight <= 30 * 1024
    assert [response.status for response in responses if response.status >= 400] == []
    assert violations == []  # the browser reports a breach of the content policy here
    context.close()


def test_the_applicant_gets_mail_in_their_language_from_the_real_worker(
    live_site: LiveSite, browser: Browser
) -> None:
    body = {
        "type": "enquiry",
        "story": "كيف أجدد رخصة القيادة؟",
        "language": "ar",
        "contact": {"email": "huda@example.com"},
    }
    request = urllib.request.Request(
        f"http://127.0.0.1:{live_site.port}/api/v1/cases",
        json.dumps(body).encode(),
        {"Host": "jordan.localhost", "Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request) as answer:
        filed = json.load(answer)
    number, receipt = filed["number"], filed["receipt"]
    context = browser.new_context()
    page = context.new_page()
    mailbox = f"{live_site.url('jordan')}/demo/mail/?language=ar"

    for _ in range(20):
        page.goto(mailbox)
        if page.get_by_text("huda@example.com").count():
            break
        page.wait_for_timeout(500)
    page.locator("a", has_text=re.compile(number)).first.click()

    expect(page.locator("main")).to_contain_text(number)
    assert receipt not in page.content()
    page.goto(f"{live_site.url('bahrain')}/demo/mail/")
    assert "huda@example.com" not in page.content()
    context.close()
