"""What a plugin says about itself before any of its code runs: frozen data, no Django."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

Texts = Mapping[str, str]  # language code → text; every plugin speaks LANGUAGES
LANGUAGES = ("ar", "en")
NAME = re.compile(r"[a-z][a-z0-9]{1,39}")
RESERVED_NAMES = frozenset({"api", "cms", "portal", "desk", "ui"})


class Options(BaseModel):
    """What a tenant can set for a plugin; each field is made by `option`, and has a default."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def option(
    default: Any,
    *,
    labels: Texts,
    hints: Texts | None = None,
    choices: Mapping[str, Texts] | None = None,
    **limits: Any,
) -> Any:
    """Return a field of an options model: true or false, a whole number, a text or a choice.

    `limits` are pydantic's: ge, le, max_length. `choices` (of a `Literal`): value → its texts.
    """
    extra: Any = {
        "labels": dict(labels),
        "hints": dict(hints or {}),
        "choices": dict(choices or {}),
    }
    return Field(default, json_schema_extra=extra, **limits)


class Place(StrEnum):
    """Where a menu stands."""

    PORTAL = "portal"
    DESK = "desk"


@dataclass(frozen=True)
class MenuLink:
    """A link in the menu of the portal or the desk; `route` is the name of one of its routes."""

    place: Place
    route: str
    labels: Texts


@dataclass(frozen=True)
class Routes:
    """Modules with `urlpatterns`: pages under /<language>/p/<plugin>/, /desk/p/<plugin>/, and
    calls under /api/v1/p/<plugin>/. An empty name is none."""

    portal: str = ""
    desk: str = ""
    api: str = ""


@dataclass(frozen=True)
class TypeContent:
    """A case type that the plugin brings."""

    code: str
    names: Texts
    hints: Texts


@dataclass(frozen=True)
class CategoryContent:
    """A category that the plugin brings; one without `parent` is of the first level."""

    code: str
    names: Texts
    parent: str = ""
    keywords: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Content:
    """What enabling makes active in a tenant's catalogue, and disabling puts to rest again."""

    types: tuple[TypeContent, ...] = ()
    categories: tuple[CategoryContent, ...] = ()


class Every(StrEnum):
    """How often a job runs in each tenant."""

    HOUR = "hour"
    NIGHT = "night"


@dataclass(frozen=True)
class Job:
    """Periodic work: `run` names a function, `package.module:function`, called with `at`."""

    name: str
    every: Every
    run: str


@dataclass(frozen=True)
class Manifest:
    """One plugin. `apps`: Django apps with models, templates or words. `hooks`: the module that
    implements hooks. It works with Sawti from `sawti_from` on and before `sawti_before`."""

    name: str
    version: str
    titles: Texts
    descriptions: Texts
    sawti_from: str
    sawti_before: str
    apps: tuple[str, ...] = ()
    hooks: str = ""
    options: type[Options] = Options
    routes: Routes = Routes()
    menu: tuple[MenuLink, ...] = ()
    content: Content = Content()
    jobs: tuple[Job, ...] = ()


def faults_of(manifest: Manifest, sawti_version: str) -> list[str]:
    """Return what is wrong with a manifest, as sentences for whoever installs it."""
    faults = []
    if not NAME.fullmatch(manifest.name) or manifest.name in RESERVED_NAMES:
        faults.append("its name must be 2 to 40 small letters and digits, and none of ours")
    for what, texts in (("titles", manifest.titles), ("descriptions", manifest.descriptions)):
        if missing := [code for code in LANGUAGES if not texts.get(code, "").strip()]:
            faults.append(f"its {what} lack: {', '.join(missing)}")
    span = [numbers(text) for text in (manifest.sawti_from, sawti_version, manifest.sawti_before)]
    if not span[0] <= span[1] < span[2]:
        wanted = f"Sawti from {manifest.sawti_from} and before {manifest.sawti_before}"
        faults.append(f"it needs {wanted}; this is Sawti {sawti_version}")
    try:
        manifest.options()
    except ValueError:
        faults.append("an option has no default")
    return faults


def numbers(version: str) -> tuple[int, ...]:
    """Return the numbers of a version, so that 0.10 comes after 0.9."""
    return tuple(int(part) for part in re.findall(r"\d+", version))
