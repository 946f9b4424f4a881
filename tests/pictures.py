"""Take pictures of every page of a running demo: `python -m tests.pictures --port 8000 [--all]`.

Without `--all` the pictures of the guides are taken anew into docs/pictures; with it every page
goes into `var/pictures`, in both languages, narrow and wide, light, dark and with more contrast,
for somebody to look at. The demo must run on this machine and have its history.
"""

import argparse
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from random import randrange
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, StorageState, sync_playwright

from tests import hostile
from tests.journeys.conftest import CHROMIUM
from tests.journeys.test_sign_in import code_in_mail

ROOT = Path(__file__).resolve().parent.parent
TENANT = "bahrain"
LOOKS: dict[str, dict[str, Any]] = {
    "light": {"color_scheme": "light"},
    "dark": {"color_scheme": "dark"},
    "contrast": {"contrast": "more"},
}
TALLEST = 2200  # pixels of a picture in a guide
MOST_COLOURS = 64  # a page has few; a picture of the guides then has 20 to 80 KB


@dataclass(frozen=True)
class Shot:
    """One page. `role`: who looks at it: a post of the demo's staff, `applicant` (who has opened a
    case, whose number goes into the path), `filing` (who has written a case for somebody else, not
    sent), `person` (who has signed in and filed for somebody else) or `owner` (of the demo's
    company). `link`: what to press on that page; the picture is of the page behind it."""

    name: str
    path: str
    role: str = ""
    guide: tuple[str, ...] = ()  # the languages in which a guide shows it
    is_whole: bool = False  # the whole page, not the first screen
    link: str = ""


