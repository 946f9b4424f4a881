"""A provider of SMS: any JSON gateway with a bearer token."""

import json
from collections.abc import Mapping

from sawti.lib.outgoing import Caller, OutgoingRefused
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


class PigeonOptions(Options):
    """Where the gateway is."""

    url: str = option("", labels={"ar": "العنوان", "en": "Address"}, max_length=500)


def send(parcel: Parcel, means: Means) -> Taken:
    """Hand one SMS over; it carries the same key with every try."""
    headers = {
        "Authorization": f"Bearer {means.secret}",
        "Content-Type": "application/json",
        "Idempotency-Key": parcel.key,
    }
    body = json.dumps({"to": parcel.address, "text": parcel.text})
    try:
        Caller().post(means.options.url, headers=headers, body=body)
    except OutgoingRefused as refusal:
        if refusal.reason == "no_answer":
            raise NoAnswer from refusal
        if refusal.reason.startswith("status_"):
            raise Refused(refusal.words, is_final=refusal.reason == "status_422") from refusal
        raise NotReached(refusal.reason) from refusal
    return Taken()


def check(options: PigeonOptions) -> Mapping[str, Texts]:
    """Ask for an address."""
    if options.url.startswith("https://"):
        return {}
    return {"url": {"ar": "اكتب عنوانًا يبدأ بـ https://.", "en": "Begin with https://."}}


PIGEON = MessageProvider(
    code="example_pigeon",
    channel="sms",
    titles={"ar": "بريد الحمام الزاجل", "en": "Carrier pigeon"},
    options=PigeonOptions,
    send=send,
    secret={"ar": "الرمز", "en": "Token"},
    check=check,
)
