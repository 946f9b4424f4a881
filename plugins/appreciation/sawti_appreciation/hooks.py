"""What the plugin adds to the portal's first page: the latest thanks."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext

from sawti.enabling.queries import options_of
from sawti.plugins.calling import hookimpl
from sawti.plugins.facts import HomeSection
from sawti_appreciation.manifest import AppreciationOptions
from sawti_appreciation.queries import PublicThanks, wall_page

ON_THE_FIRST_PAGE = 3


@dataclass(frozen=True)
class LatestThanks:
    """The newest entries of the wall."""

    rows: tuple[PublicThanks, ...]


@hookimpl
def home_section(language: str, at: datetime) -> HomeSection | None:
    """Show the newest thanks; nothing while there are none."""
    if not options_of(AppreciationOptions).has_wall:
        return None
    found = wall_page(language=language, at=at, size=ON_THE_FIRST_PAGE)
    template = "sawti_appreciation/home_section.html"
    title = gettext("People say thanks")
    return HomeSection(title, template, LatestThanks(found.rows)) if found.rows else None
