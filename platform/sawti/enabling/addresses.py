"""Addresses of plugins: they match only where the plugin is enabled, else they do not exist."""

from typing import Any

from django.urls import URLResolver
from django.urls.resolvers import RoutePattern

from sawti.enabling.queries import is_enabled
from sawti.plugins.calling import manifests
from sawti.plugins.manifest import Place


class EnabledPattern(RoutePattern):
    """`<plugin>/` in the tenants that enabled it.

    A disabled plugin's address is not even looked up, so it is answered as any address that leads
    nowhere: same page, same headers, whatever the method.
    """

    def __init__(self, prefix: str, plugin: str) -> None:
        super().__init__(f"{prefix}{plugin}/", is_endpoint=False)
        self.plugin = plugin

    def match(self, path: str) -> Any:
        """Match as a route does, if the tenant being served has the plugin."""
        found = super().match(path)
        return found if found and is_enabled(self.plugin) else None


def plugin_addresses(place: Place | str, prefix: str = "p/") -> list[URLResolver]:
    """Return the addresses that installed plugins add to a place: portal, desk or api."""
    return [
        URLResolver(
            EnabledPattern(prefix, manifest.name),
            module,
            app_name=manifest.name,
            namespace=manifest.name,
        )
        for manifest in manifests().values()
        if (module := getattr(manifest.routes, place))
    ]
