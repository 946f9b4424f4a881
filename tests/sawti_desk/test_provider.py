"""Staff sign in by their tenant's provider: by issuer and subject, and in their tenant alone."""

import re
from collections.abc import Iterator
from html import unescape

import pytest
from django.db import connection
from django.test import Client

from sawti.accounts.models import Staff
from sawti.audit.models import Entry
from sawti.lib import clock
from sawti.lib.openid import Claims
from sawti.project.settings import signin as signin_settings
from sawti.signin.actions.providers import ProviderInput, link_identity, save_provider
from sawti.signin.checks import providers_are_not_ourselves
from sawti.signin.models import Identity
from sawti.signin.models import Provider as Kept
from sawti.tenancy.context import TenantFacts, tenant_context
from tests import people
from tests.cast import Cast
from tests.provider import Provider, start_provider
from tests.sawti_desk.test_invitations import MONA, enter, in_english, mailed_path, mona

LEAVE, ACCOUNT = "/desk/sign-in/provider/", "/desk/account/"


@pytest.fixture(scope="module")
def provider() -> Iterator[Provider]:
    running = start_provider()
    yield running
    running.stop()


def use(cast: Cast, provider: Provider, tenant: TenantFacts, by: people.Person, **more) -> None:
    """Let a tenant's staff sign in by the provider."""
    values = {
        "audience": "staff",
        "issuer": provider.issuer,
        "client_id": f"sawti-{tenant.slug}",
        "secret": "a client secret",
        "names": {"ar": "الهوية الحكومية", "en": "Government identity"},
        "second_factor_values": ["mfa"],
        "is_enabled": True,
    }
    with tenant_context(tenant):
        save_provider(ProviderInput(**{**values, **more}), by=cast.staff(by), at=clock.now())


@pytest.fixture
def bahrain(cast: Cast, provider: Provider) -> None:
    use(cast, provider, cast.bahrain, people.SALMA)


def go(client: Client, provider: Provider, subject: str, **form: str):
    """Leave for the provider, sign in there, and come back."""
    left = client.post(LEAVE, {"purpose": "sign_in", **form})
    address = unescape(re.search(r'class="sw-button" href="([^"]+)"', left.text).group(1))
    return client.get(f"{LEAVE}back/", provider.consent(address, subject))


def link(cast: Cast, provider: Provider, person: people.Person, subject: str) -> None:
    claims = Claims(provider.issuer, subject, "", "", frozenset())
    staff = cast.staff(person)
    with tenant_context(cast._tenant(person.tenant)):
        link_identity(staff, claims, at=clock.now())


def test_a_linked_identity_with_a_second_factor_opens_the_desk(cast, provider, bahrain, settings):
    settings.SAWTI_SECOND_FACTOR = "required"
    link(cast, provider, people.YUSUF, "strong")
    client = cast.client()

    done = go(client, provider, "strong", next="/desk/?queue=all")

    assert (done.status_code, done.headers["Location"]) == (303, "/desk/?queue=all")
    assert people.YUSUF.name in client.get("/desk/").text


def test_without_a_second_factor_there_ours_is_asked_for(cast, provider, bahrain, settings):
    settings.SAWTI_SECOND_FACTOR = "required"
    link(cast, provider, people.YUSUF, "weak")
    client = cast.client()

    done = go(client, provider, "weak")

    assert done.headers["Location"] == "/desk/sign-in/enrol/"
    assert client.get("/desk/").status_code == 303


def test_the_providers_word_never_counts_twice_where_the_tenant_does_not_say_so(
    cast, provider, settings
):
    settings.SAWTI_SECOND_FACTOR = "required"
    use(cast, provider, cast.bahrain, people.SALMA, second_factor_values=[])
    link(cast, provider, people.YUSUF, "strong")

    assert go(cast.client(), provider, "strong").headers["Location"] == "/desk/sign-in/enrol/"


