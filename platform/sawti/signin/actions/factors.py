"""What staff do with their second factors."""

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction

from sawti.accounts.models import Staff
from sawti.lib import totp
from sawti.lib.errors import Missing
from sawti.signin.enrolment import opened_secret
from sawti.signin.errors import LastFactor, WrongCode
from sawti.signin.models import Factor, Kind, RecoveryCode
from sawti.signin.seals import seal_of_factors
from sawti.signin.steps import codes_if_none, new_recovery_codes, record, tell


def add_app(staff_id: UUID, *, sealed: str, typed: str, at: datetime) -> list[str]:
    """Keep the app whose code proves that it has the secret; it replaces an older one.

    `sealed` is what `enrolment.sealed_new_secret` made. Returns recovery codes where the person
    has none, else nothing. Raises WrongCode.
    """
    with transaction.atomic(durable=True):
        Staff.objects.select_for_update().get(pk=staff_id)
        secret = opened_secret(sealed, staff_id)
        step = totp.step_of(secret, typed, at) if secret else None
        if secret is None or step is None:
            raise WrongCode
        Factor.objects.filter(staff_id=staff_id, kind=Kind.APP).delete()
        Factor.objects.create(
            staff_id=staff_id,
            kind=Kind.APP,
            sealed_secret=seal_of_factors().seal(secret, bound_to=staff_id.bytes),
            last_step=step,
            added_at=at,
        )
        record("staff.factor_added", staff_id, at, Kind.APP)
        tell(staff_id, "factor_added", at=at)
        return codes_if_none(staff_id, at)


def renew_recovery_codes(staff_id: UUID, *, at: datetime) -> list[str]:
    """Return new recovery codes; the old ones are good no more."""
    with transaction.atomic(durable=True):
        Staff.objects.select_for_update().get(pk=staff_id)
        return new_recovery_codes(staff_id, at)


def remove_factor(staff_id: UUID, factor_id: UUID, *, at: datetime) -> None:
    """Take a second factor away; raises LastFactor for the only one where one is required."""
    with transaction.atomic(durable=True):
        Staff.objects.select_for_update().get(pk=staff_id)
        theirs = Factor.objects.filter(staff_id=staff_id)
        row = theirs.filter(pk=factor_id).first()
        if row is None:
            raise Missing
        if settings.SAWTI_SECOND_FACTOR == "required" and theirs.count() == 1:
            raise LastFactor
        row.delete()
        if not theirs.exists():
            RecoveryCode.objects.filter(staff_id=staff_id).delete()
        record("staff.factor_removed", staff_id, at, row.kind)
        tell(staff_id, "factor_removed", at=at)
