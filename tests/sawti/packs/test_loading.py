"""Loading a pack: all of it or nothing, as often as one likes, and nothing in use is lost."""

from collections.abc import Iterator
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sawti.audit.models import Entry
from sawti.calendars.models import Holiday, WorkingWeek
from sawti.catalogue.models import (
    CaseType,
    Category,
    Importance,
    Pillar,
    ReplyTemplate,
    Text,
    Theme,
)
from sawti.catalogue.queries import catalogue
from sawti.enabling.actions import disable_plugin
from sawti.enabling.models import TenantPlugin
from sawti.entities.models import Entity, Sector
from sawti.entities.queries import entity_tree
from sawti.lib import clock
from sawti.packs.errors import PackRefused
from sawti.plugins.calling import hooks
from sawti.sla.models import Policy
from sawti.tenancy.context import TenantFacts, tenant_context
from sawti.tenancy.models import Tenant, TenantHost
from sawti.tenancy.queries import tenant_at_host, tenant_by_slug
from tests.cast import Cast

TABLES = (Sector, Entity, CaseType, Importance, Pillar, Category, Policy, Holiday, WorkingWeek)
WORDS = (ReplyTemplate, Text, Theme, Entry)


def rows(cast: Cast, tenant: TenantFacts) -> list[list[dict[str, Any]]]:
    """Return every row of the tenant's configuration, and of its audit trail."""
    with cast.inside(tenant):
        return [list(model.objects.order_by("id").values()) for model in (*TABLES, *WORDS)]


def now(slug: str) -> TenantFacts:
    """Return the tenant as the database has it, not as the cast first met it."""
    tenant = tenant_by_slug(slug)
    assert tenant is not None
    return tenant


@pytest.fixture
def a_plugin_that_fails(settings: Any) -> Iterator[None]:
    settings.SAWTI_CORE_PLUGINS = ["tests.sawti.packs.failing_plugin"]
    hooks.cache_clear()
    yield
    hooks.cache_clear()


def test_a_pack_that_is_loaded_already_changes_nothing(cast: Cast, bahrain_pack: Any) -> None:
    before, version = rows(cast, cast.bahrain), cast.bahrain.config_version

    changes = bahrain_pack.load()

    assert changes.summary() == "bahrain: nothing to change"
    assert rows(cast, cast.bahrain) == before
    assert now("bahrain").config_version == version


def test_a_pack_that_is_loaded_already_costs_few_statements(cast: Cast, bahrain_pack: Any) -> None:
    with CaptureQueriesContext(connection) as statements:
        bahrain_pack.load()

    assert len(statements) <= 38


def test_a_new_tenant_gets_its_host_and_everything_of_its_pack(cast: Cast, new_pack: Any) -> None:
    changes = new_pack.load()

    tenant = tenant_at_host("atlantis.localhost")
    assert tenant == now("atlantis")
    assert {change.kind for change in changes.changes} == {"created"}
    with cast.inside(tenant):
        assert [model.objects.count() for model in TABLES] == [9, 95, 5, 4, 5, 61, 7, 25, 3]
        assert entity_tree().triage.code == "tawasul-office"
        assert catalogue().default_importance.code == "normal"
        assert list(Entry.objects.values_list("event", "object_id")) == [
            ("tenant.pack_loaded", tenant.id)
        ]


def test_a_new_tenant_leaves_the_others_as_they_were(cast: Cast, new_pack: Any) -> None:
    before = rows(cast, cast.bahrain), rows(cast, cast.jordan)

    new_pack.load()

    assert (rows(cast, cast.bahrain), rows(cast, cast.jordan)) == before
    assert (now("bahrain"), now("jordan")) == (cast.bahrain, cast.jordan)


def test_a_dry_run_of_a_new_tenant_stores_nothing(cast: Cast, new_pack: Any) -> None:
    lines = new_pack.lines(dry_run=True)

    assert lines[:3] == [
        "tenant: atlantis: created",
        "hosts: atlantis.localhost: created",
        "sectors: government: created",
    ]
    assert tenant_by_slug("atlantis") is None
    assert not TenantHost.objects.filter(host="atlantis.localhost").exists()


