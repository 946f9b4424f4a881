"""Every installed plugin says all about itself, in both languages, and what it names exists."""

import inspect
import re
import tomllib
from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.urls import reverse

from sawti.notifications.providers import known_providers
from sawti.plugins.calling import function_at, hooks, manifests
from sawti.plugins.installed import PluginRefused, installed_manifests
from sawti.plugins.manifest import LANGUAGES, Manifest, Options, faults_of, option
from sawti.plugins.messages import CHANNELS
from sawti.tenancy.context import tenant_context
from sawti.tenancy.models import TenantModel
from sawti_api.resource import PublicResource, StaffResource
from tests.architecture.sources import ROOT, files, text
from tests.cast import Cast
from tests.plugins.conftest import Switch

CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
KINDS = {"string", "integer", "boolean"}


def texts_of(manifest: Manifest) -> Iterator[Mapping[str, str]]:
    """Yield every text of a manifest."""
    yield manifest.titles
    yield manifest.descriptions
    yield from (link.labels for link in manifest.menu)
    for case_type in manifest.content.types:
        yield from (case_type.names, case_type.hints)
    yield from (category.names for category in manifest.content.categories)
    for field in manifest.options.model_json_schema().get("properties", {}).values():
        yield from (field["labels"], *filter(None, [field["hints"]]), *field["choices"].values())


def test_both_plugins_of_the_checkout_are_installed() -> None:
    assert list(manifests()) == ["appreciation", "example"]


def test_every_text_is_there_in_every_language(manifest: Manifest) -> None:
    incomplete = [t for t in texts_of(manifest) if [c for c in LANGUAGES if not t[c].strip()]]

    assert incomplete == []
    assert [t for t in texts_of(manifest) if not re.search("[\u0600-\u06ff]", t["ar"])] == []


def test_the_manifest_and_the_package_have_one_version(manifest: Manifest) -> None:
    package = tomllib.loads(text(f"plugins/{manifest.name}/pyproject.toml"))

    assert package["project"]["version"] == manifest.version
    assert package["project"]["dependencies"] == [
        f"sawti>={manifest.sawti_from},<{manifest.sawti_before}"
    ]
    assert len(text(f"plugins/{manifest.name}/README.md")) > 400


def test_options_are_of_a_kind_that_the_screen_can_show(manifest: Manifest) -> None:
    fields = manifest.options.model_json_schema().get("properties", {})

    assert [name for name, field in fields.items() if field["type"] not in KINDS] == []
    assert [n for n, f in fields.items() if set(f.get("enum", ())) != set(f["choices"])] == []


def test_what_a_menu_leads_to_and_what_a_job_runs_exists(manifest: Manifest) -> None:
    addresses = [reverse(f"{m.place}:{manifest.name}:{m.route}") for m in manifest.menu]
    jobs = [inspect.signature(function_at(job.run)).parameters for job in manifest.jobs]

    assert all(f"/p/{manifest.name}/" in address for address in addresses)
    assert all(list(parameters) == ["at"] for parameters in jobs)


def test_codes_of_the_catalogue_are_codes_and_parents_come_first(manifest: Manifest) -> None:
    codes = [row.code for row in (*manifest.content.types, *manifest.content.categories)]
    parents = [row.parent for row in manifest.content.categories if row.parent]

    assert all(CODE.fullmatch(code) for code in codes)
    assert set(parents) <= {row.code for row in manifest.content.categories if not row.parent}


def test_every_provider_of_messages_can_be_set_up_in_every_language(
    manifest: Manifest, cast: Cast, enable: Switch
) -> None:
    enable(manifest.name)
    with tenant_context(cast.bahrain):
        brought = hooks().answer_of(manifest.name, "message_providers") or ()
        known = known_providers()
    texts = [each.titles for each in brought] + [each.secret for each in brought if each.secret]
    schemas = [each.options.model_json_schema().get("properties", {}) for each in brought]
    labels = [schema["labels"] for found in schemas for schema in found.values()]

    assert [each.code for each in brought if known.get(each.code) is not each] == []
    assert [each.code for each in brought if not each.code.startswith(manifest.name)] == []
    assert {each.channel for each in brought} <= set(CHANNELS)
    assert [words for words in (*texts, *labels) if set(LANGUAGES) - set(words)] == []
    assert [each.code for each in brought if each.options() is None] == []


def test_every_table_belongs_to_a_tenant(manifest: Manifest) -> None:
    models = [m for m in apps.get_models() if m.__module__.split(".")[0] in manifest.apps]

    assert [model for model in models if not issubclass(model, TenantModel)] == []


def views(module: str) -> list[Any]:
    return [pattern.callback for pattern in import_module(module).urlpatterns]


def test_every_page_at_the_desk_is_for_staff_and_every_call_says_who_may_make_it(
    manifest: Manifest,
) -> None:
    desk = views(manifest.routes.desk)
    api = [view.cls for view in views(manifest.routes.api)]

    assert [view for view in desk if not getattr(view, "needs_staff", False)] == []
    assert [view for view in api if not issubclass(view, PublicResource | StaffResource)] == []


def test_every_template_says_what_it_is_given(manifest: Manifest) -> None:
    templates = files(f"plugins/{manifest.name}/sawti_", suffix=".html")

    assert [name for name in templates if "Context:" not in text(name)] == []
    assert (ROOT / f"plugins/{manifest.name}/sawti_{manifest.name}/locale").is_dir()


class Endless(Options):
    """An option without a default: nobody could enable the plugin."""

    limit: int = option(..., labels={"ar": "حد", "en": "Limit"})


def changed(**values: Any) -> Manifest:
    good: dict[str, Any] = {
        "name": "traffic",
        "version": "1.0",
        "titles": {"ar": "المرور", "en": "Traffic"},
        "descriptions": {"ar": "المرور", "en": "Traffic"},
        "sawti_from": "0.1",
        "sawti_before": "0.10",
    }
    return Manifest(**{**good, **values})


@pytest.mark.parametrize(
    ("values", "fault"),
    [
        ({}, None),
        ({"name": "Traffic!"}, "its name must be"),
        ({"name": "portal"}, "its name must be"),
        ({"titles": {"en": "Traffic"}}, "its titles lack: ar"),
        ({"descriptions": {"ar": "المرور", "en": " "}}, "its descriptions lack: en"),
        ({"sawti_from": "0.9"}, "it needs Sawti from 0.9 and before 0.10; this is Sawti 0.2.3"),
        ({"sawti_before": "0.2"}, "it needs Sawti from 0.1 and before 0.2; this is Sawti 0.2.3"),
        ({"options": Endless}, "an option has no default"),
    ],
)
def test_a_manifest_that_does_not_fit_is_refused_with_the_reason(
    values: dict[str, Any], fault: str | None
) -> None:
    found = faults_of(changed(**values), "0.2.3")

    assert [line[: len(fault or "")] for line in found] == [fault] * len(found)
    assert bool(found) == (fault is not None)


def test_a_plugin_that_does_not_fit_stops_the_start_and_is_named(monkeypatch: Any) -> None:
    monkeypatch.setattr("sawti.plugins.installed.version", lambda _: "0.7")

    with pytest.raises(PluginRefused, match="The plugin example can't be used: it needs Sawti"):
        installed_manifests()


def test_what_is_left_out_is_as_if_it_were_not_installed() -> None:
    found = installed_manifests(without=["example"])

    assert [manifest.name for manifest in found] == ["appreciation"]
