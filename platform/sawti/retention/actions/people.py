"""The end of a person's account."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from sawti.accounts.models import Person
from sawti.audit.steps import write_entry
from sawti.retention.errors import PersonHeld
from sawti.retention.models import Cause, Run
from sawti.retention.selecting import person_is_held
from sawti.retention.steps.batches import share_with_holds
from sawti.retention.steps.removing import remove_person


def forget_person(person_id: UUID, *, at: datetime) -> None:
    """Delete the account: its sessions end, its cases go on without it, with their receipts.

    Raises PersonHeld while a legal hold protects the person or one of their cases.
    """
    with transaction.atomic(durable=True):
        share_with_holds()
        Person.objects.select_for_update().get(pk=person_id)
        if person_is_held(person_id, at):
            raise PersonHeld
        run = Run.objects.create(cause=Cause.REQUEST, begun_at=at, ended_at=at)
        remove_person(person_id, run=run, at=at)
        write_entry("person.deleted", at=at, actor_id=person_id, object_type="person")
