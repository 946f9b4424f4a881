"""A person's request to have their data removed, and what the data-protection officer decides."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from sawti.accounts.models import Person, Staff
from sawti.audit.context import ActorKind
from sawti.audit.steps import write_entry
from sawti.cases.lifecycle import UNANSWERED
from sawti.cases.models import Applicant, Case
from sawti.entities.permissions import rights_of
from sawti.lib.errors import N_, Invalid, Missing, NotPermitted
from sawti.lib.permissions import PROTECT_DATA
from sawti.notifications.models import Channel
from sawti.notifications.steps import queue
from sawti.retention.errors import CaseHeld, CaseStillOpen, RequestDecided
from sawti.retention.models import Cause, ErasureRequest, How, Refusal, RequestState, Run
from sawti.retention.selecting import held_cases, person_is_held
from sawti.retention.steps.batches import share_with_holds
from sawti.retention.steps.removing import remove_cases, remove_person

ANSWERED_WITHIN = timedelta(days=30)


@dataclass(frozen=True)
class Asker:
    """Whose data it is: of a person who is signed in, or of a case that was opened."""

    person_id: UUID | None = None
    case_id: UUID | None = None


def ask_erasure(asker: Asker, *, language: str, at: datetime) -> ErasureRequest:
    """Put a request before the officer, due in 30 days; asked twice, it waits once."""
    with transaction.atomic(durable=True):
        _lock(asker)
        request: ErasureRequest
        request, is_new = ErasureRequest.objects.get_or_create(
            **vars(asker),
            state=RequestState.WAITING,
            defaults={"language": language, "asked_at": at, "due_at": at + ANSWERED_WITHIN},
        )
        if is_new:
            _audit("erasure.asked", request, None, at)
    return request


def withdraw_erasure(asker: Asker, *, at: datetime) -> None:
    """Take the request back, as long as it waits; where none waits nothing happens."""
    with transaction.atomic(durable=True):
        rows = ErasureRequest.objects.filter(**vars(asker), state=RequestState.WAITING)
        for request in rows.select_for_update():
            _close(request, RequestState.WITHDRAWN, at)
            _audit("erasure.withdrawn", request, None, at)


def approve_erasure(request_id: UUID, *, how: str, by: Staff, at: datetime) -> None:
    """Remove what the request is about at once, and tell the person.

    Raises NotPermitted, Missing, RequestDecided, CaseHeld while a legal hold protects any of it,
    and CaseStillOpen while somebody works on it.
    """
    if how not in How.values:
        raise Invalid("how", N_("Choose one of the list."))
    with transaction.atomic(durable=True):
        request = _waiting(request_id, by)
        share_with_holds()
        person_id, address = request.person_id, _address(request)
        ids = _removable(request, at)
        request.person = request.case = None
        _close(request, RequestState.APPROVED, at, by)
        run = Run.objects.create(cause=Cause.REQUEST, begun_at=at, ended_at=at)
        if ids:
            remove_cases(ids, how=how, run=run, at=at)
        if person_id:
            remove_person(person_id, run=run, at=at)
        _tell(request, address, at)
        _audit("erasure.approved", request, by, at)


def refuse_erasure(request_id: UUID, *, refusal: str, by: Staff, at: datetime) -> None:
    """Refuse with one of the reasons that the law knows, and tell the person."""
    if refusal not in Refusal.values:
        raise Invalid("refusal", N_("Choose one of the list."))
    with transaction.atomic(durable=True):
        request = _waiting(request_id, by)
        request.refusal = refusal
        _close(request, RequestState.REFUSED, at, by)
        _tell(request, _address(request), at)
        _audit("erasure.refused", request, by, at)


def _lock(asker: Asker) -> None:
    """Let two requests of one asker follow each other."""
    if asker.person_id:
        Person.objects.select_for_update().get(pk=asker.person_id)
    else:
        Case.objects.select_for_update().get(pk=asker.case_id)


def _waiting(request_id: UUID, by: Staff) -> ErasureRequest:
    if not rights_of(by).may(PROTECT_DATA):
        raise NotPermitted
    rows = ErasureRequest.objects.select_for_update().filter(pk=request_id)
    request: ErasureRequest | None = rows.first()
    if request is None:
        raise Missing
    if request.state != RequestState.WAITING:
        raise RequestDecided
    return request


def _removable(request: ErasureRequest, at: datetime) -> list[UUID]:
    """Lock the cases of the request and return their ids; raises where one may not go."""
    cases = Case.objects.filter(pk=request.case_id)
    if request.person_id:
        own = Applicant.objects.filter(person_id=request.person_id).values("case_id")
        cases = Case.objects.filter(pk__in=own)
    found = list(cases.select_for_update())
    is_held = request.person_id and person_is_held(request.person_id, at)
    if is_held or cases.filter(held_cases(at)).exists():
        raise CaseHeld
    if still_open := [case.number for case in found if case.state in UNANSWERED]:
        raise CaseStillOpen(number=still_open[0])
    return [case.pk for case in found]


def _address(request: ErasureRequest) -> str:
    if request.person_id:
        return str(Person.objects.get(pk=request.person_id).email)
    applicant = Applicant.objects.filter(case_id=request.case_id).first()
    return applicant.email if applicant else ""


def _close(
    request: ErasureRequest, state: RequestState, at: datetime, by: Staff | None = None
) -> None:
    changes = {"state": state, "decided_at": at, "decided_by": by}
    for name, value in changes.items():
        setattr(request, name, value)
    request.save()


def _tell(request: ErasureRequest, address: str, at: datetime) -> None:
    """Answer in the language of the request; whoever left no address sees it with the receipt."""
    if address:
        queue(
            channel=Channel.EMAIL,
            template="erasure_decided",
            language=request.language,
            address=address,
            params={"outcome": request.refusal or request.state},
            about_id=request.id,
            at=at,
        )


def _audit(event: str, request: ErasureRequest, by: Staff | None, at: datetime) -> None:
    write_entry(
        event,
        at=at,
        actor_id=by.id if by else request.person_id,
        actor_kind=None if by else ActorKind.PERSON,
        object_type="erasure_request",
        object_id=request.id,
    )
