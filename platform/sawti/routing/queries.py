"""Who handles: the entity for a new case, and why."""

from uuid import UUID

from sawti.catalogue.queries import CategoryFacts
from sawti.enabling.calling import ask, has_callers
from sawti.entities.queries import EntityFacts, entity_tree
from sawti.plugins.errors import PluginFailed
from sawti.plugins.facts import CaseFacts, EntityRef


def entity_for(*, chosen_entity_id: UUID | None, category: CategoryFacts | None) -> UUID:
    """Return the entity that receives a new case by the tenant's own rules.

    The applicant's own choice comes first, then the category's entity; "I don't know" goes to the
    tenant's triage entity. Where one of them is closed, it is the entity that does its work now.
    """
    tree = entity_tree()
    if chosen_entity_id is not None:
        return tree.heir(chosen_entity_id).id
    if category is not None and category.entity_id is not None:
        return tree.heir(category.entity_id).id
    return tree.triage.id


def routed_entity(case: CaseFacts, *, by_rules: UUID) -> UUID:
    """Return the entity that a plugin chooses for the case, or the one that the rules chose.

    Raises PluginFailed where a plugin chooses what is no candidate.
    """
    if not has_callers("choose_entity"):
        return by_rules
    tree = entity_tree()
    first = tree.by_id[by_rules]
    others = (e for e in tree.by_id.values() if e.is_active and e.id != by_rules)
    candidates = tuple(map(_reference, (first, *others)))
    for plugin, chosen in ask("choose_entity", case=case, candidates=candidates):
        if chosen not in candidates:
            raise PluginFailed(plugin=plugin)
        return tree.by_code[chosen.code].id
    return by_rules


def _reference(entity: EntityFacts) -> EntityRef:
    return EntityRef(entity.code, entity.names)
