"""People sign in by their tenant's provider: linked by a code, and in their tenant alone."""

import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.conf import settings as configured
from django.test import Client

from sawti.accounts.models import OneTimeCode, Person, PersonToken, Session
from sawti.audit.models import Entry
from sawti.lib import clock as time
from sawti.signin.models import Identity, PersonIdentity
from tests import people
from tests.cast import Cast
from tests.provider import Provider
from tests.sawti_portal.conftest import Inbox, use_provider
from tests.sawti_portal.test_signing_in import REFUSED, wrong

BACK = "/sign-in/provider/back/"
ADDRESS, CODE = "/en/sign-in/provider/e-mail/", "/en/sign-in/provider/code/"
OWN = "/en/my/profile/identity/"
SARA = people.SARA.email


def leave(client: Client, **form: str) -> str:
    """Press the button; return the address at the provider."""
    left = client.post("/en/sign-in/provider/", form)
    found = re.search(r'class="sw-button" href="([^"]+)"', left.text)
    assert found
    return unescape(found.group(1))


def go(client: Client, provider: Provider, subject: str = "u-1", **form: str) -> Any:
    """Leave for the provider, sign in there, and come back."""
    return client.get(BACK, provider.consent(leave(client, **form), subject))


def link(cast: Cast, client: Client, provider: Provider, code_for: Inbox, **how: str) -> Any:
    """Come for the first time, and prove an address with a code."""
    email = how.pop("email", SARA)
    go(client, provider, **how)
    client.post(ADDRESS, {"email": email})
    return client.post(CODE, {"code": code_for(email)})


def is_in(client: Client) -> bool:
    return bool(client.get("/en/my/cases/").status_code == 200)


def events(cast: Cast) -> list[str]:
    with cast.inside(cast.bahrain):
        rows = Entry.objects.filter(event__startswith="person.").order_by("at", "id")
        return list(rows.values_list("event", flat=True))


class TestTheFirstTime:
    def test_a_code_links_the_identity_to_a_new_account(
        self, cast: Cast, provider: Provider, bahrain: None, code_for: Inbox
    ) -> None:
        client = cast.client()
        back = go(client, provider)
        before = is_in(client)

        client.post(ADDRESS, {"email": SARA})
        done = client.post(CODE, {"code": code_for()})

        assert (back.headers["Location"], before) == (ADDRESS, False)
        assert (done.headers["Location"], is_in(client)) == ("/en/my/cases/", True)
        assert events(cast) == ["person.added", "person.identity_linked", "person.signed_in"]

    def test_a_code_links_it_to_the_account_that_the_address_has(
        self, cast: Cast, provider: Provider, bahrain: None, code_for: Inbox
    ) -> None:
        sara = cast.applicant(people.SARA)

        link(cast, cast.client(), provider, code_for)

        assert cast.count(Person) == 1
        with cast.inside(cast.bahrain):
            assert PersonIdentity.objects.get().person_id == sara.id

    def test_an_address_that_the_provider_names_opens_no_account(
        self, cast: Cast, provider: Provider, bahrain: None
    ) -> None:
        """The mock gives whoever comes their subject as e-mail address."""
        cast.applicant(people.SARA)
        client = cast.client()

        done = go(client, provider, SARA)

        assert done.headers["Location"] == ADDRESS
        assert not is_in(client)
        assert cast.count(PersonIdentity) == 0

    def test_a_wrong_code_links_nothing(
        self, cast: Cast, provider: Provider, bahrain: None, code_for: Inbox
    ) -> None:
        client = cast.client()
        go(client, provider)
        client.post(ADDRESS, {"email": SARA})

        response = client.post(CODE, {"code": wrong(code_for())})

        assert response.status_code == 422
        assert REFUSED in response.text
        assert (cast.count(Person), cast.count(PersonIdentity)) == (0, 0)
        with cast.inside(cast.bahrain):
            assert OneTimeCode.objects.get().tries == 1

    def test_a_code_that_was_asked_for_to_sign_in_links_nothing(
        self, cast: Cast, provider: Provider, bahrain: None, code_for: Inbox
    ) -> None:
        client = cast.client()
        go(client, provider)
        client.post("/en/sign-in/", {"email": SARA})

        client.post(CODE, {"code": code_for()})

        assert cast.count(PersonIdentity) == 0

    def test_a_code_links_the_identity_that_it_was_asked_for_with_and_no_other(
        self, cast: Cast, provider: Provider, bahrain: None, code_for: Inbox
    ) -> None:
        client = cast.client()
        go(client, provider, "u-1")
        client.post(ADDRESS, {"email": SARA})
        go(client, provider, "u-2")

        response = client.post(CODE, {"code": code_for()})

        assert response.status_code == 422
        assert cast.count(PersonIdentity) == 0

    def test_half_an_hour_later_one_comes_anew(
        self, cast: Cast, provider: Provider, bahrain: None, code_for: Inbox, clock: Any
    ) -> None:
        client = cast.client()
        go(client, provider)
        clock.shift(30 * 60)

        response = client.post(ADDRESS, {"email": SARA})

        assert response.headers["Location"] == "/en/sign-in/"
        assert cast.count(OneTimeCode) == 0

    def test_a_closed_account_is_refused_like_a_wrong_code(
        self, cast: Cast, provider: Provider, bahrain: None, code_for: Inbox
    ) -> None:
        sara = cast.applicant(people.SARA)
        with cast.writing(cast.bahrain):
            Person.objects.filter(pk=sara.pk).update(is_active=False)

        response = link(cast, cast.client(), provider, code_for)

        assert REFUSED in response.text
        assert cast.count(PersonIdentity) == 0


