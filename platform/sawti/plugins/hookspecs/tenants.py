"""Hooks about the life of a tenant."""

from typing import TYPE_CHECKING

import pluggy

if TYPE_CHECKING:
    from sawti.plugins.facts import EntityReform
    from sawti.tenancy.context import TenantFacts

hookspec = pluggy.HookspecMarker("sawti")


@hookspec
def tenant_loaded(tenant: "TenantFacts") -> None:
    """Prepare what your package keeps for a tenant.

    When: at the end of `load_tenant`, each time a pack is loaded, and when your plugin is enabled;
    inside the transaction.
    Arguments: `tenant` as it is after loading; its tables can be read and written.
    Returns: nothing.
    Failure: an exception aborts the loading or enabling, and nothing of it is kept.
    Must not: use the network, begin a transaction, or assume that this is the first time.
    Example: plugins/example/sawti_example/hooks.py. Since: 0.1.
    """


@hookspec
def entity_reformed(reform: "EntityReform") -> None:
    """Let your rows follow when the government is reorganised.

    When: once for each entity that is renamed, moved, merged or split, on the day of effect, inside
    the transaction that does it; our own tables have changed already, open cases follow later.
    Arguments: `reform` says what was done; a merged entity is closed and never comes back.
    Returns: nothing.
    Failure: an exception takes the whole act back and is shown with your plugin's name.
    Must not: use the network, begin a transaction, or change rows about what is over: the past of
    an entity stays with it.
    Example: plugins/example/sawti_example/hooks.py. Since: 0.1.
    """
