"""Whatever is tried, somebody is left who can give posts and change roles."""

import pytest

from sawti.accounts.models import Staff
from sawti.entities.actions import appoint
from sawti.entities.errors import LastAdministrator
from sawti.entities.models import Role
from sawti.entities.steps import regrant
from sawti.signin.actions.staff import disable
from sawti.tenancy.context import tenant_context


def test_one_of_two_administrators_may_be_disabled(cast, at):
    with tenant_context(cast.bahrain):
        appoint(staff=cast.noor, entity_id=None, post="administrator", at=at)

        disable(cast.salma.id, by=cast.noor, at=at)

    with cast.inside(cast.bahrain):
        assert not Staff.objects.get(pk=cast.salma.id).is_active


def test_a_manager_of_staff_does_not_disable_the_only_administrator(cast, at):
    with cast.writing(cast.bahrain):
        role = Role.objects.get(code="editor")
        Role.objects.filter(pk=role.pk).update(permissions=["edit_site", "manage_staff"])
        regrant([role.pk])
    with tenant_context(cast.bahrain):
        appoint(staff=cast.noor, entity_id=None, post="editor", at=at)

    with tenant_context(cast.bahrain), pytest.raises(LastAdministrator):
        disable(cast.salma.id, by=cast.noor, at=at)

    with cast.inside(cast.bahrain):
        assert Staff.objects.get(pk=cast.salma.id).is_active
