"""The plugin manager: typed hooks, core registered like any other plugin."""

from functools import cache
from importlib import import_module

import pluggy
from django.conf import settings

from sawti.plugins.hookspecs import tenants

hookimpl = pluggy.HookimplMarker("sawti")


@cache
def hooks() -> pluggy.HookRelay:
    """Return the callable hooks; raises at the first call if a plugin implements an unknown one."""
    manager = pluggy.PluginManager("sawti")
    manager.add_hookspecs(tenants)
    for name in settings.SAWTI_CORE_PLUGINS:
        manager.register(import_module(name), name)
    manager.check_pending()
    return manager.hook