class TestFromThenOn:
    def test_a_linked_identity_opens_the_account_without_a_code(
        self, cast: Cast, provider: Provider, bahrain: None, code_for: Inbox
    ) -> None:
        link(cast, cast.client(), provider, code_for)
        client = cast.client()

        done = go(client, provider, next="/en/my/profile/")

        assert done.headers["Location"] == "/en/my/profile/"
        assert SARA in client.get("/en/my/profile/").text
        assert cast.count(OneTimeCode) == 1

    def test_signing_in_changes_the_key_of_the_session_and_signing_out_ends_it(
        self, cast: Cast, provider: Provider, bahrain: None, code_for: Inbox
    ) -> None:
        link(cast, cast.client(), provider, code_for)
        client = cast.client()
        query = provider.consent(leave(client), "u-1")
        before = client.cookies[configured.SESSION_COOKIE_NAME].value

        client.get(BACK, query)
        after = client.cookies[configured.SESSION_COOKIE_NAME].value
        client.post("/en/sign-out/")

        assert before != after
        assert not Session.objects.filter(session_key__in=[before, after]).exists()
        assert not is_in(client)

    def test_a_disabled_person_does_not_come_in(
        self, cast: Cast, provider: Provider, bahrain: None, code_for: Inbox
    ) -> None:
        link(cast, cast.client(), provider, code_for)
        with cast.writing(cast.bahrain):
            Person.objects.update(is_active=False)
        client = cast.client()

        done = go(client, provider)

        assert done.headers["Location"] == "/en/sign-in/?refused=again"
        assert "did not work" in client.get("/en/sign-in/?refused=again").text
        assert not is_in(client)

    def test_an_identity_of_one_tenant_opens_nothing_at_another(
        self, cast: Cast, provider: Provider, bahrain: None, code_for: Inbox
    ) -> None:
        use_provider(cast, provider, cast.jordan)
        link(cast, cast.client(), provider, code_for)
        client = cast.client(tenant="jordan")

        done = go(client, provider)

        assert done.headers["Location"] == ADDRESS
        assert not is_in(client)
        assert cast.count(PersonIdentity, cast.jordan) == 0

    def test_what_one_tenant_began_is_not_finished_at_another(
        self, cast: Cast, provider: Provider, bahrain: None, code_for: Inbox
    ) -> None:
        use_provider(cast, provider, cast.jordan)
        link(cast, cast.client(tenant="jordan"), provider, lambda a: code_for(a, cast.jordan))
        client = cast.client()
        query = provider.consent(leave(client), "u-1")

        client.get(BACK, query, headers={"host": "jordan.localhost:8000"})

        jordan = client.get("/en/my/cases/", headers={"host": "jordan.localhost:8000"})
        assert jordan.status_code == 303

    def test_an_identity_of_a_person_is_none_of_staff(
        self, cast: Cast, provider: Provider, bahrain: None, code_for: Inbox
    ) -> None:
        use_provider(cast, provider, cast.bahrain, audience="staff", second_factor_values=["mfa"])
        link(cast, cast.client(), provider, code_for, subject="strong")
        client = cast.client()
        left = client.post("/desk/sign-in/provider/", {"purpose": "sign_in"})
        address = unescape(re.search(r'class="sw-button" href="([^"]+)"', left.text).group(1))

        client.get("/desk/sign-in/provider/back/", provider.consent(address, "strong"))

        assert client.get("/desk/").status_code == 303
        assert cast.count(Identity) == 0

    @pytest.mark.parametrize("change", [{"state": "other"}, {"code": "other"}, {"error": "x"}])
    def test_whatever_proves_nothing_signs_nobody_in_and_is_on_record(
        self,
        cast: Cast,
        provider: Provider,
        bahrain: None,
        code_for: Inbox,
        change: dict[str, str],
    ) -> None:
        link(cast, cast.client(), provider, code_for)
        client = cast.client()
        query = provider.consent(leave(client), "u-1")

        done = client.get(BACK, {**query, **change})
        again = client.get(BACK, query)

        assert done.headers["Location"] == "/en/sign-in/?refused=again"
        assert again.headers["Location"] == "/en/sign-in/"
        assert not is_in(client)
        assert events(cast)[-1] == "person.provider_refused"


