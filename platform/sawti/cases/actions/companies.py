"""Joining a company: its cases open to the new member, and stay closed to them at the desk."""

from datetime import datetime

from django.db import transaction

from sawti.accounts.models import Person, Staff
from sawti.businesses.models import Membership
from sawti.businesses.queries import memberships_in
from sawti.businesses.steps import join
from sawti.cases.lifecycle import Event
from sawti.cases.models import Case
from sawti.cases.steps.clocks import read_clocks
from sawti.cases.steps.rerouting import keep_from_applicants, record_move, rerouted_state


def join_business(token: str, *, person: Person, at: datetime) -> Membership:
    """Make a person the member that a link invites them to be.

    Whoever of the staff joins no longer works on the company's cases. Raises InvitationOver.
    """
    with transaction.atomic(durable=True):
        member = join(token, person, at=at)
        if Staff.objects.filter(email=person.email).exists():
            _keep_cases_from(member, person, at)
    return member


def _keep_cases_from(member: Membership, person: Person, at: datetime) -> None:
    rows = Case.objects.filter(applicants__member__in=memberships_in(member.business_id))
    for case in Case.objects.filter(pk__in=rows.values("pk")).order_by("pk").select_for_update():
        if keep_from_applicants(case, [person.id], at=at):
            read_clocks(case, at)
            from_state, from_entity_id = case.state, case.entity_id
            case.state = rerouted_state(case)
            record_move(
                case, Event.REROUTE, from_state=from_state, from_entity_id=from_entity_id, at=at
            )
