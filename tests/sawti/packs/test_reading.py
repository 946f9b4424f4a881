"""A bad pack is refused with file, key, what was expected and what was found; no database."""

from pathlib import Path
from typing import Any

import pytest

from sawti.packs.errors import PackRefused
from sawti.packs.places import pack_folder
from sawti.packs.reading import read_pack
from tests.sawti.packs.faults import ONE_FAULT

RETENTION = """
[[policies]]
kind = "cases"
case_type = "{case_type}"
category = "{category}"
confidentiality = "{confidentiality}"
number = 12
unit = "months"
how = "erase"
"""


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("case_type", "the code of a type"),
        ("category", "the code of a category"),
        ("confidentiality", "the code of a class of confidential cases"),
    ],
)
def test_a_policy_of_keeping_about_what_does_not_exist_is_refused(
    bahrain_pack: Any, key: str, expected: str
) -> None:
    codes = {"case_type": "complaint", "category": "roads", "confidentiality": "integrity"}
    policy = RETENTION.format(**{**codes, key: "complaints"})
    (bahrain_pack.folder / "retention.toml").write_text(policy)

    assert bahrain_pack.faults() == [
        f"retention.toml: policies[0].{key}: expected {expected}, found 'complaints', "
        "which catalogue.toml does not have"
    ]


def test_two_policies_of_keeping_about_the_same_are_refused(bahrain_pack: Any) -> None:
    policy = RETENTION.format(case_type="complaint", category="", confidentiality="")
    (bahrain_pack.folder / "retention.toml").write_text(policy * 2)

    assert bahrain_pack.faults() == [
        "retention.toml: policies[1]: expected a policy about something that no other one is "
        "about, found the same as policies[0]"
    ]


def test_a_class_that_names_a_role_nobody_can_hold_is_refused(bahrain_pack: Any) -> None:
    bahrain_pack.edit(
        "catalogue.toml", '["integrity_officer"]', '["integrity_officer", "integrity"]'
    )

    assert bahrain_pack.faults() == [
        "catalogue.toml: confidentiality[0].handlers[1]: expected the code of a role, found "
        "'integrity', which no role of roles.toml or of all tenants has"
    ]


def test_a_class_may_name_a_role_of_the_pack_itself(bahrain_pack: Any) -> None:
    bahrain_pack.edit("catalogue.toml", '["integrity_officer"]', '["ombudsman"]')
    (bahrain_pack.folder / "roles.toml").write_text(
        '[[roles]]\ncode = "ombudsman"\nname = { ar = "أمين المظالم", en = "Ombudsman" }\n'
        'level = "tenant"\npermissions = ["view_cases", "handle_cases"]\n'
    )

    pack = read_pack(bahrain_pack.folder, slug="bahrain")

    assert pack.catalogue.confidentiality[0].handlers == ["ombudsman"]


@pytest.mark.parametrize(("file", "old", "new", "line"), ONE_FAULT.values(), ids=list(ONE_FAULT))
def test_a_fault_is_told_with_file_key_expected_and_found(
    bahrain_pack: Any, file: str, old: str, new: str, line: str
) -> None:
    bahrain_pack.edit(file, old, new)

    assert bahrain_pack.faults() == [line]


def test_all_faults_of_all_files_are_told_at_once_in_the_order_of_the_files(
    bahrain_pack: Any,
) -> None:
    bahrain_pack.edit("brand.toml", 'link = "#9b1029"', 'link = "red"')
    bahrain_pack.edit("entities.toml", 'kind = "office"', 'kind = "bureau"')
    bahrain_pack.edit("entities.toml", 'parent = "prime-ministers-court"', 'parent = "nobody"')
    (bahrain_pack.folder / "sla.toml").unlink()
    (bahrain_pack.folder / "holidays.toml").touch()

    assert bahrain_pack.faults() == [
        "entities.toml: entities[0].kind: expected 'ministry', 'authority', 'council', 'office' "
        "or 'department', found 'bureau'",
        "entities.toml: entities[1].parent: expected the code of another entity, found 'nobody', "
        "which entities.toml does not have",
        "sla.toml: file: expected a file that can be read, found No such file or directory",
        "brand.toml: light.link: expected a colour such as #0b6b43, found 'red'",
        "holidays.toml: file: expected only tenant.toml, entities.toml, catalogue.toml, "
        "calendar.toml, sla.toml, texts.toml, brand.toml, roles.toml, "
        "retention.toml, consents.toml, escalation.toml, telling.toml, found 'holidays.toml'",
    ]


def test_a_colour_that_some_cannot_read_is_refused_on_every_ground(bahrain_pack: Any) -> None:
    bahrain_pack.edit("brand.toml", 'link = "#9b1029"', 'link = "#ff6f61"')

    assert bahrain_pack.faults() == [
        f"brand.toml: light.link: expected a contrast of at least 4.5 to 1 on {ground}, found "
        f"{ratio} to 1 with #ff6f61"
        for ground, ratio in (
            ("page #ffffff", "2.72"),
            ("surface #f3f6f5", "2.50"),
            ("notice #e7f0fa", "2.36"),
        )
    ]


def test_a_week_without_an_open_hour_is_refused(bahrain_pack: Any) -> None:
    (bahrain_pack.folder / "calendar.toml").write_text("[week]\n")

    assert bahrain_pack.faults() == [
        "calendar.toml: week: expected at least one open day, found {}"
    ]


def test_a_file_in_another_encoding_is_refused(bahrain_pack: Any) -> None:
    (bahrain_pack.folder / "sla.toml").write_bytes("# شكوى".encode("cp1256"))

    assert bahrain_pack.faults() == ["sla.toml: byte 2: expected UTF-8, found 212"]


def test_endless_lists_in_lists_are_refused(bahrain_pack: Any) -> None:
    (bahrain_pack.folder / "sla.toml").write_text("policies = " + "[" * 100_000)

    assert bahrain_pack.faults() == [
        "sla.toml: file: expected lists in lists a few levels deep, found far more levels"
    ]


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PackRefused) as refused:
        read_pack(tmp_path / "nowhere", slug="bahrain")

    assert [(fault.key, fault.found) for fault in refused.value.faults] == [("folder", "none")]


@pytest.mark.parametrize("slug", ["bahrain", "jordan"])
def test_the_packs_that_we_ship_have_no_fault(slug: str) -> None:
    pack = read_pack(pack_folder(slug), slug=slug)

    assert pack.tenant.slug == slug


def test_a_slug_cannot_leave_the_folder_of_packs() -> None:
    with pytest.raises(PackRefused) as refused:
        pack_folder("../bahrain")

    assert str(refused.value.faults[0]) == (
        "tenants: slug: expected small letters and hyphens, found '../bahrain'"
    )


def test_an_unknown_slug_is_answered_with_those_there_are() -> None:
    with pytest.raises(PackRefused) as refused:
        pack_folder("atlantis")

    assert str(refused.value.faults[0]) == (
        "tenants: slug: expected one of: bahrain, jordan, found 'atlantis'"
    )
