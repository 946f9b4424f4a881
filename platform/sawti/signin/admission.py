"""What is still owed after the first factor."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from django.conf import settings

from sawti.accounts.models import Staff
from sawti.signin.models import Factor


class Needs(StrEnum):
    """What is still to be proved after the password."""

    NOTHING = "nothing"
    CODE = "code"
    ENROLMENT = "enrolment"


@dataclass(frozen=True)
class Admission:
    """Whose password was right, and what they owe before anything opens."""

    staff: Staff
    needs: Needs


def needs_of(staff_id: UUID) -> Needs:
    """Return what somebody owes after the first factor."""
    if Factor.objects.filter(staff_id=staff_id).exists():
        return Needs.CODE
    return Needs.ENROLMENT if settings.SAWTI_SECOND_FACTOR == "required" else Needs.NOTHING
