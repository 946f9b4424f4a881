"""Sending one e-mail: marked before, sent outside any transaction, marked after."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from email.utils import formataddr
from smtplib import SMTPRecipientsRefused, SMTPResponseException, SMTPServerDisconnected
from socket import gaierror
from zoneinfo import ZoneInfo

from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.dateformat import format as date_format
from django.utils.translation import pgettext

from sawti.notifications.models import Notification, State
from sawti.outbox.delivery import Letter, Unreachable
from sawti.telling.queries import wordings
from sawti.telling.words import Words, filled
from sawti.tenancy.context import TenantFacts, current_tenant
from sawti.tenancy.queries import address_of

# The server was not reached or said no: whatever is sent later is the only copy. Anything else
# (a time-out, a broken connection) leaves it open whether the message was accepted.
NOT_ACCEPTED = (ConnectionRefusedError, gaierror, SMTPResponseException, SMTPRecipientsRefused)


def send(letter: Letter, at: datetime) -> None:
    """Send the notification that the outbox row names; a sent one is not sent again.

    A notification found in `SENDING` was left by a worker that died: it is marked uncertain and
    sent again under the same Message-ID, so that the reader's program shows it once. Raises what
    the mail server raised; the outbox then tries later.
    """
    with transaction.atomic(durable=True):
        notification = Notification.objects.select_for_update().get(
            pk=letter.payload["notification_id"]
        )
        if notification.state in (State.SENT, State.DROPPED):
            return
        if notification.good_until is not None and notification.good_until <= at:
            notification.state = State.DROPPED
            notification.save(update_fields=["state"])
            return
        message = compose(notification, current_tenant(), address_of(current_tenant()))
        notification.is_uncertain |= notification.state == State.SENDING
        notification.state = State.SENDING
        notification.save(update_fields=["state", "is_uncertain"])
    try:
        message.send()
    except NOT_ACCEPTED as refusal:
        mark(notification, State.QUEUED, sent_at=None)
        if isinstance(refusal, SMTPResponseException | SMTPRecipientsRefused):
            raise
        raise Unreachable from refusal
    except (TimeoutError, ConnectionError, SMTPServerDisconnected) as broken:
        raise Unreachable from broken
    mark(notification, State.SENT, sent_at=at)


def mark(notification: Notification, state: State, *, sent_at: datetime | None) -> None:
    """Note what became of a message that was being sent."""
    with transaction.atomic(durable=True):
        Notification.objects.filter(pk=notification.pk, state=State.SENDING).update(
            state=state, sent_at=sent_at
        )


@dataclass(frozen=True)
class Written:
    """A message as its reader gets it; `subject` is on one line, so that no header can follow."""

    subject: str
    text: str
    html: str


def written(notification: Notification, tenant: TenantFacts, address: str) -> Written:
    """Return what a message says in its reader's language.

    The first line of the text template is the subject. Where the tenant has words of its own, they
    take the place of the shipped ones; the link and the last lines stay.
    """
    with translation.override(notification.language):
        context = context_of(notification, tenant, address)
        text, html = (_rendered(notification.template, kind, context) for kind in ("txt", "html"))
    subject, _, body = text.strip().partition("\n")
    return Written(" ".join(subject.split()), body.strip() + "\n", html)


def _rendered(template: str, kind: str, context: Mapping[str, object]) -> str:
    shipped = f"notifications/{template}.{kind}"
    name = f"notifications/worded.{kind}" if context["words"] else shipped
    return render_to_string(name, {**context, "shipped": shipped})


def compose(
    notification: Notification, tenant: TenantFacts, address: str
) -> EmailMultiAlternatives:
    """Return the message in the reader's language, as plain text and HTML."""
    language = notification.language
    says = written(notification, tenant, address)
    sender = tenant.names.get(language) or tenant.slug
    message = EmailMultiAlternatives(
        subject=says.subject,
        body=says.text,
        from_email=formataddr((sender, tenant.mail_from)),
        to=[notification.address],
        headers={
            "Message-ID": f"<{notification.id}@{tenant.mail_from.rpartition('@')[2]}>",
            "Auto-Submitted": "auto-generated",  # RFC 3834: no out-of-office answers
            "Content-Language": language,
        },
    )
    message.attach_alternative(says.html, "text/html")
    return message


Explanation = Callable[[Notification], Mapping[str, str | datetime]]
_explanations: dict[str, Explanation] = {}


def explain(template: str, explanation: Explanation) -> None:
    """Register what a template may say that is not about a case; called from `AppConfig.ready`.

    It is asked when the mail is written, so that a secret stays sealed until then.
    """
    _explanations[template] = explanation


def _about_a_case(notification: Notification) -> dict[str, str | datetime]:
    params, zone = notification.params, ZoneInfo(current_tenant().time_zone)
    due_at = datetime.fromisoformat(params["due_at"]).astimezone(zone)
    return {
        **params,
        "number": f"\u2066{params['number']}\u2069",
        "entity": f"\u2068{params['entity']}\u2069",
        "due_at": due_at,
        "due_on": date_format(due_at, pgettext("date format", "l j F Y")),
    }


def context_of(
    notification: Notification, tenant: TenantFacts, address: str
) -> dict[str, str | datetime | Words | None]:
    """Return what the templates may say, in the active language; base.txt lists it.

    `due_at` is in the tenant's zone, `due_on` its day in words. A case number and a name keep their
    own direction in any sentence (UAX #9). `words`: the tenant's own, filled in, or None.
    """
    language = notification.language
    context = {
        **_explanations.get(notification.template, _about_a_case)(notification),
        "tenant_name": tenant.names.get(language) or tenant.slug,
        "government": tenant.governments.get(language, ""),
        "language": language,
        "direction": "rtl" if language == "ar" else "ltr",
        "address": address,
    }
    own = _own_words(notification)
    return {**context, "words": filled(own, context) if own else None}


def _own_words(notification: Notification) -> Words | None:
    """Return the tenant's words of a template; in a trial those that its editor tries."""
    params = notification.params
    if "own_body" in params:
        return Words(params["own_subject"], params["own_body"])
    found = wordings().get(notification.template)
    return found.words(notification.language) if found else None
