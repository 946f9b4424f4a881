"""Hooks about who handles a case."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pluggy

if TYPE_CHECKING:
    from sawti.plugins.facts import CaseFacts, EntityRef

hookspec = pluggy.HookspecMarker("sawti")


@hookspec(firstresult=True)
def choose_entity(case: "CaseFacts", candidates: "Sequence[EntityRef]") -> "EntityRef | None":
    """Choose the entity that will handle a new case.

    When: once per case, inside the filing transaction, before any clock starts; plugins are asked
    by name, and the first opinion counts.
    Arguments: `case` is what was filed; `candidates` are the active entities of the tenant, the
    one that the tenant's own rules would choose first; never empty.
    Returns: one of the candidates, or None for "no opinion"; if nobody has one, the rules decide.
    Failure: an exception, or an entity that is no candidate, aborts the filing with the plugin's
    name.
    Must not: write, use the network, or take more than 50 ms.
    Example: plugins/example/sawti_example/hooks.py. Since: 0.1.
    """