def test_a_dry_run_tells_old_and_new_and_stores_nothing(cast: Cast, bahrain_pack: Any) -> None:
    before = rows(cast, cast.bahrain)
    bahrain_pack.edit("tenant.toml", "Asia/Bahrain", "Asia/Riyadh")
    bahrain_pack.edit("entities.toml", '"Prime Minister\'s Court"', '"Court"')
    bahrain_pack.edit("sla.toml", "resolution_days = 14", "resolution_days = 10")
    bahrain_pack.edit("calendar.toml", "from = 2026-01-01", "from = 2026-01-02")
    bahrain_pack.edit(
        "catalogue.toml", 'entity = "roads-projects-maintenance"', 'entity = "ministry-of-works"'
    )

    lines = bahrain_pack.lines(dry_run=True)

    assert lines == [
        'tenant: bahrain: time_zone: "Asia/Bahrain" → "Asia/Riyadh"',
        'entities: prime-ministers-court: names.en: "Prime Minister\'s Court" → "Court"',
        'categories: road-pothole: entity: "roads-projects-maintenance" → "ministry-of-works"',
        "policies: standard: amount: 14 → 10",
        "policies: standard: version: 1 → 2",
        "holidays: 2026-01-02: created",
        "holidays: 2026-01-01: removed",
    ]
    assert rows(cast, cast.bahrain) == before
    assert now("bahrain") == cast.bahrain


def test_what_a_dry_run_promised_is_what_the_load_does(cast: Cast, bahrain_pack: Any) -> None:
    version = cast.bahrain.config_version
    bahrain_pack.edit("entities.toml", '"Prime Minister\'s Court"', '"Court"')
    promised = bahrain_pack.lines(dry_run=True)

    lines = bahrain_pack.lines()

    assert lines == promised
    assert now("bahrain").config_version == version + 1
    with cast.inside(now("bahrain")):
        assert entity_tree().by_code["prime-ministers-court"].name("en") == "Court"


def test_an_entity_that_vanished_is_deactivated_and_keeps_its_cases(
    cast: Cast, bahrain_pack: Any
) -> None:
    filed = cast.file_case()
    bahrain_pack.edit("entities.toml", "ewa-electricity-distribution", "ewa-electricity-network")
    catalogue_file = bahrain_pack.folder / "catalogue.toml"
    catalogue_file.write_text(
        catalogue_file.read_text().replace(
            "ewa-electricity-distribution", "ewa-electricity-network"
        )
    )

    lines = bahrain_pack.lines()

    assert "entities: ewa-electricity-network: created" in lines
    assert "entities: ewa-electricity-distribution: deactivated" in lines
    with cast.inside(now("bahrain")):
        old = entity_tree().by_code["ewa-electricity-distribution"]
        assert (old.is_active, old.id) == (False, cast.case(filed.case_id).entity_id)


def test_an_entity_that_comes_back_is_the_same_as_before(cast: Cast, bahrain_pack: Any) -> None:
    with cast.inside(cast.bahrain):
        before = entity_tree().by_code["general-directorate-of-traffic"]
    entities = (bahrain_pack.folder / "entities.toml").read_text()
    categories = (bahrain_pack.folder / "catalogue.toml").read_text()
    for file, text in (("entities.toml", entities), ("catalogue.toml", categories)):
        (bahrain_pack.folder / file).write_text(text.replace("directorate-of-traffic", "traffic"))
    bahrain_pack.load()
    (bahrain_pack.folder / "entities.toml").write_text(entities)
    (bahrain_pack.folder / "catalogue.toml").write_text(categories)

    bahrain_pack.load()

    with cast.inside(now("bahrain")):
        assert entity_tree().by_code["general-directorate-of-traffic"] == before


