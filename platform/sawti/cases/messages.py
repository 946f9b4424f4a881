"""Sends one piece of news of a case by the ways that the rule and the reader's choices leave."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sawti.accounts.models import Person, Staff
from sawti.businesses.models import State
from sawti.businesses.queries import owners_of
from sawti.calendars.queries import business_calendar
from sawti.cases.digests import gather
from sawti.cases.models import Applicant, Case
from sawti.cases.reaching import audience_of, person_of, reach_of
from sawti.cases.representing import WITH_WHO_ACTS, hears_news
from sawti.entities.queries import entity_tree
from sawti.notifications.models import Channel
from sawti.notifications.queries import browsers_to_tell
from sawti.notifications.steps import queue, queue_push
from sawti.telling.choosing import end_of_quiet, next_digest, ways_to_person
from sawti.telling.facts import (
    NEWS,
    PUSH_NEWS,
    PUSH_STAFF,
    Audience,
    RuleFacts,
    Way,
    Ways,
    What,
    template_of,
)
from sawti.telling.models import InboxEntry
from sawti.telling.steps import add_to_lists
from sawti.tenancy.context import current_tenant


def tell_applicant(case: Case, rule: RuleFacts, at: datetime, *, why: str = "") -> None:
    """Tell the applicant, or who acts for them; an SMS says nothing of the case.

    Of a company's case whoever filed it hears, and its owners once that one has left; nobody
    while the company is not verified. `why`: in
    the language of the case, for words that give a reason.
    """
    rows = Applicant.objects.select_related(*WITH_WHO_ACTS)
    applicant = rows.filter(case=case).first() if any(rule.ways.values()) else None
    if applicant is None:
        return
    if hears_news(applicant, at=at):
        person = person_of(applicant)
        _tell(case, rule, audience_of(applicant), person, applicant.email, at, why)
    elif applicant.member and applicant.member.business.state == State.VERIFIED:
        for owner in owners_of(applicant.member.business_id):
            _tell(case, rule, Audience.APPLICANT, owner, owner.email, at, why)


def _tell(
    case: Case,
    rule: RuleFacts,
    audience: Audience,
    person: Person | None,
    email: str,
    at: datetime,
    why: str,
) -> None:
    template, browsers = template_of(rule.what, audience), _browsers_of(person, rule, audience)
    reach = replace(reach_of(person, email), has_push=bool(browsers))
    is_must, not_before = audience in rule.must, _quiet_until(person, at)
    for way in ways_to_person(rule.to(audience), reach, is_must=is_must):
        if way == Way.IN_APP:
            add_to_lists([InboxEntry(person=person, template=template, case_id=case.id, at=at)])
        elif way == Way.PUSH and person:
            language = person.language
            queue_push(browsers, PUSH_NEWS, language, case.id, at=at, not_before=not_before)
        elif way == Way.SMS:
            _send(case, NEWS, Channel.SMS, reach.phone, at, not_before)
        else:
            _send(case, template, Channel.EMAIL, reach.email, at, not_before, why=why)


def _browsers_of(person: Person | None, rule: RuleFacts, audience: Audience) -> list[UUID]:
    """Return where a person switched messages on, if the rule sends them there."""
    if person is None or Way.PUSH not in rule.to(audience):
        return []
    return browsers_to_tell(person_id__in=[person.id]).get(person.id, [])


def _quiet_until(person: Person | None, at: datetime) -> datetime | None:
    if person is None:
        return None
    zone = ZoneInfo(current_tenant().time_zone)
    return end_of_quiet(at, begins=person.quiet_from, ends=person.quiet_until, zone=zone)


def tell_staff(
    case: Case, what: What, told: Mapping[Staff, tuple[Audience, Ways]], at: datetime
) -> None:
    """Put it into the lists of these members of staff, and write to those who want to be told.

    Two statements find their devices, however many they are.
    """
    entries = []
    pushed = [staff.pk for staff, (_, ways) in told.items() if Way.PUSH in ways]
    browsers = browsers_to_tell(staff_id__in=pushed) if pushed else {}
    for staff, (audience, ways) in told.items():
        template = template_of(what, audience)
        entry = InboxEntry(staff=staff, template=template, case_id=case.id, at=at)
        entries.append(entry)
        if what in staff.muted:
            continue
        if Way.PUSH in ways and staff.pk in browsers:
            opens_at = _opens_at(case, staff, at)
            told_in, language = browsers[staff.pk], staff.language
            queue_push(told_in, PUSH_STAFF, language, case.id, at=at, not_before=opens_at)
        if Way.EMAIL not in ways:
            continue
        if staff.gathered:
            entry.digest_at = next_digest(business_calendar(case.entity_id), at)
            gather(staff, entry.digest_at, at)
        else:
            opens_at = _opens_at(case, staff, at)
            _send(case, template, Channel.EMAIL, staff.email, at, opens_at, staff.language)
    add_to_lists(entries)


def _opens_at(case: Case, staff: Staff, at: datetime) -> datetime | None:
    """Return when the entity of the case opens, for whoever wants no e-mail before."""
    return business_calendar(case.entity_id).next_opening(at) if staff.only_at_work else None


def _send(
    case: Case,
    template: str,
    channel: Channel,
    address: str,
    at: datetime,
    not_before: datetime | None,
    language: str = "",
    why: str = "",
) -> None:
    language = language or case.language
    about = {**about_case(case, language), **({"why": why} if why else {})}
    queue(
        channel=channel,
        template=template,
        language=language,
        address=address,
        params={} if template == NEWS else about,
        about_id=case.id,
        at=at,
        not_before=not_before,
    )


def about_case(case: Case, language: str) -> dict[str, str]:
    """Return what a message about a case is made of; never a name, a story or a receipt."""
    return {
        "number": case.number,
        "case_id": str(case.id),
        "due_at": case.due_at.isoformat(),
        "entity": entity_tree().by_id[case.entity_id].name(language),
    }
