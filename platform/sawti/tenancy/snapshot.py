"""A tenant's configuration, read once per version and kept in the process."""

from collections.abc import Callable
from functools import wraps
from threading import Lock
from typing import Any, TypeVar
from uuid import UUID

from sawti.tenancy.context import current_tenant, reading

T = TypeVar("T")

_kept: list[dict[UUID, Any]] = []


def kept_per_version(load: Callable[[], T]) -> Callable[[], T]:
    """Keep what `load` returns (frozen) until the tenant's `config_version` grows.

    `load` runs in a transaction of the tenant. A reader that saw version n never gets older
    configuration than n, because the version grows in the transaction that changes it.
    """
    kept: dict[UUID, tuple[int, T]] = {}
    lock = Lock()
    _kept.append(kept)

    @wraps(load)
    def current() -> T:
        tenant = current_tenant()
        found = kept.get(tenant.id)
        if found is None or found[0] != tenant.config_version:
            with reading():
                found = (tenant.config_version, load())
            with lock:
                kept[tenant.id] = found
        return found[1]

    return current


def forget_everything() -> None:
    """Read all configuration anew at next use; for a process whose transaction was rolled back."""
    for kept in _kept:
        kept.clear()
