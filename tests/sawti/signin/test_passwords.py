"""Which passwords staff may have, and how they are kept."""

import pytest
from django.contrib.auth.hashers import identify_hasher, make_password

from sawti.accounts.models import Staff
from sawti.lib.errors import Invalid
from sawti.project.settings import base
from sawti.signin.actions.doors import sign_in
from sawti.signin.actions.own import change_password
from sawti.signin.passwords import check_new_password
from sawti.tenancy.context import tenant_context
from tests.people import FATIMA, PASSWORD

HERE = "203.0.113.7"


def refusal_of(cast, password: str) -> str:
    """Return why Fatima may not have this password."""
    with tenant_context(cast.bahrain), pytest.raises(Invalid) as caught:
        check_new_password(password, staff=cast.fatima)
    return str(caught.value)


@pytest.mark.parametrize("password", ["", "eleven char", "ص" * 11])
def test_a_password_has_at_least_twelve_characters(cast, password):
    assert refusal_of(cast, password).startswith("Use at least 12 characters.")


@pytest.mark.parametrize(
    "password",
    [
        "correct horse b",
        "كلمات طويلة بالعربية",
        "lowercase only and no digit",
        "of 64: " * 8,
        "of 128: " * 16,
    ],
)
def test_any_characters_up_to_128_and_more_are_a_password(cast, password):
    with tenant_context(cast.bahrain):
        check_new_password(password, staff=cast.fatima)


@pytest.mark.parametrize(
    "password", ["password1234", "qwertyuiop123!", "aaaaaaaaaaaa", "Basketball 2026"]
)
def test_a_stolen_password_is_refused_whatever_follows_it(cast, password):
    assert refusal_of(cast, password) == (
        "This password is on a list of stolen ones. Choose another."
    )


@pytest.mark.parametrize(
    "password", ["i live in Bahrain now", "my fatima@bahrain.example", "الأنصاري ثم كلمات"]
)
def test_a_password_has_no_word_of_the_tenant_or_of_its_owner(cast, password):
    assert refusal_of(cast, password).startswith("Leave out your name, your e-mail address")


def test_argon2id_comes_first():
    assert base.PASSWORD_HASHERS[0] == "django.contrib.auth.hashers.Argon2PasswordHasher"


def test_an_old_hash_is_replaced_at_the_next_sign_in(cast, at, settings):
    settings.PASSWORD_HASHERS = base.PASSWORD_HASHERS
    with cast.writing(cast.bahrain):
        old = make_password(PASSWORD, hasher="pbkdf2_sha256")
        Staff.objects.filter(pk=cast.fatima.pk).update(password=old)

    with tenant_context(cast.bahrain):
        sign_in(email=FATIMA.email, password=PASSWORD, source=HERE, at=at)

    with cast.inside(cast.bahrain):
        kept = Staff.objects.get(pk=cast.fatima.pk).password
    assert kept.startswith("argon2$argon2id$")
    assert identify_hasher(kept).verify(PASSWORD, kept)


def test_a_new_password_needs_the_present_one(cast, at):
    with tenant_context(cast.bahrain), pytest.raises(Invalid) as caught:
        change_password(
            cast.fatima,
            old="not hers at all",
            new="other words in a row",
            keep_session="",
            source=HERE,
            at=at,
        )

    assert caught.value.field == "old"
    with tenant_context(cast.bahrain):
        assert sign_in(email=FATIMA.email, password=PASSWORD, source=HERE, at=at)
