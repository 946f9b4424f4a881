"""The keys of this app: one purpose each, derived from the deployment's master key."""

from functools import cache

from django.conf import settings

from sawti.lib.sealing import Seal
from sawti.tenancy.context import current_tenant


@cache
def seal_for(purpose: str) -> Seal:
    """Return the seal of `receipt`, `draft` or `filing`."""
    return Seal(settings.SAWTI_SEALING_KEY.encode(), purpose)


def receipt_hash(receipt: str, number: str) -> bytes:
    """Return the keyed hash under which a receipt is kept; bound to tenant and case number."""
    return seal_for("receipt").fingerprint(str(current_tenant().id), number, receipt)
