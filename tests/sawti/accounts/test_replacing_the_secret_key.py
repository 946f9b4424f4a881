"""A new SECRET_KEY: sessions of the old one count while it is a fallback, and not after."""

from typing import Any

import pytest

from tests import people
from tests.cast import Cast

NEW = "a new key " * 6


@pytest.mark.parametrize(
    ("person", "page"), [(people.FATIMA, "/desk/"), (people.SARA, "/en/my/cases/")]
)
def test_a_session_of_the_old_key_counts_as_long_as_it_is_a_fallback(
    cast: Cast, settings: Any, person: Any, page: str
) -> None:
    client, old = cast.client(person), settings.SECRET_KEY

    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = NEW, [old]
    during = client.get(page).status_code
    settings.SECRET_KEY_FALLBACKS = []
    after = client.get(page).status_code

    assert (during, after) == (200, 303)


def test_what_begins_meanwhile_goes_on_without_the_old_key(cast: Cast, settings: Any) -> None:
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = NEW, [settings.SECRET_KEY]
    client = cast.client(people.FATIMA)

    settings.SECRET_KEY_FALLBACKS = []

    assert client.get("/desk/").status_code == 200


def test_a_changed_password_ends_a_session_of_the_old_key_too(cast: Cast, settings: Any) -> None:
    client = cast.client(people.FATIMA)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = NEW, [settings.SECRET_KEY]

    with cast.writing(cast.bahrain):
        cast.fatima.set_password("other words in a row")
        cast.fatima.save(update_fields=["password"])

    assert client.get("/desk/").status_code == 303
