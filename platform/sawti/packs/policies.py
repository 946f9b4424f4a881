"""Loads the policies of a pack, and says what is wrong between them."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from django.db.models import Max

from sawti.packs.comparing import Comparison, Table
from sawti.packs.errors import Fault, shown
from sawti.packs.policy_file import PolicyRow
from sawti.packs.schema import Pack
from sawti.sla.models import Policy, PolicyVersion
from sawti.sla.steps import keep_versions
from sawti.sla.terms import Terms

FILE = "sla.toml"
KEYS = ("category", "entity", "pillar", "type", "importance", "applicant", "channel")


def load_policies(
    comparison: Comparison,
    pack: Pack,
    catalogue: dict[str, Table],
    entities: Table,
    *,
    at: datetime,
) -> None:
    """Load the promises; a changed target is a new version, and cases keep the one they got.

    A policy that vanished is switched off. Versions are kept for ever.
    """
    rows = pack.sla.policies
    table = comparison.table("policies", Policy, (row.code for row in rows))
    used = _used_versions(row.code for row in rows if row.code not in table.rows)
    of = {**catalogue, "entities": entities}
    wanted = {
        row.code: {
            "code": row.code,
            "names": row.name.model_dump() if row.name else {},
            "category_id": _id(of["categories"], row.category),
            "entity_id": _id(entities, row.entity),
            "pillar_id": _id(of["pillars"], row.pillar),
            "case_type_id": _id(of["types"], row.type),
            "importance_id": _id(of["importance"], row.importance),
            "applicant_class": row.applicant or "",
            "channel": row.channel or "",
            **row.terms.columns(),
            "version": _version(table.rows.get(row.code), row, used),
            "is_active": True,
        }
        for row in rows
    }
    comparison.write(table, wanted)
    comparison.deactivate(table, wanted, {"is_active": False})
    keep_versions(at)


def _id(table: Table, code: str | None) -> Any:
    return None if code is None else table.ids[code]


def _used_versions(codes: Iterable[str]) -> dict[str, int]:
    """Return the last version of each policy that comes (back) now."""
    found = PolicyVersion.objects.filter(code__in=list(codes)).values_list("code")
    return dict(found.annotate(last=Max("version")))


def _version(known: Policy | None, row: PolicyRow, used: dict[str, int]) -> int:
    if known is None:
        return used.get(row.code, 0) + 1
    return known.version if Terms.of(known) == row.terms else known.version + 1


def policy_faults(documents: Mapping[str, Mapping[str, Any]]) -> Iterator[Fault]:
    """Yield what is wrong between policies: one is for everything else, no two for the same."""
    found = documents[FILE].get("policies")
    rows = [row for row in found if isinstance(row, dict)] if isinstance(found, list) else []
    fallbacks = [row.get("code") for row in rows if not set(KEYS) & row.keys()]
    if len(fallbacks) != 1:
        named = " and ".join(map(shown, fallbacks)) or "none"
        expected = f"exactly one with neither {', '.join(KEYS[:-1])} nor {KEYS[-1]}"
        yield Fault(FILE, "policies", expected, named)
    first: dict[tuple[Any, ...], int] = {}
    for index, row in enumerate(rows):
        scope = tuple(row.get(key) for key in KEYS)
        if scope in first and any(scope):
            expected = "traits that no other policy names together"
            yield Fault(FILE, f"policies[{index}]", expected, f"those of policies[{first[scope]}]")
        first.setdefault(scope, index)
