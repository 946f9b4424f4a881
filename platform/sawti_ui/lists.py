"""Several things in one line of text."""

from collections.abc import Iterable

from django.utils.translation import pgettext


def listed(parts: Iterable[str]) -> str:
    """Return the parts as one line, apart as the reader's language does it."""
    return pgettext("between the parts of a list", "; ").join(parts)
