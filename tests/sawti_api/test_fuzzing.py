"""Whatever is sent to a documented address gets a documented answer: no fault, no surprise.

The examples are schemathesis's, the same in every run. Each is sent as it is, and once more with
the ids of a case that exists, so that what lies behind a 404 is reached too.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest
import schemathesis
from django.test import Client
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings

from sawti_api.openapi import document
from tests import people
from tests.cast import Cast

EXAMPLES = 4
FIXED = hypothesis_settings(
    max_examples=EXAMPLES,
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
CALLERS = {"anonymous": None, "applicant": people.SARA, "staff": people.FATIMA}


def operations() -> list[Any]:
    described = json.loads(json.dumps(document("en"), default=str))
    found = schemathesis.openapi.from_dict(described).get_all_operations()
    return sorted((each.ok() for each in found), key=lambda each: str(each.label))


OPERATIONS = {str(each.label): each for each in operations()}


@pytest.fixture
def known(cast: Cast, files_folder: Path) -> dict[str, str]:
    """The ids of a case that Fatima holds, by the names of parameters."""
    case = cast.file_case()
    return {
        "number": case.number,
        "Sawti-Receipt": case.receipt,
        "case_id": str(case.case_id),
    }


@pytest.mark.parametrize("caller", CALLERS)
@pytest.mark.parametrize("label", OPERATIONS)
def test_every_answer_is_a_documented_one(
    cast: Cast, known: dict[str, str], label: str, caller: str
) -> None:
    operation, found = OPERATIONS[label], []
    client = cast.client(CALLERS[caller])
    client.raise_request_exception = False

    @FIXED
    @given(case=operation.as_strategy())
    def send(case: Any) -> None:
        for each in variants(case, known):
            response = answer_to(client, each)
            found.append((response.status_code, media_type(response), each.path_parameters))

    send()

    documented = documented_answers(operation)
    assert [each for each in found if each[:2] not in documented] == []


def variants(case: Any, known: dict[str, str]) -> Iterator[Any]:
    yield case
    for values in (case.path_parameters, case.headers):
        for name in known.keys() & (values or {}).keys():
            values[name] = known[name]
    yield case


def answer_to(client: Client, case: Any) -> Any:
    """Send what schemathesis made through Django's client."""
    sent = case.as_transport_kwargs(base_url="http://bahrain.localhost")
    body = sent.get("data") or b""
    if "json" in sent:
        body = json.dumps(sent["json"]).encode()
    kind = case.media_type or "application/json"
    if "files" in sent:
        body, kind = b"", "multipart/form-data; boundary=none"
    headers = {
        name: text
        for name, value in (case.headers or {}).items()
        if (text := str(value)).isprintable() and text.isascii()
    }
    query = urlencode(sent.get("params") or {}, doseq=True, errors="replace")
    return client.generic(
        sent["method"],
        urlsplit(sent["url"]).path,
        body if isinstance(body, bytes) else str(body).encode(errors="replace"),
        content_type=kind,
        headers=headers,
        QUERY_STRING=query,
    )


def media_type(response: Any) -> str:
    return str(response.headers.get("Content-Type", "")).partition(";")[0]


def documented_answers(operation: Any) -> set[tuple[int, str]]:
    """Return each status with each of its media types; "" where it has no body."""
    described = operation.definition.raw["responses"]
    return {
        (int(status), kind)
        for status, each in described.items()
        for kind in each.get("content", {"": {}})
    }
