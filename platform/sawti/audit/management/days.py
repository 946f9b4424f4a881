"""Days as the commands of this app read them."""

from argparse import ArgumentTypeError
from datetime import UTC, datetime


def day(text: str) -> datetime:
    """Return the beginning of a day such as 2026-03-01, in UTC."""
    try:
        return datetime.fromisoformat(text).replace(tzinfo=UTC)
    except ValueError as error:
        raise ArgumentTypeError(f"{text!r} is no date; write it as 2026-03-01.") from error
