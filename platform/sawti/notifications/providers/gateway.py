"""SMS through an HTTP gateway: a POST that the tenant describes, with placeholders."""

import json
import re
from collections.abc import Mapping
from typing import Any, Literal
from urllib.parse import urlencode

from sawti.lib.outgoing import Caller, OutgoingRefused
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

FIRST_BODY = '{"to": "{phone}", "from": "{sender}", "text": "{text}", "id": "{id}"}'
FIRST_HEADERS = "Authorization: Bearer {secret}"
UNHAPPY = frozenset({401, 403, 404, 405, 408, 425, 429})  # of the gateway, not of one message
FINAL = frozenset({400, 413, 422})


class GatewayOptions(Options):
    """Where the gateway is, what it wants to get and how it reports."""

    url: str = option("", labels={"ar": "العنوان", "en": "Address"}, max_length=500)
    style: Literal["json", "form"] = option(
        "json",
        labels={"ar": "كيف تستقبل الرسالة", "en": "How it takes a message"},
        choices={
            "json": {"ar": "POST مع JSON", "en": "POST with JSON"},
            "form": {"ar": "POST مع نموذج", "en": "POST with a form"},
        },
    )
    headers: str = option(
        FIRST_HEADERS,
        labels={"ar": "الترويسات", "en": "Headers"},
        hints={
            "ar": "ترويسة في كل سطر، مثل \u2066X-Key: {secret}\u2069.",
            "en": "One on each line, such as X-Key: {secret}.",
        },
        max_length=2000,
    )
    body: str = option(
        FIRST_BODY,
        labels={"ar": "المحتوى", "en": "Content"},
        hints={
            "ar": "بصيغة JSON. تُملأ \u2066{phone} (+973…)\u2069 و\u2066{digits} (973…)\u2069 "
            "و{text} و{sender} و{id} و{secret}. ويبقى {id} نفسه عند إعادة المحاولة.",
            "en": "As JSON. {phone} (+973…), {digits} (973…), {text}, {sender}, {id} and {secret} "
            "are filled in. {id} stays the same when a message is tried again.",
        },
        max_length=4000,
    )
    sender: str = option("", labels={"ar": "المرسل", "en": "Sender"}, max_length=20)
    answer_id: str = option(
        "",
        labels={"ar": "حقل رقم الرسالة في الجواب", "en": "Field of the answer with its id"},
        hints={
            "ar": "اسم حقل في جواب JSON، مثل id. اتركه فارغًا إن كانت البوابة تستعمل {id}.",
            "en": "A field of the JSON answer, such as id; empty if the gateway uses {id}.",
        },
        max_length=60,
    )
    report_id: str = option(
        "id",
        labels={"ar": "حقل رقم الرسالة في التقرير", "en": "Field of a report with the id"},
        max_length=60,
    )
    report_state: str = option(
        "status",
        labels={"ar": "حقل الحالة في التقرير", "en": "Field of a report with the state"},
        max_length=60,
    )
    delivered: str = option(
        "delivered, DELIVRD",
        labels={"ar": "حالات تعني أنها وصلت", "en": "States that mean delivered"},
        hints={"ar": "مفصولة بفواصل.", "en": "Parted by commas."},
        max_length=200,
    )
    failed: str = option(
        "failed, undelivered, rejected, expired, UNDELIV, REJECTD, EXPIRED",
        labels={"ar": "حالات تعني أنها لم تصل", "en": "States that mean not delivered"},
        hints={"ar": "مفصولة بفواصل.", "en": "Parted by commas."},
        max_length=200,
    )


def send(parcel: Parcel, means: Means) -> Taken:
    """Hand one SMS to the gateway; it gets the same key with every try."""
    options: GatewayOptions = means.options
    values = {
        "phone": parcel.address,
        "digits": parcel.address.removeprefix("+"),
        "text": parcel.text,
        "sender": options.sender,
        "secret": means.secret,
        "id": parcel.key,
    }
    content = _filled(json.loads(options.body), values)
    headers = {**_filled(headers_of(options), values), "Idempotency-Key": parcel.key}
    if options.style == "form":
        body = urlencode(content)
        headers["Content-Type"] = "application/x-www-form-urlencoded"
    else:
        body = json.dumps(content, ensure_ascii=False)
        headers["Content-Type"] = "application/json; charset=utf-8"
    answer = posted(options.url, headers, body, caller=providers.outgoing_for_sms())
    return Taken(reference=_reference(answer, options))


