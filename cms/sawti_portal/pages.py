"""Pages that say something: home, help, accessibility, privacy; and the tenant's colours."""

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from sawti.catalogue.links import HOME
from sawti.catalogue.queries import TypeFacts, catalogue
from sawti.enabling.calling import ask_kindly
from sawti.lib import clock
from sawti.lib.errors import Missing
from sawti.lib.text import localised
from sawti.plugins.facts import HomeSection
from sawti_portal.categories import Subject, first_level
from sawti_portal.forms import SearchForm, TrackForm
from sawti_portal.insights.home import figures_of_month
from sawti_portal.rendering import SeeOther, language, page_response
from sawti_ui import parts
from sawti_ui.blocks import Block, WrittenContent, blocks_in
from sawti_ui.frame import theme_address
from sawti_ui.theme import theme_css

TESTED_ON = date(2026, 11, 24)  # move it when every page was looked at again
CACHED_FOR_GOOD = "public, max-age=31536000, immutable"


@dataclass(frozen=True)
class TypeTile:
    """A type of case, as the first page offers it."""

    code: str
    name: str
    hint: str


@dataclass(frozen=True)
class HomeContent:
    """The first page. Without `blocks` of an editor, `intro` stands there.

    `numbers`: what was done this month; it may be empty. `sections` are blocks of enabled plugins.
    """

    title: str
    intro: str
    blocks: tuple[Block, ...]
    types: tuple[TypeTile, ...]
    promise: str
    what_next: tuple[str, ...]
    search: SearchForm
    subjects: tuple[Subject, ...]
    track: TrackForm
    numbers: tuple[parts.Fact, ...] = ()
    sections: tuple[HomeSection, ...] = ()


@dataclass(frozen=True)
class AccessibilityContent:
    """The statement. `note`: what the tenant adds, or ""; `tested_on`: our last assessment."""

    note: str
    tested_on: date


@dataclass(frozen=True)
class PrivacyContent:
    """`notice` is the tenant's own wording."""

    notice: str


@require_safe
def choose_language(request: HttpRequest) -> HttpResponse:
    """Send a visitor to the home page in the language that LanguageMiddleware found."""
    return SeeOther(reverse("portal:home"))


@require_safe
def show_home(request: HttpRequest) -> HttpResponse:
    """Show what the tenant says about itself, and the ways to file and to track."""
    content = home_content(language())
    return page_response(request, "home", content.title, content)


def home_content(language: str) -> HomeContent:
    """Return the first page: the editor's wording where it is published, else the pack's."""
    known = catalogue()
    published = known.pages.get(HOME)
    title = localised(published.titles, language) if published else ""
    return HomeContent(
        title=title or str(known.text("home_title", language)),
        intro=str(known.text("home_intro", language)),
        blocks=blocks_in(published.blocks, language) if published else (),
        types=tuple(_tile(row, language) for row in known.types.values() if row.is_active),
        promise=str(known.text("filing_promise", language)),
        what_next=tuple(known.text("what_next", language)),
        search=SearchForm(),
        subjects=first_level(),
        track=TrackForm(),
        sections=tuple(
            section for _, section in ask_kindly("home_section", language=language, at=clock.now())
        ),
        numbers=figures_of_month(clock.now()),
    )


def _tile(row: TypeFacts, language: str) -> TypeTile:
    return TypeTile(row.code, row.name(language), row.hint(language))


@require_safe
def show_written(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a page that an editor wrote and published."""
    found = catalogue().pages.get(slug) if slug != HOME else None
    if found is None:
        raise Missing
    title = localised(found.titles, language())
    content = WrittenContent(title, blocks_in(found.blocks, language()))
    return page_response(request, "written", title, content)


@require_safe
def show_theme(request: HttpRequest) -> HttpResponse:
    """Serve the tenant's colours; the address changes with them, so browsers keep the sheet."""
    theme = catalogue().theme
    sheet = theme_css(theme["light"], theme["dark"]) if theme else ""
    # For good only under its own address: a process a second behind must not fix old colours.
    is_present = request.get_full_path() == theme_address()
    headers = {"Cache-Control": CACHED_FOR_GOOD if is_present else "no-cache"}
    return HttpResponse(sheet, content_type="text/css; charset=utf-8", headers=headers)


@require_safe
def show_help(request: HttpRequest) -> HttpResponse:
    """Say how to file and follow a case."""
    return page_response(request, "help", gettext("Help"), None)


@require_safe
def show_accessibility(request: HttpRequest) -> HttpResponse:
    """Say what these pages promise to people with disabilities, and where to complain."""
    note = str(catalogue().text("accessibility_note", language()))
    content = AccessibilityContent(note, TESTED_ON)
    return page_response(request, "accessibility", gettext("Accessibility"), content)


@require_safe
def show_privacy(request: HttpRequest) -> HttpResponse:
    """Say what becomes of what people tell us."""
    content = PrivacyContent(str(catalogue().text("privacy_notice", language())))
    return page_response(request, "privacy", gettext("Privacy"), content)
