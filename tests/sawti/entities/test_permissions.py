"""Rights hang on entities, reach everything below, and never cross into another tenant."""

import pytest
from django.db import IntegrityError, transaction
from guardian.shortcuts import assign_perm
from guardian.utils import get_user_obj_perms_model

from sawti.accounts.models import TenantUserPermission
from sawti.audit.models import Entry
from sawti.entities.actions import appoint
from sawti.entities.models import Entity, EntityUserPermission, Post
from sawti.entities.permissions import POSTS, rights_of
from sawti.entities.queries import entity_tree, focal_points_of
from sawti.tenancy.context import tenant_context
from sawti.tenancy.models import Tenant

ELECTRICITY, AUTHORITY = "ewa-electricity-distribution", "electricity-water-authority"
ROADS = "roads-projects-maintenance"


def entity_id(cast, code, tenant=None):
    """Return the id of an entity by its code."""
    with cast.inside(tenant or cast.bahrain):
        return entity_tree().by_code[code].id


def may(cast, staff, permission, code, tenant=None) -> bool:
    """Tell whether a right is held on an entity, asked in the given tenant."""
    wanted = entity_id(cast, code, tenant)
    with cast.inside(tenant or cast.bahrain):
        return rights_of(staff).allow(permission, wanted)


def test_guardian_keeps_rights_in_tables_of_our_own(cast):
    assert get_user_obj_perms_model(Entity) is EntityUserPermission
    assert get_user_obj_perms_model(Tenant) is TenantUserPermission


@pytest.mark.parametrize("permission", ["view_cases", "handle_cases", "open_identity"])
def test_a_focal_point_has_every_right_on_the_own_entity_and_none_on_another(cast, permission):
    assert may(cast, cast.fatima, permission, ELECTRICITY)
    assert not may(cast, cast.fatima, permission, ROADS)


def test_a_right_does_not_reach_up(cast):
    assert not may(cast, cast.fatima, "view_cases", AUTHORITY)


def test_a_head_may_read_what_lies_below_and_change_nothing(cast):
    assert may(cast, cast.khalid, "view_cases", AUTHORITY)
    assert may(cast, cast.khalid, "view_cases", ELECTRICITY)
    assert not may(cast, cast.khalid, "handle_cases", ELECTRICITY)
    assert not may(cast, cast.khalid, "open_identity", ELECTRICITY)


def test_a_dispatcher_acts_on_everything_below(cast):
    assert may(cast, cast.maryam, "handle_cases", ELECTRICITY)
    assert may(cast, cast.maryam, "handle_cases", ROADS)


def test_an_account_without_post_has_no_right_anywhere(cast):
    noor = cast.noor

    with cast.inside(cast.bahrain):
        assert rights_of(noor).entities == {}


def test_the_outsider_has_no_right_in_this_tenant(cast):
    omar, fatima = cast.omar, cast.fatima

    with cast.inside(cast.bahrain):
        assert rights_of(omar).entities == {}
    with cast.inside(cast.jordan):
        assert rights_of(fatima).entities == {}


def test_the_outsider_has_rights_at_home(cast):
    assert may(cast, cast.omar, "handle_cases", "greater-amman-municipality", cast.jordan)


def test_appointing_gives_the_post_its_rights_and_an_audit_entry(cast, at):
    roads = entity_id(cast, ROADS)

    with tenant_context(cast.bahrain):
        appoint(staff=cast.noor, entity_id=roads, post="head", at=at)

    assert may(cast, cast.noor, "view_cases", ROADS)
    assert not may(cast, cast.noor, "handle_cases", ROADS)
    with cast.inside(cast.bahrain):
        entry = Entry.objects.latest("id")
        assert (entry.event, entry.object_id, entry.reason) == ("post.given", cast.noor.id, "head")


def test_appointing_twice_changes_nothing(cast, at):
    roads = entity_id(cast, ROADS)

    with tenant_context(cast.bahrain):
        appoint(staff=cast.noor, entity_id=roads, post="focal_point", at=at)
        appoint(staff=cast.noor, entity_id=roads, post="focal_point", at=at)

    with cast.inside(cast.bahrain):
        assert Post.objects.filter(staff=cast.noor).count() == 1
        assert EntityUserPermission.objects.filter(user=cast.noor).count() == len(
            POSTS["focal_point"]
        )


def test_an_outsider_cannot_be_appointed(cast, at):
    roads = entity_id(cast, ROADS)

    with tenant_context(cast.bahrain), pytest.raises(IntegrityError):
        appoint(staff=cast.omar, entity_id=roads, post="head", at=at)

    with cast.inside(cast.bahrain):
        assert not Post.objects.filter(staff_id=cast.omar.id).exists()
        assert not EntityUserPermission.objects.filter(user_id=cast.omar.id).exists()


def test_another_tenants_entity_cannot_be_given_away(cast, at):
    amman = entity_id(cast, "greater-amman-municipality", cast.jordan)

    with tenant_context(cast.bahrain), pytest.raises(Entity.DoesNotExist):
        appoint(staff=cast.noor, entity_id=amman, post="head", at=at)

    with cast.inside(cast.bahrain):
        assert not Post.objects.filter(staff=cast.noor).exists()


def test_guardian_itself_cannot_grant_across_tenants(cast):
    with cast.inside(cast.jordan):
        amman = Entity.objects.get(code="greater-amman-municipality")

    noor = cast.noor
    with tenant_context(cast.bahrain), pytest.raises(IntegrityError), transaction.atomic():
        assign_perm("view_cases", noor, amman)

    with cast.inside(cast.bahrain):
        assert not EntityUserPermission.objects.filter(user=noor).exists()


def test_focal_points_are_those_of_the_entity_or_of_the_nearest_above(cast, at):
    water = entity_id(cast, "ewa-water-distribution")
    with tenant_context(cast.bahrain):
        appoint(
            staff=cast.noor,
            entity_id=entity_id(cast, AUTHORITY),
            post="focal_point",
            at=at,
        )

    with cast.inside(cast.bahrain):
        assert focal_points_of(entity_tree().by_code[ELECTRICITY].id) == [cast.fatima]
        assert focal_points_of(water) == [cast.noor]
