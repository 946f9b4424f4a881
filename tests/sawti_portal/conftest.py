"""A visitor of the portal, and counting what a page asks the database."""

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.core import mail
from django.http import HttpResponse
from django.test import Client

from sawti.lib import clock as time
from sawti.signin.actions.providers import ProviderInput, save_provider
from sawti.tenancy.context import TenantFacts, tenant_context
from tests import people
from tests.cast import STORY, Cast
from tests.provider import Provider, start_provider

TRANSACTIONS = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "ROLLBACK", "SET LOCAL")
Inbox = Callable[..., str]
CODE = re.compile(r'<bdi class="sw-big">([^<]+)</bdi>')

ANSWERS: dict[str, dict[str, str]] = {
    "": {"type": "complaint"},
    "story/": {"story": STORY, "place": ""},
    "about/": {"subject": "street-lighting", "category": "", "entity": ""},
    "contact/": {"name": "سارة", "email": "sara@example.com", "phone": "٣٦١٢ ٣٤٥٦"},
}


@dataclass
class Visitor:
    """Somebody at a tenant's portal, with a browser of their own."""

    client: Client
    language: str = "en"
    answers: dict[str, dict[str, str]] = field(default_factory=lambda: dict(ANSWERS))

    def get(self, path: str) -> Any:
        return self.client.get(f"/{self.language}/{path}")

    def post(self, path: str, **values: str) -> Any:
        return self.client.post(f"/{self.language}/{path}", values)

    def answer(self, step: str, **changes: str) -> Any:
        return self.post(f"file/{step}", **{**self.answers[step], **changes})

    def answer_all_steps(self, **story: str) -> None:
        self.answer("")
        self.answer("story/", **story)
        self.answer("about/")
        self.answer("contact/")

    def send(self) -> HttpResponse:
        response: HttpResponse = self.post("file/check/")
        return response

    def file_case(self) -> tuple[str, str]:
        """File the case of ANSWERS; return number and receipt as the page shows them."""
        self.answer_all_steps()
        number, receipt = codes_on(self.send())
        return number, receipt

    def open_case(self, number: str, receipt: str) -> Any:
        return self.post("track/", number=number, receipt=receipt)


def codes_on(response: Any) -> list[str]:
    """Return what a page shows to be copied by hand."""
    return CODE.findall(response.text)


@pytest.fixture
def visitor(cast: Cast) -> Visitor:
    return Visitor(cast.client())


@pytest.fixture
def mail_in_memory(settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


@pytest.fixture
def code_for(cast: Cast, mail_in_memory: None) -> Inbox:
    """Deliver the outbox, and read the code in the newest mail to an address."""

    def read(address: str = "sara@example.com", tenant: Any = None) -> str:
        cast.deliver(tenant)
        letters = [letter for letter in mail.outbox if letter.to == [address]]
        return str(re.findall(r"\u2066([0-9]{6})\u2069", letters[-1].body)[0])

    return read


@pytest.fixture
def statements() -> Callable[[], AbstractContextManager[list[str]]]:
    """Collect the statements of a block, without those that only begin and end transactions."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    @contextmanager
    def collect() -> Iterator[list[str]]:
        found: list[str] = []
        with CaptureQueriesContext(connection) as captured:
            yield found
        texts: list[Any] = [query["sql"] for query in captured.captured_queries]
        found.extend(sql for sql in texts if not sql.startswith(TRANSACTIONS))

    return collect


@pytest.fixture(scope="module")
def provider() -> Iterator[Provider]:
    running = start_provider()
    yield running
    running.stop()


def use_provider(cast: Cast, provider: Provider, tenant: TenantFacts, **more: Any) -> None:
    """Let a tenant's people sign in by the provider."""
    values = {
        "audience": "person",
        "issuer": provider.issuer,
        "client_id": f"sawti-{tenant.slug}",
        "secret": "a client secret",
        "names": {"ar": "الهوية الوطنية", "en": "National identity"},
        "second_factor_values": [],
        "is_enabled": True,
    }
    by = cast.staff({"bahrain": people.SALMA, "jordan": people.ZAID}[tenant.slug])
    with tenant_context(tenant):
        save_provider(ProviderInput(**{**values, **more}), by=by, at=time.now())


@pytest.fixture
def bahrain(cast: Cast, provider: Provider) -> None:
    use_provider(cast, provider, cast.bahrain)
