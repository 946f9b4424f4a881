"""Columns of personal data: encrypted at rest, found again by a keyed hash.

    phone = SealedField()
    phone_hash = FingerprintField(of="phone")

    Person.objects.filter(phone_hash="+97336123456")

A database, a backup or a replica without `SAWTI_FIELD_KEYS` tells neither the value nor whether
two rows of different tenants have the same one. A serving process that is taken over has the keys.
"""

import unicodedata
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models.lookups import Exact
from django.db.models.query_utils import DeferredAttribute

from sawti.lib.key_ring import KeyRing
from sawti.tenancy.context import current_tenant


def key_ring() -> KeyRing:
    """Return the keys of sealed columns."""
    return settings.SAWTI_FIELD_KEYS


class Ciphertext(bytes):
    """A sealed text as the column has it."""


class _OpenedWhenRead(DeferredAttribute):
    """Opens a column when it is first read: only then are its row and tenant known."""

    field: "SealedField"

    def __get__(self, instance: Any, cls: Any = None) -> Any:
        value = super().__get__(instance, cls)
        if isinstance(value, Ciphertext):
            value = self.field.opened(value, tenant_id=instance.tenant_id, row_id=instance.pk)
            instance.__dict__[self.field.attname] = value
        return "" if value is None else value

    def __set__(self, instance: Any, value: Any) -> None:
        instance.__dict__[self.field.attname] = value


class SealedField(models.BinaryField):  # type: ignore[type-arg]
    """A short text under AES-256-GCM, bound to tenant, table, column and row; "" is NULL.

    It is written by `save`, `create` and `bulk_create`; `update` takes "" only, for it does not
    know the row. It can't be filtered by (but `isnull`); `values` shows what is stored.
    """

    descriptor_class = _OpenedWhenRead

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{**kwargs, "null": True})

    def deconstruct(self) -> tuple[str, str, Any, Any]:
        name, path, args, kwargs = super().deconstruct()
        del kwargs["null"]
        return name, path, args, kwargs

    def get_lookup(self, lookup_name: str) -> Any:
        return super().get_lookup(lookup_name) if lookup_name == "isnull" else None

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        return None if value is None else Ciphertext(value)

    def pre_save(self, model_instance: models.Model, add: bool) -> Ciphertext | None:
        """Seal the text under the current key, also what is loaded and unchanged."""
        row: Any = model_instance
        return self.sealed(getattr(row, self.attname), tenant_id=row.tenant_id, row_id=row.pk)

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        if value and not isinstance(value, Ciphertext):
            raise TypeError(f"{self.name} is sealed with its row: load the row and save it.")
        return super().get_db_prep_value(value or None, connection, prepared)

    def sealed(self, plain: str | None, *, tenant_id: UUID, row_id: UUID) -> Ciphertext | None:
        """Return what the column of this row holds for a text."""
        if not plain:
            return None
        bound_to = self._place_of(row_id)
        return Ciphertext(
            key_ring().seal(plain.encode(), purpose=_purpose(tenant_id), bound_to=bound_to)
        )

    def opened(self, sealed: bytes, *, tenant_id: UUID, row_id: UUID) -> str:
        """Return the text; raises KeyMissing and SealBroken, which nothing should catch."""
        purpose, bound_to = _purpose(tenant_id), self._place_of(row_id)
        return key_ring().open(bytes(sealed), purpose=purpose, bound_to=bound_to).decode()

    def _place_of(self, row_id: UUID) -> bytes:
        return f"{self.model._meta.db_table}.{self.column} {row_id}".encode()


class FingerprintField(models.BinaryField):  # type: ignore[type-arg]
    """The keyed hash of another field, by which equal texts of one tenant are found; "" is NULL.

    It follows the other field by itself; an `update_fields` that names one names both. Texts that
    differ in case, width or surrounding space are equal. One `kind` in two tables gives one hash.
    """

    def __init__(self, *, of: str, kind: str = "", **kwargs: Any) -> None:
        self.of, self.kind = of, kind or of
        super().__init__(**{**kwargs, "null": True, "max_length": 32, "editable": False})

    def deconstruct(self) -> tuple[str, str, Any, Any]:
        name, path, args, kwargs = super().deconstruct()
        del kwargs["null"], kwargs["max_length"]
        return name, path, args, {**kwargs, "of": self.of, "kind": self.kind}

    def pre_save(self, model_instance: models.Model, add: bool) -> bytes | None:
        row: Any = model_instance
        found = self.fingerprints(getattr(row, self.of) or "", tenant_id=row.tenant_id)
        value = found[0] if found else None
        setattr(row, self.attname, value)
        return value

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        return super().get_db_prep_value(value or None, connection, prepared)

    def fingerprints(self, plain: str, *, tenant_id: UUID) -> tuple[bytes, ...]:
        """Return the hashes under each key, the current one's first; of "" there are none."""
        normal = unicodedata.normalize("NFKC", plain).strip().casefold()
        purpose = _purpose(tenant_id)
        return key_ring().fingerprints(self.kind, normal, purpose=purpose) if normal else ()


@FingerprintField.register_lookup
class _SameText(Exact):
    """`phone_hash="+973…"`: equal under any key of the ring, so a rotation may be under way."""

    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        column, params = self.process_lhs(compiler, connection)
        field: FingerprintField = self.lhs.output_field
        found = field.fingerprints(str(self.rhs), tenant_id=current_tenant().id)
        # An empty text is nobody's: NULL equals nothing.
        return f"{column} = ANY(%s::bytea[])", (*params, [bytes(each) for each in found])


def _purpose(tenant_id: UUID) -> str:
    return f"field of tenant {tenant_id}"
