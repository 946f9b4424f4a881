"""The place in a list where its next page begins: the instant and the id of the last row shown."""

import base64
import binascii
from datetime import datetime, timedelta
from uuid import UUID

from sawti.lib.errors import N_, Invalid


def cursor_after(at: datetime, last_id: UUID) -> str:
    """Return the cursor behind a row; `at` is in UTC, as the database gives it."""
    return base64.urlsafe_b64encode(f"{at.isoformat()}|{last_id}".encode()).decode()


def opened_cursor(cursor: str) -> tuple[datetime, UUID]:
    """Return instant and id of a cursor; raises Invalid for one that we did not make."""
    try:
        instant, _, last_id = base64.urlsafe_b64decode(cursor.encode()).decode().partition("|")
        at = datetime.fromisoformat(instant)
        if at.utcoffset() != timedelta(0):  # ours are in UTC; PostgreSQL refuses some offsets
            raise ValueError(instant)
        return at, UUID(last_id)
    except (binascii.Error, UnicodeError, ValueError) as error:
        raise Invalid("cursor", N_("Start again from the first page of the list.")) from error
