"""Whoever's mail came back is asked for another address, and nobody else is."""

from datetime import UTC, datetime

import pytest

from sawti.notifications.steps.outcomes import end_bounce, record_bounce
from sawti.tenancy.context import TenantFacts
from tests import people
from tests.cast import Cast
from tests.sawti_portal.conftest import Visitor

SARA = "sara@example.com"
CAME_BACK = "came back, so we send none there now"
PAGES = ("my/cases/", "my/messages/", "my/profile/")


@pytest.fixture
def sara(cast: Cast) -> Visitor:
    return Visitor(cast.client(people.SARA))


def bounce(cast: Cast, tenant: TenantFacts, address: str = SARA) -> None:
    with cast.writing(tenant):
        record_bounce(address, "5.1.1 no such user", at=datetime.now(UTC))


@pytest.mark.parametrize("page", PAGES)
def test_the_page_asks_and_leads_to_where_the_address_is_changed(
    cast: Cast, sara: Visitor, page: str
) -> None:
    bounce(cast, cast.bahrain)

    shown = sara.get(page).text

    assert CAME_BACK in shown
    assert 'href="/en/my/profile/e-mail/"' in shown


def test_in_arabic_too(cast: Cast, sara: Visitor) -> None:
    bounce(cast, cast.bahrain)
    sara.language = "ar"

    assert "عادت إلينا رسائلنا" in sara.get("my/cases/").text


@pytest.mark.parametrize("page", PAGES)
def test_another_address_and_another_tenants_bounce_ask_nothing(
    cast: Cast, sara: Visitor, page: str
) -> None:
    bounce(cast, cast.bahrain, "someone@example.com")
    bounce(cast, cast.jordan)

    assert CAME_BACK not in sara.get(page).text


def test_once_the_address_is_proved_nothing_is_asked(cast: Cast, sara: Visitor) -> None:
    bounce(cast, cast.bahrain)
    with cast.writing(cast.bahrain):
        end_bounce(SARA)

    assert CAME_BACK not in sara.get("my/cases/").text
