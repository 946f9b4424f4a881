"""What people and editors do: agree, withdraw, publish."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from sawti.accounts.models import Person, ToldBy
from sawti.accounts.particulars import Hearing, Particulars, checked_language
from sawti.accounts.steps import keep_profile, tell_by
from sawti.audit.context import ActorKind
from sawti.audit.steps import write_entry
from sawti.consents.models import Agreement, Channel
from sawti.consents.queries import (
    NEWS_BY_SMS,
    consents_of,
    current_versions,
    may_be_told_by_sms,
    notices,
    sms_consent,
)
from sawti.consents.steps import note_agreements
from sawti.lib.errors import Missing


def note_sign_in(person_id: UUID, *, at: datetime) -> None:
    """Keep that somebody who signs in was given the notices, the first time each."""
    with transaction.atomic(durable=True):
        Person.objects.select_for_update().get(pk=person_id)
        given = {each.current.code for each in consents_of(person_id) if each.is_given}
        fresh = [row for row in notices() if row.code not in given]
        note_agreements(fresh, channel=Channel.SIGN_IN, person_id=person_id, at=at)


def agree(person_id: UUID, code: str, *, channel: Channel, at: datetime) -> None:
    """Agree to the current version; again changes nothing. Raises Missing for no such text."""
    with transaction.atomic(durable=True):
        Person.objects.select_for_update().get(pk=person_id)
        found = {each.current.code: each for each in consents_of(person_id)}.get(code)
        if found is None:
            raise Missing
        if not found.is_given or found.is_outdated:
            note_agreements([found.current], channel=channel, person_id=person_id, at=at)


def save_profile(
    person_id: UUID, particulars: Particulars, *, language: str, hearing: Hearing, at: datetime
) -> None:
    """Keep what a person says about themselves; raises Invalid for what can't be kept.

    Whoever chooses SMS agrees with that to the text that stands beside the choice.
    """
    kept = {
        **vars(particulars.checked()),
        **vars(hearing.checked()),
        "language": checked_language(language),
    }
    with transaction.atomic(durable=True):
        keep_profile(person_id, kept, at=at)
        text = sms_consent()
        if text and hearing.told_by == ToldBy.SMS and not may_be_told_by_sms(person_id):
            note_agreements([text], channel=Channel.PROFILE, person_id=person_id, at=at)


def withdraw(person_id: UUID, code: str, *, at: datetime) -> None:
    """Take an agreement back, whatever its version; what is not given stays so.

    Raises Missing for a text that does not exist or that nobody can refuse.
    """
    version = current_versions().get(code)
    if version is None or version.is_required:
        raise Missing
    with transaction.atomic(durable=True):
        rows = Agreement.objects.filter(person_id=person_id, version__code=code, withdrawn_at=None)
        if rows.update(withdrawn_at=at):
            if code == NEWS_BY_SMS:
                tell_by(person_id, ToldBy.EMAIL)
            write_entry(
                "consent.withdrawn",
                at=at,
                actor_id=person_id,
                actor_kind=ActorKind.PERSON,
                object_type="consent",
                object_id=version.id,
            )
