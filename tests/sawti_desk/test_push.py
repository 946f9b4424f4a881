"""Messages on the devices of staff, and the provider's screen with its keys."""

from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from sawti.accounts.models import PushSubscription
from sawti.notifications.models import Provider
from tests import people
from tests.cast import Cast
from tests.people import PASSWORD
from tests.push_service import Browser
from tests.sawti.notifications.pushing import Pushing, push, running

__all__ = ("push", "running")

PAGE, SCREEN = "/desk/account/push/", "/desk/staff/messages/web_push/"


def signed_in(cast: Cast, person: people.Person = people.YUSUF) -> Client:
    """Return a browser that somebody signed in with just now, in English."""
    client = cast.client(tenant=person.tenant)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    client.post("/desk/sign-in/", {"email": person.email, "password": PASSWORD})
    return client


def switch_on(client: Client, push: Pushing) -> Any:
    return client.post(PAGE, Browser(push.service, push.key()).form())


def owners(cast: Cast) -> list[Any]:
    with cast.inside(cast.bahrain):
        return list(PushSubscription.objects.values_list("staff_id", flat=True))


def test_staff_switch_it_on_and_signing_out_ends_it(cast: Cast, push: Pushing) -> None:
    client = signed_in(cast)

    done = switch_on(client, push)
    shown = client.get(done.headers["Location"]).text
    before = owners(cast)
    client.post("/desk/sign-out/")

    assert (done.status_code, done.headers["Location"]) == (303, f"{PAGE}?news=on")
    assert 'data-here="yes"' in shown
    assert (before, owners(cast)) == ([cast.yusuf.id], [])


def test_whoever_signs_in_next_with_this_browser_ends_what_the_other_left(
    cast: Cast, push: Pushing
) -> None:
    client = signed_in(cast)
    switch_on(client, push)
    client.cookies.pop(settings.SESSION_COOKIE_NAME)  # the browser was closed

    client.post("/desk/sign-in/", {"email": people.NOOR.email, "password": PASSWORD})

    assert owners(cast) == []


def test_who_signs_in_again_keeps_it(cast: Cast, push: Pushing) -> None:
    client = signed_in(cast)
    switch_on(client, push)
    client.cookies.pop(settings.SESSION_COOKIE_NAME)

    client.post("/desk/sign-in/", {"email": people.YUSUF.email, "password": PASSWORD})

    assert owners(cast) == [cast.yusuf.id]


def test_the_outsider_ends_none_of_it(cast: Cast, push: Pushing) -> None:
    switch_on(signed_in(cast), push)
    with cast.inside(cast.bahrain):
        made = str(PushSubscription.objects.get().id)

    for stranger in (people.NOOR, people.OMAR):
        answer = signed_in(cast, stranger).post(PAGE, {"browser": made})
        assert answer.status_code == 404

    assert owners(cast) == [cast.yusuf.id]


def test_the_administrator_switches_the_channel_on_and_a_key_is_made(cast: Cast) -> None:
    client = signed_in(cast, people.SALMA)
    options = {"contact": "", "services": "push.example", "urgency": "normal"}

    client.post(SCREEN, {**options, "price": "", "is_enabled": "on"})
    shown = client.get(SCREEN).text

    with cast.inside(cast.bahrain):
        kept = Provider.objects.get(code="web_push")
    assert kept.is_enabled
    assert len(kept.secret) == 43
    assert kept.secret not in shown
    assert 'name="secret"' not in shown
    assert 'value="renew"' in shown


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"services": "https://push.example"}, "Write names such as fcm.googleapis.com."),
        ({"services": ""}, "Write names such as fcm.googleapis.com."),
        ({"contact": "nobody"}, "Enter an e-mail address."),
    ],
)
def test_what_can_not_be_is_refused_at_its_field(
    cast: Cast, changed: dict[str, str], words: str
) -> None:
    options = {"contact": "", "services": "push.example", "urgency": "normal"}

    answer = signed_in(cast, people.SALMA).post(SCREEN, {**options, **changed})

    assert answer.status_code == 422
    assert words in answer.text
    assert cast.count(Provider) == 0


def test_a_new_key_is_made_and_the_one_before_stays(cast: Cast, push: Pushing) -> None:
    before, client = push.key(), signed_in(cast, people.SALMA)

    client.post(SCREEN, {"deed": "renew"})

    with cast.inside(cast.bahrain):
        assert len(Provider.objects.get(code="web_push").secret.split()) == 2
    assert push.key() != before


def test_a_test_without_a_device_says_what_to_do(cast: Cast, push: Pushing) -> None:
    client = signed_in(cast, people.SALMA)

    answer = client.post(SCREEN, {"deed": "test"}, follow=True)

    assert "Switch messages on for a device of yours first" in answer.text