def test_an_address_links_nobody(cast, provider, bahrain):
    """The mock gives whoever comes their subject as e-mail address."""
    client = in_english(cast.client())

    done = go(client, provider, people.YUSUF.email)

    assert done.headers["Location"] == "/desk/sign-in/"
    assert "no account here is linked to you" in client.get("/desk/sign-in/").text
    assert client.get("/desk/").status_code == 303
    assert cast.count(Identity) == 0


def test_an_identity_of_one_tenant_signs_in_to_no_other(cast, provider, bahrain):
    use(cast, provider, cast.jordan, people.ZAID)
    link(cast, provider, people.YUSUF, "strong")
    client = cast.client(tenant="jordan")

    done = go(client, provider, "strong")

    assert done.headers["Location"] == "/desk/sign-in/"
    assert client.get("/desk/").status_code == 303


def test_what_one_tenant_began_is_not_finished_at_another(cast, provider, bahrain):
    use(cast, provider, cast.jordan, people.ZAID)
    link(cast, provider, people.OMAR, "strong")
    client = cast.client()
    left = client.post(LEAVE, {"purpose": "sign_in"})
    address = unescape(re.search(r'class="sw-button" href="([^"]+)"', left.text).group(1))

    query = provider.consent(address, "strong")
    client.get(f"{LEAVE}back/", query, headers={"host": "jordan.localhost:8000"})

    assert client.get("/desk/", headers={"host": "jordan.localhost:8000"}).status_code == 303


def test_disabled_staff_do_not_come_in_by_the_provider(cast, provider, bahrain):
    link(cast, provider, people.YUSUF, "strong")
    with cast.writing(cast.bahrain):
        Staff.objects.filter(pk=cast.yusuf.pk).update(is_active=False)
    client = cast.client()

    go(client, provider, "strong")

    assert client.get("/desk/").status_code == 303


@pytest.mark.parametrize("change", [{"state": "other"}, {"code": "other"}, {"error": "x"}])
def test_whatever_proves_nothing_signs_nobody_in_and_is_on_record(cast, provider, bahrain, change):
    link(cast, provider, people.YUSUF, "strong")
    client = cast.client()
    left = client.post(LEAVE, {"purpose": "sign_in"})
    address = unescape(re.search(r'class="sw-button" href="([^"]+)"', left.text).group(1))
    query = provider.consent(address, "strong")

    done = client.get(f"{LEAVE}back/", {**query, **change})

    assert done.headers["Location"] == "/desk/sign-in/"
    assert client.get("/desk/").status_code == 303
    again = client.get(f"{LEAVE}back/", query)
    assert again.headers["Location"] == "/desk/sign-in/"
    assert client.get("/desk/").status_code == 303
    with cast.inside(cast.bahrain):
        assert Entry.objects.filter(event="staff.provider_refused").count() == 1


def test_an_invitation_is_taken_with_an_identity(cast, provider, bahrain):
    enter(cast, people.SALMA).post("/desk/staff/invite/", MONA)
    path = mailed_path(cast)
    client = cast.client()

    done = go(client, provider, "strong", purpose="join", key=path.split("/")[3])

    assert done.headers["Location"] == "/desk/"
    assert client.get("/desk/").status_code == 200
    assert not mona(cast).has_usable_password()
    assert cast.client().get(path).status_code == 404


def test_an_invitation_that_is_no_good_links_nobody(cast, provider, bahrain):
    done = go(cast.client(), provider, "strong", purpose="join", key="none")

    assert done.headers["Location"] == "/desk/sign-in/"
    assert cast.count(Identity) == 0


def test_whoever_is_signed_in_links_an_identity_and_ends_the_link(cast, provider, bahrain):
    client = enter(cast, people.YUSUF)

    linked = go(client, provider, "strong", purpose="link")

    assert linked.headers["Location"] == ACCOUNT
    assert cast.count(Identity) == 1
    client.post(f"{ACCOUNT}identity/")
    assert cast.count(Identity) == 0


