"""Where a link of the tenant's may lead: a page of ours, a free page, an address outside."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from sawti.catalogue.models import LinkKind
from sawti.catalogue.queries import catalogue
from sawti.lib.errors import N_, Invalid
from sawti.lib.text import has_controls

# Names of the portal's own pages; the edge turns them into addresses.
BUILT_IN = ("home", "file", "track", "categories", "help", "accessibility", "privacy")
HOME = "home"  # the slug under which the first page is published
LONGEST_ADDRESS = 500


@dataclass(frozen=True)
class LinkTarget:
    """`target`: a name of BUILT_IN, the slug of a free page, or an address that begins https."""

    kind: str
    target: str


def check_target(link: LinkTarget) -> None:
    """Raise Invalid for the field `target` unless the link leads somewhere."""
    if link.kind == LinkKind.BUILT_IN and link.target in BUILT_IN:
        return
    if link.kind == LinkKind.PAGE:
        if link.target != HOME and link.target in catalogue().pages:
            return
        raise Invalid("target", N_("Choose a page that is published."))
    if link.kind == LinkKind.OUTSIDE:
        check_address("target", link.target)
        return
    raise Invalid("target", N_("Choose where the link leads."))


def check_address(field: str, address: str) -> None:
    """Raise Invalid unless `address` is one of another site, encrypted and without a password."""
    try:
        parts = urlsplit(address)
        is_right = parts.scheme == "https" and "." in (parts.hostname or "") and not parts.username
    except ValueError:
        is_right = False
    has_spaces = bool(address.split()[1:]) or address != address.strip() or has_controls(address)
    if not is_right or has_spaces or len(address) > LONGEST_ADDRESS:
        raise Invalid(
            field,
            N_("Enter an address that begins with https://, such as %(example)s."),
            example="https://www.example.org/",
        )
