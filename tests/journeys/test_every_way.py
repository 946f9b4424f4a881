"""Everything that people and staff come for, in every way they may come.

A way is a language, a width, and scripts on or off. A run walks four of the eight, which hold each
pair of two choices; `JOURNEYS=all` walks them all.
"""

import json
import os
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests import people
from tests.journeys.conftest import LiveSite
from tests.journeys.test_file_and_follow import FILES
from tests.journeys.test_sign_in import code_in_mail

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PAIRS = (
    ("ar", 320, False),
    ("ar", 1280, True),
    ("en", 320, True),
    ("en", 1280, False),
)
THE_OTHERS = tuple((language, width, not scripts) for language, width, scripts in PAIRS)
WAYS = PAIRS + THE_OTHERS if os.environ.get("JOURNEYS") == "all" else PAIRS
WIDER_THAN_THE_WINDOW = """() => {
  const page = document.documentElement;
  if (page.scrollWidth <= innerWidth) return [];
  return [...document.querySelectorAll('body *')]
    .filter(each => each.getBoundingClientRect().left < 0
                 || each.getBoundingClientRect().right > innerWidth)
    .map(each => `${each.tagName} ${each.className}: ${each.textContent.trim().slice(0, 40)}`);
}"""
STORY = {
    "ar": "عمود الإنارة أمام منزلي لا يعمل منذ ثلاثة أيام",
    "en": "The street light in front of my house is out",
}


@dataclass(frozen=True)
class Way:
    """How somebody comes: `page` is their window on Bahrain's site."""

    language: str
    width: int
    scripts: bool
    context: BrowserContext
    page: Page
    address: str

    def open(self, path: str) -> None:
        self.page.goto(f"{self.address}/{self.language}/{path}")
        self.fits()

    def open_desk(self, path: str = "") -> None:
        self.page.goto(f"{self.address}/desk/{path}")
        self.fits()

    def press(self, selector: str) -> None:
        with self.page.expect_navigation():
            self.page.locator(selector).first.click()
        self.fits()

    def unfold(self, selector: str) -> None:
        """Open what is folded around `selector`."""
        self.page.locator(f"details:not([open]):has({selector}) > summary").last.click()

    def fits(self) -> None:
        """The page is in the language, and no wider than the window."""
        expect(self.page.locator("html")).to_have_attribute("lang", self.language)
        assert self.page.evaluate(WIDER_THAN_THE_WINDOW) == []

    def asked(self, address: str, **options: Any) -> bytes:
        """Return what the address answers to the same person; names of this machine need no DNS."""
        parts = urlsplit(address)
        cookies = "; ".join(f"{each['name']}={each['value']}" for each in self.context.cookies())
        connection = HTTPConnection("127.0.0.1", parts.port)
        headers = {"Host": parts.netloc, "Cookie": cookies, "Content-Type": "application/json"}
        method = "POST" if options else "GET"
        with closing(connection):
            connection.request(method, f"{parts.path}?{parts.query}", headers=headers, **options)
            answer = connection.getresponse()
            body, is_elsewhere = answer.read(), answer.status in (302, 303)
        return self.asked(urljoin(address, answer.headers["Location"])) if is_elsewhere else body

    def fetched(self, selector: str) -> bytes:
        """Return the file behind a link."""
        return self.asked(self.page.locator(selector).first.evaluate("link => link.href"))

    def file(self, **changes: Any) -> dict[str, str]:
        """File a case as the API does; return its number and receipt."""
        body = {
            "type": "complaint",
            "story": STORY[self.language],
            "language": self.language,
            "category": "street-lighting",
            **changes,
        }
        answer = self.asked(f"{self.address}/api/v1/cases", body=json.dumps(body))
        filed: dict[str, str] = json.loads(answer)
        return filed

    def follow(self, filed: dict[str, str]) -> None:
        self.open("track/")
        self.page.fill("main [name=number]", filed["number"])
        self.page.fill("main [name=receipt]", filed["receipt"])
        self.press("main form:has([name=receipt]) .sw-button")

    def wait_for_document(self) -> bytes:
        """Look at the waiting page until the PDF is there."""
        for _ in range(60):
            if self.page.locator("a[download]").count():
                return self.fetched("a[download]")
            self.page.wait_for_timeout(500)
            self.page.reload()
        raise AssertionError("no document within half a minute")

    def work_as(self, person: people.Person) -> None:
        self.context.clear_cookies()
        self.open_desk(f"sign-in/?language={self.language}")
        self.page.fill("[name=email]", person.email)
        self.page.fill("[name=password]", people.PASSWORD)
        with self.page.expect_navigation():
            self.page.click("main form button")
        self.open_desk(f"?language={self.language}")  # not in the one of their account


