"""A real SMTP server on a loopback port: it keeps what it accepts, refuses, hangs up or is slow."""

import asyncio
import email
import email.policy
import socket
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from typing import Any, cast

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


def free_port() -> int:
    """Return a loopback port on which nobody listens."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@dataclass(frozen=True)
class Mail:
    """One accepted message, as its reader's program shows it."""

    to: str
    message: EmailMessage

    @property
    def id(self) -> str:
        return str(self.message["Message-ID"])

    @property
    def subject(self) -> str:
        return str(self.message["Subject"]).strip()  # folding leaves a blank in front

    @property
    def language(self) -> str:
        return str(self.message["Content-Language"])

    @property
    def text(self) -> str:
        return self._part("plain")

    @property
    def html(self) -> str:
        return self._part("html")

    def _part(self, kind: str) -> str:
        part = self.message.get_body((kind,))
        assert part is not None
        return str(part.get_content())


@dataclass
class MailServer:
    """What a test tells the server to do, and what it received.

    `refused`: recipients that get `550`; `greylisted`: those that get `451`. `answer_after`:
    seconds between taking a message and saying so. `hangs_up`: how many next messages are kept,
    but end the connection unanswered.
    """

    port: int = field(default_factory=free_port)
    mails: list[Mail] = field(default_factory=list)
    refused: set[str] = field(default_factory=set)
    greylisted: set[str] = field(default_factory=set)
    answer_after: float = 0
    hangs_up: int = 0

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: Any
    ) -> str:
        if address in self.refused:
            return f"550 5.1.1 No such mailbox: {address}"
        if address in self.greylisted:
            return "451 4.7.1 Come back later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        message = email.message_from_bytes(
            cast("bytes", envelope.content), policy=email.policy.default
        )
        mails = [Mail(to, cast("EmailMessage", message)) for to in envelope.rcpt_tos]
        self.mails.extend(mails)
        if self.hangs_up:
            self.hangs_up -= 1
            assert server.transport is not None
            server.transport.abort()
        await asyncio.sleep(self.answer_after)
        return "250 Accepted"

    @property
    def addresses(self) -> Counter[str]:
        """How many messages each recipient has."""
        return Counter(mail.to for mail in self.mails)

    @property
    def copies(self) -> Counter[str]:
        """How many times each Message-ID arrived."""
        return Counter(mail.id for mail in self.mails)

    def to(self, address: str) -> list[Mail]:
        return [mail for mail in self.mails if mail.to == address]

    @contextmanager
    def running(self) -> Iterator[None]:
        """Listen inside the block; outside of it connections are refused."""
        controller = Controller(self, hostname="127.0.0.1", port=self.port)
        controller.start()
        try:
            yield
        finally:
            controller.stop()
