"""Writes about how a person reads."""

from uuid import UUID

from django.db import transaction

from sawti.accessibility.facts import ReadingSettings
from sawti.accounts.models import Person


def keep_settings(person_id: UUID, settings: ReadingSettings | None) -> None:
    """Keep the settings in the person's profile; None forgets them: the device's count again."""
    with transaction.atomic(durable=True):
        Person.objects.filter(pk=person_id).update(
            settings=settings.as_mapping() if settings else {}
        )
