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
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.journeys.conftest import CHROMIUM

ROOT = Path(__file__).resolve().parent.parent
TENANT = "bahrain"
LOOKS: dict[str, dict[str, Any]] = {
    "light": {"color_scheme": "light"},
    "dark": {"color_scheme": "dark"},
    "contrast": {"contrast": "more"},
}
MOST_COLOURS = 64  # a page has few; a picture of the guides then has 20 to 80 KB


@dataclass(frozen=True)
class Shot:
    """One page. `role`: who looks at it: a post of the demo's staff, `applicant` (who has opened a
    case, whose number goes into the path) or `filing` (who has chosen a type of case)."""

    name: str
    path: str
    role: str = ""
    guide: tuple[str, ...] = ()  # the languages in which a guide shows it
    is_whole: bool = False  # the whole page, not the first screen


SHOTS = (
    Shot("home", "/{lang}/", guide=("ar", "en")),
    Shot("categories", "/{lang}/categories/?q=كهرباء"),
    Shot("category", "/{lang}/categories/street-lighting/"),
    Shot("file", "/{lang}/file/", guide=("en",)),
    Shot("story", "/{lang}/file/story/", "filing"),
    Shot("track", "/{lang}/track/"),
    Shot("case", "/{lang}/track/{number}/", "applicant", guide=("ar",)),
    Shot("sign-in", "/{lang}/sign-in/"),
    Shot("reading-settings", "/{lang}/accessibility/settings/", guide=("en",)),
    Shot("figures", "/{lang}/insights/", guide=("ar", "en")),
    Shot("figures-entity", "/{lang}/insights/electricity-water-authority/", is_whole=True),
    Shot("thanks", "/{lang}/p/appreciation/"),
    Shot("help", "/{lang}/help/"),
    Shot("accessibility", "/{lang}/accessibility/"),
    Shot("privacy", "/{lang}/privacy/"),
    Shot("desk-sign-in", "/desk/sign-in/"),
    Shot("desk-queue", "/desk/", "focal_point", guide=("en", "ar")),
    Shot("desk-search", "/desk/?q=كهرباء&queue=all", "dispatcher"),
    Shot("desk-case", "/desk/", "focal_point", guide=("en",), is_whole=True),
    Shot("desk-overview", "/desk/overview/", "head", guide=("en",), is_whole=True),
    Shot("cms-categories", "/cms/categories/", "editor", guide=("en",)),
    Shot("cms-promises", "/cms/promises/", "administrator"),
    Shot("cms-calendar", "/cms/calendar/?year=2027", "administrator", guide=("en",), is_whole=True),
    Shot("cms-holidays", "/cms/calendar/holidays/add/", "administrator"),
    Shot("cms-theme", "/cms/theme/", "editor", guide=("en",)),
    Shot("cms-notices", "/cms/notices/", "editor"),
    Shot("cms-plugins", "/cms/plugins/", "editor", guide=("en",)),
)
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
        self.numbers: dict[BrowserContext, str] = {}
        self.contexts: dict[tuple[str, int, str], BrowserContext] = {}

    def take(self, shot: Shot, language: str, width: int, look: str) -> bytes:
        """Return the page as a PNG of few colours."""
        context = self._context(shot.role, width, look)
        page = context.new_page()
        path = shot.path.format(lang=language, number=self.numbers.get(context, ""))
        page.goto(f"{self.address}{path}{'' if '{lang}' in shot.path else f'?language={language}'}")
        if shot.name == "desk-case":
            with page.expect_navigation():
                page.locator("main table th a").first.click()
        raw = page.screenshot(full_page=shot.is_whole or width == 320)
        page.close()
        picture = io.BytesIO()
        Image.open(io.BytesIO(raw)).convert("RGB").quantize(MOST_COLOURS).save(
            picture, "PNG", optimize=True
        )
        return picture.getvalue()

    def _context(self, role: str, width: int, look: str) -> BrowserContext:
        key = (role, width, look)
        if key not in self.contexts:
            context = self.browser.new_context(
                viewport={"width": width, "height": 820}, **LOOKS[look]
            )
            self.contexts[key] = context
            match role:
                case "":
                    pass
                case "applicant":
                    self._open_a_case(context.new_page())
                case "filing":
                    self._choose_a_type(context.new_page())
                case _:
                    self._sign_in(context.new_page(), role)
        return self.contexts[key]

    def _open_a_case(self, page: Page) -> None:
        page.goto(f"{self.address}/en/track/")
        filed = page.evaluate(FILING)
        self.numbers[page.context] = filed["number"]
        page.fill("[name=number]", filed["number"])
        page.fill("[name=receipt]", filed["receipt"])
        with page.expect_navigation():
            page.click("main form button")
        page.close()

    def _choose_a_type(self, page: Page) -> None:
        page.goto(f"{self.address}/en/")
        with page.expect_navigation():
            page.locator("button[name=type]").first.click()
        page.close()

    def _sign_in(self, page: Page, role: str) -> None:
        email, password = self.passwords[role]
        page.goto(f"{self.address}/desk/sign-in/")
        page.fill("[name=email]", email)
        page.fill("[name=password]", password)
        with page.expect_navigation():
            page.click("main form button")
        page.close()


if __name__ == "__main__":
    main()
