"""The SMS of the demo: an HTTP gateway on loopback that keeps them, and what its page reads."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings

from sawti.tenancy.context import current_tenant

MOST_TEXTS = 100
BODY = '{"to": "{phone}", "from": "{sender}", "text": "{text}", "id": "{id}"}'  # what it is sent


@dataclass(frozen=True)
class TextLine:
    """One SMS; `sent_at` is aware."""

    to: str
    text: str
    sent_at: datetime


def keep_text(slug: str, message: dict[str, Any], *, key: str, at: datetime) -> None:
    """Keep what a tenant sent; the same key twice is one message."""
    folder = _folder(slug)
    path = folder / f"{key}.json"
    if not path.exists():
        path.write_text(json.dumps({**message, "sent_at": at.isoformat()}, ensure_ascii=False))


def texts_in_folder() -> list[TextLine]:
    """Return the newest SMS of the current tenant, newest first, at most MOST_TEXTS."""
    found = [json.loads(path.read_text()) for path in _folder(current_tenant().slug).glob("*.json")]
    lines = [
        TextLine(each["to"], each["text"], datetime.fromisoformat(each["sent_at"]).astimezone(UTC))
        for each in found
    ]
    return sorted(lines, key=lambda line: line.sent_at, reverse=True)[:MOST_TEXTS]


def _folder(slug: str) -> Path:
    path = Path(settings.SAWTI_MAIL_FOLDER) / ".sms" / slug
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path
