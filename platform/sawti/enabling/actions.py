"""Enabling and disabling a plugin from the command line."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from sawti.enabling.steps import turn_off, turn_on


def enable_plugin(name: str, *, at: datetime, options: Mapping[str, Any] | None = None) -> None:
    """Enable an installed plugin in the current tenant.

    Raises UnknownPlugin, InvalidInput for bad options, and what the plugin raises.
    """
    with transaction.atomic(durable=True):
        turn_on(name, at=at, options=options)


def disable_plugin(name: str, *, at: datetime) -> None:
    """Disable a plugin in the current tenant; its rows and options stay. Raises UnknownPlugin."""
    with transaction.atomic(durable=True):
        turn_off(name, at=at)