@pytest.fixture(params=WAYS, ids=lambda way: f"{way[0]}-{way[1]}-{'scripts' if way[2] else 'none'}")
def way(request: Any, live_site: LiveSite, browser: Browser) -> Iterator[Way]:
    language, width, scripts = request.param
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        java_script_enabled=scripts,
        locale="ar-BH" if language == "ar" else "en-GB",
    )
    yield Way(language, width, scripts, context, context.new_page(), live_site.url("bahrain"))
    context.close()


def test_what_it_is_about_is_found_filed_with_a_photo_and_kept_as_a_pdf(way: Way) -> None:
    way.open("")
    way.page.fill("main [name=q]", "انارة" if way.language == "ar" else "light")
    way.press("main form:has([name=q]) button")
    way.press("main a[href*='/categories/street-lighting/']")
    way.press("main a.sw-button")
    way.page.check("[name=type][value=complaint]")
    way.press("main form:has(.sw-button) .sw-button")
    way.page.fill("main [name=story]", STORY[way.language])
    way.page.set_input_files("[name=files]", FILES)
    while not way.page.url.endswith("/check/"):
        way.press("main form:has(.sw-button) .sw-button")
    expect(way.page.get_by_text("bill.pdf")).to_be_visible()
    way.press("main form:has(.sw-button) .sw-button")
    number, receipt = way.page.locator(".sw-big").all_inner_texts()
    way.press("form[action$='/file/receipt/'] button")

    assert way.wait_for_document().startswith(b"%PDF-")
    way.follow({"number": number, "receipt": receipt})
    expect(way.page.get_by_text(STORY[way.language])).to_be_visible()


def test_after_the_answer_one_rates_takes_it_along_reopens_and_takes_back(way: Way) -> None:
    filed = way.file()
    way.work_as(people.FATIMA)
    way.open_desk("?queue=queue&q=" + filed["number"])
    way.press("main table a")
    way.press("form[action*='/take/'] button")
    way.page.fill("[name=answer]", "We replaced the lamp.")
    way.press("form[action*='/answer/'] button:not([name])")
    way.context.clear_cookies()

    way.follow(filed)
    way.press("form[action$='/rate/'] button")  # without a score
    way.page.check("[name=score][value='2']")
    way.press("main form button.sw-button")
    way.press("form[action$='/documents/'] button")
    assert way.wait_for_document().startswith(b"%PDF-")
    way.open(f"track/{filed['number']}/reopen/")
    way.page.fill("[name=reason]", "It is still dark.")
    way.press("main form .sw-button")
    expect(way.page.get_by_text("It is still dark.").first).to_be_visible()
    way.press("a[href$='/withdraw/']")
    way.press("main form .sw-button")

    assert way.page.url.endswith(f"/track/{filed['number']}/")
    assert way.page.locator("a[href$='/withdraw/']").count() == 0


def test_a_person_has_own_cases_a_profile_and_an_own_way_of_reading(way: Way) -> None:
    email = f"{way.language}{way.width}{way.scripts}@example.com".lower()
    filed = way.file(contact={"email": email})

    way.open("my/cases/")
    way.page.fill("[name=email]", email)
    way.press("main form .sw-button")
    way.page.fill("[name=code]", code_in_mail(way.context, way.address, email))
    way.press("main form .sw-button")
    way.open("my/cases/add/")
    way.page.fill("main [name=number]", filed["number"])
    way.page.fill("main [name=receipt]", filed["receipt"])
    way.press("main form .sw-button")
    way.open("my/cases/")
    expect(way.page.get_by_text(filed["number"])).to_be_visible()
    way.open("my/profile/")
    way.page.fill("main [name=name]", "سارة")
    way.press("main form:has([name=name]) .sw-button")
    way.open("accessibility/settings/")
    way.page.check("main [value=dark]")
    way.press("main form .sw-button")
    way.open("help/")

    expect(way.page.locator("html")).to_have_attribute("data-theme", "dark")
    other = "en" if way.language == "ar" else "ar"
    way.page.locator(f"a[hreflang={other}]").first.click()
    assert way.page.url == f"{way.address}/{other}/help/"


