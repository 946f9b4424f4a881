"""Enabling and disabling inside an open transaction: for the actions here, packs and the CMS.

The CMS has one transaction for each request (decision 0006), so it calls these.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from pydantic import ValidationError

from sawti.audit.steps import write_entry
from sawti.catalogue.models import CaseType, Category
from sawti.enabling.errors import PluginNotEnabled
from sawti.enabling.models import TenantPlugin
from sawti.lib.errors import N_, Invalid, InvalidInput
from sawti.plugins.calling import hooks, manifest_of
from sawti.plugins.manifest import Content, Manifest
from sawti.tenancy.actions import configuration_changed
from sawti.tenancy.context import current_tenant

MADE, WOKEN = "made", "woken"
TABLES: dict[str, Any] = {"types": CaseType, "categories": Category}


def turn_on(
    name: str, *, at: datetime, by_id: UUID | None = None, options: Mapping[str, Any] | None = None
) -> TenantPlugin:
    """Enable an installed plugin with its old options, or with `options`; again changes nothing.

    Raises UnknownPlugin, InvalidInput for bad options, and what the plugin raises.
    """
    manifest = manifest_of(name)
    row = _locked(name, at)
    wanted = _checked(manifest, row.options if options is None else options)
    if row.is_enabled and row.options == wanted:
        return row
    if not row.is_enabled:
        row.brought = bring(manifest.content)
        _note("plugin.enabled", row, at, by_id)
    row.is_enabled, row.options, row.changed_at = True, wanted, at
    row.save(update_fields=["is_enabled", "options", "brought", "changed_at"])
    configuration_changed()
    hooks().answer_of(name, "tenant_loaded", tenant=current_tenant())
    return row


def set_options(
    name: str, options: Mapping[str, Any], *, at: datetime, by_id: UUID | None = None
) -> TenantPlugin:
    """Change the options of an enabled plugin.

    Raises UnknownPlugin, PluginNotEnabled, and InvalidInput with a fault for each bad option.
    """
    manifest = manifest_of(name)
    wanted = _checked(manifest, options)
    row = _locked(name, at)
    if not row.is_enabled:
        raise PluginNotEnabled(plugin=name)
    if row.options != wanted:
        row.options, row.changed_at = wanted, at
        row.save(update_fields=["options", "changed_at"])
        configuration_changed()
        _note("plugin.options_changed", row, at, by_id)
    return row


def turn_off(name: str, *, at: datetime, by_id: UUID | None = None) -> None:
    """Disable a plugin; what it stored stays, what it showed goes. Again changes nothing."""
    manifest_of(name)
    row = _locked(name, at)
    if not row.is_enabled:
        return
    put_to_rest(row.brought)
    row.is_enabled, row.brought, row.changed_at = False, {}, at
    row.save(update_fields=["is_enabled", "brought", "changed_at"])
    configuration_changed()
    _note("plugin.disabled", row, at, by_id)


def bring(content: Content) -> dict[str, dict[str, str]]:
    """Make the content active in the catalogue; return the codes that were not active before.

    Each code comes with MADE, or WOKEN where an inactive row was there already.
    """
    types = {
        row.code: {"names": dict(row.names), "hints": dict(row.hints)} for row in content.types
    }
    brought: dict[str, dict[str, str]] = {"types": _activate(CaseType, types), "categories": {}}
    for row in content.categories:  # one by one: a second level needs the row of its first
        parent = Category.objects.filter(code=row.parent).first() if row.parent else None
        values = {
            "names": dict(row.names),
            "parent": parent,
            "keywords": {code: list(words) for code, words in row.keywords.items()},
        }
        brought["categories"] |= _activate(Category, {row.code: values})
    return brought


def put_to_rest(brought: Mapping[str, Mapping[str, str]]) -> None:
    """Remove what was made and nothing uses; make the rest inactive, for cases that point at it."""
    for table, codes in brought.items():
        rows = list(TABLES[table].objects.filter(code__in=codes))
        for row in sorted(rows, key=lambda row: getattr(row, "parent_id", None) is None):
            if codes[row.code] == WOKEN or not _removed(row):
                TABLES[table].objects.filter(pk=row.pk).update(is_active=False)


def _removed(row: Any) -> bool:
    """Delete the row unless something points at it."""
    try:
        with transaction.atomic():
            row.delete()
    except (ProtectedError, IntegrityError):
        return False
    return True


def _activate(model: Any, rows: Mapping[str, dict[str, Any]]) -> dict[str, str]:
    """Make rows active by code, making those that are missing; return what was not active.

    A row that is there keeps its words: the tenant may have changed them.
    """
    known = {row.code: row for row in model.objects.filter(code__in=rows)}
    last = model.objects.count()
    for code, values in rows.items():
        if code not in known:
            model.objects.create(code=code, position=last, **values)
    asleep = [code for code, row in known.items() if not row.is_active]
    model.objects.filter(code__in=asleep).update(is_active=True)
    made = [code for code in rows if code not in known]
    return {**dict.fromkeys(asleep, WOKEN), **dict.fromkeys(made, MADE)}


def _locked(name: str, at: datetime) -> TenantPlugin:
    TenantPlugin.objects.get_or_create(name=name, defaults={"changed_at": at})
    row: TenantPlugin = TenantPlugin.objects.select_for_update().get(name=name)
    return row


def _checked(manifest: Manifest, options: Mapping[str, Any]) -> dict[str, Any]:
    """Return options as JSON keeps them; raises InvalidInput with a fault for each bad one."""
    try:
        return manifest.options.model_validate(dict(options)).model_dump(mode="json")
    except ValidationError as error:
        text = N_("This value can't be used here. Look at the hint and choose another.")
        raise InvalidInput(
            [
                Invalid(str(fault["loc"][0]) if fault["loc"] else "", text)
                for fault in error.errors()
            ]
        ) from error


def _note(event: str, row: TenantPlugin, at: datetime, by_id: UUID | None) -> None:
    write_entry(
        event, at=at, actor_id=by_id, object_type="plugin", object_id=row.id, reason=row.name
    )
