"""Making pages live for the portal, and taking them away."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from sawti.audit.steps import write_entry
from sawti.catalogue.models import PublishedPage
from sawti.tenancy.actions import configuration_changed


def publish_page(
    *,
    source_id: UUID,
    slug: str,
    titles: dict[str, str],
    blocks: list[dict[str, Any]],
    at: datetime,
) -> None:
    """Make a page live. `blocks`: see catalogue/blocks.py; their HTML is already clean.

    A page that was live under another slug leaves it.
    """
    PublishedPage.objects.update_or_create(
        source_id=source_id,
        defaults={"slug": slug, "titles": titles, "blocks": blocks, "published_at": at},
    )
    configuration_changed()


def withdraw_pages_except(live: Collection[UUID]) -> int:
    """Take every page away whose source is not among `live`; return how many went."""
    gone, _ = PublishedPage.objects.exclude(source_id__in=live).delete()
    if gone:
        configuration_changed()
    return int(gone)


def note_publishing(source_id: UUID, *, is_live: bool, by_id: UUID | None, at: datetime) -> None:
    """Record that an editor made a page live or took it away."""
    write_entry(
        "page.published" if is_live else "page.withdrawn",
        at=at,
        actor_id=by_id,
        object_type="page",
        object_id=source_id,
    )
