"""A person's own program switches push messages on and off."""

from typing import Any

import pytest

from sawti.accounts.models import PushSubscription
from tests import people
from tests.cast import Cast
from tests.push_service import Browser
from tests.sawti.notifications.pushing import Pushing, push, running
from tests.sawti_api.calls import Api
from tests.sawti_api.test_person import SESSION, sign_in

__all__ = ("push", "running")

PUSH = "/api/v1/person/push"


@pytest.fixture(autouse=True)
def _mail(settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


@pytest.fixture
def app(cast: Cast) -> Api:
    return Api(cast.client())


def make(app: Api, push: Pushing, session: str) -> Any:
    return app.post(PUSH, Browser(push.service, push.key()).form(), sawti_session=session)


def test_a_browser_is_told_listed_and_forgotten(cast: Cast, push: Pushing, app: Api) -> None:
    session = sign_in(cast, app)

    made = make(app, push, session)
    listed = app.get(PUSH, sawti_session=session).json()
    own = {"Sawti-Session": session}
    gone = app.client.delete(f"{PUSH}/{made.json()['id']}", headers=own)

    assert (made.status_code, gone.status_code) == (201, 204)
    assert listed["server_key"] == push.key()
    assert [each["id"] for each in listed["subscriptions"]] == [made.json()["id"]]
    assert set(listed["subscriptions"][0]) == {"id", "device", "since"}
    assert push.subscriptions() == 0


def test_signing_the_program_out_ends_it(cast: Cast, push: Pushing, app: Api) -> None:
    session = sign_in(cast, app)
    make(app, push, session)

    app.client.delete(SESSION, headers={"Sawti-Session": session})

    assert push.subscriptions() == 0


def test_another_person_finds_nothing(cast: Cast, push: Pushing, app: Api) -> None:
    made = make(app, push, sign_in(cast, app)).json()["id"]
    session = sign_in(cast, app, people.HASAN)

    answer = app.client.delete(f"{PUSH}/{made}", headers={"Sawti-Session": session})
    listed = app.get(PUSH, sawti_session=session).json()["subscriptions"]

    assert (answer.status_code, listed, push.subscriptions()) == (404, [], 1)


@pytest.mark.parametrize(
    ("changed", "field"),
    [({"endpoint": "https://evil.example/"}, "endpoint"), ({"auth": "x"}, "keys")],
)
def test_what_is_no_subscription_is_refused(
    cast: Cast, push: Pushing, app: Api, changed: dict[str, str], field: str
) -> None:
    form = {**Browser(push.service, push.key()).form(), **changed}

    answer = app.post(PUSH, form, sawti_session=sign_in(cast, app))

    assert answer.status_code == 422
    assert field in answer.text
    assert push.subscriptions() == 0


def test_where_it_is_off_there_is_no_key_and_nothing_begins(cast: Cast, app: Api) -> None:
    session = sign_in(cast, app)
    form = {"endpoint": "https://push.example/a", "p256dh": "x", "auth": "x"}

    answer = app.post(PUSH, form, sawti_session=session)

    assert (answer.status_code, answer.json()["code"]) == (409, "push_is_off")
    assert app.get(PUSH, sawti_session=session).json()["server_key"] == ""
    assert cast.count(PushSubscription) == 0
