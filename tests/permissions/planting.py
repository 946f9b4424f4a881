"""Plants a marker into every text of a tenant, whatever tables there are."""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import DatabaseError, models, transaction

from sawti.lib.errors import DomainError
from sawti.tenancy.holes import append_only_tables
from sawti.tenancy.models import TenantModel
from tests.sawti.tenancy.test_foreign_keys import value_for

MARKER = "marker4711"
WORDS = {"ar": MARKER, "en": MARKER, MARKER: [MARKER]}


def texts_of(model: type[models.Model]) -> Iterator[models.Field[Any, Any]]:
    """Yield the fields that hold words; codes of two letters can't hold the marker."""
    for field in model._meta.local_concrete_fields:
        is_text = isinstance(field, models.CharField | models.TextField | models.JSONField)
        fits = getattr(field, "max_length", None) is None or field.max_length >= len(MARKER)
        if is_text and fits and not field.generated:
            yield field


def marked(field: models.Field[Any, Any]) -> Any:
    """Return the marker as this field holds it."""
    return WORDS if isinstance(field, models.JSONField) else MARKER


def plant_everywhere() -> tuple[set[str], set[str]]:
    """Write the marker into all texts of the tenant being served, in its open transaction.

    Returns the fields that have it now, and those that the database keeps as they are: what is
    append-only, and what a constraint binds.
    """
    planted: set[str] = set()
    left: set[str] = set()
    closed = set(append_only_tables())
    for model in apps.get_models(include_auto_created=True):
        if issubclass(model, TenantModel):
            has_row = model._base_manager.exists() or _insert(model)
            for field in texts_of(model):
                name = f"{model._meta.label}.{field.name}"
                is_open = has_row and model._meta.db_table not in closed
                (planted if is_open and _update(model, field) else left).add(name)
    return planted, left


def _insert(model: type[models.Model]) -> bool:
    """Add a row to a table that has none: plain, or with one of the keys that may be empty."""
    fields = [f for f in model._meta.local_concrete_fields if f.name != "tenant"]
    keys = [field for field in fields if field.is_relation and field.null]
    try:
        plain = {field.attname: value_for(field) for field in fields}
    except (KeyError, ValueError, AttributeError):
        return False
    rows = [plain, *({**plain, key.attname: _any_row(key)} for key in keys)]
    return any(_is_inserted(model, row) for row in rows)


def _any_row(key: models.Field[Any, Any]) -> Any:
    return key.related_model._base_manager.values_list("pk", flat=True).first()


def _is_inserted(model: type[models.Model], values: dict[str, Any]) -> bool:
    try:
        with transaction.atomic():
            model._base_manager.bulk_create([model(**values)])
    except (DatabaseError, DomainError, KeyError, ValueError, AttributeError):
        return False
    return True


def _update(model: type[models.Model], field: models.Field[Any, Any]) -> bool:
    try:
        with transaction.atomic():
            rows = model._base_manager.filter(
                pk__in=model._base_manager.values("pk")[: 1 if field.unique else 1000]
            )
            return rows.update(**{field.attname: marked(field)}) > 0
    except (DatabaseError, ValueError, TypeError):
        return _update_one(model, field)


def _update_one(model: type[models.Model], field: models.Field[Any, Any]) -> bool:
    """Try a single row: what must differ from row to row can hold the marker once."""
    try:
        with transaction.atomic():
            row = model._base_manager.order_by("pk").values_list("pk", flat=True).first()
            update = model._base_manager.filter(pk=row).update
            return update(**{field.attname: marked(field)}) > 0
    except (DatabaseError, ValueError, TypeError):
        return False
