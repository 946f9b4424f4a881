"""HTML that comes from a person: a short list of tags stays, everything else goes."""

from html import escape
from html.parser import HTMLParser

_TAGS = frozenset({"p", "h2", "h3", "h4", "b", "strong", "i", "em", "ul", "ol", "li", "a", "br"})
_WITHOUT_END = frozenset({"br"})
_WITH_CONTENT = frozenset({"script", "style", "template", "iframe", "object", "noscript", "svg"})
_ADDRESSES = ("https://", "http://", "mailto:", "tel:", "/", "#")


def clean_html(html: str) -> str:
    """Return `html` with known tags only, links to web, mail and phone, and every tag closed.

    What scripts and style sheets contain goes too; other unknown tags leave their text.
    """
    cleaner = _Cleaner()
    cleaner.feed(html)
    cleaner.close()
    return cleaner.result()


def is_safe_address(address: str) -> bool:
    """Tell whether a link may lead there: no script, no other site by way of two slashes."""
    plain = address.strip().lower()
    return plain.startswith(_ADDRESSES) and not plain.startswith(("//", "/\\"))


class _Cleaner(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._parts: list[str] = []
        self._open: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _WITH_CONTENT:
            self._hidden += 1
        elif tag in _TAGS and not self._hidden:
            address = dict(attrs).get("href") or ""
            is_link = tag == "a" and is_safe_address(address)
            href = f' href="{escape(address.strip())}"' if is_link else ""
            self._parts.append(f"<{tag}{href}>")
            if tag not in _WITHOUT_END:
                self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in _WITH_CONTENT:
            self._hidden = max(0, self._hidden - 1)
        elif tag in self._open and not self._hidden:
            while True:
                inner = self._open.pop()
                self._parts.append(f"</{inner}>")
                if inner == tag:
                    return

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self._parts.append(escape(data, quote=False))

    def result(self) -> str:
        """Return what was collected, with the tags closed that were left open."""
        return "".join(self._parts) + "".join(f"</{tag}>" for tag in reversed(self._open))
