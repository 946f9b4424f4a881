"""One's own account: what a change ends, and what is asked for first."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client

from sawti.accounts.models import Session, Staff
from sawti.accounts.sessions import Proof
from sawti.lib import clock as real_clock
from sawti.signin.models import Factor, RecoveryCode
from tests import people
from tests.cast import Cast
from tests.people import PASSWORD
from tests.sawti_desk.test_second_factor import code_now, give_app, secret_on

ACCOUNT, CONFIRM = "/desk/account/", "/desk/confirm/"
NEW = "other words in a row"


def yusuf(cast: Cast, agent: str = "") -> Client:
    """Return a browser that Yusuf signed in with just now, in English."""
    client = cast.client()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    client.post(
        "/desk/sign-in/",
        {"email": people.YUSUF.email, "password": PASSWORD},
        headers={"user-agent": agent},
        REMOTE_ADDR="203.0.113.7",
    )
    return client


def change(client: Client, **typed: str):
    return client.post(f"{ACCOUNT}password/", {"old": PASSWORD, "new": NEW, **typed})


def test_a_changed_password_ends_the_other_sessions_and_keeps_this_one(cast: Cast):
    other, client = yusuf(cast), yusuf(cast)
    before = client.cookies[settings.SESSION_COOKIE_NAME].value

    response = change(client)

    assert (response.status_code, response.headers["Location"]) == (303, ACCOUNT)
    assert client.cookies[settings.SESSION_COOKIE_NAME].value != before
    assert client.get(ACCOUNT).status_code == 200
    assert other.get(ACCOUNT).status_code == 303
    assert other.get("/api/v1/staff/cases").status_code == 401


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"old": "not mine"}, "This is not your present password."),
        ({"new": "too short"}, "Use at least 12 characters."),
        ({"new": "password1234"}, "This password is on a list of stolen ones."),
        ({"old": ""}, "Enter your present password."),
    ],
)
def test_a_refused_password_says_why_and_changes_nothing(cast: Cast, typed, words):
    client, other = yusuf(cast), yusuf(cast)

    response = change(client, **typed)

    assert response.status_code == 422
    assert words in response.text
    assert other.get(ACCOUNT).status_code == 200


def test_a_password_may_be_pasted_and_be_long(cast: Cast):
    client = yusuf(cast)
    page = client.get(f"{ACCOUNT}password/").text

    response = change(client, new="sixty-four and more " * 9)

    assert response.status_code == 303
    assert 'maxlength="200"' in page
    assert "onpaste" not in page


def test_disabled_staff_are_out_at_the_next_request(cast: Cast):
    client = yusuf(cast)
    with cast.writing(cast.bahrain):
        Staff.objects.filter(pk=cast.yusuf.pk).update(is_active=False)

    assert client.get("/desk/").status_code == 303
    assert client.get("/api/v1/staff/cases").status_code == 401


def test_the_account_lists_where_one_is_signed_in_and_tells_no_whole_address(cast: Cast):
    yusuf(cast, "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0) Safari/604.1")
    cast.session_of(people.FATIMA)
    client = yusuf(cast, "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Firefox/140.0")

    page = client.get(ACCOUNT).text

    assert "Safari, iPhone" in page
    assert "Firefox, Linux" in page
    assert page.count("203.0.113.0/24") == 2
    assert "203.0.113.7" not in page
    assert page.count("This session") == 1
    key = client.cookies[settings.SESSION_COOKIE_NAME].value
    assert key not in page


def test_one_ends_another_session_of_ones_own(cast: Cast):
    other, client = yusuf(cast, "curl/8"), yusuf(cast)
    page = client.get(ACCOUNT).text
    handle = page.split('name="session" value="')[2].split('"')[0]

    response = client.post(f"{ACCOUNT}sessions/", {"session": handle})

    assert response.status_code == 303
    assert other.get(ACCOUNT).status_code == 303
    assert client.get(ACCOUNT).status_code == 200


def test_one_ends_all_other_sessions_at_once_and_nobody_elses(cast: Cast):
    others, client = [yusuf(cast), yusuf(cast)], yusuf(cast)
    fatima = cast.client(people.FATIMA)

    client.post(f"{ACCOUNT}sessions/")

    assert [each.get(ACCOUNT).status_code for each in others] == [303, 303]
    assert client.get(ACCOUNT).status_code == 200
    assert fatima.get(ACCOUNT).status_code == 200


@pytest.mark.parametrize("whose", [people.FATIMA, people.OMAR])
def test_a_session_of_somebody_else_is_not_found(cast: Cast, whose):
    from sawti.signin.queries import session_handle

    key = cast.session_of(whose)
    response = yusuf(cast).post(f"{ACCOUNT}sessions/", {"session": session_handle(key)})

    assert response.status_code == 404
    assert Session.objects.filter(session_key=key).exists()


def test_something_delicate_asks_for_the_password_when_it_was_given_long_ago(cast: Cast, clock):
    client = yusuf(cast)
    clock.shift(timedelta(minutes=10))

    asked = client.post(f"{ACCOUNT}app/", {"deed": "begin"})

    assert asked.headers["Location"] == f"{CONFIRM}?next=%2Fdesk%2Faccount%2F"
    wrong = client.post(CONFIRM, {"password": "not mine", "next": ACCOUNT})
    assert wrong.status_code == 403
    right = client.post(CONFIRM, {"password": PASSWORD, "next": ACCOUNT})
    assert (right.status_code, right.headers["Location"]) == (303, ACCOUNT)
    begun = client.post(f"{ACCOUNT}app/", {"deed": "begin"})
    assert begun.headers["Location"] == "/desk/account/app/"


@pytest.mark.parametrize(
    "path", ["app/", "codes/", "factors/01900000-0000-7000-8000-000000000000/"]
)
def test_a_session_of_long_ago_changes_no_second_factor(cast: Cast, path: str):
    client = cast.client(people.YUSUF)

    response = client.post(ACCOUNT + path)

    assert response.headers["Location"].startswith(CONFIRM)
    assert (cast.count(Factor), cast.count(RecoveryCode)) == (0, 0)


def test_confirming_goes_on_to_paths_of_this_host_only(cast: Cast):
    response = yusuf(cast).post(
        CONFIRM, {"password": PASSWORD, "next": "https://elsewhere.example/"}
    )

    assert response.headers["Location"] == "/desk/"


def test_one_adds_an_app_and_gets_recovery_codes(cast: Cast):
    client = yusuf(cast)
    client.post(f"{ACCOUNT}app/", {"deed": "begin"})
    page = client.get(f"{ACCOUNT}app/")

    done = client.post(f"{ACCOUNT}app/", {"code": code_now(secret_on(page.text))})

    assert done.text.count("<li><code>") == 10
    assert "10 recovery codes are left." in client.get(ACCOUNT).text
    assert cast.count(Factor) == 1


def test_a_colleagues_second_factor_is_not_found(cast: Cast):
    give_app(cast, people.FATIMA)
    with cast.inside(cast.bahrain):
        factor_id = Factor.objects.get().id

    yusuf(cast).post(f"{ACCOUNT}factors/{factor_id}/")

    assert cast.count(Factor) == 1


def test_signing_out_ends_the_session_on_the_server(cast: Cast):
    client = yusuf(cast)
    key = client.cookies[settings.SESSION_COOKIE_NAME].value

    client.post("/desk/sign-out/")

    assert not Session.objects.filter(session_key=key).exists()


def test_the_use_of_a_session_is_noted_once_a_minute(cast: Cast, clock):
    client = cast.client()
    client.cookies[settings.SESSION_COOKIE_NAME] = key = cast.session_of(
        people.YUSUF, proof=Proof.APP
    )
    Session.objects.filter(session_key=key).update(seen_at=real_clock.now(), idle_seconds=1800)
    clock.shift(timedelta(seconds=59))
    client.get(ACCOUNT)
    assert Session.objects.get(session_key=key).seen_at < real_clock.now()

    clock.shift(timedelta(seconds=1))
    client.get(ACCOUNT)

    assert Session.objects.get(session_key=key).seen_at == real_clock.now()
