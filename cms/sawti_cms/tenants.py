"""Which of Wagtail's pages belong to the tenant being served."""

from wagtail.models import Page
from wagtail.query import PageQuerySet

from sawti.tenancy.context import current_tenant
from sawti_cms.models import HomePage


def home_page() -> HomePage | None:
    """Return the home page of the current tenant."""
    found: HomePage | None = HomePage.objects.filter(slug=current_tenant().slug).first()
    return found


def pages_of_tenant() -> PageQuerySet:
    """Return the pages of the current tenant: its home page and everything below it."""
    home = home_page()
    return Page.objects.descendant_of(home, inclusive=True) if home else Page.objects.none()
