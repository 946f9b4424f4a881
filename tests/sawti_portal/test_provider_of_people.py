"""Which provider a tenant names for its people, who keeps it, and what is kept of a person."""

import pytest

from sawti.accounts.models import Session
from sawti.signin.models import PersonIdentity
from sawti.signin.models import Provider as Kept
from tests import people
from tests.cast import Cast
from tests.provider import Provider
from tests.sawti_desk.test_invitations import enter, in_english
from tests.sawti_portal.conftest import Inbox, use_provider
from tests.sawti_portal.test_vouched import BACK, go, leave, link


class TestTheTenant:
    def test_the_button_is_there_where_people_have_a_provider(
        self, cast: Cast, provider: Provider, bahrain: None
    ) -> None:
        assert "الهوية الوطنية" in cast.client().get("/ar/sign-in/").text
        assert "National identity" in cast.client().get("/en/sign-in/").text
        assert "National identity" not in cast.client(tenant="jordan").get("/en/sign-in/").text
        assert "National identity" not in in_english(cast.client()).get("/desk/sign-in/").text

    def test_a_provider_that_is_switched_off_signs_nobody_in(
        self, cast: Cast, provider: Provider, bahrain: None, code_for: Inbox
    ) -> None:
        client = cast.client()
        query = provider.consent(leave(client), "u-1")
        use_provider(cast, provider, cast.bahrain, is_enabled=False)

        assert client.get(BACK, query).status_code == 404
        assert cast.client().post("/en/sign-in/provider/").status_code == 404

    def test_the_administrator_keeps_a_provider_of_its_own_for_people(
        self, cast: Cast, provider: Provider
    ) -> None:
        client, page = enter(cast, people.SALMA), "/desk/staff/provider/people/"
        typed = {
            "issuer": provider.issuer,
            "client_id": "sawti",
            "secret": "a client secret",
            "name_ar": "الهوية الوطنية",
            "name_en": "National identity",
            "is_enabled": "on",
        }

        kept = client.post(page, typed)

        assert kept.headers["Location"] == page
        assert f"http://bahrain.localhost:8000{BACK}" in client.get(page).text
        with cast.inside(cast.bahrain):
            assert Kept.objects.get().audience == "person"

    @pytest.mark.parametrize("by", [people.FATIMA, people.LAYLA, people.ADEL])
    def test_nobody_else_keeps_it(self, cast: Cast, provider: Provider, by: people.Person) -> None:
        client, page = enter(cast, by), "/desk/staff/provider/people/"

        statuses = [client.get(page).status_code, client.post(page, {}).status_code]

        assert statuses == [403, 403]
        assert cast.count(Kept) == 0

    def test_the_subject_is_kept_nowhere(
        self, cast: Cast, provider: Provider, bahrain: None, code_for: Inbox
    ) -> None:
        """It may be a national number."""
        go(cast.client(), provider, "920101234")
        link(cast, cast.client(), provider, code_for, subject="920101234")

        with cast.inside(cast.bahrain):
            row = PersonIdentity.objects.values().get()
            sessions = [row.get_decoded() for row in Session.objects.all()]
        assert "920101234" not in str([row, sessions])
