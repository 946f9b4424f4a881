"""What the pages read about one-time codes."""

from datetime import datetime

from sawti.accounts.models import OneTimeCode, Purpose
from sawti.accounts.seals import token_hash


def address_awaiting_code(token: str, *, purpose: Purpose, at: datetime) -> str:
    """Return where this browser's code went, as it was typed; "" where it asked for none.

    A code that was used up is still named, so that a page looks the same however a code ended.
    """
    if not token:
        return ""
    rows = OneTimeCode.objects.filter(
        token_hash=token_hash(token), purpose=purpose, expires_at__gt=at
    )
    return rows.values_list("address", flat=True).first() or ""
