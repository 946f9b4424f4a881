"""For how long a tenant keeps what: the defaults, and what its own file says otherwise."""

import tomllib
from datetime import datetime
from functools import cache
from importlib.resources import files

from sawti.catalogue.models import CaseType, Category
from sawti.packs.changes import Change, ChangeKind
from sawti.packs.comparing import Comparison
from sawti.packs.keeping import RetentionFile, RetentionRow
from sawti.packs.schema import Pack
from sawti.retention.steps.policies import GRACE, add_first_version, policies_known


@cache
def default_policies() -> tuple[RetentionRow, ...]:
    """Return the policies of defaults/retention.toml."""
    text = files("sawti.packs").joinpath("defaults/retention.toml").read_text(encoding="utf-8")
    return tuple(RetentionFile.model_validate(tomllib.loads(text)).policies)


def load_retention(comparison: Comparison, pack: Pack, *, at: datetime) -> None:
    """Add the policies that the tenant has no version of yet; those it has are left alone.

    They hold a week later, so that nobody loses anything by loading a pack.
    """
    known = policies_known()
    missing = [row for row in _rows(pack) if row.about not in known]
    if not missing:
        return
    types, categories = _ids(CaseType), _ids(Category)
    for row in missing:
        add_first_version(
            kind=row.kind,
            # An unknown code must not become a policy about everything: better no pack at all.
            case_type_id=types[row.case_type] if row.case_type else None,
            category_id=categories[row.category] if row.category else None,
            confidentiality=row.confidentiality,
            number=row.number,
            unit=row.unit,
            how=row.how,
            from_at=at + GRACE,
            at=at,
        )
        comparison.changes.append(Change("retention", row.code, ChangeKind.CREATED))


def _rows(pack: Pack) -> list[RetentionRow]:
    rows = {row.code: row for row in default_policies()}
    return list((rows | {row.code: row for row in pack.retention.policies}).values())


def _ids(model: type[CaseType] | type[Category]) -> dict[str, object]:
    return dict(model.objects.values_list("code", "id"))
