"""Thanking, deciding about publication, and taking consent back."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from sawti.accounts.models import Staff
from sawti.audit.steps import write_entry
from sawti.cases.actions.applicant import open_with_receipt
from sawti.cases.actions.filing import file_case
from sawti.cases.content import store
from sawti.cases.facts import Contact, Filed, Filing
from sawti.cases.models import Case
from sawti.cases.scope import HANDLE, scope_of
from sawti.enabling.queries import options_of
from sawti.entities.permissions import rights_of
from sawti.entities.queries import entity_tree
from sawti.lib.errors import Missing, NotPermitted
from sawti_appreciation.errors import AlreadyDecided, NothingToWithdraw
from sawti_appreciation.manifest import AppreciationOptions
from sawti_appreciation.models import Appreciation, Consent, Decision

TYPE = "thanks"


@dataclass(frozen=True)
class Thanks:
    """What somebody says. `entity` is a code; `story` is `words` as the entity's staff read them,
    with the name of the servant. All names are optional. `person_id`: who is signed in."""

    entity: str
    words: str
    story: str
    language: str
    servant_name: str = ""
    author_name: str = ""
    email: str = ""
    consent: str = Consent.NONE
    person_id: UUID | None = None


def thank(thanks: Thanks, *, at: datetime, key: str = "") -> Filed:
    """File thanks as a case of its type, and keep consent and names in the same transaction.

    `key` makes sending twice one case, as for any filing. Raises InvalidInput with every fault.
    """
    filing = Filing(
        type=TYPE,
        story=thanks.story,
        language=thanks.language,
        entity=thanks.entity,
        contact=Contact(thanks.author_name, thanks.email),
    )

    def keep(case: Case) -> None:
        Appreciation.objects.create(
            case=case,
            entity_id=_thanked(thanks.entity),
            words=store(case, thanks.words.strip()),
            servant_name=thanks.servant_name,
            author_name=thanks.author_name if thanks.consent == Consent.WITH_NAME else "",
            consent=thanks.consent,
            thanked_at=at,
        )

    return file_case(filing, at=at, key=key, person_id=thanks.person_id, also=keep)


def _thanked(code: str) -> UUID:
    """Return the entity with this code, or the one that does its work now; the filing knows it."""
    found = entity_tree().standing(code)
    assert found is not None, "an unknown entity is refused before"
    return found.id


def decide(
    appreciation_id: UUID, *, by: Staff, is_approved: bool, names_servant: bool, at: datetime
) -> None:
    """Approve publication, or decline it (also after an approval).

    `names_servant`: the public servant agrees to be named. Raises Missing where `by` may not see
    the case, NotPermitted where they may not act on it, and AlreadyDecided.
    """
    with transaction.atomic(durable=True):
        row = _locked(appreciation_id, by)
        is_open = row.decision == Decision.WAITING
        may_take_down = row.decision == Decision.APPROVED and not is_approved
        if row.withdrawn_at or row.consent == Consent.NONE or not (is_open or may_take_down):
            raise AlreadyDecided
        row.decision = Decision.APPROVED if is_approved else Decision.DECLINED
        row.decided_at, row.decided_by = at, by
        if is_approved:
            wait = timedelta(days=options_of(AppreciationOptions).days_before_publication)
            row.published_from = at + wait
            row.names_servant = names_servant and bool(row.servant_name)
        else:
            _forget_names(row)
        row.save()
        write_entry(
            f"appreciation.{row.decision}",
            at=at,
            actor_id=by.id,
            object_type="case",
            object_id=row.case_id,
        )


def _locked(appreciation_id: UUID, by: Staff) -> Appreciation:
    rows = Appreciation.objects.select_for_update(of=("self",)).select_related("case")
    row: Appreciation | None = rows.filter(pk=appreciation_id).first()
    scope = scope_of(rights_of(by))
    if row is None or not scope.sees(row.case):
        raise Missing
    if not scope.allows(HANDLE, row.case):
        raise NotPermitted
    return row


def withdraw(number: str, receipt: str, *, at: datetime) -> None:
    """Take consent back, with the number and receipt of the case; again changes nothing.

    Raises CaseNotFound and TooManyReceipts as tracking does, NothingToWithdraw for another case.
    """
    case_id = open_with_receipt(number, receipt, at=at)
    with transaction.atomic(durable=True):
        row = Appreciation.objects.select_for_update().filter(case_id=case_id).first()
        if row is None:
            raise NothingToWithdraw
        if row.withdrawn_at is None:
            row.withdrawn_at, row.consent = at, Consent.NONE
            _forget_names(row)
            row.save()
            write_entry("appreciation.withdrawn", at=at, object_type="case", object_id=case_id)


def _forget_names(row: Appreciation) -> None:
    """Names of what is never shown (any more) are not kept."""
    row.servant_name, row.author_name, row.names_servant = "", "", False
