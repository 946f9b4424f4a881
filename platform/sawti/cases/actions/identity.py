"""Who filed a case: opened for a reason, on record, where its class wants it by two."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from sawti.accounts.models import Staff
from sawti.acting.queries import kind_of
from sawti.audit.steps import write_entry
from sawti.cases.errors import CaseNotFound, SecondNeeded
from sawti.cases.facts import Identity
from sawti.cases.models import Applicant, Case
from sawti.cases.scope import scope_of
from sawti.cases.steps import checked_words
from sawti.catalogue.queries import ConfidentialityFacts, catalogue
from sawti.entities.permissions import rights_of
from sawti.entities.posts import those_in_one_post_with
from sawti.lib.errors import Missing, NotPermitted
from sawti.lib.permissions import OPEN_IDENTITY
from sawti.notifications.models import Notification
from sawti.notifications.permissions import require_message_keeper
from sawti.notifications.steps.queueing import note_opening
from sawti.openings.models import Opening, Outcome
from sawti.openings.steps import ask_for_approval, keep_opening, use_approval

LONGEST_REASON = 300
OPEN = (Outcome.OPENED, Outcome.APPROVED)


def open_identity(case_id: UUID, *, by: Staff, reason: str, at: datetime) -> Identity | None:
    """Return who filed the case (None: they gave nothing), and leave an audit entry.

    Raises Invalid without a reason, CaseNotFound outside the person's scope, NotPermitted without
    the right, and SecondNeeded where somebody else must agree first; all but the first two are on
    record too.
    """
    words = checked_words("reason", reason, longest=LONGEST_REASON)
    with transaction.atomic(durable=True):
        case, outcome = _asked(case_id, by=by, reason=words, at=at)
        rows = Applicant.objects.filter(case=case).select_related(
            "representation", "member__business"
        )
        row = rows.first() if outcome in OPEN else None
    _refuse(case, outcome)
    return _identity(row) if row else None


def open_message_address(message_id: UUID, *, by: Staff, reason: str, at: datetime) -> str:
    """Return to whom a message went, and leave an audit entry.

    A message about a case is as good as the identity of who filed it: its rules count. Any other
    is for whoever looks after messages. Raises as `open_identity` does, and Missing.
    """
    words = checked_words("reason", reason, longest=LONGEST_REASON)
    with transaction.atomic(durable=True):
        require_message_keeper(by)
        row = Notification.objects.filter(pk=message_id).first()
        if row is None:
            raise Missing
        case, outcome = None, Outcome.OPENED
        if Case.objects.filter(pk=row.about_id).exists():
            case, outcome = _asked(row.about_id, by=by, reason=words, at=at)
        if outcome in OPEN:
            note_opening(row, by=by, reason=words, at=at)
    if case:
        _refuse(case, outcome)
    return str(row.address)


def _asked(case_id: UUID, *, by: Staff, reason: str, at: datetime) -> tuple[Case, Outcome]:
    """Return what becomes of the wish to know who filed a case; whatever it is goes on record."""
    scope = scope_of(rights_of(by))
    case: Case | None = Case.objects.filter(pk=case_id).first()
    if case is None or not scope.sees(case):
        raise CaseNotFound
    outcome = _outcome(case, by, at, is_allowed=scope.allows(OPEN_IDENTITY, case))
    acting_for_id = scope.acting_for(OPEN_IDENTITY, case)
    _keep(case, outcome, by=by, acting_for_id=acting_for_id, reason=reason, at=at)
    return case, outcome


def _refuse(case: Case, outcome: Outcome) -> None:
    """Raise what the outcome means, after it went on record."""
    if outcome == Outcome.REFUSED:
        raise NotPermitted
    if outcome == Outcome.WAITING:
        raise SecondNeeded(number=case.number)


def approve_opening(case_id: UUID, *, by: Staff, opening_id: UUID, at: datetime) -> Case:
    """Agree, as the second person, that a colleague opens the identity behind a case.

    Raises CaseNotFound and NotPermitted as opening does, also for one's own wish and that of whom
    one represents or is represented by, and Missing where nothing waits.
    """
    with transaction.atomic(durable=True):
        scope = scope_of(rights_of(by))
        case: Case | None = Case.objects.filter(pk=case_id).first()
        if case is None or not scope.sees(case):
            raise CaseNotFound
        rows = Opening.objects.select_for_update().filter(case_id=case_id, pk=opening_id)
        row = rows.filter(outcome=Outcome.WAITING).first()
        not_second = {by.id, *those_in_one_post_with(by.id, at=at)}
        if not scope.allows(OPEN_IDENTITY, case) or (row and row.staff_id in not_second):
            raise NotPermitted
        if row is None:
            raise Missing
        row.outcome, row.approved_by, row.approved_at = Outcome.APPROVED, by, at
        row.save(update_fields=["outcome", "approved_by", "approved_at"])
        write_entry(
            "identity.approved", at=at, actor_id=by.id, object_type="case", object_id=case.id
        )
    return case


def _identity(row: Applicant) -> Identity | None:
    acts, company = row.representation, row.member and row.member.business
    known = (row.name, row.email, row.phone, row.national_id, row.address)
    if company:
        return Identity(
            *known,
            company=company.name,
            company_number=company.register_number,
            company_state=company.state,
        )
    if acts is None:
        return Identity(*known) or None
    return Identity(*known, acts.name, kind_of(acts).code, acts.state)


def _outcome(case: Case, by: Staff, at: datetime, *, is_allowed: bool) -> Outcome:
    if not is_allowed:
        return Outcome.REFUSED
    found = catalogue().by_id.get(case.confidentiality_id) if case.confidentiality_id else None
    if not (isinstance(found, ConfidentialityFacts) and found.needs_second):
        return Outcome.OPENED
    return Outcome.APPROVED if use_approval(case.id, by=by, at=at) else Outcome.WAITING


def _keep(
    case: Case,
    outcome: Outcome,
    *,
    by: Staff,
    acting_for_id: UUID | None,
    reason: str,
    at: datetime,
) -> None:
    """Put the opening on the register and into the audit record."""
    if outcome == Outcome.WAITING:
        ask_for_approval(case.id, case.number, by=by, reason=reason, at=at)
    elif outcome != Outcome.APPROVED:  # that one is on the register since it was asked for
        keep_opening(case.id, case.number, by=by, reason=reason, outcome=outcome, at=at)
    event = {Outcome.REFUSED: "refused", Outcome.WAITING: "asked"}.get(outcome, "opened")
    write_entry(
        f"identity.{event}",
        at=at,
        actor_id=by.id,
        acting_for_id=acting_for_id,
        object_type="case",
        object_id=case.id,
        reason=reason,
    )
