"""A plugin that a tenant has not enabled, or has disabled again, is as good as not installed."""

import json
import subprocess
import sys
from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
from django.conf import settings
from django.urls import URLPattern, URLResolver, get_resolver

from sawti.catalogue.models import CaseType, Category
from sawti.enabling.addresses import EnabledPattern
from sawti.enabling.models import TenantPlugin
from sawti.enabling.queries import jobs_of_tenant
from sawti.enabling.tasks import run_jobs
from sawti.outbox.models import Message
from sawti.plugins.calling import hooks
from sawti.plugins.manifest import Every, Manifest
from tests import servers
from tests.cast import Cast, utc
from tests.plugins.conftest import Switch
from tests.plugins.portrait import portrait

SOME_ID = UUID("01900000-0000-7000-8000-000000000000")


def addresses_of_plugins() -> list[str]:
    """Return an address for every route of every installed plugin, and one that is none."""
    found: list[str] = []

    def walk(resolver: URLResolver, path: str, plugin: str) -> None:
        for pattern in resolver.url_patterns:
            here = f"{path}{pattern.pattern}"
            if isinstance(pattern, URLResolver):
                inside = isinstance(pattern.pattern, EnabledPattern)
                walk(pattern, here, pattern.pattern.plugin if inside else plugin)  # type: ignore[union-attr]
            elif isinstance(pattern, URLPattern) and plugin:
                found.append("/" + here.replace("<uuid:appreciation_id>", str(SOME_ID)))

    walk(get_resolver(), "", "")
    return [address for address in found if "<" not in address] + ["/en/p/", "/desk/p/nothing/"]


@pytest.fixture(scope="module")
def without_the_packages(
    django_db_setup: None, admin_url: str, database_name: str
) -> Iterator[dict[str, Any]]:
    """Jordan as a process draws it in which no plugin is installed."""
    name = f"{database_name}_without"
    servers.clone_template(admin_url, name)
    variables = {
        **servers.environment(admin_url, name),
        "SAWTI_WITHOUT_PLUGINS": ",".join(plugin.name for plugin in settings.SAWTI_PLUGINS),
    }
    command = [sys.executable, "-m", "tests.plugins.portrait", json.dumps(addresses_of_plugins())]
    drawn = subprocess.run(
        command, env=variables, cwd=servers.ROOT, check=True, capture_output=True, text=True
    )
    yield json.loads(drawn.stdout)
    servers.drop_database(admin_url, name)


def differences(one: dict[str, Any], other: dict[str, Any]) -> list[str]:
    return [key for key in {**one, **other} if one.get(key) != other.get(key)]


def test_there_are_addresses_of_every_plugin_to_look_at(manifest: Manifest) -> None:
    assert [address for address in addresses_of_plugins() if f"/p/{manifest.name}/" in address]


def test_a_tenant_that_never_enabled_a_plugin_is_as_without_the_package(
    cast: Cast, without_the_packages: dict[str, Any]
) -> None:
    drawn = json.loads(json.dumps(portrait(cast, addresses_of_plugins())))

    assert differences(drawn, without_the_packages) == []
    assert drawn["anonymous GET /en/p/"][0] == 404


def test_a_tenant_that_disabled_a_plugin_is_as_without_the_package(
    cast: Cast,
    enable: Switch,
    disable: Switch,
    manifest: Manifest,
    without_the_packages: dict[str, Any],
) -> None:
    enable(manifest.name, cast.jordan)
    during = json.loads(json.dumps(portrait(cast, addresses_of_plugins())))

    disable(manifest.name, cast.jordan)

    afterwards = json.loads(json.dumps(portrait(cast, addresses_of_plugins())))
    assert differences(afterwards, without_the_packages) == []
    assert differences(during, without_the_packages) != []


def test_enabling_in_one_tenant_changes_nothing_in_the_other(
    cast: Cast, enable: Switch, manifest: Manifest, without_the_packages: dict[str, Any]
) -> None:
    enable(manifest.name, cast.bahrain)

    drawn = json.loads(json.dumps(portrait(cast, addresses_of_plugins())))

    assert differences(drawn, without_the_packages) == []


def test_what_a_tenant_had_before_is_not_put_to_rest_with_the_plugin(
    cast: Cast, enable: Switch, disable: Switch
) -> None:
    """Both packs have the type `thanks`, which the plugin appreciation would bring."""
    enable("appreciation")
    disable("appreciation")

    with cast.inside(cast.bahrain):
        assert CaseType.objects.get(code="thanks").is_active


def test_content_that_a_case_uses_rests_with_disabling_and_the_rest_goes(
    cast: Cast, enable: Switch, disable: Switch
) -> None:
    enable("example")
    cast.file_case(type="greeting", story="Good morning")
    with cast.writing(cast.bahrain):
        CaseType.objects.filter(code="greeting").update(names={"ar": "سلام", "en": "Salute"})
    disable("example")
    with cast.inside(cast.bahrain):
        resting = [CaseType.objects.get(code="greeting").is_active]
        unused = Category.objects.filter(code__contains="greeting").count()

    enable("example")

    with cast.inside(cast.bahrain):
        row = CaseType.objects.get(code="greeting")
        child = Category.objects.select_related("parent").get(code="morning-greeting")
    assert (resting, unused) == ([False], 0)
    assert (row.is_active, row.names["en"]) == (True, "Salute")
    assert (child.is_active, child.parent.code) == (True, "greetings")


def test_news_on_its_way_to_a_plugin_that_was_disabled_is_dropped(
    cast: Cast, enable: Switch, disable: Switch
) -> None:
    enable("example")
    cast.file_case()
    with cast.writing(cast.bahrain):
        Message.objects.filter(topic="notification.send").delete()
    disable("example")

    cast.deliver()

    with cast.inside(cast.bahrain):
        assert Message.objects.filter(topic="plugin.case_news").count() == 0
        assert Message.objects.filter(topic="case.file", done_at__isnull=True).count() == 0


def test_jobs_run_in_the_tenants_that_enabled_the_plugin_only(
    cast: Cast, enable: Switch, clock: Any
) -> None:
    from sawti_example.models import EventCount

    enable("example")
    for tenant in (cast.bahrain, cast.jordan):
        with cast.writing(tenant):
            EventCount.objects.create(event="file", on="2020-01-01", count=1)

    run_jobs(Every.NIGHT, at=utc("2026-03-01T23:40Z"))

    assert (cast.count(EventCount), cast.count(EventCount, cast.jordan)) == (0, 1)
    with cast.inside(cast.jordan):
        assert jobs_of_tenant(Every.NIGHT) == []


def test_a_row_of_a_package_that_is_gone_is_no_plugin(cast: Cast) -> None:
    with cast.writing(cast.bahrain):
        TenantPlugin.objects.create(
            name="gone", is_enabled=True, changed_at=utc("2026-03-01T08:00")
        )

    assert cast.client().get("/en/").status_code == 200
    assert "gone" not in hooks().authors("home_section")
