"""The people of the demo: they can sign in, with the passwords of the file, and see their work."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from sawti.accounts.models import Staff
from sawti.entities.permissions import rights_of
from sawti.entities.queries import entity_tree
from sawti.lib import clock
from sawti.packs.demo_staff import Account, create_demo_staff
from sawti.signin.actions.doors import sign_in
from sawti.tenancy.context import TenantFacts, tenant_context
from tests.cast import Cast


def signed_in(tenant: TenantFacts, account: Account) -> Staff:
    with tenant_context(tenant):
        return sign_in(
            email=account.email, password=account.password, source="test", at=clock.now()
        ).staff


def test_everybody_of_the_demo_can_sign_in_with_the_password_of_a_private_file(
    cast: Cast, tmp_path: Path
) -> None:
    file = tmp_path / "accounts.json"

    accounts = create_demo_staff(file, at=clock.now())

    assert [account.role for account in accounts["bahrain"]] == [
        "dispatcher",
        "focal_point",
        "focal_point",
        "head",
        "secretary_general",
        "minister",
        "prime_ministers_office",
        "editor",
        "administrator",
        "integrity_officer",
        "data_protection_officer",
        "contact_centre",
        "proof_checker",
    ]
    assert {
        slug: [Account(**row) for row in rows] for slug, rows in _read(file).items()
    } == accounts
    assert file.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["accounts.json"]
    assert [signed_in(cast.jordan, account).email for account in accounts["jordan"]] == [
        account.email for account in accounts["jordan"]
    ]


def test_the_dispatcher_sees_every_entity_and_a_focal_point_only_their_own(
    cast: Cast, tmp_path: Path
) -> None:
    people = create_demo_staff(tmp_path / "accounts.json", at=clock.now())["bahrain"]
    by_role = {account.role: account for account in reversed(people)}
    roles = ("dispatcher", "focal_point", "head", "editor")

    staff = [signed_in(cast.bahrain, by_role[role]) for role in roles]

    with cast.inside(cast.bahrain):
        tree = entity_tree()
        assert rights_of(staff[0]).on("handle_cases") == tree.by_id.keys()
        assert (
            rights_of(staff[1]).on("handle_cases")
            == (tree.below[tree.by_code["ministry-of-municipalities"].id])
        )
        assert rights_of(staff[2]).on("handle_cases") == frozenset()
        assert rights_of(staff[2]).on("view_cases") != frozenset()
        assert rights_of(staff[3]).everywhere == {"edit_site"}


def test_a_second_run_keeps_everything_and_a_spoilt_file_gives_new_passwords(
    cast: Cast, tmp_path: Path
) -> None:
    file = tmp_path / "accounts.json"
    first = create_demo_staff(file, at=clock.now())
    with cast.inside(cast.bahrain):
        before = list(Staff.objects.order_by("id").values("id", "password"))

    second = create_demo_staff(file, at=clock.now())
    with cast.inside(cast.bahrain):
        after = list(Staff.objects.order_by("id").values("id", "password"))
    file.write_text("half of i")
    third = create_demo_staff(file, at=clock.now())

    assert (second, after) == (first, before)
    old, new = first["bahrain"][0], third["bahrain"][0]
    assert (new.email, new.password == old.password) == (old.email, False)
    assert signed_in(cast.bahrain, new).email == old.email
    assert _read(file)["bahrain"][0]["password"] == new.password


def test_outside_of_the_demo_no_such_account_is_made(
    cast: Cast, settings: Any, tmp_path: Path
) -> None:
    settings.SAWTI_MAIL_FOLDER = ""

    with pytest.raises(CommandError, match="for the demo"):
        call_command("create_demo_staff", passwords_file=tmp_path / "accounts.json")

    with cast.inside(cast.bahrain):
        assert not Staff.objects.filter(email="dispatcher@bahrain.example").exists()
    assert list(tmp_path.iterdir()) == []


def _read(file: Path) -> dict[str, list[dict[str, str]]]:
    rows: dict[str, list[dict[str, str]]] = json.loads(file.read_text())
    return rows
