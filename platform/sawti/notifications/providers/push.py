"""Web push: messages for browsers through the push service of each (RFC 8030, 8291, 8292).

A browser says where its push service is, so the address is a stranger's: only services that the
tenant knows are called, and by the guarded caller. What goes wrong there is told of one address
and rests no others: the breaker is for providers of the tenant's own.
"""

import re
from collections.abc import Mapping
from typing import Literal
from urllib.parse import urlsplit

from sawti.lib import clock, web_push
from sawti.lib.outgoing import OutgoingRefused
from sawti.notifications import providers
from sawti.plugins.manifest import Options, Texts, option
from sawti.plugins.messages import Means, MessageProvider, NoAnswer, Parcel, Refused, Taken

WEB_PUSH = "web_push"
# Of Chrome and its kin, Firefox, Safari, Edge; a name stands for what ends in it, too.
SERVICES = "fcm.googleapis.com push.services.mozilla.com web.push.apple.com notify.windows.com"
KEYS_KEPT = 2  # a new key takes over while browsers still have the one before
LONGEST_SECONDS = 28 * 24 * 60 * 60  # push services keep nothing longer
GONE = frozenset({404, 410})  # RFC 8030, 7.3 and 5: the subscription is over
FINAL = frozenset({400, 413})
# What an address itself is refused for: it will not become better.
NEVER = frozenset({"malformed", "not_https", "private_address"})
_TOPIC = re.compile(r"[A-Za-z0-9_-]{1,32}")  # RFC 8030, 5.4


class PushOptions(Options):
    """Which push services are called, and how."""

    contact: str = option(
        "",
        labels={"ar": "بريد للتواصل", "en": "Contact address"},
        hints={
            "ar": "تراه خدمات الإشعارات وتكتب إليه عند المشكلات. إن تُرك فارغًا فهو مرسل بريدكم.",
            "en": "Push services see it and write there when there is trouble. Empty: the sender "
            "of your e-mails.",
        },
        max_length=200,
    )
    services: str = option(
        SERVICES,
        labels={"ar": "خدمات الإشعارات المسموح بها", "en": "Push services that are called"},
        hints={
            "ar": "أسماء تفصل بينها مسافات. لا نرسل إلى غيرها، أيًّا كان ما يقوله المتصفح.",
            "en": "Names with spaces between. Nothing goes elsewhere, whatever a browser says.",
        },
        max_length=1000,
    )
    urgency: Literal["normal", "high", "low"] = option(
        "normal",
        labels={"ar": "الاستعجال", "en": "Urgency"},
        choices={
            "normal": {"ar": "عادي", "en": "Normal"},
            "high": {"ar": "عالٍ: يوقظ الهاتف", "en": "High: wakes a sleeping phone"},
            "low": {"ar": "منخفض: يوفّر البطارية", "en": "Low: spares the battery"},
        },
    )


def is_known_service(endpoint: str, options: PushOptions) -> bool:
    """Tell whether messages go to the push service of an endpoint; nothing is looked up."""
    caller = providers.outgoing()
    try:
        parts = caller.checked(endpoint)
    except OutgoingRefused:
        return False
    host = str(parts.hostname)
    if caller.may_use_loopback and host == "127.0.0.1":
        return True
    known = options.services.lower().split() if parts.scheme == "https" else ()
    return any(host == each or host.endswith(f".{each}") for each in known)


def send(parcel: Parcel, means: Means) -> Taken:
    """Hand one message to the push service of a browser."""
    options: PushOptions = means.options
    private = _key_for(parcel.facts["server_key"], means.secret)
    if not private or not is_known_service(parcel.address, options):
        raise Refused("subscribed to what we no longer have", is_address=True)
    keys = web_push.browser_keys(parcel.facts["point"], parcel.facts["secret"])
    at = clock.now()
    contact = f"mailto:{options.contact or parcel.sender}"
    headers = {
        "Authorization": web_push.authorization(parcel.address, private, contact=contact, at=at),
        "Content-Encoding": "aes128gcm",
        "Content-Type": "application/octet-stream",
        "TTL": str(_seconds_left(parcel)),
        "Urgency": options.urgency,
    }
    if _TOPIC.fullmatch(parcel.kind):
        headers["Topic"] = parcel.kind  # a newer message takes the place of one that still waits
    body = web_push.encrypted(parcel.text.encode(), keys)
    try:
        providers.outgoing().post(parcel.address, headers=headers, body=body)
    except OutgoingRefused as refusal:
        raise _refusal(refusal) from refusal
    return Taken()


def _refusal(refusal: OutgoingRefused) -> Exception:
    """Return what an answer means for this browser; no other has to wait for it."""
    reason = refusal.reason
    if reason == "no_answer":
        return NoAnswer(is_trouble=False)
    if reason == "too_large":  # an answer that nobody needs
        return NoAnswer(is_trouble=False)
    if not reason.startswith("status_"):
        return Refused(reason, is_address=reason in NEVER)
    status = int(reason.removeprefix("status_"))
    words = f"{status} {refusal.words}".strip()
    return Refused(words, is_address=status in GONE, is_final=status in FINAL)


def _seconds_left(parcel: Parcel) -> int:
    if parcel.good_until is None:
        return LONGEST_SECONDS
    left = int((parcel.good_until - clock.now()).total_seconds())
    return max(0, min(left, LONGEST_SECONDS))


def renewed(secret: str) -> str:
    """Return the keys with a new one in front; the oldest falls out."""
    return " ".join([web_push.new_key(), *secret.split()][:KEYS_KEPT])


def public_keys(secret: str) -> tuple[str, ...]:
    """Return by what browsers know our keys, the newest first."""
    return tuple(map(web_push.public_key, secret.split()))


def _newest(secret: str) -> str:
    return public_keys(secret)[0] if secret else ""


def _key_for(server_key: str, secret: str) -> str:
    return next((each for each in secret.split() if web_push.public_key(each) == server_key), "")


def _check(options: PushOptions) -> Mapping[str, Texts]:
    faults: dict[str, Texts] = {}
    if options.contact and not re.fullmatch(r"[^@\s:]+@[^@\s:]+", options.contact):
        faults["contact"] = {"ar": "أدخل بريدًا إلكترونيًّا.", "en": "Enter an e-mail address."}
    names = options.services.lower().split()
    if not names or not all(_is_host(name) for name in names):
        faults["services"] = {
            "ar": "اكتب أسماء مثل fcm.googleapis.com.",
            "en": "Write names such as fcm.googleapis.com.",
        }
    return faults


def _is_host(name: str) -> bool:
    return urlsplit(f"https://{name}").netloc == name and "." in name and ":" not in name


PUSH = MessageProvider(
    code=WEB_PUSH,
    channel="push",
    titles={"ar": "إشعارات المتصفح (Web Push)", "en": "Messages on devices (web push)"},
    options=PushOptions,
    send=send,
    new_secret=renewed,
    shown=_newest,
    check=_check,
)
