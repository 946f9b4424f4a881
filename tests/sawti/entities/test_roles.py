"""Roles are changed within bounds; the rights of their holders follow in the same transaction."""

from dataclasses import replace

import pytest

from sawti.audit.models import Entry
from sawti.entities.actions import appoint
from sawti.entities.errors import LastAdministrator, MoreThanOwn, OwnPost, RoleChangedMeanwhile
from sawti.entities.models import Role
from sawti.entities.permissions import rights_of
from sawti.entities.steps.roles import RoleDraft, add_role, change_role, preview_role
from sawti.lib.errors import InvalidInput, Missing, NotPermitted
from sawti.tenancy.context import tenant_context

NAMES = {"ar": "دور", "en": "Role"}


def draft_of(cast, code, **changes):
    """Return a role as it is, with changes."""
    with cast.inside(cast.bahrain):
        role = Role.objects.get(code=code)
    found = RoleDraft(
        role.names,
        tuple(role.permissions),
        role.is_first_contact,
        role.leads_entity,
        role.is_delegable,
    )
    return replace(found, **changes)


def change(cast, code, at, *, by=None, seen=None, **changes):
    """Have Salma change a role."""
    draft = draft_of(cast, code, **changes)
    with cast.writing(cast.bahrain):
        return change_role(code, draft, seen=seen, by=by or cast.salma, at=at)


def rights(cast, staff):
    """Return what somebody holds on entities or everywhere."""
    with cast.inside(cast.bahrain):
        return set(rights_of(staff).entities)


def test_what_a_role_loses_all_its_holders_lose(cast, at):
    change(cast, "focal_point", at, permissions=("view_cases", "handle_cases"))

    assert rights(cast, cast.fatima) == {"view_cases", "handle_cases"}
    assert rights(cast, cast.yusuf) == {"view_cases", "handle_cases"}
    assert "open_identity" in rights(cast, cast.maryam)
    with cast.inside(cast.bahrain):
        entry = Entry.objects.latest("id")
        assert (entry.event, entry.reason) == ("role.changed", "focal_point -open_identity")


def test_what_a_role_gains_all_its_holders_gain_also_those_to_come(cast, at):
    change(cast, "head", at, permissions=("view_cases", "oversee_entities", "give_posts"))

    assert "give_posts" in rights(cast, cast.khalid)


def test_a_role_gets_no_more_than_its_editor_has(cast, at):
    with pytest.raises(MoreThanOwn):
        change(cast, "head", at, permissions=("view_cases", "open_identity"))

    assert "open_identity" not in rights(cast, cast.khalid)


def test_what_the_pack_gave_a_role_may_be_given_back(cast, at):
    change(cast, "focal_point", at, permissions=("view_cases",))
    full = ("view_cases", "handle_cases", "open_identity")

    change(cast, "focal_point", at, seen=at, permissions=full)

    assert rights(cast, cast.fatima) == set(full)


def test_nobody_adds_to_a_role_that_they_hold(cast, at):
    change(cast, "administrator", at, permissions=("give_posts", "manage_roles", "edit_site"))

    with pytest.raises(OwnPost):
        change(
            cast,
            "administrator",
            at,
            seen=at,
            permissions=("give_posts", "manage_roles", "edit_site", "manage_clients"),
        )


@pytest.mark.parametrize("who", ["fatima", "khalid", "noor", "omar"])
def test_only_who_manages_roles_changes_them(cast, at, who):
    with pytest.raises(NotPermitted):
        change(cast, "head", at, by=getattr(cast, who), permissions=("view_cases",))


def test_administrators_do_not_take_the_last_right_to_administer_from_their_role(cast, at):
    with pytest.raises(LastAdministrator):
        change(cast, "administrator", at, permissions=("edit_site",))


def test_two_editors_do_not_overwrite_each_other(cast, at):
    change(cast, "head", at, permissions=("view_cases",))

    with pytest.raises(RoleChangedMeanwhile):
        change(cast, "head", at, seen=None, permissions=("view_cases", "oversee_entities"))


def test_a_preview_tells_what_how_many_gain_and_lose(cast, at):
    with cast.inside(cast.bahrain):
        found = preview_role("focal_point", ("view_cases", "oversee_entities"), at=at)

    assert (found.gained, found.lost, found.holders) == (
        ("oversee_entities",),
        ("handle_cases", "open_identity"),
        2,
    )


def test_a_role_of_ones_own_is_added_and_given(cast, at):
    draft = RoleDraft(NAMES, ("oversee_entities",), False, False, True)
    with cast.writing(cast.bahrain):
        add_role("onboarding-team", "tenant", draft, by=cast.salma, at=at)
    with tenant_context(cast.bahrain):
        appoint(staff=cast.noor, entity_id=None, post="onboarding-team", at=at)

    assert rights(cast, cast.noor) == {"oversee_entities"}


@pytest.mark.parametrize(
    ("level", "permissions"), [("entity", ("manage_roles",)), ("tenant", ()), ("tenant", ("all",))]
)
def test_a_role_that_makes_no_sense_is_refused(cast, at, level, permissions):
    draft = RoleDraft(NAMES, permissions, False, False, True)

    with cast.writing(cast.bahrain), pytest.raises(InvalidInput):
        add_role("odd", level, draft, by=cast.salma, at=at)


def test_the_outsiders_roles_are_not_here(cast, at):
    with cast.writing(cast.jordan):
        Role.objects.filter(code="head").update(code="mayor")

    with cast.inside(cast.bahrain), pytest.raises(Missing):
        preview_role("mayor", ("view_cases",), at=at)
