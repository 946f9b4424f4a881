"""Bringing a tenant up, or up to date, from its pack."""

from dataclasses import replace
from datetime import datetime
from itertools import count
from typing import Any

from django.db import connection, transaction

from sawti.audit.steps import write_entry
from sawti.enabling.calling import tell
from sawti.lib.ids import new_id
from sawti.packs.calendars import load_calendar
from sawti.packs.changes import Change, ChangeKind, PackChanges
from sawti.packs.comparing import Comparison
from sawti.packs.consents import load_consents
from sawti.packs.errors import Fault, LoadedMeanwhile, PackRefused, shown
from sawti.packs.escalation import load_levels
from sawti.packs.moving import move_open_cases
from sawti.packs.plugins import load_plugins
from sawti.packs.policies import load_policies
from sawti.packs.retention import load_retention
from sawti.packs.roles import load_roles
from sawti.packs.schema import Pack, TenantFile
from sawti.packs.tables import (
    load_catalogue,
    load_entities,
    load_words,
)
from sawti.packs.telling import load_rules
from sawti.tenancy.actions import configuration_changed
from sawti.tenancy.context import TenantFacts, tenant_context
from sawti.tenancy.models import Tenant, TenantHost
from sawti.tenancy.queries import tenant_by_slug

_ONE_LOAD_AT_A_TIME = 0x5AA71  # a number of ours for PostgreSQL's advisory locks
# What plugins read here may yet be rolled back: kept under a version that no commit ever has.
_uncommitted_versions = count(-1, -1)


def load_pack(
    pack: Pack, *, at: datetime, dry_run: bool = False, overwrite: bool = False
) -> PackChanges:
    """Make the tenant equal to its pack, all of it or nothing; return what changed.

    A pack that is already loaded changes nothing. What the pack no longer has is deactivated where
    something may point at it, never deleted. What an editor changed in the CMS stays, unless
    `overwrite`. Open cases that another calendar moves get their dates by a run, as after a change
    in the CMS. `dry_run` does the same and takes it back.
    `at` is aware UTC. Raises PackRefused where a host leads to another tenant, LoadedMeanwhile
    where somebody else created the tenant just now, and what a plugin raises at `tenant_loaded`.
    """
    facts = _facts(pack.tenant, tenant_by_slug(pack.tenant.slug))
    comparison = Comparison(overwrite=overwrite)
    with tenant_context(facts), transaction.atomic(durable=True):
        known = _wait_for_other_loads(facts)
        _load_tenant(comparison, facts, known)
        _load_hosts(comparison, pack.tenant.hosts, facts)
        entities = load_entities(comparison, pack)
        load_roles(comparison, pack)
        catalogue = load_catalogue(comparison, pack, entities)
        load_policies(comparison, pack, catalogue, entities, at=at)
        load_levels(comparison, pack.escalation.levels, entities, at=at)
        calendar = load_calendar(comparison, pack, entities)
        load_words(comparison, pack)
        load_plugins(comparison, pack, at=at)
        load_retention(comparison, pack, at=at)
        load_consents(comparison, pack, at=at)
        load_rules(comparison, pack.telling.rules)
        if comparison.changes:
            configuration_changed()
            write_entry("tenant.pack_loaded", at=at, object_type="tenant", object_id=facts.id)
            facts = replace(facts, config_version=facts.config_version + 1)
        with tenant_context(replace(facts, config_version=next(_uncommitted_versions))):
            moving = move_open_cases(calendar, at=at) if known and calendar else ""
            tell("tenant_loaded", tenant=facts)
        transaction.set_rollback(dry_run)
    changes, kept = tuple(comparison.changes), tuple(comparison.kept)
    return PackChanges(pack.tenant.slug, dry_run, changes, kept, moving)


def _facts(file: TenantFile, known: TenantFacts | None) -> TenantFacts:
    """Return the tenant as the pack wants it; a new one gets its id before the transaction."""
    return TenantFacts(
        id=known.id if known else new_id(),
        slug=file.slug,
        names=file.name.model_dump(),
        governments=file.government.model_dump(),
        number_prefix=file.number_prefix,
        phone_prefix=file.phone_prefix,
        country=file.country,
        languages=tuple(file.languages),
        default_language=file.default_language,
        time_zone=file.time_zone,
        mail_from=file.mail_from,
        reopen_days=file.reopen_days,
        smallest_count=file.smallest_count,
        national_id=file.national_id.model_dump() if file.national_id else {},
        config_version=known.config_version if known else 1,
    )


def _wait_for_other_loads(facts: TenantFacts) -> TenantFacts | None:
    """Let loads follow each other, so that two never claim one slug or one host; read anew."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_ONE_LOAD_AT_A_TIME])
    found = tenant_by_slug(facts.slug)
    if found and found.id != facts.id:
        raise LoadedMeanwhile(slug=facts.slug)
    return found


def _load_tenant(comparison: Comparison, facts: TenantFacts, known: TenantFacts | None) -> None:
    values = _columns(facts)
    if known is None:
        Tenant.objects.create(id=facts.id, **values)
        comparison.changes.append(Change("tenant", facts.slug, ChangeKind.CREATED))
        return
    old = _columns(known)
    if old != values:
        Tenant.objects.filter(pk=facts.id).update(**values)
        comparison.note("tenant", facts.slug, old, values)


def _columns(facts: TenantFacts) -> dict[str, Any]:
    columns = {**vars(facts), "languages": list(facts.languages)}
    del columns["id"], columns["config_version"]
    return columns


def _load_hosts(comparison: Comparison, hosts: list[str], facts: TenantFacts) -> None:
    owners = dict(TenantHost.objects.values_list("host", "tenant__slug"))
    taken = [
        Fault("tenant.toml", f"hosts[{index}]", "a host that no other tenant has", found)
        for index, host in enumerate(hosts)
        if owners.get(host, facts.slug) != facts.slug
        for found in [f"{shown(host)}, which leads to {owners[host]}"]
    ]
    if taken:
        raise PackRefused(taken)
    new = [host for host in hosts if host not in owners]
    gone = [host for host, owner in owners.items() if owner == facts.slug and host not in hosts]
    TenantHost.objects.bulk_create([TenantHost(host=host, tenant_id=facts.id) for host in new])
    if gone:
        TenantHost.objects.filter(host__in=gone, tenant_id=facts.id).delete()
    comparison.changes += [Change("hosts", host, ChangeKind.CREATED) for host in new]
    comparison.changes += [Change("hosts", host, ChangeKind.REMOVED) for host in gone]
