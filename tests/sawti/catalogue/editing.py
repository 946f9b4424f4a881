"""What an editor of Bahrain does to the catalogue, as the CMS does it: in one transaction."""

from collections.abc import Callable
from typing import Any

from sawti.catalogue.models import Category
from sawti.catalogue.steps import categories
from sawti.lib import clock
from tests import people
from tests.cast import Cast


def do(cast: Cast, step: Callable[..., Any], *args: Any, person: Any = None, **kwargs: Any) -> Any:
    """Call a step as Layla (or `person`) in Bahrain."""
    by = cast.staff(person or people.LAYLA)
    with cast.writing(cast.bahrain):
        return step(*args, by=by, at=clock.now(), **kwargs)


def draft(**changes: Any) -> categories.CategoryDraft:
    """Return street lighting as the pack has it, with changes."""
    values: dict[str, Any] = {
        "names": {"ar": "إنارة الشوارع", "en": "Street lighting"},
        "parent": "roads",
        "pillar": "infrastructure",
        "entity": "ewa-electricity-distribution",
        "keywords": {"ar": ["إنارة"], "en": ["lamp"]},
    }
    return categories.CategoryDraft(**{**values, **changes})


def rename(cast: Cast, name: str, code: str = "street-lighting") -> None:
    """Give a category another English name."""
    with cast.inside(cast.bahrain):
        row = Category.objects.select_related("parent", "pillar", "entity", "importance").get(
            code=code
        )
    values = categories.values_of(row)
    wanted = categories.CategoryDraft(**{**values, "names": {**row.names, "en": name}})
    do(cast, categories.change_category, code, wanted, seen=row.edited_at)
