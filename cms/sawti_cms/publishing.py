"""From a page of Wagtail to data that the portal shows: what is live there is live here."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import translation
from wagtail.models import Page, Revision
from wagtail.rich_text import expand_db_html

from sawti.catalogue.blocks import BlockType, cleaned
from sawti.catalogue.links import HOME
from sawti.catalogue.models import LinkKind
from sawti.catalogue.steps.pages import publish_page, withdraw_pages_except
from sawti_cms.models import HomePage, WrittenPage
from sawti_cms.tenants import pages_of_tenant

LANGUAGES = ("ar", "en")


def make_live(page: Page, *, at: datetime) -> None:
    """Show the page on the portal as it is live in Wagtail: not before a later hour has come."""
    written = Page.objects.get(pk=page.pk).specific
    if isinstance(written, WrittenPage) and written.live:
        publish_page(
            source_id=written.translation_key,
            slug=HOME if isinstance(written, HomePage) else written.slug,
            titles={"ar": written.title_ar, "en": written.title_en},
            blocks=compiled(written.blocks),
            at=at,
        )


def withdraw_what_is_not_live() -> None:
    """Take away the pages of the current tenant that are no longer live in Wagtail."""
    withdraw_pages_except(list(pages_of_tenant().live().values_list("translation_key", flat=True)))


def compiled(stream: Iterable[Any]) -> list[dict[str, Any]]:
    """Return the blocks as data (catalogue/blocks.py); buttons to deleted pages are left out."""
    found = (_compiled(block.block_type, block.value) for block in stream)
    return [block for block in found if block]


def _compiled(kind: str, value: Any) -> dict[str, Any] | None:
    match kind:
        case BlockType.TEXT:
            return {"type": kind, "html": _html(value, "html")}
        case BlockType.ACTION:
            return _action(value)
        case BlockType.QUESTIONS:
            items = [{"question": _words(i, "question"), "html": _html(i, "html")} for i in value]
            return {"type": kind, "items": items}
        case BlockType.NOTICE:
            return {"type": kind, "tone": value["tone"], "text": _words(value, "text")}
        case BlockType.FIGURES:
            items = [{"value": _words(i, "value"), "label": _words(i, "label")} for i in value]
            return {"type": kind, "items": items}
        case _:
            return {"type": kind, "text": _words(value, "text")}


def _action(value: Any) -> dict[str, Any] | None:
    if value["built_in"]:
        target = {"kind": LinkKind.BUILT_IN.value, "target": value["built_in"]}
    elif value["outside"]:
        target = {"kind": LinkKind.OUTSIDE.value, "target": value["outside"]}
    elif value["page"]:
        target = {"kind": LinkKind.PAGE.value, "target": value["page"].slug}
    else:
        return None
    return {"type": BlockType.ACTION.value, "label": _words(value, "label"), **target}


def _words(value: Any, name: str) -> dict[str, str]:
    return {language: value[f"{name}_{language}"] for language in LANGUAGES}


def _html(value: Any, name: str) -> dict[str, str]:
    """Return clean HTML in which a link to a page of ours is in the language of the text."""
    html = {}
    for language in LANGUAGES:
        text = value[f"{name}_{language}"]
        with translation.override(language):
            html[language] = expand_db_html(text.source) if text else ""
    return cleaned(html)


def keep_to_the_hours(*, at: datetime) -> int:
    """Publish and unpublish the current tenant's pages whose hour has come; return how many.

    `at` is aware UTC. Wagtail's own command does this for all sites at once and tells no portal.
    """
    with transaction.atomic(durable=True):
        ids = [str(pk) for pk in pages_of_tenant().values_list("pk", flat=True)]
        due = Revision.page_revisions.filter(object_id__in=ids, approved_go_live_at__lte=at)
        expired = list(pages_of_tenant().live().filter(expire_at__lte=at).specific())
        for page in expired:
            page.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")
        revisions = list(due.order_by("approved_go_live_at"))
        for revision in revisions:
            revision.publish(log_action="wagtail.publish.scheduled")
            make_live(revision.content_object, at=at)
        if expired:
            withdraw_what_is_not_live()
    return len(expired) + len(revisions)
