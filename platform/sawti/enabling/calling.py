"""Calls hooks for the tenant being served: core, and the plugins that it has enabled."""

import logging
from collections.abc import Iterator
from typing import Any

from django.db import transaction

from sawti.enabling.queries import enabled_plugins
from sawti.lib.errors import DomainError
from sawti.plugins.calling import hooks

log = logging.getLogger("sawti.plugins")


def tell(hook: str, **facts: Any) -> None:
    """Call everybody; the first failure ends it."""
    for _name, call in hooks().called(hook, enabled_plugins(), **facts):
        call()


def ask(hook: str, **facts: Any) -> Iterator[tuple[str, Any]]:
    """Yield each plugin's name with its answer, None left out; a failure is raised."""
    for name, call in hooks().called(hook, enabled_plugins(), **facts):
        if (found := call()) is not None:
            yield name, found


def ask_kindly(hook: str, **facts: Any) -> Iterator[tuple[str, Any]]:
    """Yield answers as `ask` does; who fails is logged by the manager and left out."""
    for name, call in hooks().called(hook, enabled_plugins(), **facts):
        try:
            with transaction.atomic():  # a failed query must not spoil the page around it
                found = call()
        except DomainError:
            log.warning("plugin %s is left out of %s", name, hook)
        else:
            if found is not None:
                yield name, found


def listeners(hook: str) -> list[str]:
    """Return the enabled plugins that implement the hook; core is not among them."""
    return [name for name in hooks().authors(hook) if name in enabled_plugins()]


def has_callers(hook: str) -> bool:
    """Tell whether anybody would answer: what only a hook needs is then worth preparing."""
    return any(True for _ in hooks().called(hook, enabled_plugins()))
