"""What an e-mail says: its templates, and what they are given."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.dateformat import format as date_format
from django.utils.translation import pgettext

from sawti.notifications.models import Notification
from sawti.plugins.messages import Parcel
from sawti.telling.queries import wordings
from sawti.telling.words import Words, filled
from sawti.tenancy.context import TenantFacts, current_tenant


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


def compose(notification: Notification, tenant: TenantFacts, address: str) -> Parcel:
    """Return the message in the reader's language, as plain text and HTML."""
    language = notification.language
    says = written(notification, tenant, address)
    return Parcel(
        key=str(notification.id),
        kind=notification.template,
        address=notification.address,
        language=language,
        subject=says.subject,
        text=says.text,
        html=says.html,
        sender=tenant.mail_from,
        sender_name=tenant.names.get(language) or tenant.slug,
        written_at=notification.created_at,
    )


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
        "why": f"\u2068{params.get('why', '…')}\u2069",
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
