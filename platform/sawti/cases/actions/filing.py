"""Filing a case: once, however often it is sent."""

import json
from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction

from sawti.accounts.models import Staff
from sawti.acting.steps import begin_representation
from sawti.businesses.queries import present_in
from sawti.businesses.steps import membership_to_file
from sawti.cases.errors import KeyReused
from sawti.cases.facts import Filed, Filing
from sawti.cases.filing_rules import ValidFiling, facts_for_plugins, validated
from sawti.cases.lifecycle import Event
from sawti.cases.models import (
    Applicant,
    Case,
    FilingKey,
    Involvement,
    InvolvementKind,
    MessageKind,
)
from sawti.cases.seals import receipt_hash, seal_for
from sawti.cases.steps import record, say
from sawti.cases.steps.clocks import start_clocks
from sawti.cases.steps.contact_limits import keep_within_limits
from sawti.cases.steps.rerouting import keep_from_applicants, route_around
from sawti.catalogue.queries import catalogue
from sawti.consents.steps import agreed_by, note_agreements, versions_named
from sawti.entities.permissions import rights_of
from sawti.entities.queries import entity_tree
from sawti.lib.errors import NotPermitted
from sawti.lib.ids import new_case_number, new_receipt
from sawti.lib.permissions import FILE_FOR_OTHERS
from sawti.routing.queries import entity_for, routed_entity
from sawti.sla.queries import promise_for, traits_of
from sawti.sla.terms import ApplicantClass
from sawti.tenancy.context import current_tenant

KEY_LIFE = timedelta(hours=24)
TRIES = 3
Also = Callable[[Case], None]


def file_case(
    filing: Filing,
    *,
    at: datetime,
    key: str = "",
    person_id: UUID | None = None,
    by: Staff | None = None,
    also: Also | None = None,
) -> Filed:
    """File a case: validate, route, promise, store; history and outbox in the same transaction.

    `key` is the sender's `Idempotency-Key`: the same key with the same filing returns the first
    answer, receipt included, for 24 hours. `person_id`: who is signed in and finds the case among
    their own. `by`: who of the staff types it for a caller; the history says so. `also` writes
    what belongs to the new case elsewhere, in the same transaction; a replay does not call it.
    `at` is aware UTC. Raises InvalidInput with every fault, FilesGone, KeyReused for the same key
    with another filing, ContactLimited, and NotPermitted for staff who may not file for others.
    """
    checked = validated(filing, at=at)
    for attempt in range(TRIES):
        try:
            with transaction.atomic(durable=True):
                _require_right(by)
                return _file_once(checked, key=key, person_id=person_id, by=by, at=at, also=also)
        except IntegrityError:
            # The same key came twice at once, or a random number was taken: look again.
            if attempt == TRIES - 1:
                raise
    raise AssertionError("unreachable")


def _file_once(
    checked: ValidFiling,
    *,
    key: str,
    person_id: UUID | None,
    by: Staff | None,
    at: datetime,
    also: Also | None,
) -> Filed:
    if key and (earlier := _earlier_answer(checked, key, at)):
        return earlier
    if checked.filing.contact or person_id:
        keep_within_limits(checked.filing.contact, person_id, at=at)
    receipt, number = new_receipt(), new_case_number(current_tenant().number_prefix)
    whose = _class_of(checked.filing, person_id)
    case = _create_case(checked, whose, number=number, receipt=receipt, at=at)
    promised_by = case.entity_id
    people = _keep_identity(case, checked.filing, person_id, at)
    is_own = keep_from_applicants(case, people, at=at)
    _name_employee(case, checked.filing.about_employee, at)
    if (is_own or case.confidentiality_id) and route_around(case):
        case.save(update_fields=["entity"])
    start_clocks(case, at, promised_by=promised_by)
    say(case, MessageKind.STORY, checked.filing.story, at=at, files=checked.filing.files)
    record(case, Event.FILE, from_state="", at=at, by=by, to_entity_id=case.entity_id)
    note_agreements(
        versions_named(checked.filing.consents),
        channel=agreed_by(checked.filing.channel),
        person_id=person_id,
        case_id=case.id,
        at=at,
    )
    if also:
        also(case)
    if key:
        _keep_answer(checked, key, case, receipt, at)
    return Filed(case.id, number, receipt, case.due_at, case.entity_id)


