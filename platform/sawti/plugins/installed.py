"""The plugins of this deployment: distributions with an entry point of the group `sawti`."""

from collections.abc import Collection
from importlib.metadata import entry_points, version

from sawti.plugins.manifest import Manifest, faults_of

GROUP = "sawti"


class PluginRefused(Exception):
    """An installed plugin that this Sawti can't run; the message names it and says why."""


def installed_manifests(*, without: Collection[str] = ()) -> tuple[Manifest, ...]:
    """Return the manifests of what is installed, by name; those in `without` are left out.

    Called by the settings, before Django is ready. Raises PluginRefused with every fault.
    """
    found, faults = [], []
    for point in sorted(entry_points(group=GROUP), key=lambda point: point.name):
        if point.name in without:
            continue
        manifest = _loaded(point.name, point.load)
        wrong = faults_of(manifest, version("sawti"))
        if manifest.name != point.name:
            wrong.append(f"its manifest calls itself {manifest.name}")
        faults += [f"The plugin {point.name} can't be used: {fault}." for fault in wrong]
        found.append(manifest)
    if faults:
        raise PluginRefused(" ".join(faults))
    return tuple(found)


def _loaded(name: str, load: object) -> Manifest:
    assert callable(load)
    try:
        manifest = load()
    except Exception as error:
        reason = f"{type(error).__name__}: {error}"
        raise PluginRefused(f"The plugin {name} can't be used: {reason}.") from error
    if not isinstance(manifest, Manifest):
        raise PluginRefused(f"The plugin {name} can't be used: its entry point is no Manifest.")
    return manifest
