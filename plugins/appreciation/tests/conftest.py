"""Saying thanks, as a visitor of the portal does."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.test import Client

from sawti_appreciation.models import Appreciation
from tests import people
from tests.cast import Cast
from tests.people import Person

ENTITY = "ewa-electricity-distribution"
CODE = re.compile(r'<bdi class="sw-big">([^<]+)</bdi>')
ANSWERS = {
    "entity": ENTITY,
    "servant": "Huda Salman",
    "words": "She restored our power on a holiday.",
    "name": "Sara Ali",
    "email": "sara@example.com",
    "consent": "with_name",
    "token": "one",
}


@dataclass
class Visitor:
    """Somebody at Bahrain's portal."""

    client: Client
    cast: Cast
    language: str = "en"
    answers: dict[str, str] = field(default_factory=lambda: dict(ANSWERS))

    def get(self, path: str = "") -> Any:
        return self.client.get(f"/{self.language}/p/appreciation/{path}")

    def thank(self, **changes: str) -> Any:
        address = f"/{self.language}/p/appreciation/thank/"
        return self.client.post(address, {**self.answers, **changes})

    def thanked(self, **changes: str) -> tuple[str, str]:
        """Say thanks; return number and receipt as the page shows them."""
        number, receipt = CODE.findall(self.thank(**changes).text)
        return number, receipt

    def withdraw(self, number: str, receipt: str) -> Any:
        values = {"number": number, "receipt": receipt}
        return self.client.post(f"/{self.language}/p/appreciation/withdraw/", values)

    def row(self) -> Appreciation:
        with self.cast.inside(self.cast.bahrain):
            found: Appreciation = Appreciation.objects.select_related("case").get()
        return found

    def decide(self, decision: str, *, by: Person = people.FATIMA, **values: str) -> Any:
        address = f"/desk/p/appreciation/{self.row().id}/"
        return self.cast.client(by).post(address, {"decision": decision, **values})


@pytest.fixture
def visitor(cast: Cast, enable: Callable[..., None], clock: Any) -> Visitor:
    enable("appreciation")
    return Visitor(cast.client(), cast)
