"""A tenant's configuration is read once per version, per tenant."""

from dataclasses import replace

import pytest
from django.db import transaction

from sawti.entities.models import Entity
from sawti.entities.queries import entity_tree
from sawti.lib.errors import NoTenant
from sawti.tenancy.actions import configuration_changed
from sawti.tenancy.context import current_tenant, tenant_context
from sawti.tenancy.queries import tenant_by_slug
from sawti.tenancy.snapshot import forget_everything, kept_per_version


@pytest.fixture
def loaded():
    """A snapshot of our own, and the tenants and versions that it was read for."""
    readings: list[tuple[str, int]] = []

    @kept_per_version
    def configuration() -> str:
        tenant = current_tenant()
        readings.append((tenant.slug, tenant.config_version))
        return tenant.slug

    return configuration, readings


def test_configuration_is_read_once_while_its_version_stays(cast, loaded):
    configuration, readings = loaded
    version = cast.bahrain.config_version

    with tenant_context(cast.bahrain):
        assert [configuration(), configuration()] == ["bahrain", "bahrain"]

    assert readings == [("bahrain", version)]


def test_each_tenant_has_a_snapshot_of_its_own(cast, loaded):
    configuration, readings = loaded

    with tenant_context(cast.bahrain):
        assert configuration() == "bahrain"
    with tenant_context(cast.jordan):
        assert configuration() == "jordan"
    with tenant_context(cast.bahrain):
        assert configuration() == "bahrain"

    assert [slug for slug, _version in readings] == ["bahrain", "jordan"]


def test_a_new_version_is_read_anew(cast, loaded):
    configuration, readings = loaded
    version = cast.bahrain.config_version

    with tenant_context(cast.bahrain):
        configuration()
    with tenant_context(replace(cast.bahrain, config_version=version + 1)):
        configuration()

    assert readings == [("bahrain", version), ("bahrain", version + 1)]


def test_configuration_can_be_forgotten(cast, loaded):
    configuration, readings = loaded
    with tenant_context(cast.bahrain):
        configuration()

        forget_everything()
        configuration()

    assert len(readings) == 2


def test_a_snapshot_without_tenant_fails_loudly(cast):
    with tenant_context(cast.bahrain):
        entity_tree()

    with pytest.raises(NoTenant):
        entity_tree()


def test_a_change_of_configuration_is_seen_with_the_tenants_next_version(cast):
    with tenant_context(cast.bahrain):
        before = entity_tree().by_code["tawasul-office"].is_active
        with transaction.atomic():
            Entity.objects.filter(code="tawasul-office").update(is_active=False)
            configuration_changed()

    renewed = tenant_by_slug("bahrain")
    with tenant_context(renewed):
        after = entity_tree().by_code["tawasul-office"].is_active

    assert renewed.config_version == cast.bahrain.config_version + 1
    assert (before, after) == (True, False)


def test_a_change_in_one_tenant_leaves_the_others_version(cast):
    with tenant_context(cast.bahrain), transaction.atomic():
        configuration_changed()

    assert tenant_by_slug("jordan") == cast.jordan


def test_the_tree_of_entities_holds_the_current_tenants_only(cast):
    with tenant_context(cast.bahrain):
        bahraini = set(entity_tree().by_id)
    with tenant_context(cast.jordan):
        jordanian = set(entity_tree().by_id)

    assert bahraini & jordanian == set()
    assert min(len(bahraini), len(jordanian)) >= 25
