"""Adding, changing and removing the tenant's links in header and footer."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sawti.accounts.models import Staff
from sawti.catalogue.links import LinkTarget, check_target
from sawti.catalogue.models import MenuLink, MenuPlace
from sawti.catalogue.permissions import require_editor
from sawti.catalogue.steps.edits import Table, faults_of_words, record_edit, refuse
from sawti.lib.errors import N_, Invalid, Missing

LONGEST_LABEL, MOST_LINKS = 40, 8


@dataclass(frozen=True)
class MenuLinkDraft:
    """What an editor wants. `place`: header or footer."""

    place: str
    names: dict[str, str]
    link: LinkTarget


def add_menu_link(draft: MenuLinkDraft, *, by: Staff, at: datetime) -> None:
    """Add a link at the end of its place. Raises InvalidInput with every fault."""
    require_editor(by)
    peers = MenuLink.objects.filter(place=draft.place)
    faults = _faults(draft)
    if peers.count() >= MOST_LINKS:
        text = N_("There are %(most)s links already; more would not be found. Remove one first.")
        faults.append(Invalid("place", text, most=MOST_LINKS))
    refuse(faults)
    last = peers.order_by("-position").values_list("position", flat=True).first()
    row = MenuLink.objects.create(position=(last or 0) + 1, **_columns(draft))
    record_edit(
        Table.MENU_LINK,
        str(row.id),
        row_id=row.id,
        before=None,
        after=_columns(draft),
        by=by,
        at=at,
    )


def change_menu_link(link_id: UUID, draft: MenuLinkDraft, *, by: Staff, at: datetime) -> None:
    """Change a link. Raises InvalidInput with every fault, Missing."""
    require_editor(by)
    row = _locked(link_id)
    refuse(_faults(draft))
    before = _values(row)
    for column, value in _columns(draft).items():
        setattr(row, column, value)
    row.save()
    record_edit(
        Table.MENU_LINK,
        str(row.id),
        row_id=row.id,
        before=before,
        after=_values(row),
        by=by,
        at=at,
    )


def remove_menu_link(link_id: UUID, *, by: Staff, at: datetime) -> None:
    """Remove a link. Raises Missing."""
    require_editor(by)
    row = _locked(link_id)
    before = _values(row)
    row.delete()
    record_edit(
        Table.MENU_LINK, str(link_id), row_id=link_id, before=before, after=None, by=by, at=at
    )


def _locked(link_id: UUID) -> MenuLink:
    row: MenuLink | None = MenuLink.objects.select_for_update().filter(pk=link_id).first()
    if row is None:
        raise Missing
    return row


def _columns(draft: MenuLinkDraft) -> dict[str, Any]:
    return {
        "place": draft.place,
        "names": draft.names,
        "kind": draft.link.kind,
        "target": draft.link.target,
    }


def _values(row: MenuLink) -> dict[str, Any]:
    return {"place": row.place, "names": row.names, "kind": row.kind, "target": row.target}


def _faults(draft: MenuLinkDraft) -> list[Invalid]:
    faults = faults_of_words("name", draft.names, LONGEST_LABEL)
    if draft.place not in MenuPlace.values:
        faults.append(Invalid("place", N_("Choose header or footer.")))
    try:
        check_target(draft.link)
    except Invalid as fault:
        faults.append(fault)
    return faults