def test_everybody_reads_how_well_government_answers(way: Way, counted_site: LiveSite) -> None:
    way.open("insights/")
    expect(way.page.locator("main table").first).to_be_attached()
    assert b"," in way.fetched("main a[href*='.csv']")
    way.open("accessibility/")
    way.open("privacy/")
    way.open("categories/?q=" + ("انارة" if way.language == "ar" else "light"))
    expect(way.page.locator("main a[href*='/categories/street-lighting/']").first).to_be_visible()


def test_a_focal_point_filters_searches_and_hands_on_many_at_once(way: Way) -> None:
    filed = [way.file() for _ in range(2)]
    way.work_as(people.FATIMA)

    way.open_desk("?queue=all")
    way.page.fill("[name=q]", filed[0]["number"])
    way.press("search button")
    assert way.page.locator("main table tbody tr").count() == 1
    way.unfold("[name=state]")
    way.page.select_option("[name=state]", "received")
    way.press("search details .sw-button")
    way.unfold("#view_name")
    way.page.fill("#view_name", f"{way.language} {way.width} {way.scripts}")
    way.press("form:has(#view_name) button")
    way.open_desk("views/")
    expect(way.page.locator("main h2").filter(has_text=str(way.width)).first).to_be_visible()
    way.open_desk("?queue=all&q=" + ("انارة" if way.language == "ar" else "street"))
    expect(way.page.locator("main mark").first).to_be_visible()
    way.press("a[data-tick-all]") if not way.scripts else way.page.click("a[data-tick-all]")
    way.press("button[value=assign]")
    way.page.select_option("[name=holder]", index=1)
    way.press("button[value=preview]")
    way.press("button[value=do]")

    expect(way.page.locator("main [role=status]")).to_be_visible()


def test_a_focal_point_takes_notes_keeps_files_answers_by_template_and_goes_on(way: Way) -> None:
    filed, following = way.file(), way.file()
    way.work_as(people.FATIMA)

    way.open_desk("?queue=queue&q=" + filed["number"])
    way.press("main table a")
    way.page.locator("main details summary").first.click()
    expect(way.page.locator(".sw-steps li").first).to_be_visible()
    way.press("form[action*='/take/'] button")
    way.unfold("[name=note]")
    way.page.fill("[name=note]", "The crew is on its way.")
    way.press("form[action*='/note/'] button")
    expect(way.page.get_by_text("The crew is on its way.", exact=True)).to_be_visible()
    way.unfold("form[action*='/keep/']")
    way.page.set_input_files("form[action*='/keep/'] [name=files]", FILES)
    way.press("form[action*='/keep/'] button")
    expect(way.page.get_by_text("bill.pdf").first).to_be_visible()
    way.press("form[action*='/answer/'] button[value=template]")
    expect(way.page.locator("[name=answer]")).not_to_have_value("")
    way.page.fill("[name=answer]", "We replaced the lamp.")
    way.press("form[action*='/answer/'] button[value=preview]")
    expect(way.page.locator("#preview-title")).to_be_visible()
    way.press("form[action*='/answer/'] button:not([name])")
    way.press(f"form[action*='/documents/'] button[value={way.language}]")
    assert way.wait_for_document().startswith(b"%PDF-")
    way.open_desk("?queue=queue&q=" + following["number"])
    way.press("main table a")
    way.press("a[rel=next]")

    assert "/desk/" in way.page.url


def test_a_head_sees_their_entities_at_one_glance(way: Way) -> None:
    way.file()
    way.work_as(people.KHALID)

    way.open_desk("overview/")

    assert way.page.locator("main .sw-facts, main dl").count() > 0
    assert way.page.locator("main table tbody tr").count() > 0
