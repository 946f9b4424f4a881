"""Hooks about the life of a tenant."""

from typing import TYPE_CHECKING

import pluggy

if TYPE_CHECKING:
    from sawti.tenancy.context import TenantFacts

hookspec = pluggy.HookspecMarker("sawti")


@hookspec
def tenant_loaded(tenant: "TenantFacts") -> None:
    """Prepare what your package keeps for a tenant.

    When: at the end of `load_tenant`, inside its transaction, each time a pack is loaded.
    Arguments: `tenant` as it is after loading; its tables can be read and written.
    Returns: nothing.
    Failure: an exception aborts the loading, and nothing of the pack is kept.
    Must not: use the network, begin a transaction, or assume that this is the first time.
    Example: cms/sawti_cms/plugin.py. Since: 0.1.
    """
