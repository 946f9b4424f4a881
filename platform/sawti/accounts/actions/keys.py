"""Sealing personal fields anew, under the current key of `SAWTI_FIELD_KEYS`."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db import models, transaction
from django.db.models import F, Func, Q, Value

from sawti.audit.steps import write_entry
from sawti.lib.key_ring import KeyRing
from sawti.tenancy.sealed import FingerprintField, SealedField, key_ring

BATCH = 500
Progress = Callable[[str, int], None]


def sealed_models() -> list[type[models.Model]]:
    """Return every model with a sealed field, by label."""
    found = [model for model in apps.get_models() if _fields_of(model, SealedField)]
    return sorted(found, key=lambda model: model._meta.label)


def rows_under_other_keys(model: type[Any]) -> models.QuerySet[Any]:
    """Return the rows of the tenant of which a field is sealed under another key than the current.

    A row that is sealed anew is not among them any more: whatever was broken off goes on here.
    """
    prefix = KeyRing.prefix(key_ring().current)
    rows, is_other = model.objects.all(), Q()
    for name in _fields_of(model, SealedField):
        start = Func(
            F(name), Value(1), Value(len(prefix)), function="substr", output_field=_Bytes()
        )
        rows = rows.alias(**{f"start_of_{name}": start})
        is_other |= Q(**{f"{name}__isnull": False}) & ~Q(**{f"start_of_{name}": prefix})
    return rows.filter(is_other)  # type: ignore[no-any-return]


def rotate_fields(
    *, at: datetime, batch: int = BATCH, progress: Progress = lambda label, count: None
) -> dict[str, int]:
    """Seal every field of the tenant under the current key; return how many rows by model.

    Each batch is one transaction. Raises KeyMissing where the key of a row is not in the ring.
    """
    counts = {model._meta.label: _rotate(model, batch, progress) for model in sealed_models()}
    with transaction.atomic(durable=True):
        words = ", ".join(f"{label} {count}" for label, count in counts.items())
        write_entry("keys.fields_rotated", at=at, reason=words)
    return counts


def _rotate(model: type[Any], batch: int, progress: Progress) -> int:
    total = 0
    while count := _rotate_batch(model, batch):
        total += count
        progress(model._meta.label, total)
    return total


def _rotate_batch(model: type[Any], batch: int) -> int:
    names = [*_fields_of(model, SealedField), *_fields_of(model, FingerprintField)]
    with transaction.atomic(durable=True):
        rows = list(rows_under_other_keys(model).select_for_update().order_by("pk")[:batch])
        for row in rows:
            row.save(update_fields=names)
    return len(rows)


def _fields_of(model: type[models.Model], kind: type[Any]) -> list[str]:
    return [field.name for field in model._meta.local_concrete_fields if isinstance(field, kind)]


class _Bytes(models.BinaryField):  # type: ignore[type-arg]
    """Plain bytes, to compare the start of a sealed text with."""