def _class_of(filing: Filing, person_id: UUID | None) -> ApplicantClass:
    if filing.business_id:
        return ApplicantClass.BUSINESS
    if filing.on_behalf_of:
        return ApplicantClass.REPRESENTED
    is_known = filing.contact or person_id
    return ApplicantClass.PERSON if is_known else ApplicantClass.ANONYMOUS


def _create_case(
    checked: ValidFiling, whose: ApplicantClass, *, number: str, receipt: str, at: datetime
) -> Case:
    filing, category = checked.filing, checked.category
    importance_id = (category and category.importance_id) or catalogue().default_importance.id
    by_rules = entity_for(chosen_entity_id=checked.entity_id, category=category)
    entity_id = routed_entity(facts_for_plugins(filing), by_rules=by_rules)
    if filing.about_employee:  # those who share the tenant's cases out match the name first
        entity_id = entity_tree().triage.id
    promise = promise_for(
        traits_of(
            case_type_id=checked.case_type.id,
            importance_id=importance_id,
            entity_id=entity_id,
            category_id=category.id if category else None,
            pillar_id=category.pillar_id if category else None,
            channel=filing.channel,
            applicant_class=whose,
        ),
        received_at=at,
    )
    case: Case = Case.objects.create(
        number=number,
        case_type_id=checked.case_type.id,
        category_id=category.id if category else None,
        importance_id=importance_id,
        pillar_id=category.pillar_id if category else None,
        entity_id=entity_id,
        confidentiality_id=checked.confidentiality_id,
        channel=filing.channel,
        applicant_class=whose,
        language=filing.language,
        place=filing.place,
        received_at=at,
        due_at=promise.due_at,
        policy_code=promise.policy_code,
        policy_version=promise.policy_version,
        receipt_hash=receipt_hash(receipt, number),
    )
    return case


def _require_right(by: Staff | None) -> None:
    if by and not rights_of(by).may(FILE_FOR_OTHERS):
        raise NotPermitted


def _keep_identity(
    case: Case, filing: Filing, person_id: UUID | None, at: datetime
) -> Collection[UUID]:
    """Keep whose case it is; filed for another person or a company, it is not their own.

    Returns who is its applicant, or acts for one: of the staff they must not work on it.
    """
    contact, wanted, representation = filing.contact, filing.on_behalf_of, None
    member = membership_to_file(filing.business_id, person_id) if filing.business_id else None
    if wanted:
        representation = begin_representation(
            wanted,
            case_id=case.id,
            person_id=person_id,
            reply_to=contact.email,
            language=filing.language,
            at=at,
        )
    if contact or person_id or wanted:
        Applicant.objects.create(
            case=case,
            person_id=None if wanted or member else person_id,
            representation=representation,
            member=member,
            **vars(contact),
        )
    if member:
        return present_in(member.business_id)
    return [person_id] if person_id else []


def _name_employee(case: Case, name: str, at: datetime) -> None:
    if name:
        Involvement.objects.create(case=case, kind=InvolvementKind.NAMED, since_at=at, reason=name)


def _key_hashes(checked: ValidFiling, key: str) -> tuple[bytes, bytes]:
    seal = seal_for("filing")
    return seal.fingerprint("key", key), seal.fingerprint("request", repr(checked.filing))


def _earlier_answer(checked: ValidFiling, key: str, at: datetime) -> Filed | None:
    key_hash, request_hash = _key_hashes(checked, key)
    row = FilingKey.objects.select_related("case").filter(key_hash=key_hash).first()
    if row is None:
        return None
    if row.expires_at <= at:
        row.delete()
        return None
    if bytes(row.request_hash) != request_hash:
        raise KeyReused
    plain = seal_for("filing").open(bytes(row.sealed_answer), bound_to=key_hash)
    assert plain is not None, "the sealing key changed within the life of a filing key"
    receipt, due_at, entity_id = json.loads(plain)
    return Filed(
        row.case_id,
        row.case.number,
        receipt,
        datetime.fromisoformat(due_at),
        UUID(entity_id),
        is_replay=True,
    )


def _keep_answer(checked: ValidFiling, key: str, case: Case, receipt: str, at: datetime) -> None:
    key_hash, request_hash = _key_hashes(checked, key)
    # The answer as it is given now: a replay repeats it, whatever becomes of the case.
    answer = json.dumps([receipt, case.due_at.isoformat(), str(case.entity_id)])
    FilingKey.objects.create(
        key_hash=key_hash,
        request_hash=request_hash,
        case=case,
        sealed_answer=seal_for("filing").seal(answer.encode(), bound_to=key_hash),
        expires_at=at + KEY_LIFE,
    )
