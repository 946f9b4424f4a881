"""What the CMS calls inside the transaction in which it publishes (see decision 0006)."""

from datetime import datetime

from sawti.catalogue.models import PublishedPage
from sawti.tenancy.actions import configuration_changed


def publish_page(
    *, slug: str, titles: dict[str, str], bodies: dict[str, str], at: datetime
) -> None:
    """Make a page live for the portal; bodies are HTML that the CMS has already cleaned."""
    PublishedPage.objects.update_or_create(
        slug=slug, defaults={"titles": titles, "bodies": bodies, "published_at": at}
    )
    configuration_changed()
