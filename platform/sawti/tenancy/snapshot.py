"""A tenant's configuration, read once per version and kept in the process."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from functools import wraps
from threading import Lock
from typing import Generic, Protocol, TypeVar
from uuid import UUID

from sawti.tenancy.context import current_tenant, reading

T = TypeVar("T")


class _Forgettable(Protocol):
    def clear(self) -> None: ...


_kept: list[_Forgettable] = []


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


class KeptAnswers(Generic[T]):
    """Answers to questions about the current tenant, each for as long as its stamp holds.

    A stamp is what a cheap statement returns and what changes with the answer. The latest `most`
    answers are kept in the process; they must not be changed.
    """

    def __init__(self, *, most: int) -> None:
        self._most = most
        self._answers: OrderedDict[Hashable, tuple[Hashable, T]] = OrderedDict()
        self._lock = Lock()
        _kept.append(self)

    def get(self, question: Hashable, stamp: Hashable, ask: Callable[[], T]) -> T:
        """Return the answer that is kept, or ask."""
        tenant = current_tenant()
        key, present = (tenant.id, question), (tenant.config_version, stamp)
        found = self._answers.get(key)
        if found is None or found[0] != present:
            found = (present, ask())
        with self._lock:
            self._answers[key] = found
            self._answers.move_to_end(key)
            if len(self._answers) > self._most:
                self._answers.popitem(last=False)
        return found[1]

    def clear(self) -> None:
        """Forget all answers."""
        with self._lock:
            self._answers.clear()


def forget_everything() -> None:
    """Read all configuration anew at next use; for a process whose transaction was rolled back."""
    for kept in _kept:
        kept.clear()
