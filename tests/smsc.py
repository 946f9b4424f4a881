"""A message centre that speaks SMPP 3.4 on loopback: it keeps what it takes, and misbehaves.

Requests are read and receipts are written with smpplib; answers are packed by hand, so that the
library is not tested against itself alone.
"""

import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

from smpplib import consts, smpp

from tests.smtp import free_port

ANSWERS = {
    "bind_transmitter": 0x80000002,
    "bind_receiver": 0x80000001,
    "submit_sm": 0x80000004,
    "enquire_link": 0x80000015,
    "unbind": 0x80000006,
}
IS_RECEIPT = 0x04  # SMPP 3.4, 5.2.12
PASSWORD = "s3cret"


@dataclass(frozen=True)
class Text:
    """One submitted part."""

    to: str
    text: bytes
    coding: int
    name: str


@dataclass
class MessageCentre:
    """What a test tells it to do, and what it received.

    `status`: what it answers a message with. `hangs_up`: how many next messages are kept, but end
    the connection unanswered. `asks`: it asks whether we are alive before it answers. `receipts`:
    what it reports to whoever binds as a receiver; one that is not acknowledged stays.
    """

    port: int = field(default_factory=free_port)
    texts: list[Text] = field(default_factory=list)
    status: int = consts.SMPP_ESME_ROK
    hangs_up: int = 0
    asks: bool = False
    receipts: list[str] = field(default_factory=list)
    binds: int = 0
    sequence: int = 1000

    def next_sequence(self) -> int:
        """Return the number of its next request, as the library asks for it."""
        self.sequence += 1
        return self.sequence

    @contextmanager
    def running(self) -> Iterator[None]:
        """Listen inside the block; outside of it connections are refused."""
        listener = socket.create_server(("127.0.0.1", self.port))
        thread = threading.Thread(target=self._serve, args=(listener,), daemon=True)
        thread.start()
        try:
            yield
        finally:
            with suppress(OSError):
                listener.shutdown(socket.SHUT_RDWR)
            listener.close()
            thread.join(timeout=5)

    def _serve(self, listener: socket.socket) -> None:
        with suppress(OSError):
            while True:
                connection, _ = listener.accept()
                threading.Thread(target=self._talk, args=(connection,), daemon=True).start()

    def _talk(self, connection: socket.socket) -> None:
        with connection, suppress(OSError, struct.error):
            while (request := self._read(connection)) and self._answer(connection, request):
                pass

    def _read(self, connection: socket.socket) -> Any:
        head = self._bytes(connection, 4)
        if not head:
            return None
        body = self._bytes(connection, struct.unpack(">L", head)[0] - 4)
        return smpp.parse_pdu(head + body, client=self, allow_unknown_opt_params=True)

    def _bytes(self, connection: socket.socket, number: int) -> bytes:
        found = b""
        while len(found) < number:
            piece = connection.recv(number - len(found))
            if not piece:
                return b""
            found += piece
        return found

    def _answer(self, connection: socket.socket, request: Any) -> bool:
        """Answer one request; False ends the connection."""
        if request.command.startswith("bind"):
            self.binds += 1
            is_known = request.password == PASSWORD.encode()
            status = consts.SMPP_ESME_ROK if is_known else consts.SMPP_ESME_RINVPASWD
            self._send(connection, request, status, b"centre\x00")
            if is_known and request.command == "bind_receiver":
                self._report(connection)
            return is_known
        if request.command == "submit_sm":
            return self._take(connection, request)
        if request.command in ANSWERS:
            self._send(connection, request, consts.SMPP_ESME_ROK, b"")
        return bool(request.command != "unbind")

    def _take(self, connection: socket.socket, request: Any) -> bool:
        name = f"C{len(self.texts) + 1}"
        if self.status == consts.SMPP_ESME_ROK:
            to = request.destination_addr.decode()
            self.texts.append(Text(to, request.short_message, request.data_coding, name))
        if self.hangs_up:
            self.hangs_up -= 1
            return False
        if self.asks:
            connection.sendall(struct.pack(">LLLL", 16, 0x15, 0, self.next_sequence()))
            self._read(connection)
        body = name.encode() + b"\x00" if self.status == consts.SMPP_ESME_ROK else b""
        self._send(connection, request, self.status, body)
        return True

    def _report(self, connection: socket.socket) -> None:
        for receipt in list(self.receipts):
            report = smpp.make_pdu(
                "deliver_sm",
                client=self,
                source_addr="97336123456",
                destination_addr="Sawti",
                esm_class=IS_RECEIPT,
                short_message=receipt.encode(),
            )
            connection.sendall(report.generate())
            answer = self._read(connection)
            if answer and answer.status == consts.SMPP_ESME_ROK:
                self.receipts.remove(receipt)

    def _send(self, connection: socket.socket, request: Any, status: int, body: bytes) -> None:
        head = struct.pack(
            ">LLLL", 16 + len(body), ANSWERS[request.command], status, request.sequence
        )
        connection.sendall(head + body)
