"""What actions here and above call on their way: sending a one-time code, and using it up."""

import hmac
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from typing import Any
from uuid import UUID

from django.contrib.auth.models import Group
from django.db.models import Q

from sawti.accounts.errors import TooManyCodes
from sawti.accounts.models import (
    ContactChange,
    OneTimeCode,
    Person,
    PersonToken,
    Purpose,
    PushSubscription,
    Session,
    Staff,
    StaffGroup,
    ToldBy,
)
from sawti.accounts.seals import code_hash, device_handle, seal_of_codes, source_hash, token_hash
from sawti.audit.steps import write_entry
from sawti.lib.ids import new_id
from sawti.outbox import steps as outbox
from sawti.tenancy.context import current_tenant
from sawti.tenancy.locks import wait_for_turn

CODE_LIFE = timedelta(minutes=10)
MOST_TRIES = 5
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
MOST_TO_ADDRESS = 5  # an hour
MOST_A_DAY = 20  # to an address: a hundred guesses, NIST SP 800-63B, 5.2.2
MOST_FROM_SOURCE = 30  # an hour: an office, or many phones of one network, share an address
KEPT_FOR = DAY  # limits look back a day


@dataclass(frozen=True)
class CodeRequest:
    """Who asks for a code to which address. `source`: the network address of the browser.

    `subject_id` is what the code is about. A decoy is never sent and looks like any other: nobody
    may learn that there is nothing to send it about.
    """

    purpose: Purpose
    address: str
    language: str
    source: str
    subject_id: UUID | None = None
    is_decoy: bool = False


def send_code(wanted: CodeRequest, *, at: datetime) -> str:
    """Make a code for the open transaction to send, close older ones; return the browser's token.

    A decoy costs the same and is never sent. Raises TooManyCodes past the limits of the address or
    the source.
    """
    source = source_hash(wanted.source)
    _keep_within_limits(wanted.address, source, at)
    code, token, row_id = f"{secrets.randbelow(1_000_000):06}", secrets.token_urlsafe(24), new_id()
    same = OneTimeCode.objects.filter(address=wanted.address, purpose=wanted.purpose)
    same.filter(closed_at__isnull=True).update(closed_at=at)
    OneTimeCode.objects.create(
        id=row_id,
        purpose=wanted.purpose,
        address=wanted.address,
        language=wanted.language,
        subject_id=wanted.subject_id,
        source_hash=source,
        token_hash=token_hash(token),
        code_hash=_hash(wanted.purpose, wanted.address, wanted.subject_id, token, code),
        sealed_code=b"" if wanted.is_decoy else _sealed(code, row_id),
        asked_at=at,
        expires_at=at + CODE_LIFE,
    )
    outbox.add("person.code_asked", {"code_id": str(row_id)}, at=at)
    write_entry(f"code.{wanted.purpose}_asked", at=at, object_type="code", object_id=row_id)
    return token


def redeem(token: str, typed: str, *, purpose: Purpose, at: datetime) -> OneTimeCode | None:
    """Use up the code of this browser if `typed` is right, else count the try and return None.

    The caller's transaction must commit either way, or tries would not count. A code is open for
    ten minutes and five tries, and once. Compared in constant time (NIST SP 800-63B, 5.1.3).
    """
    rows = OneTimeCode.objects.select_for_update()
    row: OneTimeCode | None = rows.filter(token_hash=token_hash(token), purpose=purpose).first()
    address, subject = (row.address, row.subject_id) if row else ("", None)
    found = _hash(purpose, address, subject, token, typed)
    is_right = hmac.compare_digest(bytes(row.code_hash) if row else bytes(32), found)
    if row is None or row.closed_at is not None or row.expires_at <= at:
        write_entry("code.refused", at=at, object_type="code", object_id=row.id if row else None)
        return None
    row.tries += 1
    if is_right or row.tries >= MOST_TRIES:
        row.closed_at = at
    row.save(update_fields=["tries", "closed_at"])
    if not is_right:
        write_entry("code.refused", at=at, object_type="code", object_id=row.id)
        return None
    outbox.add("person.address_proved", {"code_id": str(row.id)}, at=at)
    return row


def person_with(contact: str) -> Person | None:
    """Return who proved to have an e-mail address or phone; nobody else can take it meanwhile.

    The unique index is not enough: while a key is replaced, two rows of one address differ.
    """
    wait_for_turn(f"person at {contact}")
    proved = Q(phone_hash=contact, phone_verified_at__isnull=False)
    found: Person | None = Person.objects.filter(Q(email_hash=contact) | proved).first()
    return found


def person_at(address: str, language: str, at: datetime) -> Person:
    """Return the person of an address that was just proved; the first time, with a new account."""
    if found := person_with(address):
        return found
    person: Person = Person.objects.create(email=address, language=language, created_at=at)
    write_entry("person.added", at=at, object_type="person", object_id=person.id)
    return person


