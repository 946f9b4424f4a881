"""A person files a case, is asked, replies and reads the answer: with scripts off and on."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests import hostile, people
from tests.journeys.accessibility import barriers_on

pytestmark = [pytest.mark.browser, pytest.mark.slow]

FILES: list[Any] = [
    {"name": "lamp.jpg", "mimeType": "image/jpeg", "buffer": hostile.jpeg_with_place()},
    {"name": "bill.jpg", "mimeType": "image/jpeg", "buffer": hostile.pdf()},
]

Look = Callable[[Page], None]


@dataclass(frozen=True)
class Story:
    """What differs between the tellings: tenant, language, words, and who answers."""

    tenant: str
    language: str
    direction: str
    story: str
    entity: str
    staff: people.Person
    question: str
    reply: str
    answer: str


BAHRAIN = Story(
    "bahrain",
    "ar",
    "rtl",
    "عمود الإنارة أمام منزلي لا يعمل منذ ثلاثة أيام",
    "ewa-electricity-distribution",
    people.FATIMA,
    "أي عمود؟",
    "العمود رقم ٧",
    "تم إصلاح العمود.",
)
JORDAN = Story(
    "jordan",
    "en",
    "ltr",
    "The street light in front of my house has been out for three days",
    "greater-amman-municipality",
    people.OMAR,
    "Which light?",
    "The one with number 7",
    "It has been repaired.",
)
STORIES = [pytest.param(BAHRAIN, id="bahrain-ar"), pytest.param(JORDAN, id="jordan-en")]


@dataclass(frozen=True)
class Portal:
    """The portal in a window, as one person sees it."""

    page: Page
    address: str
    story: Story

    def open(self, path: str = "") -> None:
        self.page.goto(f"{self.address}/{self.story.language}/{path}")

    def type(self, **values: str) -> None:
        for name, value in values.items():
            self.page.fill(f"main [name={name}]", value)

    def go_on(self) -> None:
        with self.page.expect_navigation():
            self.page.click("main form:has(.sw-button) .sw-button")

    def look(self, look: Look) -> None:
        """Look at the page as it stands, then load it anew."""
        look(self.page)
        self.page.reload()


def file_case(portal: Portal, look: Look) -> tuple[str, str]:
    """Go through all pages of the form; return number and receipt."""
    portal.open()
    portal.look(look)
    with portal.page.expect_navigation():
        portal.page.click("button[value=complaint]")
    portal.go_on()  # nothing typed yet
    look(portal.page)
    portal.open("file/")
    portal.look(look)
    portal.go_on()
    portal.look(look)
    portal.type(story=portal.story.story)
    portal.page.set_input_files("[name=files]", FILES)
    portal.go_on()
    portal.look(look)
    portal.page.check("[name=subject] >> nth=0")
    portal.page.select_option("[name=entity]", portal.story.entity)
    portal.go_on()
    portal.look(look)
    portal.type(name="سارة", email="sara@example.com")
    portal.go_on()
    expect_photo(portal.page)
    portal.look(look)
    portal.go_on()
    number, receipt = portal.page.locator(".sw-big").all_inner_texts()
    look(portal.page)
    return number, receipt


def expect_photo(page: Page) -> None:
    """The photo shows itself, small; the document is named."""
    photo = page.locator(".sw-files img")
    expect(photo).to_be_visible()
    photo.scroll_into_view_if_needed()
    expect(photo).to_have_js_property("naturalHeight", 60)
    expect(page.get_by_text("bill.pdf")).to_be_visible()


def open_case(portal: Portal, number: str, receipt: str, look: Look) -> None:
    """Open the case with codes typed as from paper."""
    portal.open("track/")
    portal.look(look)
    portal.go_on()  # nothing typed yet
    look(portal.page)
    portal.open("track/")
    portal.type(number=number.lower().replace("-", " "), receipt=receipt.lower())
    portal.go_on()
    expect(portal.page).to_have_url(f"{portal.address}/{portal.story.language}/track/{number}/")
    portal.look(look)


class Desk:
    """The member of staff who works on the case, in a browser of their own."""

    def __init__(self, page: Page, address: str, story: Story) -> None:
        self.page, self.story = page, story
        page.goto(f"{address}/desk/sign-in/")
        page.fill("[name=email]", story.staff.email)
        page.fill("[name=password]", people.PASSWORD)
        page.click("main form button")

    def ask(self, number: str) -> None:
        self.page.fill("main [name=q]", number)  # others' cases may fill the first page
        self.page.press("main [name=q]", "Enter")
        self.page.get_by_role("link", name=number, exact=True).click()
        self.page.click("form[action*='/take/'] button")
        self.page.click("details:has(form[action*='/ask/']) summary >> nth=0")
        self.page.fill("[name=question]", self.story.question)
        self.page.click("form[action*='/ask/'] button:not([name])")

    def answer(self) -> None:
        self.page.reload()
        self.page.fill("[name=answer]", self.story.answer)
        self.page.click("form[action*='/answer/'] button:not([name])")


def tell(story: Story, live_site: Any, browser: Browser, look: Look, **options: Any) -> None:
    """The whole story, once."""
    address = live_site.url(story.tenant)
    applicant, office = browser.new_context(**options), browser.new_context(**options)
    portal = Portal(applicant.new_page(), address, story)
    number, receipt = file_case(portal, look)
    open_case(portal, number, receipt, look)
    expect_photo(portal.page)
    desk = Desk(office.new_page(), address, story)
    desk.ask(number)
    portal.page.reload()
    expect(portal.page.get_by_text(story.question)).to_be_visible()
    portal.look(look)
    portal.type(reply=story.reply)
    portal.go_on()
    expect(portal.page.get_by_text(story.reply)).to_be_visible()
    desk.answer()
    portal.page.reload()
    expect(portal.page.get_by_text(story.answer)).to_be_visible()
    look(portal.page)
    applicant.close()
    office.close()


def see_nothing(page: Page) -> None:
    """Only walk through."""


@pytest.mark.parametrize("story", STORIES)
def test_without_scripts_a_case_travels_from_the_person_to_the_answer(
    live_site: Any, browser: Browser, story: Story
):
    tell(story, live_site, browser, see_nothing, java_script_enabled=False)


@pytest.fixture
def barriers() -> Iterator[list[str]]:
    """Collect what is wrong with the pages that were looked at."""
    found: list[str] = []
    yield found
    assert found == []


@pytest.mark.parametrize(
    ("story", "preferences"),
    [
        pytest.param(BAHRAIN, {"color_scheme": "light", "width": 320}, id="ar-phone"),
        pytest.param(JORDAN, {"color_scheme": "dark", "width": 1280}, id="en-dark"),
        pytest.param(BAHRAIN, {"contrast": "more", "width": 1280}, id="ar-contrast"),
        pytest.param(JORDAN, {"forced_colors": "active", "width": 320}, id="en-forced"),
    ],
)
def test_no_page_on_the_way_has_a_barrier(
    live_site: Any, browser: Browser, story: Story, preferences: dict[str, Any], barriers: list[str]
):
    wishes = {**preferences}
    size = {"width": wishes.pop("width"), "height": 900}

    tell(
        story,
        live_site,
        browser,
        lambda page: barriers.extend(barriers_on(page)),
        viewport=size,
        **wishes,
    )


@pytest.mark.parametrize("story", STORIES)
@pytest.mark.parametrize("path", ["help/", "accessibility/", "accessibility/settings/", "privacy/"])
def test_the_help_pages_have_no_barrier(
    live_site: Any, browser: Browser, story: Story, path: str, barriers: list[str]
):
    page = browser.new_page(viewport={"width": 320, "height": 900})
    page.goto(f"{live_site.url(story.tenant)}/{story.language}/{path}")

    barriers.extend(barriers_on(page))

    assert page.locator("html").get_attribute("dir") == story.direction
    page.close()


@pytest.mark.parametrize("story", STORIES)
def test_a_first_visit_asks_for_at_most_six_files_and_breaks_no_content_policy(
    live_site: Any, browser: Browser, story: Story
):
    page = browser.new_page()
    requests: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))

    page.goto(f"{live_site.url(story.tenant)}/{story.language}/", wait_until="networkidle")

    assert len(requests) <= 6
    assert [text for text in complaints if "Content Security Policy" in text] == []
    page.close()
