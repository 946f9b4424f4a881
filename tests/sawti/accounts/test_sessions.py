"""A session names its tenant and is unknown at every other host."""

from datetime import timedelta

import pytest

from sawti.accounts.models import Session
from sawti.accounts.sessions import SessionStore
from sawti.lib.errors import NoTenant
from sawti.tenancy.context import tenant_context
from tests.people import FATIMA, OMAR


@pytest.fixture
def key(cast) -> str:
    """The key of a session of Fatima, in Bahrain."""
    return cast.session_of(FATIMA)


def test_a_session_belongs_to_the_tenant_that_made_it(cast, key):
    assert Session.objects.get(session_key=key).tenant_id == cast.bahrain.id


def test_a_session_opens_at_its_own_tenant(cast, key):
    with tenant_context(cast.bahrain):
        assert SessionStore(key).get("_auth_user_id") == str(cast.fatima.pk)


def test_a_session_is_empty_at_another_tenant(cast, key):
    with tenant_context(cast.jordan):
        session = SessionStore(key)

        assert session.get("_auth_user_id") is None
        assert session.session_key is None


def test_what_is_saved_at_another_tenant_gets_a_key_of_its_own(cast, key):
    with tenant_context(cast.jordan):
        session = SessionStore(key)
        session["seen"] = True
        session.save()

    assert session.session_key != key
    assert Session.objects.get(session_key=session.session_key).tenant_id == cast.jordan.id
    with tenant_context(cast.bahrain):
        assert SessionStore(key).get("_auth_user_id") == str(cast.fatima.pk)


def test_signing_out_at_another_tenant_leaves_the_session_alone(cast, key):
    with tenant_context(cast.jordan):
        SessionStore(key).flush()

    with tenant_context(cast.bahrain):
        assert SessionStore(key).get("_auth_user_id") == str(cast.fatima.pk)


def test_signing_out_ends_the_session(cast, key):
    with tenant_context(cast.bahrain):
        SessionStore(key).flush()

        assert SessionStore(key).get("_auth_user_id") is None
    assert not Session.objects.filter(session_key=key).exists()


def test_a_session_ends_when_its_time_is_over(cast, clock):
    key = cast.session_of(FATIMA)
    clock.shift(timedelta(hours=8))

    with tenant_context(cast.bahrain):
        assert SessionStore(key).get("_auth_user_id") is None


def test_a_session_without_tenant_fails_loudly(cast, key):
    with pytest.raises(NoTenant):
        SessionStore(key).get("_auth_user_id")


def test_two_tenants_sessions_stand_beside_each_other(cast, key):
    other = cast.session_of(OMAR)

    with tenant_context(cast.jordan):
        assert SessionStore(other).get("_auth_user_id") == str(cast.omar.pk)
    with tenant_context(cast.bahrain):
        assert SessionStore(other).get("_auth_user_id") is None