def make_verified(person: Person, phone: str, *, at: datetime) -> None:
    """Give a person a phone that they proved to have; whoever had it verified has it no longer.

    Numbers are given to new people: whoever reads a phone's messages now is whose it is.
    """
    wait_for_turn(f"person at {phone}")
    others = Person.objects.filter(phone_hash=phone, phone_verified_at__isnull=False)
    others.exclude(pk=person.pk).update(phone_verified_at=None, told_by=ToldBy.EMAIL)
    person.phone, person.phone_verified_at = phone, at
    person.save(update_fields=["phone", "phone_hash", "phone_verified_at"])


def opened_code(row: OneTimeCode) -> str:
    """Return the digits of a code, for the mail that carries them; "" for a decoy."""
    plain = seal_of_codes().open(bytes(row.sealed_code), bound_to=row.id.bytes)
    return plain.decode() if plain else ""


def forget_codes(*, at: datetime) -> int:
    """Delete codes that ended a day ago, ways back and tokens that are over; return how many."""
    gone, _ = OneTimeCode.objects.filter(expires_at__lte=at - KEPT_FOR).delete()
    old, _ = ContactChange.objects.filter(expires_at__lte=at).delete()
    over, _ = PersonToken.objects.filter(expires_at__lte=at).delete()
    return int(gone) + int(old) + int(over)


def _keep_within_limits(address: str, source: bytes, at: datetime) -> None:
    # Requests for one address, or from one place, pass one by one, or limits would leak.
    wait_for_turn(f"code to {address}", f"code from {source.hex()}")
    to_address = OneTimeCode.objects.filter(address=address)
    from_source = OneTimeCode.objects.filter(source_hash=source)
    for rows, window, most in (
        (to_address, HOUR, MOST_TO_ADDRESS),
        (to_address, DAY, MOST_A_DAY),
        (from_source, HOUR, MOST_FROM_SOURCE),
    ):
        recent = rows.filter(asked_at__gt=at - window).order_by("-asked_at")
        asked = list(recent.values_list("asked_at", flat=True)[:most])
        if len(asked) == most:
            raise TooManyCodes(minutes=ceil((asked[-1] + window - at) / timedelta(minutes=1)))


def _hash(purpose: str, address: str, subject: UUID | None, token: str, code: str) -> bytes:
    return code_hash(
        purpose=purpose, address=address, subject=str(subject or ""), token=token, code=code
    )


def _sealed(code: str, row_id: UUID) -> bytes:
    return seal_of_codes().seal(code.encode(), bound_to=row_id.bytes)


def end_sessions_of_person(person_id: UUID, *, keep: str = "") -> None:
    """End the sessions of a person, all but the browser's with the key `keep`."""
    theirs = Session.objects.filter(tenant_id=current_tenant().id, person_id=person_id)
    theirs.exclude(session_key=keep).delete()
    PersonToken.objects.filter(person_id=person_id).delete()
    _end_subscriptions_elsewhere(keep, person_id=person_id)


def end_sessions(staff_id: UUID, *, keep: str = "") -> int:
    """End the sessions of a member of staff, all but the one with the key `keep`; return how many.

    The next request of each finds nobody signed in.
    """
    theirs = Session.objects.filter(tenant_id=current_tenant().id, staff_id=staff_id)
    gone, _ = theirs.exclude(session_key=keep).delete()
    _end_subscriptions_elsewhere(keep, staff_id=staff_id)
    return int(gone)


def _end_subscriptions_elsewhere(keep: str, **whose: UUID) -> None:
    rows = PushSubscription.objects.filter(**whose)
    rows.exclude(session=device_handle(keep) if keep else "").delete()


def end_subscriptions(**which: Any) -> int:
    """End push subscriptions, such as those of a `session` or those with one of several `pk__in`.

    The browser keeps its half and hears nothing more. Returns how many there were.
    """
    gone, _ = PushSubscription.objects.filter(**which).delete()
    return int(gone)


def end_subscriptions_of_other_keys(server_keys: Iterable[str]) -> None:
    """End the push subscriptions of the tenant that were made for none of these keys of ours."""
    PushSubscription.objects.exclude(server_key__in=list(server_keys)).delete()


def keep_in_group(staff: Staff, group_name: str, *, is_member: bool) -> None:
    """Put somebody into a group of Wagtail's, or take them out; one statement where it is so."""
    found = StaffGroup.objects.filter(staff_id=staff.pk, group__name=group_name)
    if found.exists() == is_member:
        return
    if is_member:
        StaffGroup.objects.create(staff=staff, group=Group.objects.get(name=group_name))
    else:
        found.delete()


def keep_profile(person_id: UUID, values: dict[str, Any], *, at: datetime) -> None:
    """Keep columns of a person's profile in the open transaction; the caller has checked them."""
    person = Person.objects.select_for_update().get(pk=person_id)
    if person.phone_verified_at:  # such a number is only changed by a code
        values.pop("phone", None)
    for column, value in values.items():
        setattr(person, column, value)
    person.save(update_fields=[*values, "phone_hash", "national_id_hash"])
    write_entry("person.profile_saved", at=at, actor_id=person_id, object_type="person")


def tell_by(person_id: UUID, way: ToldBy) -> None:
    """Have news go to a person by another way; by SMS only where they verified a phone."""
    rows = Person.objects.filter(pk=person_id)
    if way == ToldBy.SMS:
        rows = rows.filter(phone_verified_at__isnull=False)
    rows.update(told_by=way)
