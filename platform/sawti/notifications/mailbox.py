"""A mailbox in a folder for the demo: a Maildir per tenant, which only that tenant's host reads."""

import mailbox
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage as OutgoingMessage
from django.core.mail.backends.base import BaseEmailBackend

from sawti.tenancy.context import current_tenant

MOST_LETTERS = 100
# A file name in a Maildir begins with seconds and microseconds (cr.yp.to/proto/maildir.html).
SENT = re.compile(r"(\d+)\.M(\d+)")


@dataclass(frozen=True)
class LetterLine:
    """One letter of the list; `sent_at` is aware."""

    key: str
    to: str
    subject: str
    sent_at: datetime


@dataclass(frozen=True)
class FullLetter:
    """One letter; `lines` are those of the plain text that are not empty, `html` is source."""

    to: str
    subject: str
    sent_at: datetime
    lines: tuple[str, ...]
    html: str


class FolderBackend(BaseEmailBackend):
    """Keeps what would be sent in the current tenant's folder."""

    def send_messages(self, email_messages: Sequence[OutgoingMessage]) -> int:
        """Write the messages; return how many."""
        folder = _folder()
        for message in email_messages:
            folder.add(message.message().as_bytes())
        return len(email_messages)


def letters_in_folder() -> list[LetterLine]:
    """Return the newest letters of the current tenant, newest first, at most MOST_LETTERS."""
    folder = _folder()
    newest = sorted(folder.keys(), key=_order, reverse=True)[:MOST_LETTERS]
    found = ((key, _parsed(folder, key)) for key in newest)
    return [
        LetterLine(key, str(mail["to"]), str(mail["subject"]).strip(), _sent_at(mail))
        for key, mail in found
        if mail
    ]


def letter_in_folder(key: str) -> FullLetter | None:
    """Return one letter of the current tenant, or None where its folder has no such key.

    The key is looked up among the names in the folder; it never becomes part of a path.
    """
    mail = _parsed(_folder(), key)
    if mail is None:
        return None
    return FullLetter(
        to=str(mail["to"]),
        subject=str(mail["subject"]).strip(),
        sent_at=_sent_at(mail),
        lines=tuple(line for line in _part(mail, "plain").splitlines() if line.strip()),
        html=_part(mail, "html"),
    )


def _folder() -> mailbox.Maildir:
    path = Path(settings.SAWTI_MAIL_FOLDER) / current_tenant().slug
    # Web and worker may come at once, so nothing here minds what is there already.
    for part in ("tmp", "new", "cur"):
        (path / part).mkdir(mode=0o700, parents=True, exist_ok=True)
    return mailbox.Maildir(path)


def _order(key: str) -> tuple[int, int]:
    found = SENT.match(key)
    return (int(found[1]), int(found[2])) if found else (0, 0)


def _parsed(folder: mailbox.Maildir, key: str) -> EmailMessage | None:
    if key not in folder.keys():  # noqa: SIM118 - `in folder` would look at the disk for any key
        return None
    return message_from_bytes(folder.get_bytes(key), policy=policy.default)


def _sent_at(mail: EmailMessage) -> datetime:
    at = parsedate_to_datetime(str(mail["date"]))
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def _part(mail: EmailMessage, kind: str) -> str:
    body = mail.get_body(preferencelist=(kind,))
    return str(body.get_content()) if body else ""