def test_an_identity_is_of_one_account(cast, provider, bahrain):
    link(cast, provider, people.FATIMA, "strong")

    go(enter(cast, people.YUSUF), provider, "strong", purpose="link")

    with cast.inside(cast.bahrain):
        assert Identity.objects.get().staff_id == cast.fatima.pk


@pytest.mark.parametrize("person", [None, people.YUSUF])
def test_nobody_links_without_a_password_given_lately(cast, provider, bahrain, person):
    response = cast.client(person).post(LEAVE, {"purpose": "link"})

    assert response.status_code == 303
    assert response.headers["Location"] == "/desk/sign-in/"


def test_the_provider_is_asked_outside_of_any_transaction(cast, provider, bahrain, monkeypatch):
    from sawti.lib.outgoing import Caller

    original, seen = Caller._call, []

    def noted(self, *args):
        seen.append(connection.in_tenant_transaction)
        return original(self, *args)

    monkeypatch.setattr(Caller, "_call", noted)
    link(cast, provider, people.YUSUF, "strong")

    go(cast.client(), provider, "strong")

    assert len(seen) == 4
    assert not any(seen)


def test_the_way_back_comes_from_configuration(cast, provider, bahrain):
    left = cast.client().post(
        LEAVE, {"purpose": "sign_in"}, headers={"x-forwarded-host": "evil.example"}
    )

    assert "redirect_uri=http%3A%2F%2Fbahrain.localhost%3A8000%2Fdesk" in left.headers["Refresh"]


def test_the_administrator_keeps_and_tests_the_provider(cast, provider):
    client = enter(cast, people.SALMA)
    typed = {
        "issuer": provider.issuer,
        "client_id": "sawti",
        "secret": "a client secret",
        "name_ar": "الهوية",
        "name_en": "Identity",
        "is_enabled": "on",
    }

    kept = client.post("/desk/staff/provider/", typed)
    client.post("/desk/staff/provider/", {"deed": "test"})

    page = client.get("/desk/staff/provider/").text
    assert kept.status_code == 303
    assert "The provider answers, and its keys are good." in page
    assert "a client secret" not in page
    with cast.inside(cast.bahrain):
        assert b"a client secret" not in bytes(Kept.objects.get().sealed_secret)
    assert "Identity" in in_english(cast.client()).get("/desk/sign-in/").text
    assert "Identity" not in in_english(cast.client(tenant="jordan")).get("/desk/sign-in/").text


@pytest.mark.parametrize("by", [people.FATIMA, people.LAYLA, people.ADEL])
def test_nobody_else_sees_or_keeps_the_provider(cast, provider, by):
    client = enter(cast, by)

    assert client.get("/desk/staff/provider/").status_code == 403
    assert client.post("/desk/staff/provider/", {"issuer": "x"}).status_code == 403
    assert cast.count(Kept) == 0


def test_a_site_for_real_people_calls_no_machine_of_its_own(settings):
    assert providers_are_not_ourselves() == []

    settings.SAWTI_MAIL_FOLDER = ""

    assert [fault.id for fault in providers_are_not_ourselves()] == ["signin.E002"]
    assert "SAWTI_OPENID_LOOPBACK" in dir(signin_settings)


def test_a_link_that_an_administrator_began_does_not_end_at_whom_they_look_at(
    cast, provider, bahrain
):
    """Else the administrator would sign in as the colleague from then on."""
    client = enter(cast, people.SALMA)
    left = client.post(LEAVE, {"purpose": "link"})
    address = unescape(re.search(r'class="sw-button" href="([^"]+)"', left.text).group(1))
    client.post(f"/desk/staff/{cast.fatima.id}/view/")

    looking = client.get(f"{LEAVE}back/", provider.consent(address, "strong"))
    client.post("/desk/looking/end/")
    after = client.get(f"{LEAVE}back/", provider.consent(address, "strong"))

    assert (looking.status_code, after.headers["Location"]) == (403, ACCOUNT)
    assert cast.count(Identity) == 0
