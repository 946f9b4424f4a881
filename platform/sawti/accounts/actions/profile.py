"""What is kept in the profile of a person beside what they save there themselves."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from sawti.accounts.particulars import Particulars
from sawti.accounts.steps import keep_profile


def add_to_profile(person_id: UUID, particulars: Particulars, *, at: datetime) -> None:
    """Keep what is given of the particulars; what is empty stays as it is. Raises Invalid."""
    given = {name: text for name, text in vars(particulars.checked()).items() if text}
    with transaction.atomic(durable=True):
        keep_profile(person_id, given, at=at)