FIRST_ROW = "main table th a"
SHOTS = (
    Shot("home", "/{lang}/", guide=("ar", "en")),
    Shot("categories", "/{lang}/categories/?q=كهرباء"),
    Shot("category", "/{lang}/categories/street-lighting/"),
    Shot("file", "/{lang}/file/", guide=("en",)),
    Shot("story", "/{lang}/file/story/", "filing"),
    Shot("about", "/{lang}/file/about/", "filing"),
    Shot("contact", "/{lang}/file/contact/", "filing", is_whole=True),
    Shot("for-whom", "/{lang}/file/for/", "filing", is_whole=True),
    Shot("check", "/{lang}/file/check/", "filing", is_whole=True),
    Shot("track", "/{lang}/track/"),
    Shot("lost-receipt", "/{lang}/track/lost/"),
    Shot("case", "/{lang}/track/{number}/", "applicant", guide=("ar",)),
    Shot("withdraw", "/{lang}/track/{number}/withdraw/", "applicant"),
    Shot("erase-case", "/{lang}/track/{number}/erase/", "applicant"),
    Shot("appeal", "/{lang}/appeal/"),
    Shot("sign-in", "/{lang}/sign-in/"),
    Shot("my-cases", "/{lang}/my/cases/", "person"),
    Shot("messages", "/{lang}/my/messages/", "person"),
    Shot("add-case", "/{lang}/my/cases/add/", "person"),
    Shot("profile", "/{lang}/my/profile/", "person", is_whole=True),
    Shot("profile-mail", "/{lang}/my/profile/e-mail/", "person"),
    Shot("profile-phone", "/{lang}/my/profile/phone/", "person"),
    Shot("profile-delete", "/{lang}/my/profile/delete/", "person"),
    Shot("profile-erase", "/{lang}/my/profile/erase/", "person"),
    Shot("devices", "/{lang}/my/devices/", "person"),
    Shot("representing", "/{lang}/my/representing/", "person"),
    Shot("companies", "/{lang}/my/businesses/", "person"),
    Shot("companies-own", "/{lang}/my/businesses/", "owner"),
    Shot("company", "/{lang}/my/businesses/", "owner", is_whole=True, link="main h2 a"),
    Shot("company-cases", "/{lang}/my/businesses/", "owner", link="main h2 + p + p a"),
    Shot("own-copy", "/{lang}/my/data/copy/", "owner"),
    Shot("company-new", "/{lang}/my/businesses/register/", "person", is_whole=True),
    Shot("consents", "/{lang}/my/consents/", "person", is_whole=True),
    Shot("reading-settings", "/{lang}/accessibility/settings/", guide=("en",)),
    Shot("figures", "/{lang}/insights/", guide=("ar", "en")),
    Shot("figures-entity", "/{lang}/insights/electricity-water-authority/", is_whole=True),
    Shot("thanks", "/{lang}/p/appreciation/"),
    Shot("help", "/{lang}/help/"),
    Shot("accessibility", "/{lang}/accessibility/"),
    Shot("privacy", "/{lang}/privacy/"),
    Shot("nowhere", "/{lang}/nowhere/"),
    Shot("desk-sign-in", "/desk/sign-in/"),
    Shot("desk-forgotten", "/desk/sign-in/forgotten/"),
    Shot("desk-queue", "/desk/", "focal_point", guide=("en", "ar")),
    Shot("desk-search", "/desk/?q=كهرباء&queue=all", "dispatcher"),
    Shot("desk-views", "/desk/views/", "focal_point"),
    Shot("desk-case", "/desk/", "focal_point", guide=("en",), is_whole=True, link=FIRST_ROW),
    Shot("desk-companies", "/desk/proofs/businesses/", "proof_checker"),
    Shot("desk-company", "/desk/proofs/businesses/", "proof_checker", link=FIRST_ROW),
    Shot("desk-log", "/desk/messages/log/", "administrator", is_whole=True),
    Shot("desk-message", "/desk/messages/log/", "administrator", is_whole=True, link=FIRST_ROW),
    Shot("desk-sessions", "/desk/staff/sessions/", "administrator", is_whole=True),
    Shot("desk-limits", "/desk/limits/", "administrator", is_whole=True),
    Shot("desk-board", "/desk/board/", "dispatcher", guide=("ar",)),
    Shot("desk-incidents", "/desk/incidents/", "dispatcher"),
    Shot("desk-incident", "/desk/incidents/", "dispatcher", is_whole=True, link=FIRST_ROW),
    Shot("desk-overview", "/desk/overview/", "head", guide=("en",), is_whole=True),
    Shot("desk-explained", "/desk/overview/", "head", is_whole=True, link="main td a[href$='/']"),
    Shot("desk-account", "/desk/account/", "focal_point", is_whole=True),
    Shot("desk-messages", "/desk/messages/", "focal_point"),
    Shot("desk-mails", "/desk/account/mails/", "focal_point", is_whole=True),
    Shot("desk-key", "/desk/account/", "focal_point", link="form[action*='key'] button"),
    Shot("desk-app", "/desk/account/", "focal_point", link="form[action*='app'] button"),
    Shot("desk-password", "/desk/account/password/", "focal_point"),
    Shot("desk-proofs", "/desk/proofs/", "proof_checker"),
    Shot("desk-proof", "/desk/proofs/", "proof_checker", link=FIRST_ROW),
    Shot("desk-caller", "/desk/file/", "contact_centre", is_whole=True),
    Shot("desk-openings", "/desk/openings/", "data_protection_officer"),
    Shot("desk-contacts", "/desk/contacts/", "administrator"),
    Shot("desk-audit", "/desk/audit/", "data_protection_officer", is_whole=True),
    Shot("desk-keeping", "/desk/keeping/", "data_protection_officer", is_whole=True),
    Shot("desk-holds", "/desk/keeping/holds/", "data_protection_officer"),
    Shot("desk-erasures", "/desk/keeping/requests/", "data_protection_officer"),
    Shot("desk-clients", "/desk/clients/", "administrator"),
    Shot("desk-client-new", "/desk/clients/new/", "administrator", is_whole=True),
    Shot("desk-posts", "/desk/posts/", "administrator", is_whole=True),
    Shot("desk-setups", "/desk/setup/", "administrator"),
    Shot("desk-setup", "/desk/entities/electricity-water-authority/setup/", "administrator"),
    Shot("desk-staff", "/desk/staff/", "administrator"),
    Shot("desk-invite", "/desk/staff/invite/", "administrator", is_whole=True),
    Shot("desk-provider", "/desk/staff/provider/", "administrator", is_whole=True),
    Shot("desk-provider-people", "/desk/staff/provider/people/", "administrator", is_whole=True),
    Shot("desk-providers", "/desk/staff/messages/", "administrator"),
    Shot("desk-gateway", "/desk/staff/messages/http_sms/", "administrator", is_whole=True),
    Shot("desk-support", "/desk/support/", "administrator"),
    Shot("cms-categories", "/cms/categories/", "editor", guide=("en",)),
    Shot("cms-category", "/cms/categories/street-lighting/", "editor", is_whole=True),
    Shot("cms-classes", "/cms/classes/", "administrator"),
    Shot("cms-class-new", "/cms/classes/add/", "administrator", is_whole=True),
    Shot("cms-consents", "/cms/consents/", "editor"),
    Shot("cms-consent", "/cms/consents/privacy/", "editor", is_whole=True),
    Shot("cms-replies", "/cms/replies/", "editor"),
    Shot("cms-reply", "/cms/replies/answer-done/", "editor", is_whole=True),
    Shot("cms-roles", "/cms/roles/", "administrator"),
    Shot("cms-role-new", "/cms/roles/add/", "administrator", is_whole=True),
    Shot("cms-texts", "/cms/texts/", "editor", is_whole=True),
    Shot("cms-replay", "/cms/promises/replay/", "administrator", is_whole=True),
    Shot("cms-rebaseline", "/cms/promises/standard/open/", "administrator", is_whole=True),
    Shot("cms-telling", "/cms/telling/", "administrator", is_whole=True),
    Shot("cms-telling-filed", "/cms/telling/filed/", "administrator", is_whole=True),
    Shot("cms-words", "/cms/words/", "editor"),
    Shot("cms-words-received", "/cms/words/case_received/", "editor", is_whole=True),
    Shot("cms-levels", "/cms/escalation/", "administrator"),
    Shot("cms-level", "/cms/escalation/minister/", "administrator", is_whole=True),
    Shot("cms-menus", "/cms/menus/", "editor"),
    Shot("cms-promises", "/cms/promises/", "administrator"),
    Shot("cms-promise-new", "/cms/promises/add/", "administrator", is_whole=True),
    Shot("cms-promise-try", "/cms/promises/try/", "administrator", is_whole=True),
    Shot("cms-calendar", "/cms/calendar/?year=2027", "administrator", guide=("en",), is_whole=True),
    Shot("cms-hours", "/cms/calendar/hours/add/", "administrator", is_whole=True),
    Shot("cms-holidays", "/cms/calendar/holidays/add/", "administrator", is_whole=True),
    Shot("cms-holidays-find", "/cms/calendar/holidays/find/", "administrator"),
    Shot("cms-theme", "/cms/theme/", "editor", guide=("en",)),
    Shot("cms-notices", "/cms/notices/", "editor"),
    Shot("cms-notice-new", "/cms/notices/add/", "editor", is_whole=True),
    Shot("cms-history", "/cms/history/category/street-lighting/", "editor"),
    Shot("cms-plugins", "/cms/plugins/", "administrator", guide=("en",)),
)
LEAST_FILING = 4_000  # milliseconds; who is faster counts as a program
EMAIL = f"sara{randrange(10_000)}@example.com"  # a code is looked for in mail to nobody else
OWNER = "owner@company.example"  # of the demo's company
FILING = """async () => {
  const body = {type: 'complaint', story: 'عمود الإنارة أمام المنزل لا يعمل منذ ثلاثة أيام',
                language: 'ar', category: 'street-lighting'};
  const answer = await fetch('/api/v1/cases', {method: 'POST', body: JSON.stringify(body),
                             headers: {'Content-Type': 'application/json'}});
  return await answer.json();
}"""


