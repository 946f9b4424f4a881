"""Posts, roles and permissions in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.urls import reverse
from django.utils.translation import get_language, gettext, ngettext

from sawti.entities.posts import PostFacts, reached
from sawti.entities.queries import entity_tree
from sawti.lib.permissions import BY_CODENAME

MOST_NAMES = 5


@dataclass(frozen=True)
class PostLine:
    """One post of a list; addresses are "" where the reader may not go there."""

    role: str
    entity: str
    entity_url: str
    holder: str
    holder_url: str
    since_at: datetime
    until_at: datetime | None
    note: str
    end_url: str = ""
    delegate_url: str = ""


@dataclass(frozen=True)
class Ability:
    """A permission in plain language, and where it holds."""

    text: str
    where: str


def language() -> str:
    """Return the language of the page."""
    return get_language() or "en"


def place(entity_id: UUID | None) -> str:
    """Return an entity's name, or the words for all of them."""
    if entity_id is None:
        return gettext("All entities")
    return entity_tree().by_id[entity_id].name(language())


def post_line(post: PostFacts, *, may_end: bool, may_delegate: bool) -> PostLine:
    """Return a post as a line of a table."""
    entity = entity_tree().by_id[post.entity_id] if post.entity_id else None
    is_delegable = post.role.is_delegable and post.for_id is None
    return PostLine(
        role=post.role.name(language()),
        entity=place(post.entity_id),
        entity_url=reverse("desk:entity_posts", args=[entity.code]) if entity else "",
        holder=post.staff_name,
        holder_url=reverse("desk:access", args=[post.staff_id]),
        since_at=post.since_at,
        until_at=post.until_at,
        note=_note(post),
        end_url=reverse("desk:end_post", args=[post.id]) if may_end else "",
        delegate_url=reverse("desk:delegate", args=[post.id])
        if may_delegate and is_delegable
        else "",
    )


def _note(post: PostFacts) -> str:
    parts = []
    if post.for_name:
        parts.append(gettext("Represents %(name)s.") % {"name": post.for_name})
    if post.reason:
        parts.append(gettext("Reason: %(reason)s") % {"reason": post.reason})
    if not post.is_held:
        parts.append(gettext("It does not count now."))
    return " ".join(parts)


def permission_text(codename: str) -> str:
    """Return what a permission lets somebody do."""
    return gettext(BY_CODENAME[codename].text)


def abilities(posts: Iterable[PostFacts]) -> tuple[Ability, ...]:
    """Return what posts that count let their holder do and where, permission by permission."""
    held: dict[str, set[UUID]] = {}
    for post in posts:
        if post.is_held:
            for codename in post.role.permissions:
                held.setdefault(codename, set()).update(reached(post))
    return tuple(
        Ability(permission_text(each), _where(held[each])) for each in BY_CODENAME if each in held
    )


def _where(entity_ids: set[UUID]) -> str:
    tree = entity_tree()
    if len(entity_ids) == len(tree.by_id):
        return gettext("All entities")
    tops = [e for e in tree.by_id.values() if e.id in entity_ids and e.parent_id not in entity_ids]
    names = ", ".join(entity.name(language()) for entity in tops[:MOST_NAMES])
    more = len(entity_ids) - len(tops[:MOST_NAMES])
    if not more:
        return names
    rest = ngettext("and %(count)s more entity", "and %(count)s more entities", more)
    return f"{names} {rest % {'count': more}}"
