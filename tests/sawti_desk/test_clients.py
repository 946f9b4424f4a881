"""Administrators make, renew and end API clients; the secret is shown once."""

import re
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client as Browser

from sawti.clients.models import Client, Secret
from sawti.lib import clock
from sawti.tenancy.context import TenantFacts, tenant_context
from sawti_desk.door.sessions import CONFIRMED_KEY
from tests import people
from tests.cast import Cast
from tests.sawti_api.test_clients import asked, made

NEW = {
    "name": "Mobile app",
    "scopes": ["cases:file"],
    "channel": "mobile",
    "days": "90",
    "networks": "192.0.2.0/24\n2001:db8::/32",
}


def confirmed(cast: Cast, person: people.Person, tenant: TenantFacts) -> Browser:
    """Return the browser of somebody who gave the password a moment ago."""
    client = cast.client(person)
    with tenant_context(tenant):
        session = client.session
        session[CONFIRMED_KEY] = clock.now().isoformat()
        session.save()
    return client


@pytest.fixture
def salma(cast: Cast) -> Browser:
    """The administrator."""
    return confirmed(cast, people.SALMA, cast.bahrain)


def make(browser: Browser, **changes: Any) -> HttpResponse:
    return browser.post(  # type: ignore[no-any-return]
        "/desk/clients/new/?language=en", {**NEW, **changes}, headers={"Accept-Language": "en"}
    )


def test_a_new_client_shows_its_secret_once_and_it_works(cast: Cast, salma: Browser) -> None:
    page = make(salma, networks="").content.decode()

    [secret] = re.findall(r"sawti_secret_[\w-]+", page)
    with cast.inside(cast.bahrain):
        client = Client.objects.get()
    assert (client.name, client.scopes, client.channel) == ("Mobile app", ["cases:file"], "mobile")
    assert asked(cast, type(made(cast))(client.id, secret)).status_code == 200
    assert secret not in salma.get("/desk/clients/").content.decode()


def test_networks_are_kept_one_by_one(cast: Cast, salma: Browser) -> None:
    make(salma)

    with cast.inside(cast.bahrain):
        assert Client.objects.get().networks == ["192.0.2.0/24", "2001:db8::/32"]


@pytest.mark.parametrize(
    "changes", [{"name": ""}, {"scopes": []}, {"days": "0"}, {"networks": "everywhere"}]
)
def test_what_makes_no_sense_is_said_and_nothing_is_made(
    cast: Cast, salma: Browser, changes: dict[str, Any]
) -> None:
    response = make(salma, **changes)

    assert response.status_code == 422
    assert cast.count(Client) == 0


def test_a_new_secret_and_the_end_of_the_old_one(cast: Cast, salma: Browser) -> None:
    client = made(cast)
    address = f"/desk/clients/{client.client_id}/"

    page = salma.post(address, {"deed": "secret"}).content.decode()
    salma.post(address, {"deed": "end_secret"})

    [secret] = re.findall(r"sawti_secret_[\w-]+", page)
    assert asked(cast, client).status_code == 401
    assert asked(cast, type(client)(client.client_id, secret)).status_code == 200


def test_a_client_that_was_ended_gets_no_token(cast: Cast, salma: Browser) -> None:
    client = made(cast)

    salma.post(f"/desk/clients/{client.client_id}/", {"deed": "revoke"})

    assert asked(cast, client).status_code == 401
    assert cast.count(Secret) == 0


def test_without_the_password_given_lately_nothing_is_made(cast: Cast) -> None:
    response = cast.client(people.SALMA).post("/desk/clients/new/", NEW)

    assert response.status_code == 303
    assert response.headers["Location"].startswith("/desk/confirm/")
    assert cast.count(Client) == 0


@pytest.mark.parametrize("person", [people.FATIMA, people.ADEL, people.LAYLA])
def test_nobody_but_an_administrator_sees_clients(cast: Cast, person: people.Person) -> None:
    assert cast.client(person).get("/desk/clients/").status_code == 403


def test_the_administrator_of_another_tenant_ends_nothing(cast: Cast) -> None:
    client = made(cast)
    zaid = confirmed(cast, people.ZAID, cast.jordan)

    response = zaid.post(f"/desk/clients/{client.client_id}/", {"deed": "revoke"})

    assert response.status_code == 404
    assert asked(cast, client).status_code == 200
