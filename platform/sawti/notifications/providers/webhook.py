"""News for another system: a signed POST after the Standard Webhooks specification.

It says that something happened and about which case, by id and number: never what was written.
"""

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping

from sawti.lib import clock
from sawti.lib.outgoing import OutgoingRefused
from sawti.notifications import providers
from sawti.notifications.providers.gateway import posted
from sawti.plugins.manifest import Options, Texts, option
from sawti.plugins.messages import Means, MessageProvider, Parcel, Taken


class WebhookOptions(Options):
    """Where the other system listens."""

    url: str = option("", labels={"ar": "العنوان", "en": "Address"}, max_length=500)


def signature(secret: str, key: str, seconds: int, body: str) -> str:
    """Return what proves a message: HMAC-SHA256 over its id, its time of sending and its body."""
    signed = f"{key}.{seconds}.{body}".encode()
    digest = hmac.new(secret.encode(), signed, hashlib.sha256).digest()
    return f"v1,{base64.b64encode(digest).decode()}"


def send(parcel: Parcel, means: Means) -> Taken:
    """Tell the other system; the id is that of every try, so that it can tell a repetition."""
    facts = {
        "id": parcel.key,
        "type": parcel.kind,
        "timestamp": parcel.written_at.isoformat(),
        "data": dict(parcel.facts),
    }
    body = json.dumps(facts, separators=(",", ":"), ensure_ascii=True)
    seconds = int(clock.now().timestamp())  # of this try: the receiver refuses old ones
    headers = {
        "Content-Type": "application/json",
        "webhook-id": parcel.key,
        "webhook-timestamp": str(seconds),
        "webhook-signature": signature(means.secret, parcel.key, seconds, body),
    }
    posted(means.options.url, headers, body, caller=providers.outgoing())
    return Taken()


def _check(options: WebhookOptions) -> Mapping[str, Texts]:
    try:
        providers.outgoing().checked(options.url)
    except OutgoingRefused:
        return {
            "url": {
                "ar": "اكتب عنوانًا يبدأ بـ https://.",
                "en": "Write an address that begins with https://.",
            }
        }
    return {}


WEBHOOK = MessageProvider(
    code="webhook",
    channel="webhook",
    titles={"ar": "إشعار نظام آخر (webhook)", "en": "News for another system (webhook)"},
    options=WebhookOptions,
    send=send,
    secret={"ar": "مفتاح التوقيع", "en": "Key of the signature"},
    needs_secret=True,
    check=_check,
)
