"""Roles of a pack: those that every tenant starts with, and what its own file says otherwise."""

import tomllib
from functools import cache
from importlib.resources import files

from sawti.entities.models import Role
from sawti.entities.steps import regrant
from sawti.packs.comparing import Comparison, Table
from sawti.packs.errors import Fault, PackRefused, shown
from sawti.packs.schema import Pack, RoleRow, RolesFile


@cache
def default_roles() -> tuple[RoleRow, ...]:
    """Return the roles of defaults/roles.toml."""
    text = files("sawti.packs").joinpath("defaults/roles.toml").read_text(encoding="utf-8")
    return tuple(RolesFile.model_validate(tomllib.loads(text)).roles)


def roles_of(pack: Pack) -> list[RoleRow]:
    """Return the defaults, replaced by the pack's own of the same code, and what it adds."""
    rows = {row.code: row for row in default_roles()}
    return list((rows | {row.code: row for row in pack.roles.roles}).values())


def load_roles(comparison: Comparison, pack: Pack) -> None:
    """Load the roles; the rights of all holders follow in the same transaction."""
    rows = roles_of(pack)
    table = comparison.table("roles", Role, (row.code for row in rows))
    _refuse_other_levels(comparison, table, rows)
    before = {code: row.permissions for code, row in table.rows.items()}
    wanted = {
        row.code: {
            "code": row.code,
            "names": row.name.model_dump(),
            "level": row.level,
            "permissions": list(row.permissions),
            "shipped_permissions": list(row.permissions),
            "is_first_contact": row.first_contact,
            "leads_entity": row.leads,
            "is_delegable": row.delegable,
            "is_active": True,
            "position": position,
        }
        for position, row in enumerate(rows)
    }
    comparison.write(table, wanted)
    comparison.deactivate(table, wanted, {"is_active": False})
    regrant(row.id for code, row in table.rows.items() if row.permissions != before[code])


def _refuse_other_levels(comparison: Comparison, table: Table, rows: list[RoleRow]) -> None:
    """A role's posts have an entity or have none: its level never changes.

    One that an administrator made stays as it is, and is no fault of the pack.
    """
    faults = [
        Fault("roles.toml", f"{row.code}.level", f"{known.level!r}, as it was", shown(row.level))
        for row in rows
        if (known := table.rows.get(row.code)) and known.level != row.level
        if comparison.is_given_up(known)
    ]
    if faults:
        raise PackRefused(faults)
