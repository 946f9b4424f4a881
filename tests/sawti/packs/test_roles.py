"""Roles come from the defaults and the tenant's own file; holders' rights follow them."""

from typing import Any

import pytest

from sawti.entities.models import Role
from sawti.entities.permissions import rights_of
from sawti.lib import clock
from sawti.lib.permissions import BY_CODENAME
from sawti.packs.actions import load_pack
from sawti.packs.errors import PackRefused
from sawti.packs.reading import read_pack
from sawti.packs.roles import default_roles
from sawti.packs.schema import RoleRow
from tests.cast import Cast

OWN_HEAD = """
[[roles]]
code = "head"
name = { ar = "رئيس الجهة", en = "Head" }
level = "entity"
permissions = ["view_cases", "review_answers"]
"""


def test_every_tenant_has_the_roles_that_a_government_needs(cast: Cast) -> None:
    with cast.inside(cast.jordan):
        assert list(Role.objects.order_by("position").values_list("code", flat=True)) == [
            "administrator",
            "dispatcher",
            "focal_point",
            "head",
            "secretary_general",
            "minister",
            "prime_ministers_office",
            "operation_room",
            "integrity_officer",
            "quality_reviewer",
            "contact_centre",
            "proof_checker",
            "leadership",
            "auditor",
            "editor",
            "data_protection_officer",
            "support",
        ]


def test_every_permission_is_in_some_role() -> None:
    assert {each for row in default_roles() for each in row.permissions} == set(BY_CODENAME)


def test_a_changed_role_of_a_pack_changes_what_its_holders_may_do(
    cast: Cast, bahrain_pack: Any
) -> None:
    (bahrain_pack.folder / "roles.toml").write_text(OWN_HEAD, encoding="utf-8")

    load_pack(read_pack(bahrain_pack.folder, slug="bahrain"), at=clock.now())

    with cast.inside(cast.bahrain):
        assert rights_of(cast.khalid).entities.keys() == {"view_cases", "review_answers"}
        assert rights_of(cast.fatima).entities.keys() == {
            "view_cases",
            "handle_cases",
            "open_identity",
        }
    with cast.inside(cast.jordan):
        assert Role.objects.get(code="head").permissions == [
            "view_cases",
            "deescalate_cases",
            "oversee_entities",
        ]


def test_the_level_of_a_role_never_changes(cast: Cast, bahrain_pack: Any) -> None:
    text = OWN_HEAD.replace('"entity"', '"tenant"')
    (bahrain_pack.folder / "roles.toml").write_text(text, encoding="utf-8")

    with pytest.raises(PackRefused, match=r"head\.level: expected 'entity', as it was"):
        load_pack(read_pack(bahrain_pack.folder, slug="bahrain"), at=clock.now())


@pytest.mark.parametrize("permissions", [[], ["view_everything"], ["read_audit"]])
def test_a_role_has_permissions_of_the_catalogue_that_fit_its_level(
    permissions: list[str],
) -> None:
    name = {"ar": "دور", "en": "Role"}

    with pytest.raises(ValueError, match="permissions out of view_cases, handle_cases"):
        RoleRow(code="new", name=name, level="entity", permissions=permissions)