def posted(url: str, headers: Mapping[str, str], body: str | bytes, *, caller: Caller) -> str:
    """POST to a provider and return its answer; raises what the contract says."""
    try:
        return caller.post(url, headers=headers, body=body)
    except OutgoingRefused as refusal:
        reason = refusal.reason
        if reason in ("no_answer", "too_large"):
            raise NoAnswer from refusal
        if not reason.startswith("status_"):
            raise NotReached(reason) from refusal
        status = int(reason.removeprefix("status_"))
        raise Refused(
            f"{status} {refusal.words}".strip(),
            is_final=status in FINAL,
            is_trouble=status in UNHAPPY or status >= 500,
        ) from refusal


def headers_of(options: GatewayOptions) -> dict[str, str]:
    """Return the headers by name, as the administrator wrote them in lines."""
    lines = [line.partition(":") for line in options.headers.splitlines() if line.strip()]
    return {name.strip(): value.strip() for name, _, value in lines}


def _filled(template: Any, values: Mapping[str, str]) -> Any:
    """Return the template with the placeholders in its texts replaced, each once."""
    if isinstance(template, dict):
        return {name: _filled(each, values) for name, each in template.items()}
    if isinstance(template, list):
        return [_filled(each, values) for each in template]
    if isinstance(template, str):
        names = "|".join(values)
        return re.sub(rf"\{{({names})\}}", lambda found: values[found[1]], template)
    return template


def _reference(answer: str, options: GatewayOptions) -> str:
    if not options.answer_id:
        return ""
    try:
        found = json.loads(answer)
    except ValueError:
        return ""
    return str(found.get(options.answer_id, "")) if isinstance(found, dict) else ""


def _check(options: GatewayOptions) -> Mapping[str, Texts]:
    faults: dict[str, Texts] = {}
    try:
        providers.outgoing_for_sms().checked(options.url)
    except OutgoingRefused:
        faults["url"] = {
            "ar": "اكتب عنوانًا يبدأ بـ https://. ولا يجوز http:// إلا لبوابة داخل شبكتكم سماها "
            "من يشغّل النظام.",
            "en": "Write an address that begins with https://. Only a gateway inside your network "
            "that the operator of this system has named may be at http://.",
        }
    if not all(_is_line(name) and _is_line(value) for name, value in headers_of(options).items()):
        faults["headers"] = {
            "ar": "اكتب ترويسة واحدة في كل سطر، مثل \u2066X-Key: {secret}\u2069.",
            "en": "Write one header on each line, such as X-Key: {secret}.",
        }
    return {**faults, **_faults_of_body(options)}


def _faults_of_body(options: GatewayOptions) -> Mapping[str, Texts]:
    try:
        found = json.loads(options.body)
    except ValueError:
        found = None
    if not isinstance(found, dict):
        return {
            "body": {
                "ar": f"اكتب كائن JSON مثل \u2066{FIRST_BODY}\u2069.",
                "en": f"Write a JSON object such as {FIRST_BODY}.",
            }
        }
    if options.style == "form" and not all(isinstance(value, str) for value in found.values()):
        return {
            "body": {
                "ar": "النموذج نصوص فقط، ليس بعضها داخل بعض.",
                "en": "A form has texts only, none inside another.",
            }
        }
    return {}


def _is_line(text: str) -> bool:
    return text.isprintable() and text.isascii() and bool(text.strip())


HTTP = MessageProvider(
    code="http_sms",
    channel="sms",
    titles={"ar": "الرسائل القصيرة عبر بوابة HTTP", "en": "SMS by an HTTP gateway"},
    options=GatewayOptions,
    send=send,
    secret={"ar": "السر", "en": "Secret"},
    check=_check,
)
