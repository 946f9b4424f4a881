"""Frozen facts about files."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

MOST_FILES = 5  # of one message
# What is too much is read to its end and dropped, so that the words beside it are not lost.
LARGEST_BODY = 120 * 1024 * 1024
PICTURES = frozenset({"image/jpeg", "image/png", "image/webp"})


@dataclass(frozen=True)
class FileFacts:
    """A file as people see it listed. `size` is in bytes; measures in pixels, None for a PDF."""

    id: UUID
    name: str
    media_type: str
    size: int
    width: int | None = None
    height: int | None = None

    @property
    def is_picture(self) -> bool:
        """Whether browsers may show it: we drew it ourselves."""
        return self.media_type in PICTURES


@dataclass(frozen=True)
class StoredFile:
    """A file and the key of its bytes, for whoever was found to have the right to open it."""

    facts: FileFacts
    key: str


@dataclass(frozen=True)
class Uploaded:
    """A file that waits to be used. `token` is the secret that makes it part of one case."""

    token: str
    facts: FileFacts
    expires_at: datetime
