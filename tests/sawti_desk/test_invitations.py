"""Accounts begin with an invitation, and administrators keep them in order."""

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.core import mail
from django.test import Client

from sawti.accounts.models import Staff
from sawti.audit.models import Entry
from sawti.signin.models import Factor, Link
from tests import people
from tests.cast import Cast
from tests.people import PASSWORD
from tests.sawti_desk.test_second_factor import give_app

STAFF, INVITE, NEW = "/desk/staff/", "/desk/staff/invite/", "other words in a row"
MONA = {"email": "Mona@ministry.example", "name": "Mona Saleh", "language": "en"}


def in_english(client: Client) -> Client:
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return client


def enter(cast: Cast, person: people.Person) -> Client:
    """Sign somebody in with their password, just now."""
    client = in_english(cast.client(tenant=person.tenant))
    client.post("/desk/sign-in/", {"email": person.email, "password": PASSWORD})
    return client


def mailed_path(cast: Cast, tenant=None) -> str:
    """Deliver what waits, and return the path of the link in the newest mail."""
    for _ in range(3):
        cast.deliver(tenant)
    return re.search(r"localhost:8000(/desk/link/\S+/)", mail.outbox[-1].body).group(1)


def mona(cast: Cast) -> Staff:
    with cast.inside(cast.bahrain):
        return Staff.objects.get(email="mona@ministry.example")


def invited(cast: Cast) -> str:
    """Invite Mona as Salma; return the path of her link."""
    enter(cast, people.SALMA).post(INVITE, MONA)
    return mailed_path(cast)


def take(cast: Cast, path: str, **typed: str):
    return in_english(cast.client()).post(path, {"name": "Mona S.", "new": NEW, **typed})


def do(cast: Cast, deed: str, member: Staff, by: people.Person = people.SALMA):
    return enter(cast, by).post(f"{STAFF}{member.pk}/", {"deed": deed})


def events_about(cast: Cast, staff: Staff) -> list[str]:
    with cast.inside(cast.bahrain):
        rows = Entry.objects.filter(object_id=staff.pk).order_by("id")
        return list(rows.values_list("event", flat=True))


def test_whoever_is_invited_chooses_a_password_and_signs_in(cast: Cast):
    path = invited(cast)
    page = in_english(cast.client()).get(path)
    assert (page.status_code, "mona@ministry.example" in page.text) == (200, True)

    taken = take(cast, path)

    assert (taken.status_code, taken.headers["Location"]) == (303, "/desk/sign-in/")
    client = cast.client()
    client.post("/desk/sign-in/", {"email": "mona@ministry.example", "password": NEW})
    assert client.get("/desk/").status_code == 200
    assert mona(cast).name == "Mona S."
    assert events_about(cast, mona(cast))[:2] == ["staff.invited", "staff.joined"]


def test_the_mail_is_in_the_language_of_the_invited_and_names_our_own_host(cast: Cast):
    enter(cast, people.SALMA).post(
        INVITE, {**MONA, "language": "ar"}, headers={"x-forwarded-host": "evil.example"}
    )

    path = mailed_path(cast)

    assert f"http://bahrain.localhost:8000{path}" in mail.outbox[-1].body
    assert "evil.example" not in mail.outbox[-1].body
    assert mail.outbox[-1].extra_headers["Content-Language"] == "ar"


def test_an_invitation_opens_once(cast: Cast):
    path = invited(cast)
    take(cast, path)

    again = take(cast, path, new="words of somebody else")

    assert again.status_code == 404
    assert mona(cast).check_password(NEW)


def test_an_invitation_is_good_for_seven_days(cast: Cast, clock):
    path = invited(cast)
    clock.shift(timedelta(days=7))

    assert cast.client().get(path).status_code == 404
    assert take(cast, path).status_code == 404
    assert not mona(cast).is_active


def test_a_new_invitation_ends_the_old_one(cast: Cast):
    old = invited(cast)
    do(cast, "invite", mona(cast))

    new = mailed_path(cast)

    assert take(cast, old).status_code == 404
    assert take(cast, new).status_code == 303


def test_an_invitation_of_one_tenant_is_nothing_in_another(cast: Cast):
    path = invited(cast)

    response = cast.client(tenant="jordan").post(path, {"name": "x", "new": NEW})

    assert response.status_code == 404
    assert not mona(cast).is_active


def test_a_password_that_can_not_be_had_leaves_the_invitation_good(cast: Cast):
    path = invited(cast)

    refused = take(cast, path, new="password1234")

    assert refused.status_code == 422
    assert "This password is on a list of stolen ones." in refused.text
    assert take(cast, path).status_code == 303


