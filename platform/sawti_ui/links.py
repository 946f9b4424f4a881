"""Where a link of the tenant's leads, in the language of the page."""

from django.urls import reverse

from sawti.catalogue.models import LinkKind
from sawti.catalogue.queries import catalogue


def address_of_page(slug: str) -> str:
    """Return the address of a free page."""
    return reverse("portal:page", args=[slug])


def address_of(kind: str, target: str) -> str:
    """Return the address, or "" where the page is not published now; see catalogue/links.py."""
    if kind == LinkKind.BUILT_IN:
        return reverse(f"portal:{target}")
    if kind == LinkKind.PAGE:
        return address_of_page(target) if target in catalogue().pages else ""
    return target
