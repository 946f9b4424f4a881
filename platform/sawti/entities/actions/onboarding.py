"""Ticking what no fact can tell about an entity's set-up."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from sawti.accounts.models import Staff
from sawti.audit.steps import write_entry
from sawti.entities.models import Entity, OnboardingTick
from sawti.entities.permissions import rights_of
from sawti.lib.errors import N_, Invalid, Missing, NotPermitted
from sawti.lib.permissions import OVERSEE_ENTITIES
from sawti.lib.text import has_controls

LONGEST_NOTE = 300


def tick(entity_id: UUID, item: str, *, is_done: bool, note: str, by: Staff, at: datetime) -> None:
    """Tick a line of an entity's checklist with a note, or take the tick back.

    Raises Missing, NotPermitted, and Invalid for a note that is too long.
    """
    words = " ".join(note.split())
    if has_controls(words) or len(words) > LONGEST_NOTE:
        raise Invalid("note", N_("Write one line of at most 300 characters."))
    with transaction.atomic(durable=True):
        if not Entity.objects.filter(pk=entity_id).exists():
            raise Missing
        if not rights_of(by).allow(OVERSEE_ENTITIES, entity_id):
            raise NotPermitted
        if is_done:
            OnboardingTick.objects.update_or_create(
                entity_id=entity_id, item=item, defaults={"by": by, "at": at, "note": words}
            )
        else:
            OnboardingTick.objects.filter(entity_id=entity_id, item=item).delete()
        write_entry(
            "entity.ticked" if is_done else "entity.unticked",
            at=at,
            actor_id=by.id,
            object_type="entity",
            object_id=entity_id,
            reason=item,
        )
