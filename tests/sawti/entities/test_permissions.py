"""Rights hang on entities, reach everything below, and never cross into another tenant."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from guardian.utils import get_user_obj_perms_model

from sawti.accounts.models import Staff
from sawti.audit.models import Entry
from sawti.entities.actions import appoint
from sawti.entities.models import Entity, EntityUserPermission, Post, TenantUserPermission
from sawti.entities.permissions import colleagues, rights_of
from sawti.entities.posts import focal_points_of
from sawti.entities.queries import entity_tree
from sawti.lib.ids import new_id
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
        assert EntityUserPermission.objects.filter(user=cast.noor).count() == 3


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


def test_a_right_cannot_reach_across_tenants(cast):
    with cast.inside(cast.jordan):
        amman = Entity.objects.get(code="greater-amman-municipality")
    with cast.inside(cast.bahrain):
        right = EntityUserPermission.objects.filter(user=cast.fatima).first()

    right.pk, right.content_object = new_id(), amman
    right.post_id = uuid4()  # the constraint on post and permission is not what refuses
    with tenant_context(cast.bahrain), pytest.raises(IntegrityError), transaction.atomic():
        right.save(force_insert=True)

    with cast.inside(cast.bahrain):
        assert EntityUserPermission.objects.filter(user=cast.fatima).count() == 3


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


def test_a_role_on_the_whole_tenant_reaches_every_entity(cast, at):
    with tenant_context(cast.bahrain):
        appoint(staff=cast.noor, entity_id=None, post="operation_room", at=at)

    with cast.inside(cast.bahrain):
        rights = rights_of(cast.noor)
        assert rights.on("handle_cases") == entity_tree().by_id.keys()
        assert rights.in_role("operation_room") == entity_tree().by_id.keys()
        assert rights.may("oversee_entities")
        assert not rights.may("open_identity")


def test_rights_tell_whose_they_are_and_in_which_role_below(cast):
    with cast.inside(cast.bahrain):
        tree = entity_tree()
        rights = rights_of(cast.khalid)

    assert rights.staff_id == cast.khalid.id
    assert rights.in_role("head") == tree.below[tree.by_code[AUTHORITY].id]
    assert rights.in_role("dispatcher") == frozenset()


def test_rights_cost_one_statement(cast, django_assert_num_queries):
    with cast.inside(cast.bahrain):
        rights_of(cast.maryam)  # the tree is kept from now on

        with django_assert_num_queries(1):
            rights_of(cast.maryam)


def test_a_post_counts_from_its_first_instant_and_no_longer_at_its_last(cast, at):
    roads = entity_id(cast, ROADS)
    first, last = at + timedelta(days=1), at + timedelta(days=2)
    with tenant_context(cast.bahrain):
        appoint(staff=cast.noor, entity_id=roads, post="head", at=first, until_at=last)

    def sees(instant):
        with cast.inside(cast.bahrain):
            return rights_of(cast.noor, at=instant).allow("view_cases", roads)

    tick = timedelta(microseconds=1)
    assert [sees(first - tick), sees(first), sees(last - tick), sees(last)] == [
        False,
        True,
        True,
        False,
    ]


def test_a_holder_who_may_not_sign_in_has_no_rights(cast):
    with cast.writing(cast.bahrain):
        Staff.objects.filter(pk=cast.fatima.pk).update(is_active=False)

    with cast.inside(cast.bahrain):
        assert rights_of(cast.fatima).entities == {}
        electricity = entity_tree().by_code[ELECTRICITY].id
        assert cast.fatima.id not in {c.id for c in colleagues(frozenset({electricity}))}


def test_colleagues_are_those_who_hold_the_right_here_above_or_everywhere(cast, at):
    with tenant_context(cast.bahrain):
        appoint(staff=cast.noor, entity_id=None, post="operation_room", at=at)

    with cast.inside(cast.bahrain):
        electricity = entity_tree().by_code[ELECTRICITY].id
        found = {each.name for each in colleagues(frozenset({electricity}))}

    assert found == {cast.fatima.name, cast.maryam.name, cast.noor.name}
