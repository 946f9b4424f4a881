"""Reading what mail servers report: delivery status notifications (RFC 3464). Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any
from uuid import UUID

from sawti.lib.text import one_line

MESSAGE_ID = re.compile(r"<([0-9a-f]{8}-[0-9a-f-]{27})@")
# RFC 3463: the address (5.1.x) or the mailbox (5.2.1) is not there; anything else may pass.
GONE = re.compile(r"5\.(1\.(0|1|2|3|6|10)|2\.1)\b")


@dataclass(frozen=True)
class Delivery:
    """What became of one e-mail at one address; `is_gone`: nothing should be written there."""

    message_id: UUID
    address: str
    is_delivered: bool
    is_gone: bool
    words: str


def deliveries_in(mail: bytes) -> tuple[Delivery, ...]:
    """Return what a report says about e-mails of ours; nothing for any other mail.

    Delays are no news: the server goes on trying.
    """
    message: EmailMessage = message_from_bytes(mail, policy=policy.default)
    if message.get_content_type() != "multipart/report":
        return ()
    original = MESSAGE_ID.search(_returned(message))
    if original is None:
        return ()
    return tuple(_deliveries(message, UUID(original[1])))


def _deliveries(message: EmailMessage, message_id: UUID) -> Iterator[Delivery]:
    for part in message.walk():
        if part.get_content_type() != "message/delivery-status":
            continue
        blocks: Any = part.get_payload()
        for block in blocks:
            action = str(block.get("Action", "")).strip().lower()
            if action not in ("failed", "delivered", "relayed"):
                continue
            status = str(block.get("Status", "")).strip()
            words = one_line(f"{status} {block.get('Diagnostic-Code', '')}")
            yield Delivery(
                message_id=message_id,
                address=str(block.get("Final-Recipient", "")).rpartition(";")[2].strip(" <>"),
                is_delivered=action != "failed",
                is_gone=action == "failed" and bool(GONE.match(status)),
                words=words,
            )


def _returned(message: EmailMessage) -> str:
    """Return the Message-ID of the mail that the report is about; it comes along with it."""
    for part in message.walk():
        if part.get_content_type() == "text/rfc822-headers":
            found = re.search(r"(?im)^message-id:\s*(<[^>]+>)", str(part.get_content()))
            return found[1] if found else ""
        if part.get_content_type() == "message/rfc822":
            return str(part.get_payload(0).get("Message-ID", ""))  # type: ignore[union-attr]
    return ""
