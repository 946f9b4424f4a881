"""Limiting a contact that is abused: one proposes, a second decides, a third hears the appeal."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from sawti.accounts.errors import CodeRefused
from sawti.accounts.models import Person, Purpose, Staff
from sawti.accounts.steps import CodeRequest, redeem, send_code
from sawti.audit.context import ActorKind
from sawti.audit.steps import write_entry
from sawti.cases.models import Applicant, Case
from sawti.cases.scope import scope_of
from sawti.cases.steps import checked_words, lock_case
from sawti.conduct.errors import LimitDecided, LimitedAlready, NobodyToTell, SecondPerson
from sawti.conduct.mails import LIFTED, LIMITED, UPHELD, tell_contact
from sawti.conduct.models import ContactLimit, Ground, State
from sawti.entities.permissions import rights_of
from sawti.entities.posts import those_in_one_post_with
from sawti.lib.errors import N_, Invalid, Missing, NotPermitted
from sawti.lib.ids import new_case_number
from sawti.lib.permissions import LIMIT_CONTACTS

MOST_A_WEEK, LONGEST = 10, timedelta(days=90)
LEAST_REASON, LONGEST_REASON, LONGEST_APPEAL = 20, 300, 2000
PREFIX = "LM"  # numbers of limits look like those of cases, and are none


def propose_limit(
    case_id: UUID,
    *,
    by: Staff,
    ground: str,
    most_a_week: int,
    until_at: datetime,
    reason: str,
    at: datetime,
) -> ContactLimit:
    """Propose a limit on whoever filed the case, unseen; it counts once a second person confirms.

    Raises Invalid for what is out of bounds, NobodyToTell, LimitedAlready, and as `lock_case`.
    """
    words = _reason(reason)
    _check_terms(ground, most_a_week, until_at, at)
    with transaction.atomic(durable=True):
        case = lock_case(
            case_id, rights=rights_of(by), version=None, at=at, permission=LIMIT_CONTACTS
        )
        limit = _copied_contact(case)
        _require_new(limit, at)
        limit.ground, limit.most_a_week, limit.until_at = ground, most_a_week, until_at
        limit.reason, limit.proposed_by, limit.proposed_at = words, by, at
        limit.save()
        _write("contact.limit_proposed", limit, by=by, reason=words, at=at)
    return limit


def decide_limit(
    limit_id: UUID, *, by: Staff, confirms: bool, reason: str = "", at: datetime
) -> ContactLimit:
    """Confirm a proposed limit, which then counts and is told, or decline it.

    Raises Missing, NotPermitted, SecondPerson for whoever proposed it or stands in one post with
    them, and LimitDecided.
    """
    with transaction.atomic(durable=True):
        limit = _lock(limit_id, by)
        _require_other(limit, {limit.proposed_by_id}, by, at)
        if limit.state != State.PROPOSED or limit.until_at <= at:
            raise LimitDecided(number=limit.number)
        limit.state = State.IN_FORCE if confirms else State.DECLINED
        limit.decided_by, limit.decided_at = by, at
        limit.save(update_fields=["state", "decided_by", "decided_at"])
        if confirms:
            tell_contact(limit, LIMITED, at=at)
        event = "contact.limit_confirmed" if confirms else "contact.limit_declined"
        _write(event, limit, by=by, reason=reason[:LONGEST_REASON], at=at)
    return limit


def ask_appeal_code(number: str, *, address: str, language: str, source: str, at: datetime) -> str:
    """Send a code to the contact of a limit; return the browser's token.

    The same work and answer whether number and address belong together or not. Raises
    TooManyCodes.
    """
    typed = address.strip().lower()
    with transaction.atomic(durable=True):
        rows = ContactLimit.objects.filter(number=number, email_hash=typed, state=State.IN_FORCE)
        limit_id = rows.values_list("id", flat=True).first()
        wanted = CodeRequest(
            Purpose.APPEAL, typed, language, source, limit_id, is_decoy=limit_id is None
        )
        return send_code(wanted, at=at)


def appeal_limit(*, token: str, code: str, words: str, at: datetime) -> str:
    """Object to a limit, once, with the code that went to its contact; return its number.

    Raises Invalid for no or too many words, CodeRefused, LimitDecided.
    """
    said = checked_words("words", words, longest=LONGEST_APPEAL)
    with transaction.atomic(durable=True):
        proof = redeem(token, code, purpose=Purpose.APPEAL, at=at)
        limit = _appealed(proof.subject_id, said, at) if proof and proof.subject_id else None
    if limit is None:
        raise CodeRefused
    return limit.number


def decide_appeal(
    limit_id: UUID, *, by: Staff, upholds: bool, reason: str, at: datetime
) -> ContactLimit:
    """Uphold or lift a limit that its contact objects to, and tell them `reason`.

    Raises Invalid for a short reason, Missing, NotPermitted, SecondPerson for whoever proposed or
    confirmed it, and LimitDecided.
    """
    words = _reason(reason)
    with transaction.atomic(durable=True):
        limit = _lock(limit_id, by)
        _require_other(limit, {limit.proposed_by_id, limit.decided_by_id}, by, at)
        if not _is_in_force(limit, at) or not limit.appealed_at or limit.appeal_decided_at:
            raise LimitDecided(number=limit.number)
        limit.state = State.IN_FORCE if upholds else State.LIFTED
        limit.appeal_decided_by, limit.appeal_decided_at = by, at
        limit.appeal_reason = words
        limit.save(
            update_fields=["state", "appeal_decided_by", "appeal_decided_at", "appeal_reason"]
        )
        tell_contact(limit, UPHELD if upholds else LIFTED, at=at)
        event = "contact.limit_upheld" if upholds else "contact.limit_lifted"
        _write(event, limit, by=by, reason=words, at=at)
    return limit


def _reason(reason: str) -> str:
    words = checked_words("reason", reason, longest=LONGEST_REASON)
    if len(words) < LEAST_REASON:
        raise Invalid(
            "reason", N_("Write at least %(least)s characters as a reason."), least=LEAST_REASON
        )
    return words


def _check_terms(ground: str, most_a_week: int, until_at: datetime, at: datetime) -> None:
    if ground not in Ground:
        raise Invalid("ground", N_("There is no such choice here. Choose one from the list."))
    if not 1 <= most_a_week <= MOST_A_WEEK:
        raise Invalid(
            "most_a_week", N_("Choose a number between 1 and %(most)s."), most=MOST_A_WEEK
        )
    if not at < until_at <= at + LONGEST + timedelta(days=1):
        raise Invalid(
            "until",
            N_("Choose a day from today on, at most %(days)s days ahead."),
            days=LONGEST.days,
        )


def _copied_contact(case: Case) -> ContactLimit:
    """Return a limit on the applicant of the case; who that is goes from row to row, unseen."""
    applicant = Applicant.objects.select_related("person").filter(case=case).first()
    email = (applicant.email or (applicant.person and applicant.person.email)) if applicant else ""
    if applicant is None or not email:
        raise NobodyToTell
    person = applicant.person or Person.objects.filter(email_hash=email).first()
    return ContactLimit(
        number=new_case_number(PREFIX),
        case_id=case.id,
        person=person,
        email=email,
        phone=applicant.phone,
        language=case.language,
    )


def _require_new(limit: ContactLimit, at: datetime) -> None:
    contact = Q(email_hash=limit.email)
    if limit.person_id:
        contact |= Q(person_id=limit.person_id)
    rows = ContactLimit.objects.filter(
        contact, state__in=(State.PROPOSED, State.IN_FORCE), until_at__gt=at
    )
    if earlier := rows.first():
        raise LimitedAlready(number=earlier.number)


def _lock(limit_id: UUID, by: Staff) -> ContactLimit:
    """Lock a limit for somebody who decides on limits; one of a case hidden from them is missing.

    Raises NotPermitted and Missing.
    """
    rights = rights_of(by)
    if not rights.may(LIMIT_CONTACTS):
        raise NotPermitted
    rows = ContactLimit.objects.exclude(case_id__in=scope_of(rights).hidden)
    limit: ContactLimit | None = rows.select_for_update().filter(pk=limit_id).first()
    if limit is None:
        raise Missing
    return limit


def _require_other(
    limit: ContactLimit, had_a_part: set[UUID | None], by: Staff, at: datetime
) -> None:
    """Refuse whoever had a part in the limit, who represents them and whom they represent."""
    if had_a_part & {by.id, *those_in_one_post_with(by.id, at=at)}:
        raise SecondPerson(number=limit.number)


def _appealed(limit_id: UUID, words: str, at: datetime) -> ContactLimit:
    limit: ContactLimit = ContactLimit.objects.select_for_update().get(pk=limit_id)
    if not _is_in_force(limit, at) or limit.appealed_at:
        raise LimitDecided(number=limit.number)
    limit.appeal, limit.appealed_at = words, at
    limit.save(update_fields=["appeal", "appealed_at"])
    write_entry(
        "contact.limit_appealed",
        at=at,
        actor_id=limit.person_id,
        actor_kind=ActorKind.PERSON,
        object_type="contact_limit",
        object_id=limit.id,
    )
    return limit


def _is_in_force(limit: ContactLimit, at: datetime) -> bool:
    return limit.state == State.IN_FORCE and limit.until_at > at


def _write(event: str, limit: ContactLimit, *, by: Staff, reason: str, at: datetime) -> None:
    write_entry(
        event,
        at=at,
        actor_id=by.id,
        object_type="contact_limit",
        object_id=limit.id,
        reason=reason,
    )
