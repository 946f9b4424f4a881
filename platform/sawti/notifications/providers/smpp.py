"""SMS by SMPP 3.4 with smpplib: a bound session per process, kept while messages go out."""

import logging
import re
import ssl
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from smpplib import client as smpp_client
from smpplib import consts, exceptions, gsm, smpp

from sawti.lib.outgoing import OutgoingRefused
from sawti.notifications import providers
from sawti.plugins.manifest import Options, Texts, option
from sawti.plugins.messages import (
    Means,
    MessageProvider,
    NoAnswer,
    NotReached,
    Parcel,
    Refused,
    Taken,
)

SECONDS = 5  # to connect, and to answer
IDLE_SECONDS = 10  # then a session may have died unnoticed: it is made anew
RECEIPT_SECONDS, QUIET_SECONDS = 20, 1  # how long reports are read, and when they are over
IS_RECEIPT = 0x04  # SMPP 3.4, 5.2.12
RECEIPT = re.compile(r"\b(id|stat|err):(\S+)")  # SMPP 3.4, appendix B
DELIVERED, UNDELIVERED = ("DELIVRD",), ("EXPIRED", "DELETED", "UNDELIV", "REJECTD")
# The library's own words hold phones and passwords, down to the bytes.
QUIET = "sawti.notifications.smpplib"
logging.getLogger(QUIET).disabled = True
NO_SUCH_PHONE = consts.SMPP_ESME_RINVDSTADR
UNHAPPY = frozenset(
    {consts.SMPP_ESME_RSYSERR, consts.SMPP_ESME_RMSGQFUL, consts.SMPP_ESME_RTHROTTLED}
)
FINAL = frozenset(
    {
        consts.SMPP_ESME_RINVMSGLEN,
        consts.SMPP_ESME_RINVSRCADR,
        consts.SMPP_ESME_RINVDSTTON,
        consts.SMPP_ESME_RINVDSTNPI,
    }
)


class SmppOptions(Options):
    """Where the operator's message centre is."""

    host: str = option("", labels={"ar": "الخادم", "en": "Server"}, max_length=200)
    port: int = option(2775, labels={"ar": "المنفذ", "en": "Port"}, ge=1, le=65535)
    uses_tls: bool = option(True, labels={"ar": "مشفّر (TLS)", "en": "Encrypted (TLS)"})
    account: str = option("", labels={"ar": "معرّف النظام", "en": "System id"}, max_length=15)
    sender: str = option("", labels={"ar": "المرسل", "en": "Sender"}, max_length=20)


class Client(smpp_client.Client):  # type: ignore[misc]
    """Connects to the machine that was looked at; the certificate is that of the name."""

    def __init__(self, options: SmppOptions) -> None:
        try:
            machine = providers.outgoing_for_sms().machine(
                options.host, options.port, is_plain=not options.uses_tls
            )
        except OutgoingRefused as refusal:
            raise NotReached(refusal.reason) from refusal
        super().__init__(
            machine,
            options.port,
            timeout=SECONDS,
            logger_name=QUIET,
            allow_unknown_opt_params=True,
        )
        self.name, self.uses_tls = options.host, options.uses_tls

    _socket: Any

    def connect(self) -> None:
        """Connect, encrypted if it is to be."""
        super().connect()
        if self.uses_tls:
            try:
                context = ssl.create_default_context()
                self._socket = context.wrap_socket(self._socket, server_hostname=self.name)
            except OSError as fault:
                raise NotReached(type(fault).__name__) from fault


@dataclass
class _Session:
    """A bound session of this process; the lock keeps one message after the other."""

    client: Client
    used_at: float


_sessions: dict[tuple[str, int, str, str], _Session] = {}
_lock = threading.Lock()


def bound(means: Means, *, receives: bool = False) -> Client:
    """Return a client that is bound; raises NotReached, also where the centre refuses us."""
    options: SmppOptions = means.options
    found = Client(options)
    try:
        found.connect()
        bind = found.bind_receiver if receives else found.bind_transmitter
        bind(system_id=options.account, password=means.secret)
    except exceptions.PDUError as refusal:
        close(found)
        raise NotReached(str(refusal.args[0])) from refusal
    except (exceptions.ConnectionError, OSError) as away:
        close(found)
        raise NotReached("unreachable") from away
    return found


def close(found: Client) -> None:
    """End a session, whatever state it is in."""
    with suppress(Exception):
        if found.state != consts.SMPP_CLIENT_STATE_OPEN:
            found.unbind()
    with suppress(Exception):
        found.disconnect()


def end_sessions() -> None:
    """End what this process holds open."""
    with _lock:
        while _sessions:
            close(_sessions.popitem()[1].client)


def send(parcel: Parcel, means: Means) -> Taken:
    """Hand one SMS to the message centre, in as many parts as it takes."""
    parts, coding, esm_class = gsm.make_parts(parcel.text)
    options: SmppOptions = means.options
    key = (options.host, options.port, options.account, means.secret)
    with _lock:
        session = _sessions.pop(key, None)
        if session and time.monotonic() - session.used_at > IDLE_SECONDS:
            close(session.client)
            session = None
        client = session.client if session else bound(means)
        try:
            names = _submitted(client, parts, coding, esm_class, parcel, options)
        except Refused:
            _sessions[key] = _Session(client, time.monotonic())
            raise
        except BaseException:
            close(client)
            raise
        _sessions[key] = _Session(client, time.monotonic())
    return Taken(reference=names[0], parts=len(parts))


