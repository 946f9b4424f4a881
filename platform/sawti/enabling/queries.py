"""Which plugins the current tenant has enabled, and what they contribute to it."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from pydantic import ValidationError

from sawti.enabling.models import TenantPlugin
from sawti.plugins.calling import manifests
from sawti.plugins.manifest import Every, Job, Manifest, MenuLink, Options, Place
from sawti.tenancy.context import tenant_or_none
from sawti.tenancy.snapshot import kept_per_version

log = logging.getLogger("sawti.plugins")
T = TypeVar("T", bound=Options)


@dataclass(frozen=True)
class PluginState:
    """An installed plugin as the tenant's administrator sees it; `options` are as stored."""

    manifest: Manifest
    is_enabled: bool
    options: Mapping[str, Any]


@kept_per_version
def enabled_plugins() -> Mapping[str, Options]:
    """Return the plugins that are installed and enabled in this tenant, with their options."""
    rows = TenantPlugin.objects.filter(is_enabled=True).order_by("name")
    known = manifests()
    return {
        row.name: _valid_options(known[row.name], row.options) for row in rows if row.name in known
    }


def _valid_options(manifest: Manifest, stored: Mapping[str, Any]) -> Options:
    """Return the stored options, or the defaults where a newer version refuses them."""
    try:
        return manifest.options.model_validate(stored)
    except ValidationError:
        log.warning("plugin %s: stored options are invalid; defaults are used", manifest.name)
        return manifest.options()


def is_enabled(name: str) -> bool:
    """Tell whether the plugin works in the tenant being served; without a tenant it does not."""
    return tenant_or_none() is not None and name in enabled_plugins()


def options_of(kind: type[T]) -> T:
    """Return the tenant's options of the plugin whose options model `kind` is."""
    found = next((found for found in enabled_plugins().values() if type(found) is kind), None)
    return found if found is not None else kind()


def menu_links(place: Place) -> list[tuple[str, MenuLink]]:
    """Return the links that enabled plugins add to a menu, each with its plugin's name."""
    known = manifests()
    return [
        (name, link)
        for name in enabled_plugins()
        for link in known[name].menu
        if link.place == place
    ]


def jobs_of_tenant(every: Every) -> list[tuple[str, Job]]:
    """Return the jobs that are due every hour or every night in the tenant being served."""
    known = manifests()
    return [
        (name, job) for name in enabled_plugins() for job in known[name].jobs if job.every == every
    ]


def plugins_of_tenant() -> list[PluginState]:
    """Return every installed plugin with its state in this tenant, by name."""
    rows = {row.name: row for row in TenantPlugin.objects.all()}
    return [_state(manifest, rows.get(name)) for name, manifest in manifests().items()]


def _state(manifest: Manifest, row: TenantPlugin | None) -> PluginState:
    defaults = manifest.options().model_dump(mode="json")
    if row is None:
        return PluginState(manifest, False, defaults)
    return PluginState(manifest, row.is_enabled, {**defaults, **row.options})


def codes_brought() -> dict[str, list[str]]:
    """Return the codes that enabled plugins keep active, under `types` and `categories`."""
    found: dict[str, list[str]] = {}
    for brought in TenantPlugin.objects.filter(is_enabled=True).values_list("brought", flat=True):
        for table, codes in brought.items():
            found.setdefault(table, []).extend(codes)
    return found