def main() -> None:
    """Read the command line and take the pictures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--state", type=Path, default=ROOT / "var" / "demo")
    parser.add_argument("--all", action="store_true")
    parser.add_argument("--only", default="", help="first letters of the names to take")
    options = parser.parse_args()
    address = f"http://{TENANT}.localhost:{options.port}"
    accounts = json.loads((options.state / "accounts.json").read_text(encoding="utf-8"))[TENANT]
    passwords = {row["role"]: (row["email"], row["password"]) for row in reversed(accounts)}
    folder = ROOT / ("var/pictures" if options.all else "docs/pictures")
    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM)
        camera = Camera(browser, address, passwords)
        for shot, language, width, look in _wanted(options.all):
            if shot.name.startswith(options.only):
                name = f"{shot.name}-{language}"
                picture = camera.take(shot, language, width, look)
                if not options.all:
                    picture = small(picture)
                suffix = f"-{width}-{look}" if options.all else ""
                (folder / f"{name}{suffix}.png").write_bytes(picture)
        browser.close()


def _wanted(is_all: bool) -> Iterator[tuple[Shot, str, int, str]]:
    for shot in SHOTS:
        if is_all:
            for language, width, look in product(("ar", "en"), (320, 1280), LOOKS):
                yield shot, language, width, look
        else:
            for language in shot.guide:
                yield shot, language, 1100, "light"


class Camera:
    """Takes pictures as whoever may see the page."""

    def __init__(
        self, browser: Browser, address: str, passwords: dict[str, tuple[str, str]]
    ) -> None:
        self.browser, self.address, self.passwords = browser, address, passwords
        self.known: dict[str, tuple[StorageState, str]] = {}
        self.contexts: dict[tuple[str, int, str], BrowserContext] = {}

    def take(self, shot: Shot, language: str, width: int, look: str) -> bytes:
        """Return the page as a PNG."""
        cookies, number = self._role(shot.role)
        page = self._context(shot.role, cookies, width, look).new_page()
        path = shot.path.format(lang=language, number=number)
        if path.startswith("/cms/"):
            page.goto(f"{self.address}/cms/language/{language}/")
        elif "{lang}" not in shot.path:
            path += f"{'&' if '?' in path else '?'}language={language}"
        page.goto(f"{self.address}{path}")
        if shot.link:
            with page.expect_navigation():
                page.locator(shot.link).first.click()
        raw = page.screenshot(full_page=shot.is_whole or width == 320)
        page.close()
        return raw

    def _context(self, role: str, cookies: StorageState, width: int, look: str) -> BrowserContext:
        key = (role, width, look)
        if key not in self.contexts:
            self.contexts[key] = self.browser.new_context(
                viewport={"width": width, "height": 820}, storage_state=cookies, **LOOKS[look]
            )
        return self.contexts[key]

    def _role(self, role: str) -> tuple[StorageState, str]:
        """Return the cookies of the role, and the number of its case: become it once."""
        if role not in self.known:
            context = self.browser.new_context()
            page, number = context.new_page(), ""
            match role:
                case "":
                    pass
                case "applicant":
                    number = self._open_a_case(page)
                case "filing":
                    self._write_for_another(page)
                case "owner":
                    self._enter_by_code(page, OWNER)
                case "person":
                    self._enter_by_code(page, EMAIL)
                    self._write_for_another(page)
                    page.wait_for_timeout(LEAST_FILING)
                    submit(page)
                case _:
                    self._sign_in(page, role)
            self.known[role] = (context.storage_state(), number)
            context.close()
        return self.known[role]

    def _open_a_case(self, page: Page) -> str:
        page.goto(f"{self.address}/en/track/")
        filed = page.evaluate(FILING)
        page.fill("[name=number]", filed["number"])
        page.fill("[name=receipt]", filed["receipt"])
        submit(page)
        return str(filed["number"])

    def _write_for_another(self, page: Page) -> None:
        page.goto(f"{self.address}/ar/")
        with page.expect_navigation():
            page.locator("button[name=type]").first.click()
        page.fill("[name=story]", "عمود الإنارة أمام المنزل لا يعمل منذ ثلاثة أيام")
        submit(page)
        page.locator("[name=subject]").first.check()
        submit(page)
        page.fill("[name=email]", EMAIL)
        page.check("[name=is_for_other]")
        submit(page)
        page.check("[name=for_kind][value=parent]")
        page.fill("[name=for_name]", "ليلى الخالدي")
        document = {"name": "birth.jpg", "mimeType": "image/jpeg", "buffer": hostile.jpeg()}
        page.set_input_files("[name=files]", [document])  # type: ignore[list-item]
        submit(page)

    def _enter_by_code(self, page: Page, email: str) -> None:
        page.goto(f"{self.address}/en/sign-in/")
        page.fill("[name=email]", email)
        submit(page)
        page.fill("[name=code]", code_in_mail(page.context, self.address, email))
        submit(page)

    def _sign_in(self, page: Page, role: str) -> None:
        email, password = self.passwords[role]
        page.goto(f"{self.address}/desk/sign-in/")
        page.fill("[name=email]", email)
        page.fill("[name=password]", password)
        submit(page)


def small(raw: bytes) -> bytes:
    """Return a picture for a guide: of few colours, and no longer than somebody looks at."""
    whole, picture = Image.open(io.BytesIO(raw)).convert("RGB"), io.BytesIO()
    shown = whole.crop((0, 0, whole.width, min(whole.height, TALLEST)))
    shown.quantize(MOST_COLOURS).save(picture, "PNG", optimize=True)
    return picture.getvalue()


def submit(page: Page) -> None:
    """Send the page's own form, the first one."""
    with page.expect_navigation():
        page.locator("main form .sw-button").first.click()


if __name__ == "__main__":
    main()
