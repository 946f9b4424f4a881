"""A forgotten password: the link is for its owner alone, once, and opens nothing by itself."""

from datetime import timedelta

import pytest
from django.contrib.auth.hashers import make_password
from django.core import mail

from sawti.accounts.models import Staff
from sawti.signin.models import Link
from tests import people
from tests.cast import Cast
from tests.people import PASSWORD
from tests.sawti_desk.test_invitations import enter, in_english, mailed_path
from tests.sawti_desk.test_second_factor import give_app

FORGOTTEN, NEW = "/desk/sign-in/forgotten/", "other words in a row"


def ask(cast: Cast, email: str = people.YUSUF.email):
    return in_english(cast.client()).post(FORGOTTEN, {"email": email})


def asked(cast: Cast) -> str:
    """Ask for a link for Yusuf; return its path."""
    ask(cast)
    return mailed_path(cast)


def test_the_link_gives_a_new_password_and_ends_every_session(cast: Cast):
    session = enter(cast, people.YUSUF)
    path = asked(cast)

    done = in_english(cast.client()).post(path, {"new": NEW})

    assert (done.status_code, done.headers["Location"]) == (303, "/desk/sign-in/")
    assert session.get("/desk/").status_code == 303
    client = cast.client()
    client.post("/desk/sign-in/", {"email": people.YUSUF.email, "password": NEW})
    assert client.get("/desk/").status_code == 200


def test_a_known_and_an_unknown_address_get_the_same_answer(cast: Cast):
    known, unknown = ask(cast), ask(cast, "nobody@bahrain.example")

    cast.deliver()
    cast.deliver()
    cast.deliver()
    assert (known.status_code, known.text) == (unknown.status_code, unknown.text)
    assert [message.to for message in mail.outbox] == [[people.YUSUF.email]]
    assert cast.count(Link) == 1


def test_whoever_has_no_password_gets_the_same_answer_and_no_link(cast: Cast):
    """They sign in by the provider alone: a mail must not open a second door."""
    with cast.writing(cast.bahrain):
        Staff.objects.filter(pk=cast.yusuf.pk).update(password=make_password(None))

    without, unknown = ask(cast), ask(cast, "nobody@bahrain.example")

    cast.deliver()
    cast.deliver()
    assert (without.status_code, without.text) == (unknown.status_code, unknown.text)
    assert mail.outbox == []
    assert cast.count(Link) == 0


def test_a_link_opens_once_and_a_newer_one_ends_it(cast: Cast):
    first = asked(cast)
    second = asked(cast)

    assert cast.client().get(first).status_code == 404
    assert cast.client().post(second, {"new": NEW}).status_code == 303
    assert cast.client().post(second, {"new": "and other words"}).status_code == 404


def test_a_link_is_good_for_half_an_hour(cast: Cast, clock):
    path = asked(cast)
    clock.shift(timedelta(minutes=30))

    assert cast.client().post(path, {"new": NEW}).status_code == 404


@pytest.mark.parametrize(
    "change",
    [
        {"password": make_password("changed meanwhile", hasher="md5")},
        {"email": "moved@bahrain.example"},
        {"is_active": False},
    ],
)
def test_a_link_dies_with_the_password_the_address_and_the_account(cast: Cast, change):
    path = asked(cast)
    with cast.writing(cast.bahrain):
        Staff.objects.filter(pk=cast.yusuf.pk).update(**change)

    assert cast.client().get(path).status_code == 404
    assert cast.client().post(path, {"new": NEW}).status_code == 404


def test_a_link_does_not_go_past_the_second_factor(cast: Cast):
    give_app(cast, people.YUSUF)
    path = asked(cast)
    client = cast.client()
    client.post(path, {"new": NEW})

    response = client.post("/desk/sign-in/", {"email": people.YUSUF.email, "password": NEW})

    assert response.headers["Location"] == "/desk/sign-in/code/"
    assert client.get("/desk/").status_code == 303


def test_a_link_of_one_tenant_is_nothing_in_another(cast: Cast):
    path = asked(cast)

    assert cast.client(tenant="jordan").post(path, {"new": NEW}).status_code == 404
    assert enter(cast, people.YUSUF).get("/desk/").status_code == 200


def test_opening_the_link_changes_nothing(cast: Cast):
    path = asked(cast)

    assert [cast.client().get(path).status_code for _ in range(3)] == [200, 200, 200]
    assert cast.client().post(path, {"new": NEW}).status_code == 303


def test_links_are_asked_for_slowly_for_known_and_unknown_addresses(cast: Cast):
    known = [ask(cast).status_code for _ in range(6)]
    unknown = [ask(cast, "nobody@bahrain.example").status_code for _ in range(6)]

    assert known == unknown == [200] * 5 + [429]


def test_the_owner_is_told_of_a_new_password(cast: Cast):
    path = asked(cast)
    cast.client().post(path, {"new": NEW})

    cast.deliver()
    cast.deliver()
    cast.deliver()

    assert "Your password was changed, and all your sessions have ended." in mail.outbox[-1].body
    assert NEW not in mail.outbox[-1].body
    assert PASSWORD not in mail.outbox[-1].body
