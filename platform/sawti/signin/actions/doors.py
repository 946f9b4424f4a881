"""Getting in: the password, then the second factor."""

from datetime import datetime
from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.db import transaction

from sawti.accounts.errors import SignInRefused
from sawti.accounts.models import Staff
from sawti.accounts.sessions import Proof
from sawti.accounts.steps import end_subscriptions
from sawti.audit.steps import write_entry
from sawti.lib import totp
from sawti.signin.admission import Admission, Needs, needs_of
from sawti.signin.errors import WrongCode
from sawti.signin.models import Door, Factor, Kind, RecoveryCode
from sawti.signin.recovery import canonical_code
from sawti.signin.seals import recovery_hash, seal_of_factors
from sawti.signin.steps import begin_try, succeed


def sign_in(*, email: str, password: str, source: str, at: datetime) -> Admission:
    """Return the account that this password opens, and record the sign-in or its refusal.

    An old hash is replaced by one of the first hasher. `source` is the network that asks. Raises
    SignInRefused, the same and after the same work whether the address is known or not, and
    TooManyTries.
    """
    address = email.strip().lower()
    with transaction.atomic(durable=True):
        tried = begin_try(Door.PASSWORD, address, source, at=at)
        staff = Staff.objects.filter(email=address, is_active=True).first()
        is_right = staff.check_password(password) if staff else _spend_the_same_time(password)
        if staff and is_right:
            succeed(tried)
            admission = Admission(staff, needs_of(staff.id))
            _note(staff, admission.needs, at)
        else:
            write_entry(
                "staff.sign_in_refused",
                at=at,
                actor_id=staff.id if staff else None,
                object_type="staff",
                object_id=staff.id if staff else None,
            )
    if staff is None or not is_right:
        raise SignInRefused
    return admission


def prove_code(staff_id: UUID, *, typed: str, source: str, at: datetime) -> Proof:
    """Finish a sign-in with the code of an app or a recovery code; return which it was.

    Raises WrongCode for a wrong or used code, and TooManyTries.
    """
    with transaction.atomic(durable=True):
        tried = begin_try(Door.SECOND_FACTOR, str(staff_id), source, at=at)
        proof = _use_app(staff_id, typed, at) or _use_recovery_code(staff_id, typed, at)
        if proof:
            succeed(tried)
            Staff.objects.filter(pk=staff_id).update(last_sign_in_at=at)
        event = "staff.signed_in" if proof else "staff.second_factor_refused"
        write_entry(
            event,
            at=at,
            actor_id=staff_id,
            object_type="staff",
            object_id=staff_id,
            reason=proof or "",
        )
    if proof is None:
        raise WrongCode
    return proof


def note_sign_in(staff_id: UUID, *, proof: Proof, at: datetime) -> None:
    """Record a sign-in that no code of ours finished: a first enrolment, a provider's word."""
    with transaction.atomic(durable=True):
        Staff.objects.filter(pk=staff_id).update(last_sign_in_at=at)
        write_entry(
            "staff.signed_in",
            at=at,
            actor_id=staff_id,
            object_type="staff",
            object_id=staff_id,
            reason=proof,
        )


def confirm_password(staff: Staff, *, password: str, source: str, at: datetime) -> None:
    """Let somebody who is signed in prove once more that it is they; raises SignInRefused."""
    with transaction.atomic(durable=True):
        tried = begin_try(Door.PASSWORD, staff.email, source, at=at)
        is_right = staff.check_password(password)
        if is_right:
            succeed(tried)
        event = "staff.confirmed" if is_right else "staff.confirmation_refused"
        write_entry(event, at=at, actor_id=staff.id, object_type="staff", object_id=staff.id)
    if not is_right:
        raise SignInRefused


def note_sign_out(staff_id: UUID, *, browser: str, at: datetime) -> None:
    """Record that somebody signed out; the edge ends the session.

    `browser`: the handle of that session. It is told nothing more.
    """
    with transaction.atomic(durable=True):
        end_subscriptions(staff_id=staff_id, session=browser)
        write_entry(
            "staff.signed_out", at=at, actor_id=staff_id, object_type="staff", object_id=staff_id
        )


def _spend_the_same_time(password: str) -> bool:
    make_password(password)
    return False


def _note(staff: Staff, needs: Needs, at: datetime) -> None:
    is_in = needs == Needs.NOTHING
    if is_in:
        Staff.objects.filter(pk=staff.pk).update(last_sign_in_at=at)
    event = "staff.signed_in" if is_in else "staff.password_accepted"
    write_entry(event, at=at, actor_id=staff.id, object_type="staff", object_id=staff.id)


def _use_app(staff_id: UUID, typed: str, at: datetime) -> Proof | None:
    """Accept the code of a later time step than the last one that was accepted (RFC 6238, 5.2)."""
    row: Factor | None = (
        Factor.objects.select_for_update().filter(staff_id=staff_id, kind=Kind.APP).first()
    )
    if row is None:
        return None
    secret = seal_of_factors().open(bytes(row.sealed_secret), bound_to=staff_id.bytes)
    step = totp.step_of(secret, typed, at) if secret else None
    if step is None or step <= row.last_step:
        return None
    row.last_step, row.used_at = step, at
    row.save(update_fields=["last_step", "used_at"])
    return Proof.APP


def _use_recovery_code(staff_id: UUID, typed: str, at: datetime) -> Proof | None:
    hashed = recovery_hash(staff_id, canonical_code(typed))
    used = RecoveryCode.objects.filter(staff_id=staff_id, code_hash=hashed, used_at=None).update(
        used_at=at
    )
    return Proof.RECOVERY_CODE if used else None
