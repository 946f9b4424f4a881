"""What a kind of representation may allow."""

from enum import StrEnum


class Right(StrEnum):
    """One thing that somebody may do for another person.

    `REPLY` is also taking the case back, reopening it and asking for its removal.
    """

    FILE = "file"
    FOLLOW = "follow"
    REPLY = "reply"
    RATE = "rate"
