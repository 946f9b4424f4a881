"""What a worker does for this app: the steps of support for the record of the operators."""

from datetime import datetime
from uuid import UUID

from django.conf import settings

from sawti.entities.actions.support import FOR_OPERATOR, note_for_operator
from sawti.outbox.delivery import Letter, receive
from sawti.tenancy.context import reading, tenant_context
from sawti.tenancy.queries import tenant_by_slug


def register() -> None:
    """Register the receiver; called once, when the app is ready.

    It is an outward one, though nothing leaves the machine: the operators' tenant is another one,
    so its record is written in a transaction of its own.
    """
    receive(FOR_OPERATOR, tell_operators, outward=True)


def tell_operators(letter: Letter, at: datetime) -> None:
    """Write a step into the record of the operators; where nobody operates, nobody is told."""
    with reading():
        operators = tenant_by_slug(settings.SAWTI_OPERATOR_TENANT)
    if operators is None:
        return
    with tenant_context(operators):
        note_for_operator(
            letter.payload["event"],
            operator_id=UUID(letter.payload["operator_id"]),
            grant_id=UUID(letter.payload["grant_id"]),
            entry_id=letter.id,
            at=datetime.fromisoformat(letter.payload["at"]),
        )
