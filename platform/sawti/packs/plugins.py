"""Which plugins a pack enables; inside the loading transaction."""

from datetime import datetime

from sawti.enabling.models import TenantPlugin
from sawti.enabling.steps import turn_on
from sawti.packs.changes import Change, ChangeKind
from sawti.packs.comparing import Comparison
from sawti.packs.errors import Fault, PackRefused, shown
from sawti.packs.schema import Pack
from sawti.plugins.calling import manifests


def load_plugins(comparison: Comparison, pack: Pack, *, at: datetime) -> None:
    """Enable the pack's plugins; one that an administrator has switched since stays as it is.

    Raises PackRefused for a plugin that is not installed.
    """
    wanted, known = pack.tenant.plugins, manifests()
    expected = f"an installed plugin ({', '.join(known) or 'none is'})"
    faults = [
        Fault("tenant.toml", f"plugins[{index}]", expected, shown(name))
        for index, name in enumerate(wanted)
        if name not in known
    ]
    if faults:
        raise PackRefused(faults)
    if not wanted:
        return
    switched = set(TenantPlugin.objects.values_list("name", flat=True))
    for name in dict.fromkeys(wanted):
        if name not in switched:
            turn_on(name, at=at)
            comparison.changes.append(Change("plugins", name, ChangeKind.CREATED))
