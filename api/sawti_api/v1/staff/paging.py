"""Pages of a list: how long they are, and where the next one is."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from rest_framework.response import Response

from sawti.cases.lists import LARGEST_PAGE
from sawti.lib.errors import N_, Invalid

PAGE = 50


def limit_in(wanted: dict[str, str]) -> int:
    """Return how long a page is wanted; raises Invalid for a number that can't be."""
    typed = wanted.get("limit", str(PAGE))
    if not (
        typed.isascii() and typed.isdigit() and len(typed) <= 3 and 1 <= int(typed) <= LARGEST_PAGE
    ):
        text = N_("Choose a number from 1 to %(most)s.")
        raise Invalid("limit", text, most=LARGEST_PAGE)
    return int(typed)


def next_page(address: str, wanted: dict[str, str], cursor: str) -> str | None:
    """Return the address of the page behind `cursor`, or None on the last one."""
    return f"{address}?{urlencode({**wanted, 'cursor': cursor})}" if cursor else None


def page_response(rows: Iterable[dict[str, Any]], url: str | None) -> Response:
    """Answer with a page."""
    headers = {"Link": f'<{url}>; rel="next"'} if url else {}
    return Response({"results": list(rows), "next": url}, headers=headers)
