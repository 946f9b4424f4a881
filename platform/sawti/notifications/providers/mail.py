"""E-mail by SMTP: by the deployment's server, or by one that the tenant brings."""

import re
import smtplib
import ssl
from collections.abc import Mapping
from contextlib import suppress
from email.utils import formataddr
from typing import Any, Literal

from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.backends.smtp import EmailBackend

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

# RFC 3463: 5.1.x is about the address. A bare 550 may be about policy, and does not say so.
NO_SUCH_ADDRESS = re.compile(r"\b5\.1\.(1|2|3|6|10)\b")
SECONDS = 10


class SmtpOptions(Options):
    """Where the tenant's mail server is."""

    host: str = option("", labels={"ar": "الخادم", "en": "Server"}, max_length=200)
    port: int = option(587, labels={"ar": "المنفذ", "en": "Port"}, ge=1, le=65535)
    security: Literal["starttls", "tls"] = option(
        "starttls",
        labels={"ar": "التشفير", "en": "Encryption"},
        choices={
            "starttls": {"ar": "STARTTLS (عادةً المنفذ 587)", "en": "STARTTLS (usually port 587)"},
            "tls": {"ar": "TLS (عادةً المنفذ 465)", "en": "TLS (usually port 465)"},
        },
    )
    account: str = option("", labels={"ar": "الحساب", "en": "Account"}, max_length=200)


def mail_of(parcel: Parcel) -> EmailMultiAlternatives:
    """Return the message; the same parcel always has the same Message-ID."""
    message = EmailMultiAlternatives(
        subject=parcel.subject,
        body=parcel.text,
        from_email=formataddr((parcel.sender_name, parcel.sender)),
        to=[parcel.address],
        headers={
            "Message-ID": f"<{parcel.key}@{parcel.sender.rpartition('@')[2]}>",
            "Auto-Submitted": "auto-generated",  # RFC 3834: no out-of-office answers
            "Content-Language": parcel.language,
        },
    )
    message.attach_alternative(parcel.html, "text/html")
    return message


def _by_installation(parcel: Parcel, means: Means) -> Taken:
    return hand_over(get_connection(), parcel)


def _by_tenant(parcel: Parcel, means: Means) -> Taken:
    options: SmtpOptions = means.options
    try:
        machine = providers.outgoing().machine(options.host, options.port)
    except OutgoingRefused as refusal:
        raise NotReached(refusal.reason) from refusal
    is_local = providers.outgoing().may_use_loopback and machine == "127.0.0.1"
    connection = _Pinned(
        machine=machine,
        host=options.host,
        port=options.port,
        username=options.account,
        password=means.secret,
        use_tls=options.security == "starttls" and not is_local,
        use_ssl=options.security == "tls" and not is_local,
        timeout=SECONDS,
    )
    return hand_over(connection, parcel)


def hand_over(connection: BaseEmailBackend, parcel: Parcel) -> Taken:
    """Send one mail over a connection of Django's; raises what the contract says.

    Opening apart from sending tells a server that is away from one that fell silent over a mail.
    """
    try:
        connection.open()
    except (OSError, smtplib.SMTPException) as away:
        raise NotReached(_words(away)) from away
    try:
        connection.send_messages([mail_of(parcel)])
    except smtplib.SMTPRecipientsRefused as refused:
        code, words = next(iter(refused.recipients.values()))
        raise _refusal(code, _text(words)) from refused
    except smtplib.SMTPServerDisconnected as broken:
        raise NoAnswer from broken
    except smtplib.SMTPResponseException as refused:
        is_ours = isinstance(refused, smtplib.SMTPSenderRefused)
        raise Refused(
            _words(refused),
            is_final=refused.smtp_code >= 500 and not is_ours,
            is_trouble=refused.smtp_code == 421 or is_ours,
        ) from refused
    except OSError as broken:
        raise NoAnswer from broken
    finally:
        with suppress(OSError, smtplib.SMTPException):
            connection.close()
    return Taken()


def _refusal(code: int, words: str) -> Refused:
    said = f"{code} {words}"
    is_address = code >= 500 and bool(NO_SUCH_ADDRESS.search(words))
    return Refused(said, is_final=code >= 500, is_address=is_address, is_trouble=code == 421)


def _words(fault: Exception) -> str:
    if isinstance(fault, smtplib.SMTPResponseException):
        return f"{fault.smtp_code} {_text(fault.smtp_error)}"
    return type(fault).__name__


def _text(words: str | bytes) -> str:
    return words.decode(errors="replace") if isinstance(words, bytes) else words


def _check(options: SmtpOptions) -> Mapping[str, Texts]:
    if options.host:
        return {}
    return {"host": {"ar": "أدخل اسم الخادم.", "en": "Enter the name of the server."}}


class _Pinned(EmailBackend):
    """Connects to the machine that was looked at; the certificate is that of the name."""

    def __init__(self, *, machine: str, **options: Any) -> None:
        super().__init__(**options)
        self.machine = machine

    @property
    def connection_class(self) -> Any:
        base = smtplib.SMTP_SSL if self.use_ssl else smtplib.SMTP
        machine = self.machine

        class Connection(base):  # type: ignore[misc, valid-type]
            def _get_socket(self, host: str, port: int, timeout: float) -> Any:
                found = smtplib.SMTP._get_socket(self, machine, port, timeout)  # type: ignore[attr-defined]
                if base is smtplib.SMTP:
                    return found
                return ssl.create_default_context().wrap_socket(found, server_hostname=host)

        return Connection


INSTALLATION = MessageProvider(
    code=providers.INSTALLATION,
    channel="email",
    titles={"ar": "خادم البريد لهذا النظام", "en": "The mail server of this installation"},
    options=Options,
    send=_by_installation,
)
SMTP = MessageProvider(
    code="smtp",
    channel="email",
    titles={"ar": "البريد الإلكتروني عبر SMTP", "en": "E-mail by SMTP"},
    options=SmtpOptions,
    send=_by_tenant,
    secret={"ar": "كلمة المرور", "en": "Password"},
    check=_check,
)
