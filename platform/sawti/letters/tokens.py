"""The confirmation page's token: it carries a receipt, sealed, for an hour."""

import base64
import binascii
import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from uuid import UUID

from django.conf import settings

from sawti.lib.sealing import Seal
from sawti.tenancy.context import current_tenant

TOKEN_LIFE = timedelta(hours=1)


@dataclass(frozen=True)
class HeldReceipt:
    """What a token says: its holder was shown this receipt of this case."""

    case_id: UUID
    number: str
    receipt: str


@cache
def _seal() -> Seal:
    return Seal(settings.SAWTI_SEALING_KEY.encode(), "receipt-token")


def _bound_to() -> bytes:
    return current_tenant().id.bytes


def sealed_token(held: HeldReceipt, *, at: datetime) -> str:
    """Return a token for the form on the confirmation page; only this tenant opens it."""
    until = (at + TOKEN_LIFE).isoformat()
    plain = json.dumps([str(held.case_id), held.number, held.receipt, until]).encode()
    return base64.urlsafe_b64encode(_seal().seal(plain, bound_to=_bound_to())).decode()


def opened_token(token: str, *, at: datetime) -> HeldReceipt | None:
    """Return what a token says, or None if it is not ours, of another tenant, or too old."""
    try:
        sealed = base64.urlsafe_b64decode(token.encode())
    except (binascii.Error, ValueError):
        return None
    plain = _seal().open(sealed, bound_to=_bound_to())
    if plain is None:
        return None
    case_id, number, receipt, until = json.loads(plain)
    if datetime.fromisoformat(until) < at:
        return None
    return HeldReceipt(UUID(case_id), number, receipt)