def read_receipts(means: Means, keep: Callable[[str, bool, str], None]) -> int:
    """Read what the centre reports until it falls silent; return how many reports it had.

    `keep` gets the centre's name of the message, whether it was delivered, and the centre's words.
    A report is acknowledged after it was kept: one that is not comes again. Raises NotReached.
    """
    client, number = bound(means, receives=True), 0
    ends_at = time.monotonic() + RECEIPT_SECONDS
    client._socket.settimeout(QUIET_SECONDS)
    try:
        while time.monotonic() < ends_at:
            found = client.read_pdu()
            if found.command == "deliver_sm":
                number += _kept(found, keep)
                reply = smpp.make_pdu("deliver_sm_resp", client=client, status=0, message_id="")
                reply.sequence = found.sequence
                client.send_pdu(reply)
            elif found.command == "enquire_link":
                _say_alive(client, found)
    except (exceptions.ConnectionError, exceptions.PDUError, OSError):
        pass  # silence ends it; the centre keeps what it did not hear of
    finally:
        close(client)
    return number


def _kept(found: Any, keep: Callable[[str, bool, str], None]) -> bool:
    """Keep one report; False for what is none, such as an SMS to us."""
    words = (found.short_message or b"").decode("ascii", "replace")
    fields = dict(RECEIPT.findall(words))
    name = (found.receipted_message_id or b"").decode("ascii", "replace") or fields.get("id", "")
    stat = fields.get("stat", "")
    if not found.esm_class & IS_RECEIPT or not name or stat not in (*DELIVERED, *UNDELIVERED):
        return False
    keep(name.rstrip("\x00"), stat in DELIVERED, f"{stat} {fields.get('err', '')}".strip())
    return True


def _say_alive(client: Client, asked: Any) -> None:
    reply = smpp.make_pdu("enquire_link_resp", client=client)
    reply.sequence = asked.sequence
    client.send_pdu(reply)


def _submitted(
    client: Client, parts: Any, coding: int, esm_class: int, parcel: Parcel, options: SmppOptions
) -> list[str]:
    """Return the centre's names of the parts. After the first one a refusal is no plain no."""
    names: list[str] = []
    for part in parts:
        try:
            names.append(_submit(client, part, coding, esm_class, parcel, options))
        except Refused as refusal:
            if names:
                raise NoAnswer from refusal
            raise
    return names


def _submit(
    client: Client, part: bytes, coding: int, esm_class: int, parcel: Parcel, options: SmppOptions
) -> str:
    is_number = options.sender.removeprefix("+").isdigit()
    try:
        sent = client.send_message(
            source_addr_ton=consts.SMPP_TON_INTL if is_number else consts.SMPP_TON_ALNUM,
            source_addr_npi=consts.SMPP_NPI_ISDN if is_number else consts.SMPP_NPI_UNK,
            source_addr=options.sender.removeprefix("+"),
            dest_addr_ton=consts.SMPP_TON_INTL,
            dest_addr_npi=consts.SMPP_NPI_ISDN,
            destination_addr=parcel.address.removeprefix("+"),
            short_message=part,
            data_coding=coding,
            esm_class=esm_class,
            registered_delivery=True,
        )
        answer = _answer(client, sent.sequence)
    except (exceptions.ConnectionError, exceptions.PDUError, OSError) as silence:
        raise NoAnswer from silence
    if answer.is_error():
        raise _refusal(int(answer.status))
    return (answer.message_id or b"").decode("ascii", "replace")


def _answer(client: Client, sequence: int) -> Any:
    """Return the answer to one request; whatever else comes meanwhile is answered or left."""
    ends_at = time.monotonic() + SECONDS
    while time.monotonic() < ends_at:
        found = client.read_pdu()
        if found.command == "enquire_link":
            _say_alive(client, found)
        elif found.sequence == sequence:
            return found
    raise NoAnswer


def _refusal(status: int) -> Refused:
    words = f"{status:#x} {consts.DESCRIPTIONS.get(status, '')}".strip()
    return Refused(
        words,
        is_address=status == NO_SUCH_PHONE,
        is_final=status in FINAL,
        is_trouble=status in UNHAPPY,
    )


def _check(options: SmppOptions) -> Mapping[str, Texts]:
    faults: dict[str, Texts] = {}
    if not options.host:
        faults["host"] = {"ar": "أدخل اسم الخادم.", "en": "Enter the name of the server."}
    caller = providers.outgoing_for_sms()
    is_local = caller.may_use_loopback and options.host == "127.0.0.1"
    if not options.uses_tls and not is_local and not caller.inside.has(options.host):
        faults["uses_tls"] = {
            "ar": "لا تُرسل الأرقام والرموز عبر الإنترنت دون تشفير. ولا يُستثنى إلا مركز رسائل داخل "
            "شبكتكم سماه من يشغّل النظام.",
            "en": "Phones and codes do not cross the internet unencrypted. Only a message centre "
            "inside your network that the operator of this system has named may do without.",
        }
    return faults


SMPP = MessageProvider(
    code="smpp",
    channel="sms",
    titles={"ar": "الرسائل القصيرة عبر SMPP", "en": "SMS by SMPP"},
    options=SmppOptions,
    send=send,
    secret={"ar": "كلمة المرور", "en": "Password"},
    check=_check,
)
