"""Asking for a document of a case."""

import hmac
from datetime import datetime
from uuid import UUID

from django.db import transaction

from sawti.accounts.models import Staff
from sawti.audit.steps import write_entry
from sawti.cases.models import Case, Message, MessageKind
from sawti.cases.scope import scope_of
from sawti.cases.seals import receipt_hash
from sawti.documents.steps import add_document
from sawti.entities.permissions import rights_of
from sawti.letters.errors import NoAnswerYet, TokenExpired
from sawti.letters.kinds import Kind
from sawti.lib.errors import N_, Invalid, Missing
from sawti.tenancy.context import current_tenant

FOR_STAFF = (Kind.CASE_FILE, Kind.ANSWER)


def request_receipt(case_id: UUID, *, receipt: str, language: str, at: datetime) -> UUID:
    """Order the receipt as PDF and return the document's id.

    The caller has the receipt from its holder, in a token or checked just now. Raises
    DocumentsUnavailable, as all actions here, and TokenExpired where a newer receipt replaced it.
    """
    with transaction.atomic(durable=True):
        case = Case.objects.get(pk=case_id)
        present = receipt_hash(receipt, case.number)
        if not hmac.compare_digest(bytes(case.receipt_hash), present):
            raise TokenExpired
        return add_document(
            Kind.RECEIPT,
            about_id=case.id,
            version=int.from_bytes(present[:3], "big"),  # it changes with the receipt only
            language=_checked(language),
            secret=receipt,
            at=at,
        )


def request_answer(case_id: UUID, *, language: str, at: datetime) -> UUID:
    """Order the answer as a letter; the caller has opened the case for its applicant.

    Raises NoAnswerYet.
    """
    with transaction.atomic(durable=True):
        case = Case.objects.get(pk=case_id)
        _require_answer(case)
        return add_document(
            Kind.ANSWER,
            about_id=case.id,
            version=case.version,
            language=_checked(language),
            at=at,
        )


def request_for_staff(case_id: UUID, *, kind: str, by: Staff, language: str, at: datetime) -> UUID:
    """Order the file or the answer of a case for somebody who sees it, and leave an audit entry.

    Raises Missing where there is no such case that `by` may see, Invalid for another kind,
    NoAnswerYet.
    """
    if kind not in FOR_STAFF:
        raise Invalid("kind", N_("Choose one of: %(allowed)s."), allowed=", ".join(FOR_STAFF))
    with transaction.atomic(durable=True):
        case = Case.objects.filter(pk=case_id).first()
        if case is None or not scope_of(rights_of(by)).sees(case):
            raise Missing
        if kind == Kind.ANSWER:
            _require_answer(case)
        write_entry(
            f"document.{kind}", at=at, actor_id=by.id, object_type="case", object_id=case.id
        )
        return add_document(
            kind,
            about_id=case.id,
            version=case.version,
            language=_checked(language),
            requested_by=by,
            at=at,
        )


def _require_answer(case: Case) -> None:
    if not Message.objects.filter(case=case, kind=MessageKind.ANSWER).exists():
        raise NoAnswerYet(number=case.number)


def _checked(language: str) -> str:
    known = current_tenant().languages
    if language not in known:
        raise Invalid("language", N_("Choose one of: %(allowed)s."), allowed=", ".join(known))
    return language
