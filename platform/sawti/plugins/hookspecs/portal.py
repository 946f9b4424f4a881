"""Hooks about the public pages."""

from datetime import datetime
from typing import TYPE_CHECKING

import pluggy

if TYPE_CHECKING:
    from sawti.plugins.facts import HomeSection

hookspec = pluggy.HookspecMarker("sawti")


@hookspec
def home_section(language: str, at: datetime) -> "HomeSection | None":
    """Add a block to the portal's first page.

    When: each time somebody opens the first page.
    Arguments: `language` is the page's; `at` is now, aware UTC.
    Returns: a heading, a template and what the template shows; None for nothing today.
    Failure: an exception is logged, and the page is shown without the block.
    Must not: write, use the network, ask the database more than twice, or show what a person did
    not consent to.
    Example: plugins/example/sawti_example/hooks.py. Since: 0.1.
    """
