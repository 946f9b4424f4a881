"""The gate for every page: axe, and a second look at the contrast of Arabic words.

axe takes joined Arabic letters for an icon font and leaves their contrast out; a letter that does
not join is tested. So each Arabic letter becomes a Hebrew alef for a second run.
"""

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
LETTERS_THAT_DO_NOT_JOIN = r"""() => {
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    texts.currentNode.data = texts.currentNode.data
      .replace(/[\u064b-\u065f\u0670\u0640]/g, '')
      .replace(/[\u0620-\u064a\u066e-\u06d3]/g, '\u05d0');
  }
}"""


def barriers_on(page: Page) -> list[str]:
    """Return what axe finds, and whether the page is wider than its window; [] is a good page.

    The page shows alefs afterwards: load it again before going on.
    """
    page.evaluate(Axe().axe_script)
    found = _violations(page, {"runOnly": STANDARDS})
    page.evaluate(LETTERS_THAT_DO_NOT_JOIN)
    rules = {"runOnly": {"type": "rule", "values": ["color-contrast"]}}
    found += [f"Arabic {violation}" for violation in _violations(page, rules)]
    if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
        found.append("sideways scroll")
    return [f"{page.url}: {barrier}" for barrier in found]


def _violations(page: Page, options: dict[str, Any]) -> list[str]:
    wanted = {**options, "resultTypes": ["violations"]}
    answer: dict[str, Any] = page.evaluate("wanted => axe.run(document, wanted)", wanted)
    return [
        f"{violation['id']} at {node['target']}"
        for violation in answer["violations"]
        for node in violation["nodes"]
    ]
