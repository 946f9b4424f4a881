"""Before the second factor nothing opens: not the desk, not the CMS, not the API."""

from datetime import timedelta

import pytest
from django.conf import settings as django_settings
from django.test import Client

from sawti.accounts.models import Session
from sawti.accounts.sessions import Proof
from sawti.lib import clock as real_clock
from sawti.lib import totp
from sawti.signin.actions.factors import add_app
from sawti.signin.checks import second_factor_is_required
from sawti.signin.enrolment import opened_secret, sealed_new_secret
from sawti.signin.models import SessionRule
from sawti.tenancy.context import tenant_context
from tests import people
from tests.cast import Cast
from tests.people import PASSWORD

SIGN_IN, CODE, ENROL = "/desk/sign-in/", "/desk/sign-in/code/", "/desk/sign-in/enrol/"
CLOSED = ["/desk/", "/desk/account/", "/desk/overview/", "/desk/confirm/", "/cms/"]


@pytest.fixture(autouse=True)
def _required(settings, clock):
    """As in production, and at a standing clock."""
    settings.SAWTI_SECOND_FACTOR = "required"


def enter(client: Client, person: people.Person = people.YUSUF, **more: str):
    return client.post(SIGN_IN, {"email": person.email, "password": PASSWORD, **more})


def english(cast: Cast) -> Client:
    client = cast.client()
    client.cookies[django_settings.LANGUAGE_COOKIE_NAME] = "en"
    return client


def secret_on(page: str) -> bytes:
    """Return the secret that an enrolment page shows."""
    import base64
    import re

    typed = re.search(r"<code>([A-Z2-7 ]+)</code>", page).group(1)
    return base64.b32decode(typed.replace(" ", ""))


def give_app(cast: Cast, person: people.Person) -> bytes:
    staff, before = cast.staff(person), real_clock.now() - timedelta(minutes=2)
    with tenant_context(cast.bahrain):
        sealed = sealed_new_secret(staff.pk)
        secret = opened_secret(sealed, staff.pk)
        add_app(staff.pk, sealed=sealed, typed=totp.code_at(secret, before), at=before)
    return secret


def code_now(secret: bytes) -> str:
    return totp.code_at(secret, real_clock.now())


@pytest.mark.parametrize("path", CLOSED)
def test_a_password_alone_opens_no_page(cast: Cast, path: str):
    client = cast.client()
    enter(client)

    response = client.get(path)

    assert response.status_code in {302, 303}
    assert response.headers["Location"].startswith(SIGN_IN)


def test_a_password_alone_opens_nothing_of_the_api(cast: Cast):
    client = cast.client()
    enter(client)

    assert client.get("/api/v1/staff/cases").status_code == 401


@pytest.mark.parametrize("proof", [None, Proof.PASSWORD_ONLY, "", "anything"])
def test_a_session_without_a_second_factor_is_nobodys(cast: Cast, proof):
    client = cast.client()
    client.cookies[django_settings.SESSION_COOKIE_NAME] = cast.session_of(people.YUSUF, proof=proof)

    assert client.get("/desk/").status_code == 303
    assert client.get("/api/v1/staff/cases").status_code == 401


def test_the_first_sign_in_sets_up_an_app_and_shows_recovery_codes_once(cast: Cast):
    client = english(cast)
    asked = enter(client, next="/desk/?queue=all")
    page = client.get(ENROL)
    assert (asked.headers["Location"], page.status_code) == (ENROL, 200)

    done = client.post(ENROL, {"code": code_now(secret_on(page.text))})

    assert done.status_code == 200
    assert done.text.count("<li><code>") == 10
    assert 'href="/desk/?queue=all"' in done.text
    assert client.get("/desk/").status_code == 200
    assert client.get(ENROL).status_code == 303


def test_a_wrong_first_code_sets_up_nothing(cast: Cast):
    client = english(cast)
    enter(client)

    response = client.post(ENROL, {"code": "000000"})

    assert response.status_code == 403
    assert "This code is wrong or was used already." in response.text
    assert client.get("/desk/").status_code == 303


def test_the_second_sign_in_asks_for_the_code_of_the_app(cast: Cast):
    secret = give_app(cast, people.YUSUF)
    client = english(cast)
    asked = enter(client)
    assert asked.headers["Location"] == CODE

    done = client.post(CODE, {"code": code_now(secret)})

    assert (done.status_code, done.headers["Location"]) == (303, "/desk/")
    assert client.get("/desk/").status_code == 200


def test_whoever_has_an_app_can_not_set_up_another_with_the_password_alone(cast: Cast):
    give_app(cast, people.YUSUF)
    client = cast.client()
    enter(client)

    assert client.get(ENROL).headers["Location"] == CODE
    assert client.post(ENROL, {"code": "123456"}).headers["Location"] == CODE


def test_the_session_gets_a_new_key_at_the_password_and_at_the_code(cast: Cast):
    secret = give_app(cast, people.YUSUF)
    client = cast.client()
    client.cookies[django_settings.SESSION_COOKIE_NAME] = before = cast.session_of(people.FATIMA)
    enter(client)
    half = client.cookies[django_settings.SESSION_COOKIE_NAME].value

    client.post(CODE, {"code": code_now(secret)})

    whole = client.cookies[django_settings.SESSION_COOKIE_NAME].value
    assert len({before, half, whole}) == 3
    assert not Session.objects.filter(session_key__in=[before, half]).exists()


def test_a_sign_in_that_is_not_finished_ends_after_ten_minutes(cast: Cast, clock):
    give_app(cast, people.YUSUF)
    client = cast.client()
    enter(client)
    assert client.get(CODE).status_code == 200

    clock.shift(timedelta(minutes=10))

    assert client.get(CODE).headers["Location"] == SIGN_IN


def signed_in(cast: Cast, person: people.Person = people.YUSUF) -> Client:
    secret = give_app(cast, person)
    client = cast.client()
    enter(client, person)
    client.post(CODE, {"code": code_now(secret)})
    return client


def test_a_session_that_nobody_uses_for_half_an_hour_ends(cast: Cast, clock):
    client = signed_in(cast)
    clock.shift(timedelta(minutes=29))
    assert client.get("/desk/account/").status_code == 200
    clock.shift(timedelta(minutes=29))
    assert client.get("/desk/account/").status_code == 200

    clock.shift(timedelta(minutes=30))

    assert client.get("/desk/account/").status_code == 303


def test_a_session_ends_after_twelve_hours_however_much_it_is_used(cast: Cast, clock):
    client = signed_in(cast)
    for _ in range(35):
        clock.shift(timedelta(minutes=20))
        assert client.get("/desk/account/").status_code == 200

    clock.shift(timedelta(minutes=20))

    assert client.get("/desk/account/").status_code == 303


def test_a_tenant_gives_a_role_shorter_sessions(cast: Cast, clock):
    with cast.writing(cast.bahrain):
        SessionRule.objects.create(role="", idle_minutes=25, most_hours=10)
        SessionRule.objects.create(role="focal_point", idle_minutes=5, most_hours=1)
    client = signed_in(cast)

    clock.shift(timedelta(minutes=5))

    assert client.get("/desk/").status_code == 303


def test_a_demo_lets_in_with_a_password_and_nothing_else_does(settings):
    settings.SAWTI_SECOND_FACTOR = "optional"
    assert second_factor_is_required() == []

    settings.SAWTI_MAIL_FOLDER = ""

    assert [fault.id for fault in second_factor_is_required()] == ["signin.E001"]