def test_the_triage_entity_can_change(cast: Cast, bahrain_pack: Any) -> None:
    bahrain_pack.edit("tenant.toml", '"tawasul-office"', '"prime-ministers-court"')

    bahrain_pack.load()

    with cast.inside(now("bahrain")):
        assert list(Entity.objects.filter(is_triage=True).values_list("code", flat=True)) == [
            "prime-ministers-court"
        ]


def test_a_changed_target_is_a_new_version_and_a_case_keeps_the_old_one(
    cast: Cast, bahrain_pack: Any
) -> None:
    old = cast.file_case(category=None, entity="ministry-of-works")
    bahrain_pack.edit("sla.toml", "resolution_days = 14", "resolution_days = 10")

    bahrain_pack.load()

    with cast.inside(now("bahrain")):
        policy = Policy.objects.get(code="standard")
        assert (policy.amount, policy.version) == (10, 2)
    case = cast.case(old.case_id)
    assert (case.policy_code, case.policy_version) == ("standard", 1)


def test_a_policy_that_comes_back_never_takes_a_version_that_a_case_has(
    cast: Cast, bahrain_pack: Any
) -> None:
    cast.file_case(category=None, entity="ministry-of-works")
    bahrain_pack.edit("sla.toml", 'code = "standard"', 'code = "usual"')
    bahrain_pack.load()
    bahrain_pack.edit("sla.toml", 'code = "usual"', 'code = "standard"')
    bahrain_pack.edit("sla.toml", "resolution_days = 14", "resolution_days = 3")

    bahrain_pack.load()

    with cast.inside(now("bahrain")):
        policy = Policy.objects.get(code="standard")
        assert (policy.amount, policy.version) == (3, 2)


def test_a_sector_goes_only_when_no_entity_is_left_in_it(cast: Cast, bahrain_pack: Any) -> None:
    bahrain_pack.append(
        "entities.toml", '[[sectors]]\ncode = "sea"\nname = { ar = "البحر", en = "Sea" }\n'
    )
    bahrain_pack.load()
    bahrain_pack.edit("entities.toml", 'code = "sea"', 'code = "ocean"')

    lines = bahrain_pack.lines()

    assert lines == ["sectors: ocean: created", "sectors: sea: removed"]


def test_an_entity_in_front_moves_the_others_and_that_is_told_once(
    cast: Cast, bahrain_pack: Any
) -> None:
    bahrain_pack.edit(
        "entities.toml",
        '[[entities]]\ncode = "prime-ministers-court"',
        '[[entities]]\ncode = "ombudsman"\nname = { ar = "أمين المظالم", en = "Ombudsman" }\n'
        'sector = "government"\nkind = "office"\n\n[[entities]]\ncode = "prime-ministers-court"',
    )

    lines = bahrain_pack.lines()

    assert lines == ["entities: ombudsman: created", "entities: all: reordered"]


def test_a_host_of_another_tenant_is_refused_and_nothing_is_stored(
    cast: Cast, new_pack: Any
) -> None:
    new_pack.edit("tenant.toml", "atlantis.localhost", "jordan.localhost")

    with pytest.raises(PackRefused) as refused:
        new_pack.load()

    assert [str(fault) for fault in refused.value.faults] == [
        "tenant.toml: hosts[0]: expected a host that no other tenant has, found "
        "'jordan.localhost', which leads to jordan"
    ]
    assert tenant_by_slug("atlantis") is None
    assert tenant_at_host("jordan.localhost") == cast.jordan


def test_a_host_that_vanished_leads_nowhere(cast: Cast, bahrain_pack: Any) -> None:
    bahrain_pack.edit("tenant.toml", "bahrain.localhost", "voice.localhost")

    lines = bahrain_pack.lines()

    assert lines == ["hosts: voice.localhost: created", "hosts: bahrain.localhost: removed"]
    assert tenant_at_host("bahrain.localhost") is None


@pytest.mark.usefixtures("a_plugin_that_fails")
def test_a_failure_at_the_end_leaves_nothing_of_a_new_tenant(cast: Cast, new_pack: Any) -> None:
    with pytest.raises(OSError, match="no room for atlantis"):
        new_pack.load()

    assert sorted(Tenant.objects.values_list("slug", flat=True)) == ["bahrain", "jordan"]


