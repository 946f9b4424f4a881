"""Who handles: the entity for a new case, and why."""

from uuid import UUID

from sawti.catalogue.queries import CategoryFacts
from sawti.entities.queries import entity_tree


def entity_for(*, chosen_entity_id: UUID | None, category: CategoryFacts | None) -> UUID:
    """Return the entity that receives a new case.

    The applicant's own choice comes first, then the category's entity; "I don't know" goes to the
    tenant's triage entity.
    """
    if chosen_entity_id is not None:
        return chosen_entity_id
    if category is not None and category.entity_id is not None:
        return category.entity_id
    return entity_tree().triage.id
