"""The order of rows that stand in a list of the tenant's."""

from datetime import datetime
from typing import Any

from sawti.accounts.models import Staff
from sawti.catalogue.models import Category, MenuLink, ReplyTemplate, RepresentationKind
from sawti.catalogue.permissions import require_class_manager, require_editor
from sawti.catalogue.steps.edits import Table, record_edit
from sawti.lib.errors import Missing


def move_category(code: str, *, up: bool, by: Staff, at: datetime) -> None:
    """Put a category one place up or down among those of its level."""
    rows = list(Category.objects.select_for_update().order_by("position", "code"))
    row = next((row for row in rows if row.code == code), None)
    parent_id = row.parent_id if row else None
    peers = [other for other in rows if other.parent_id == parent_id]
    _move(Table.CATEGORY, code, row, peers, up=up, by=by, at=at)


def move_reply(code: str, *, up: bool, by: Staff, at: datetime) -> None:
    """Put a reply template one place up or down among those of its kind."""
    rows = list(ReplyTemplate.objects.select_for_update().order_by("position", "code"))
    row = next((row for row in rows if row.code == code), None)
    peers = [other for other in rows if row and other.kind == row.kind]
    _move(Table.REPLY, code, row, peers, up=up, by=by, at=at)


def move_kind(code: str, *, up: bool, by: Staff, at: datetime) -> None:
    """Put a kind of representation one place up or down."""
    require_class_manager(by)
    rows = list(RepresentationKind.objects.select_for_update().order_by("position", "code"))
    row = next((row for row in rows if row.code == code), None)
    _move(Table.REPRESENTATION, code, row, rows, up=up, by=by, at=at)


def move_menu_link(link_id: str, *, up: bool, by: Staff, at: datetime) -> None:
    """Put a link one place up or down among those of its place."""
    rows = list(MenuLink.objects.select_for_update().order_by("position", "id"))
    row = next((row for row in rows if str(row.id) == link_id), None)
    peers = [other for other in rows if row and other.place == row.place]
    _move(Table.MENU_LINK, link_id, row, peers, up=up, by=by, at=at)


def _move(
    table: Table, key: str, row: Any, peers: list[Any], *, up: bool, by: Staff, at: datetime
) -> None:
    """Swap `row` with its neighbour in `peers`; at either end nothing changes."""
    require_editor(by)
    if row is None:
        raise Missing
    index = peers.index(row)
    other = index - 1 if up else index + 1
    if not 0 <= other < len(peers):
        return
    before = row.position
    # Places that were equal become different, so that the swap is seen.
    places = sorted(peer.position for peer in peers)
    for number in range(1, len(places)):
        places[number] = max(places[number], places[number - 1] + 1)
    peers[index], peers[other] = peers[other], peers[index]
    for peer, place in zip(peers, places, strict=True):
        peer.position = place
    if hasattr(row, "edited_at"):
        row.edited_at = at
        type(row).objects.bulk_update([row], ["edited_at"])
    type(row).objects.bulk_update(peers, ["position"])
    record_edit(
        table,
        key,
        row_id=row.id,
        before={"position": before},
        after={"position": row.position},
        by=by,
        at=at,
    )
