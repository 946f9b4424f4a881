"""HTML → tagged PDF. Nothing is fetched but our own fonts: no file, no network."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any

from django.template.loader import render_to_string

from sawti.catalogue.queries import catalogue
from sawti.documents.kinds import Sheet
from sawti.lib.contrast import is_colour
from sawti.lib.text import localised
from sawti.tenancy.context import current_tenant, reading

HERE = Path(__file__).parent
FONTS = "sawti-font:"
INK = "#1a1a1a"
_one_at_a_time = Lock()


@dataclass(frozen=True)
class Letterhead:
    """The frame of a document: `documents/base.html` shows it."""

    title: str
    foot: str
    language: str
    direction: str
    tenant_name: str
    government: str


def draw(sheet: Sheet, *, language: str) -> bytes:
    """Return the sheet as PDF/UA-1 (ISO 14289-1) in the active language and time zone."""
    tenant = current_tenant()
    with reading():
        colour = catalogue().theme.get("light", {}).get("brand", INK)
    head = Letterhead(
        title=sheet.title,
        foot=sheet.foot,
        language=language,
        direction="rtl" if language == "ar" else "ltr",
        tenant_name=localised(tenant.names, language),
        government=localised(tenant.governments, language),
    )
    html = render_to_string(sheet.template, {"head": head, "content": sheet.content})
    return pdf_of(html, colour=colour)


def pdf_of(html: str, *, colour: str = INK) -> bytes:
    """Draw a whole HTML document with our sheet; `colour` is that of the tenant, as #rrggbb."""
    # WeasyPrint takes seconds and 60 MB to import: only who draws pays for it.
    import weasyprint  # noqa: PLC0415
    from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415

    with _one_at_a_time:
        fetcher, fonts = _own_fonts_only()(), FontConfiguration()
        brand = colour if is_colour(colour) else INK
        sheets = [
            weasyprint.CSS(string=text, font_config=fonts, url_fetcher=fetcher)
            for text in (_sheet(), f":root {{ --brand: {brand} }}")
        ]
        page = weasyprint.HTML(string=html, url_fetcher=fetcher)
        pdf: bytes = page.write_pdf(stylesheets=sheets, font_config=fonts, pdf_variant="pdf/ua-1")
    return pdf


@cache
def _sheet() -> str:
    return (HERE / "sheets" / "letter.css").read_text()


@cache
def _own_fonts_only() -> Any:
    from weasyprint.urls import URLFetcher, URLFetcherResponse  # noqa: PLC0415

    known = {path.name: path for path in (HERE / "fonts").glob("*.woff2")}

    class OwnFontsOnly(URLFetcher):  # type: ignore[misc, unused-ignore]
        """Gives a template our fonts by name and refuses everything else."""

        def fetch(self, url: str, headers: Any = None) -> Any:
            path = known.get(url.removeprefix(FONTS)) if url.startswith(FONTS) else None
            if path is None:
                raise ValueError("Only our own fonts may be fetched.")
            return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": "font/woff2"})

    return OwnFontsOnly