@pytest.mark.usefixtures("a_plugin_that_fails")
def test_a_failure_at_the_end_leaves_a_tenant_as_it_was(cast: Cast, bahrain_pack: Any) -> None:
    before = rows(cast, cast.bahrain)
    bahrain_pack.edit("entities.toml", '"Prime Minister\'s Court"', '"Court"')

    with pytest.raises(OSError, match="no room for bahrain"):
        bahrain_pack.load()

    assert rows(cast, cast.bahrain) == before
    assert now("bahrain") == cast.bahrain


def test_the_command_says_what_it_did_in_one_line(cast: Cast) -> None:
    said = StringIO()

    call_command("load_tenant", "bahrain", stdout=said)

    assert said.getvalue() == "bahrain: nothing to change\n"


def test_the_command_prints_the_difference_of_a_dry_run(cast: Cast, bahrain_pack: Any) -> None:
    bahrain_pack.edit("sla.toml", "resolution_days = 14", "resolution_days = 10")
    said = StringIO()

    call_command("load_tenant", "bahrain", folder=bahrain_pack.folder, dry_run=True, stdout=said)

    assert said.getvalue().splitlines() == [
        "policies: standard: amount: 14 → 10",
        "policies: standard: version: 1 → 2",
        "bahrain: 1 changed (dry run: nothing was written)",
    ]


def test_the_command_refuses_a_bad_pack_with_its_faults_and_stores_nothing(
    cast: Cast, bahrain_pack: Any
) -> None:
    before = rows(cast, cast.bahrain)
    bahrain_pack.edit("sla.toml", "resolution_days = 14", "resolution_days = 0")
    bahrain_pack.edit("sla.toml", 'importance = "high"', 'importance = "hgih"')

    with pytest.raises(CommandError) as refused:
        call_command("load_tenant", "bahrain", folder=bahrain_pack.folder)

    assert str(refused.value).splitlines() == [
        "The pack is refused; nothing was loaded. Mend this and load it again:",
        "sla.toml: policies[0].resolution_days: expected greater than or equal to 1, found 0",
        "sla.toml: policies[1].importance: expected the code of an importance, found 'hgih', "
        "which catalogue.toml does not have",
    ]
    assert rows(cast, cast.bahrain) == before


def plugins_of(cast: Cast, tenant: TenantFacts) -> list[tuple[str, bool]]:
    with cast.inside(tenant):
        return list(TenantPlugin.objects.order_by("name").values_list("name", "is_enabled"))


def test_a_pack_enables_its_plugins_and_an_administrators_choice_stays(
    cast: Cast, bahrain_pack: Any
) -> None:
    bahrain_pack.append("tenant.toml", 'plugins = ["example"]')
    first = bahrain_pack.lines()
    with tenant_context(cast.bahrain):
        disable_plugin("example", at=clock.now())

    again = bahrain_pack.lines()

    assert (first, again) == (["plugins: example: created"], [])
    assert plugins_of(cast, now("bahrain")) == [("example", False)]


def test_loading_again_leaves_what_an_enabled_plugin_brought(cast: Cast, bahrain_pack: Any) -> None:
    bahrain_pack.append("tenant.toml", 'plugins = ["example"]')
    bahrain_pack.load()

    assert bahrain_pack.lines() == []
    with cast.inside(now("bahrain")):
        assert CaseType.objects.get(code="greeting").is_active
        assert Category.objects.filter(code__contains="greeting", is_active=True).count() == 2


def test_a_plugin_that_is_not_installed_is_refused(cast: Cast, bahrain_pack: Any) -> None:
    bahrain_pack.append("tenant.toml", 'plugins = ["example", "parking"]')

    with pytest.raises(PackRefused) as refused:
        bahrain_pack.load()

    assert [str(fault) for fault in refused.value.faults] == [
        "tenant.toml: plugins[1]: expected an installed plugin (appreciation, example), "
        "found 'parking'"
    ]
    assert plugins_of(cast, now("bahrain")) == []