class TestTheProfile:
    def test_whoever_is_signed_in_links_an_identity_by_a_code_to_their_own_address(
        self, cast: Cast, provider: Provider, bahrain: None, code_for: Inbox
    ) -> None:
        client = cast.client(people.SARA)
        page = client.get("/en/my/profile/").text
        go(client, provider)

        client.post(ADDRESS, {"email": "somebody.else@example.com"})
        done = client.post(CODE, {"code": code_for(SARA)})

        assert "National identity" in page
        assert done.headers["Location"] == f"{OWN}?news=linked"
        assert "Linked to your account since" in client.get(OWN).text
        with cast.inside(cast.bahrain):
            assert PersonIdentity.objects.get().person.email == SARA

    def test_an_identity_is_of_one_person(
        self, cast: Cast, provider: Provider, bahrain: None, code_for: Inbox
    ) -> None:
        link(cast, cast.client(), provider, code_for)
        hasan = cast.client(people.HASAN)

        done = go(hasan, provider)

        assert done.headers["Location"] == f"{OWN}?refused=taken"
        assert "linked to another account already" in hasan.get(done.headers["Location"]).text
        assert people.HASAN.email in hasan.get("/en/my/profile/").text
        with cast.inside(cast.bahrain):
            assert PersonIdentity.objects.get().person.email == SARA

    def test_the_link_ends_and_with_it_the_other_sessions(
        self, cast: Cast, provider: Provider, bahrain: None, code_for: Inbox
    ) -> None:
        client, other = cast.client(), cast.client()
        link(cast, client, provider, code_for)
        go(other, provider)

        with cast.writing(cast.bahrain):
            person, day = Person.objects.get(), timedelta(days=1)
            PersonToken.objects.create(
                person=person, token_hash=b"t", made_at=time.now(), expires_at=time.now() + day
            )

        client.post(OWN)

        assert (is_in(client), is_in(other)) == (True, False)
        assert cast.count(PersonToken) == 0
        assert cast.count(PersonIdentity) == 0
        assert events(cast)[-1] == "person.identity_unlinked"
        assert go(cast.client(), provider).headers["Location"] == ADDRESS

    def test_a_deleted_account_leaves_no_identity(
        self, cast: Cast, provider: Provider, bahrain: None, code_for: Inbox
    ) -> None:
        client = cast.client()
        link(cast, client, provider, code_for)

        client.post("/en/my/profile/delete/", {"agreed": "on"})

        assert (cast.count(Person), cast.count(PersonIdentity)) == (0, 0)
