"""The plugin manager: typed hooks, core registered like any other plugin.

A hook is called plugin by plugin, core first and then by name, so that an exception has an author
and a tenant can leave plugins out.
"""

import logging
import traceback
from collections.abc import Callable, Collection, Iterator
from functools import cache
from importlib import import_module
from typing import Any

import pluggy
from django.conf import settings

from sawti.lib.errors import DomainError
from sawti.plugins.errors import PluginFailed, UnknownPlugin
from sawti.plugins.hookspecs import cases, messages, portal, routing, tenants
from sawti.plugins.manifest import Manifest

hookimpl = pluggy.HookimplMarker("sawti")
HOOKSPECS = (tenants, routing, cases, messages, portal)
log = logging.getLogger("sawti.plugins")

Call = Callable[..., Any]


class Hooks:
    """All implementations of all hooks in this process, of core and of every installed plugin."""

    def __init__(self) -> None:
        self.manager = pluggy.PluginManager("sawti")
        for specs in HOOKSPECS:
            self.manager.add_hookspecs(specs)
        self.core: tuple[str, ...] = tuple(settings.SAWTI_CORE_PLUGINS)
        for name in self.core:
            self.manager.register(import_module(name), name)
        for manifest in manifests().values():
            if manifest.hooks:
                self.manager.register(import_module(manifest.hooks), manifest.name)
        self.manager.check_pending()
        self._calls = {name: dict(self._found(name)) for name in vars(self.manager.hook)}

    def _found(self, hook: str) -> Iterator[tuple[str, Call]]:
        """Yield each plugin that implements the hook, with a call that reaches it alone."""
        authors = [found.plugin_name for found in getattr(self.manager.hook, hook).get_hookimpls()]
        everybody = dict(self.manager.list_name_plugin())
        for name in (*self.core, *sorted(set(authors) - set(self.core))):
            if name in authors:
                others = [plugin for other, plugin in everybody.items() if other != name]
                yield name, self.manager.subset_hook_caller(hook, others)

    def authors(self, hook: str) -> list[str]:
        """Return who implements the hook, in the order in which they are called."""
        return list(self._calls[hook])

    def called(
        self, hook: str, enabled: Collection[str], **facts: Any
    ) -> Iterator[tuple[str, Callable[[], Any]]]:
        """Yield the name of each plugin that is core or enabled, and its call with the facts."""
        for name, call in self._calls[hook].items():
            if name in self.core or name in enabled:
                yield name, lambda name=name, call=call: self._result(name, hook, call, facts)  # type: ignore[misc]

    def answer_of(self, plugin: str, hook: str, **facts: Any) -> Any:
        """Call one plugin; None where it does not implement the hook."""
        call = self._calls[hook].get(plugin)
        return self._result(plugin, hook, call, facts) if call else None

    def _result(self, name: str, hook: str, call: Call, facts: dict[str, Any]) -> Any:
        """Return what one plugin says; raises PluginFailed for what is no refusal."""
        try:
            found = call(**facts)
        except DomainError:
            raise
        except Exception as error:
            if name in self.core:
                raise
            # Never the message: a plugin may have put the words of a person into it.
            place = traceback.extract_tb(error.__traceback__)[-1]
            where = f"{place.filename}:{place.lineno}"
            log.error("plugin %s failed at %s: %s in %s", name, hook, type(error).__name__, where)
            raise PluginFailed(plugin=name) from error
        if isinstance(found, list):  # what pluggy makes of a hook that asks everybody
            return found[0] if found else None
        return found


@cache
def hooks() -> Hooks:
    """Return the hooks; raises at the first call if a plugin implements an unknown one."""
    return Hooks()


def manifests() -> dict[str, Manifest]:
    """Return the manifests of the installed plugins by name."""
    return {manifest.name: manifest for manifest in settings.SAWTI_PLUGINS}


def manifest_of(name: str) -> Manifest:
    """Return an installed plugin's manifest; raises UnknownPlugin."""
    known = manifests()
    if name not in known:
        raise UnknownPlugin(plugin=name, installed=", ".join(known) or "–")
    return known[name]


def function_at(path: str) -> Callable[..., Any]:
    """Return the function that `package.module:function` names."""
    module, _, name = path.partition(":")
    found: Callable[..., Any] = getattr(import_module(module), name)
    return found
