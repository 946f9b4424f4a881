"""Which field of a pack goes to which column, table by table; inside the loading transaction."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from sawti.catalogue.models import (
    CaseType,
    Category,
    Confidentiality,
    Importance,
    Pillar,
    ReplyTemplate,
    RepresentationKind,
    Text,
    Theme,
)
from sawti.enabling.queries import codes_brought
from sawti.entities.models import Entity, Sector
from sawti.entities.queries import entity_tree
from sawti.packs.comparing import Comparison, Table, Values
from sawti.packs.schema import Pack

_INACTIVE = {"is_active": False}


def load_entities(comparison: Comparison, pack: Pack) -> Table:
    """Load sectors and entities; a sector that has entities left stays.

    An entity that was closed for good never comes back: what names it means who does its work now.
    """
    sectors = _load_sectors(comparison, pack)
    codes = (row.code for row in pack.entities.entities)
    table = _with_heirs(comparison.table("entities", Entity, codes))
    rows = [row for row in pack.entities.entities if not _is_closed(table, row.code)]
    triage = _standing(table, pack.tenant.triage_entity)
    # There is room for one triage entity: the old one steps down before the new one comes.
    if any(row.is_triage and code != triage for code, row in table.rows.items()):
        Entity.objects.filter(is_triage=True).update(is_triage=False)
    wanted = {
        row.code: {
            "code": row.code,
            "names": row.name.model_dump(),
            "kind": row.kind,
            "sector_id": sectors.ids[row.sector],
            "parent_id": _id(table, row.parent),
            "is_triage": row.code == triage,
            "is_active": True,
            "position": position,
        }
        for position, row in enumerate(rows)
    }
    comparison.write(table, wanted)
    kept = {*wanted, *_parts(table)}
    comparison.deactivate(table, kept, {**_INACTIVE, "is_triage": False})
    if triage in table.rows and not table.rows[triage].is_triage:  # an edited one, left alone above
        Entity.objects.filter(code=triage).update(is_triage=True)
    _remove_empty_sectors(comparison, sectors, {row.code for row in pack.entities.sectors})
    return table


def _with_heirs(table: Table) -> Table:
    closed = {code: row for code, row in table.rows.items() if row.closed_at}
    if not closed:
        return table
    heirs = {code: entity_tree().heir(row.id).id for code, row in closed.items()}
    return replace(table, ids={**table.ids, **heirs})


def _parts(table: Table) -> set[str]:
    """Return the codes of entities that came out of others: no pack knows them, they stay."""
    if not any(row.edited_at for row in table.rows.values()):
        return set()
    tree = entity_tree()
    return {tree.by_id[part].code for entity in tree.by_id.values() for part in entity.parts}


def _is_closed(table: Table, code: str) -> bool:
    return code in table.rows and table.rows[code].closed_at is not None


def _standing(table: Table, code: str) -> str:
    """Return the code of the entity that does the work of this one."""
    codes = {row.id: known for known, row in table.rows.items()}
    return codes[table.ids[code]] if _is_closed(table, code) else code


def _load_sectors(comparison: Comparison, pack: Pack) -> Table:
    rows = pack.entities.sectors
    table = comparison.table("sectors", Sector, (row.code for row in rows))
    wanted = {
        row.code: {"code": row.code, "names": row.name.model_dump(), "position": position}
        for position, row in enumerate(rows)
    }
    comparison.write(table, wanted)
    return table


def _remove_empty_sectors(comparison: Comparison, table: Table, wanted: set[str]) -> None:
    gone = [code for code in table.rows if code not in wanted]
    if gone:
        used = set(Entity.objects.values_list("sector_id", flat=True))
        comparison.remove(table, [code for code in gone if table.ids[code] not in used])


def load_catalogue(comparison: Comparison, pack: Pack, entities: Table) -> dict[str, Table]:
    """Load types, importance, pillars and categories; return them by name."""
    file = pack.catalogue
    comparison.leave(codes_brought())
    types = _load_named(
        comparison, "types", CaseType, file.types, lambda row: {"hints": row.hint.model_dump()}
    )
    importance = _load_named(
        comparison,
        "importance",
        Importance,
        file.importance,
        lambda row: {"rank": row.rank, "is_default": row.default},
        gone={**_INACTIVE, "is_default": False},
    )
    pillars = _load_named(comparison, "pillars", Pillar, file.pillars, lambda row: {})
    classes = _load_confidentiality(comparison, pack)
    _load_representations(comparison, pack)
    categories = _load_categories(comparison, pack, entities, importance, pillars, classes)
    _load_replies(comparison, pack, entities, categories)
    return {
        "types": types,
        "importance": importance,
        "pillars": pillars,
        "categories": categories,
    }


def _load_named(
    comparison: Comparison,
    name: str,
    model: Any,
    rows: list[Any],
    more: Any,
    gone: Values = _INACTIVE,
) -> Table:
    table = comparison.table(name, model, (row.code for row in rows))
    wanted = {
        row.code: {
            "code": row.code,
            "names": row.name.model_dump(),
            "position": position,
            "is_active": True,
            **more(row),
        }
        for position, row in enumerate(rows)
    }
    comparison.write(table, wanted)
    comparison.deactivate(table, wanted, gone)
    return table


def _load_confidentiality(comparison: Comparison, pack: Pack) -> Table:
    """Load the classes of confidential cases; one that vanished goes on for the cases it has."""
    return _load_named(
        comparison,
        "confidentiality",
        Confidentiality,
        pack.catalogue.confidentiality,
        lambda row: {
            "readers": list(row.readers),
            "handlers": list(row.handlers),
            "needs_second": row.second_person,
        },
    )


def _load_representations(comparison: Comparison, pack: Pack) -> None:
    """Load how people act for others; a kind that vanished goes on for those who have it."""
    _load_named(
        comparison,
        "representations",
        RepresentationKind,
        pack.catalogue.representations,
        lambda row: {
            "hints": row.hint.model_dump(),
            "documents": row.document.model_dump() if row.document and row.needs_proof else {},
            "may": list(row.may),
            "needs_proof": row.needs_proof,
            "needs_account": row.needs_account,
        },
    )


def _load_categories(
    comparison: Comparison,
    pack: Pack,
    entities: Table,
    importance: Table,
    pillars: Table,
    classes: Table,
) -> Table:
    rows = pack.catalogue.categories
    table = comparison.table("categories", Category, (row.code for row in rows))
    wanted = {
        row.code: {
            "code": row.code,
            "names": row.name.model_dump(),
            "position": position,
            "is_active": True,
            "parent_id": _id(table, row.parent),
            "pillar_id": _id(pillars, row.pillar),
            "importance_id": _id(importance, row.importance),
            "entity_id": _id(entities, row.entity),
            "keywords": row.keywords.model_dump() if row.keywords else {},
            "confidentiality_id": _id(classes, row.confidentiality),
            "confidential_by": row.confidential_by,
        }
        for position, row in enumerate(rows)
    }
    comparison.write(table, wanted)
    comparison.deactivate(table, wanted, _INACTIVE)
    return table


def _load_replies(comparison: Comparison, pack: Pack, entities: Table, categories: Table) -> None:
    _load_named(
        comparison,
        "replies",
        ReplyTemplate,
        pack.catalogue.replies,
        lambda row: {
            "bodies": row.body.model_dump(),
            "kind": row.kind,
            "entity_id": _id(entities, row.entity),
            "category_id": _id(categories, row.category),
        },
    )


def load_words(comparison: Comparison, pack: Pack) -> None:
    """Load the tenant's sentences and colours."""
    texts = pack.texts.model_dump(exclude_none=True)
    table = comparison.table("texts", Text, texts)
    comparison.write(table, {key: {"key": key, "texts": text} for key, text in texts.items()})
    _load_only_row(comparison, "theme", Theme, pack.brand.model_dump())


def _load_only_row(comparison: Comparison, name: str, model: Any, values: Values) -> None:
    """Load a table that has one row for each tenant."""
    table = comparison.table(name, model, [name], code_of=lambda _: name)
    comparison.write(table, {name: values})


def _id(table: Table, code: str | None) -> UUID | None:
    return None if code is None else table.ids[code]
