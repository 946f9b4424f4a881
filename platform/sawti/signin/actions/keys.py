"""Adding a security key, and signing in with one."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from sawti.accounts.models import Staff
from sawti.accounts.sessions import Proof
from sawti.audit.steps import write_entry
from sawti.lib.errors import N_, Invalid
from sawti.signin.errors import WrongCode
from sawti.signin.models import Door, Factor, Kind
from sawti.signin.steps import begin_try, codes_if_none, record, succeed, tell
from sawti.signin.webauthn import added_key, keys_of, proved_key

MOST_KEYS = 10


def add_key(
    staff: Staff,
    *,
    name: str,
    state: dict[str, Any],
    answer: Mapping[str, Any],
    origin: str,
    at: datetime,
) -> list[str]:
    """Keep the public half of a new key; return recovery codes where the person has none.

    Raises WrongCode for an answer that is not to our challenge, and Invalid past MOST_KEYS.
    """
    found = added_key(state, answer, origin)
    if found is None:
        raise WrongCode
    credential, counter = found
    with transaction.atomic(durable=True):
        Staff.objects.select_for_update().get(pk=staff.pk)
        if len(keys_of(staff)) >= MOST_KEYS:
            text = N_("You have %(most)s keys already. Remove one first.")
            raise Invalid("name", text, most=MOST_KEYS)
        if Factor.objects.filter(credential_id=credential.credential_id).exists():
            raise WrongCode
        Factor.objects.create(
            staff=staff,
            kind=Kind.KEY,
            name=name.strip(),
            credential_id=credential.credential_id,
            credential=bytes(credential),
            sign_count=counter,
            added_at=at,
        )
        record("staff.factor_added", staff.pk, at, Kind.KEY)
        tell(staff.pk, "factor_added", at=at)
        return codes_if_none(staff.pk, at)


def prove_key(
    staff: Staff,
    *,
    state: dict[str, Any],
    answer: Mapping[str, Any],
    origin: str,
    source: str,
    at: datetime,
) -> Proof:
    """Finish a sign-in with a key; raises WrongCode and TooManyTries.

    A counter that does not grow says that the key was copied (WebAuthn 6.1.1): it is refused.
    """
    with transaction.atomic(durable=True):
        tried = begin_try(Door.SECOND_FACTOR, str(staff.pk), source, at=at)
        found = proved_key(keys_of(staff), state, answer, origin)
        is_right = found is not None and _count(staff.pk, *found, at)
        if is_right:
            succeed(tried)
            Staff.objects.filter(pk=staff.pk).update(last_sign_in_at=at)
        write_entry(
            "staff.signed_in" if is_right else "staff.second_factor_refused",
            at=at,
            actor_id=staff.pk,
            object_type="staff",
            object_id=staff.pk,
            reason=Proof.KEY,
        )
    if not is_right:
        raise WrongCode
    return Proof.KEY


def _count(staff_id: UUID, credential_id: bytes, counter: int, at: datetime) -> bool:
    row = Factor.objects.select_for_update().get(staff_id=staff_id, credential_id=credential_id)
    if (counter or row.sign_count) and counter <= row.sign_count:
        return False
    row.sign_count, row.used_at = counter, at
    row.save(update_fields=["sign_count", "used_at"])
    return True
