"""Which cases stand open to somebody who acts for a person or a company."""

from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from django.db.models import Q

from sawti.acting.errors import ActingOver, ActingWaits
from sawti.acting.facts import ActsFacts, Right
from sawti.acting.models import State
from sawti.acting.queries import allows, is_alive, kind_of
from sawti.businesses.errors import CompanyLeft
from sawti.businesses.models import Membership
from sawti.businesses.models import State as BusinessState
from sawti.cases.hearing import hears_as
from sawti.cases.models import Applicant, Case
from sawti.cases.queries import CaseForApplicant, case_for_applicant

WITH_WHO_ACTS = ("person", "representation", "member__person", "member__business")


def require_right(case_id: UUID, right: Right, *, at: datetime) -> None:
    """Raise ActingWaits, ActingOver or CompanyLeft where the receipt does not open this now.

    One statement; of an applicant's own case nothing is asked. That of a company's case opens it
    while whoever filed it acts for the company, and the company is verified.
    """
    found = _acts_in(case_id)
    if found and found.member and not _is_present(found.member):
        raise CompanyLeft
    row = found.representation if found else None
    if row is None or allows(row, right, at=at):
        return
    is_waiting = row.state == State.CLAIMED and is_alive(row, at=at) and kind_of(row).needs_proof
    raise ActingWaits if is_waiting and right in kind_of(row).may else ActingOver


def may_act(case_id: UUID, right: Right, *, at: datetime) -> bool:
    """Tell whether whoever opened the case with its receipt may do this now: one statement."""
    try:
        require_right(case_id, right, at=at)
    except (ActingOver, ActingWaits, CompanyLeft):
        return False
    return True


def receipt_mark(case_id: UUID) -> str:
    """Return what changes with the receipt of a case and tells nothing of it; "" for no case."""
    found = Case.objects.filter(pk=case_id).values_list("receipt_hash", flat=True).first()
    return sha256(found).hexdigest()[:16] if found else ""


def case_as_opened(case_id: UUID, *, language: str, at: datetime) -> CaseForApplicant | None:
    """Return the case as its applicant sees it, or as much of it as who acts for them may do."""
    case = case_for_applicant(case_id, language=language, at=at)
    rows = Applicant.objects.filter(case_id=case_id)
    found = rows.select_related(*WITH_WHO_ACTS).first()
    if case is None or found is None:
        return case
    if hears_news(found, at=at):
        case = replace(case, hears=hears_as(found))
    row = found.representation
    if row is None:
        return case
    may_reply = allows(row, Right.REPLY, at=at)
    return replace(
        case,
        acts=ActsFacts(kind_of(row).code, kind_of(row).name(language), row.state),
        may_reply=case.may_reply and may_reply,
        may_withdraw=case.may_withdraw and may_reply,
        may_reopen=case.may_reopen and may_reply,
        may_rate=case.may_rate and allows(row, Right.RATE, at=at),
    )


def hears_news(applicant: Applicant, *, at: datetime) -> bool:
    """Tell whether news of the case may go to its contact: never to who does not act any more.

    The caller has read the applicant along WITH_WHO_ACTS.
    """
    if applicant.member:
        return _is_present(applicant.member)
    return applicant.representation is None or is_alive(applicant.representation, at=at)


def _is_present(member: Membership) -> bool:
    is_member = member.person_id is not None and member.until_at is None
    return is_member and member.business.state == BusinessState.VERIFIED


def _acts_in(case_id: UUID) -> Applicant | None:
    """Return the applicant, where somebody acts for them."""
    acts = Q(representation__isnull=False) | Q(member__isnull=False)
    rows = Applicant.objects.filter(acts, case_id=case_id)
    found: Applicant | None = rows.select_related("representation", "member__business").first()
    return found