def test_nobody_signs_in_with_an_account_that_is_not_taken(cast: Cast):
    invited(cast)

    client = cast.client()
    client.post("/desk/sign-in/", {"email": "mona@ministry.example", "password": ""})

    assert client.get("/desk/").status_code == 303


def test_an_address_is_invited_once(cast: Cast):
    client = enter(cast, people.SALMA)
    client.post(INVITE, MONA)

    response = client.post(INVITE, MONA)

    assert response.status_code == 422
    assert "There is already an account with this e-mail address." in response.text


def test_the_list_says_who_is_what(cast: Cast):
    invited(cast)
    give_app(cast, people.FATIMA)
    do(cast, "disable", cast.noor)

    page = enter(cast, people.SALMA).get(STAFF).text

    assert page.count(">Invited<") == 1
    assert page.count(">Disabled<") == 1
    assert page.count("Has a second factor.") == 1
    assert people.OMAR.email not in page


def test_disabling_ends_sessions_at_once_and_enabling_lets_in_again(cast: Cast):
    yusuf = enter(cast, people.YUSUF)

    do(cast, "disable", cast.yusuf)

    assert yusuf.get("/desk/").status_code == 303
    assert enter(cast, people.YUSUF).get("/desk/").status_code == 303
    do(cast, "enable", cast.yusuf)
    assert enter(cast, people.YUSUF).get("/desk/").status_code == 200
    assert events_about(cast, cast.yusuf)[-3:] == [
        "staff.disabled",
        "staff.enabled",
        "staff.signed_in",
    ]


def test_a_reset_second_factor_is_gone_and_its_owner_is_told(cast: Cast):
    give_app(cast, people.YUSUF)
    session = cast.client(people.YUSUF)

    do(cast, "reset", cast.yusuf)

    assert cast.count(Factor) == 0
    assert session.get("/desk/").status_code == 303
    for _ in range(3):
        cast.deliver()
    assert mail.outbox[-1].to == [people.YUSUF.email]
    assert "An administrator took your second factor away." in mail.outbox[-1].body
    assert "staff.second_factor_reset" in events_about(cast, cast.yusuf)


@pytest.mark.parametrize("deed", ["disable", "reset"])
def test_an_administrator_does_not_lock_themselves_out(cast: Cast, deed: str):
    do(cast, deed, cast.staff(people.SALMA))

    assert enter(cast, people.SALMA).get(STAFF).status_code == 200


@pytest.mark.parametrize("by", [people.FATIMA, people.KHALID, people.ADEL, people.LAYLA])
@pytest.mark.parametrize("deed", ["disable", "reset", "end", "invite", "enable"])
def test_nobody_but_an_administrator_touches_accounts(cast: Cast, by: people.Person, deed: str):
    give_app(cast, people.YUSUF)

    response = do(cast, deed, cast.yusuf, by)

    assert response.status_code == 403
    with cast.inside(cast.bahrain):
        assert Staff.objects.get(pk=cast.yusuf.pk).is_active
    assert cast.count(Factor) == 1


@pytest.mark.parametrize("deed", ["disable", "reset", "end", "invite", "enable"])
def test_an_administrator_of_another_tenant_finds_nobody(cast: Cast, deed: str):
    response = do(cast, deed, cast.yusuf, people.ZAID)

    assert response.status_code == 404
    with cast.inside(cast.bahrain):
        assert Staff.objects.get(pk=cast.yusuf.pk).is_active


def test_what_is_done_to_accounts_needs_a_password_of_lately(cast: Cast):
    client = cast.client(people.SALMA)

    response = client.post(f"{STAFF}{cast.yusuf.pk}/", {"deed": "disable"})

    assert response.headers["Location"].startswith("/desk/confirm/")
    assert client.get("/desk/account/").text.count('href="/desk/staff/"') == 1
    with cast.inside(cast.bahrain):
        assert Staff.objects.get(pk=cast.yusuf.pk).is_active


@pytest.mark.parametrize("extra", [0, 50])
def test_the_list_costs_the_same_for_few_and_for_many(
    cast: Cast, extra: int, django_assert_num_queries
):
    from sawti.signin.queries import members

    with cast.writing(cast.bahrain):
        for number in range(extra):
            Staff.objects.create(email=f"{number}@x.example", name="x", language="en")

    with cast.inside(cast.bahrain), django_assert_num_queries(1):
        found = members()

    assert len(found) >= extra


def test_links_are_kept_hashed_and_sealed(cast: Cast):
    path = invited(cast)

    with cast.inside(cast.bahrain):
        link = Link.objects.get()
    token = path.split("/")[3].encode()
    assert token not in bytes(link.token_hash) + bytes(link.sealed_token)
