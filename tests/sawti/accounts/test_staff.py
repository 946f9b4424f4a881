"""Accounts belong to one tenant."""

import pytest
from django.db import IntegrityError, transaction

from sawti.accounts.actions import add_staff
from sawti.accounts.backends import StaffBackend
from sawti.accounts.models import Staff, StaffGroup
from sawti.accounts.steps import keep_in_group
from sawti.audit.models import Entry
from sawti.lib.errors import Invalid
from sawti.tenancy.context import reading, tenant_context
from tests.people import FATIMA, PASSWORD


def add_fatima_in(tenant, at) -> Staff:
    """Give Jordan's namesake the address that Bahrain's Fatima has."""
    with tenant_context(tenant):
        return add_staff(
            email=FATIMA.email, name="Other Fatima", language="en", password="another one", at=at
        )


def entries(cast, tenant) -> list[tuple[str, object]]:
    """Return the audit of a tenant since the template was built: event and who it is about."""
    with cast.inside(tenant):
        return list(Entry.objects.order_by("id").values_list("event", "object_id"))


def test_the_same_address_is_two_accounts_in_two_tenants(cast, at):
    other = add_fatima_in(cast.jordan, at)

    assert other.id != cast.fatima.id
    assert other.tenant_id == cast.jordan.id
    with cast.inside(cast.bahrain):
        assert Staff.objects.get(email=FATIMA.email).name == FATIMA.name


def test_the_same_address_cannot_be_added_twice_in_one_tenant(cast, at):
    with pytest.raises(Invalid) as caught:
        add_fatima_in(cast.bahrain, at)

    assert caught.value.field == "email"
    with cast.inside(cast.bahrain):
        assert Staff.objects.filter(email=FATIMA.email).count() == 1


def test_an_address_in_capitals_is_the_same_address(cast, at):
    with tenant_context(cast.bahrain), pytest.raises(Invalid):
        add_staff(email="FATIMA@Bahrain.Example", name="x", language="en", password="x", at=at)


def test_a_session_of_one_tenant_finds_no_account_in_the_other(cast):
    with tenant_context(cast.jordan):
        assert StaffBackend().get_user(cast.fatima.pk) is None
    with tenant_context(cast.bahrain):
        assert StaffBackend().get_user(cast.fatima.pk) == cast.fatima


def test_nobody_becomes_a_superuser(cast):
    with tenant_context(cast.bahrain), pytest.raises(IntegrityError), transaction.atomic():
        Staff.objects.filter(pk=cast.fatima.pk).update(is_superuser=True)

    with cast.inside(cast.bahrain):
        assert not Staff.objects.filter(is_superuser=True).exists()


def test_an_outsider_cannot_be_put_into_a_group(cast):
    omar = cast.omar

    with pytest.raises(IntegrityError), cast.writing(cast.bahrain):
        keep_in_group(omar, "Editors of bahrain", is_member=True)

    with cast.inside(cast.bahrain):
        assert not StaffGroup.objects.filter(staff_id=cast.omar.id).exists()


def test_django_alone_signs_nobody_in(cast):
    """`signin.actions` is the only door: it counts and audits."""
    with tenant_context(cast.bahrain), reading():
        assert StaffBackend().authenticate(None, username=FATIMA.email, password=PASSWORD) is None
