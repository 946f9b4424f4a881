"""A bad pack is refused with file, key, what was expected and what was found; no database."""

from pathlib import Path
from typing import Any

import pytest

from sawti.packs.errors import PackRefused
from sawti.packs.places import pack_folder
from sawti.packs.reading import read_pack

ONE_FAULT = {
    "an entity below itself": (
        "entities.toml",
        'code = "prime-ministers-court"',
        'code = "prime-ministers-court"\nparent = "tawasul-office"',
        "entities.toml: entities[0].parent: expected a hierarchy without a circle, found "
        "'prime-ministers-court' → 'tawasul-office' → 'prime-ministers-court'",
    ),
    "an entity that is its own parent": (
        "entities.toml",
        'code = "prime-ministers-court"',
        'code = "prime-ministers-court"\nparent = "prime-ministers-court"',
        "entities.toml: entities[0].parent: expected a hierarchy without a circle, found "
        "'prime-ministers-court' → 'prime-ministers-court'",
    ),
    "a parent that does not exist": (
        "entities.toml",
        'parent = "prime-ministers-court"',
        'parent = "prime-minister"',
        "entities.toml: entities[1].parent: expected the code of another entity, found "
        "'prime-minister', which entities.toml does not have",
    ),
    "a sector that does not exist": (
        "entities.toml",
        'sector = "government"',
        'sector = "goverment"',
        "entities.toml: entities[0].sector: expected the code of a sector, found 'goverment', "
        "which entities.toml does not have",
    ),
    "a code that is there twice": (
        "sla.toml",
        'code = "high"',
        'code = "standard"',
        "sla.toml: policies[1].code: expected a code that no other policy has, found 'standard', "
        "the code of policies[0]",
    ),
    "a language that is missing": (
        "catalogue.toml",
        'name = { ar = "شكوى", en = "Complaint" }',
        'name = { ar = "شكوى" }',
        "catalogue.toml: types[0].name.en: expected a value, found nothing",
    ),
    "an empty name": (
        "catalogue.toml",
        'en = "Complaint"',
        'en = " "',
        "catalogue.toml: types[0].name.en: expected a text that is not empty, found ' '",
    ),
    "a reply with a name that nobody can fill in": (
        "catalogue.toml",
        "{applicant_greeting}",
        "{applicant}",
        "catalogue.toml: replies[0].body.ar: expected no braces but {number}, {entity}, "
        "{category}, {due_date}, {applicant_greeting}, {today} (a brace itself is written twice), "
        "found '{applicant}\\n\\nوصلتنا رسالتك رقم {number} حول: {category}. لنصل إلى المكان من …",
    ),
    "a reply of an entity that does not exist": (
        "catalogue.toml",
        'entity = "ewa-electricity-distribution"\ncategory = "street-lighting"',
        'entity = "ewa"\ncategory = "street-lighting"',
        "catalogue.toml: replies[7].entity: expected the code of an entity, found 'ewa', "
        "which entities.toml does not have",
    ),
    "a key that nobody knows": (
        "entities.toml",
        'kind = "office"',
        'kind = "office"\nparrent = "x"',
        "entities.toml: entities[0].parrent: expected no key of this name, found 'x'",
    ),
    "a kind that nobody knows": (
        "entities.toml",
        'kind = "office"',
        'kind = "bureau"',
        "entities.toml: entities[0].kind: expected 'ministry', 'authority', 'council', 'office' "
        "or 'department', found 'bureau'",
    ),
    "a date as a text": (
        "calendar.toml",
        "from = 2026-01-01",
        'from = "2026-01-01"',
        "calendar.toml: holidays[0].from: expected a date such as 2026-03-20, found '2026-01-01'",
    ),
    "a holiday that ends before it begins": (
        "calendar.toml",
        "to = 2026-03-22",
        "to = 2026-03-02",
        "calendar.toml: holidays[1].to: expected a day from 2026-03-20 on, found 2026-03-02",
    ),
    "a holiday of years": (
        "calendar.toml",
        "to = 2026-03-22",
        "to = 2206-03-22",
        "calendar.toml: holidays[1].to: expected a holiday of at most 60 days, found 2026-03-20 "
        "to 2206-03-22",
    ),
    "a season within a season": (
        "calendar.toml",
        "from = 2027-02-08",
        """from = 2027-02-01
to = 2027-02-10
week = {}

[[seasons]]
name = { ar = "رمضان", en = "Ramadan" }
from = 2027-02-08""",
        "calendar.toml: seasons[1].from: expected a day after 2027-02-10, when seasons[0] ends, "
        "found 2027-02-08",
    ),
    "hours of an entity that does not exist": (
        "calendar.toml",
        'entity = "general-directorate-of-civil-defence"',
        'entity = "fire-brigade"',
        "calendar.toml: entities[0].entity: expected the code of an entity, found 'fire-brigade', "
        "which entities.toml does not have",
    ),
    "an hour that does not exist": (
        "calendar.toml",
        '["07:00", "14:00"]',
        '["07:00", "25:00"]',
        "calendar.toml: week.sun[0][1]: expected a time such as 07:30, found '25:00'",
    ),
    "a day that closes before it opens": (
        "calendar.toml",
        '["07:00", "14:00"]',
        '["14:00", "07:00"]',
        "calendar.toml: week.sun: expected times that follow each other and do not overlap, found "
        "[['14:00', '07:00']]",
    ),
    "a colour that is none": (
        "brand.toml",
        'link = "#9b1029"',
        'link = "red"',
        "brand.toml: light.link: expected a colour such as #0b6b43, found 'red'",
    ),
    "a NUL in a text": (
        "texts.toml",
        "Your voice is heard",
        "Your voice\\u0000 is heard",
        "texts.toml: home_title.en: expected a text without control characters, found "
        "'Your voice\\x00 is heard in Bahrain'",
    ),
    "a NUL in the file": (
        "texts.toml",
        "[home_title]",
        "[home_title]\x00",
        "texts.toml: line 3, column 13: expected TOML, found a fault of syntax: Expected newline "
        "or end of document after a statement",
    ),
    "a triage entity that does not exist": (
        "tenant.toml",
        'triage_entity = "tawasul-office"',
        'triage_entity = "tawasul"',
        "tenant.toml: triage_entity: expected the code of an entity, found 'tawasul', which "
        "entities.toml does not have",
    ),
    "another tenant's pack": (
        "tenant.toml",
        'slug = "bahrain"',
        'slug = "jordan"',
        "tenant.toml: slug: expected 'bahrain', the tenant being loaded, found 'jordan'",
    ),
    "an identity number with a pattern that is none": (
        "tenant.toml",
        'pattern = "[0-9]{9}"',
        'pattern = "[0-9"',
        "tenant.toml: national_id.pattern: expected a regular expression such as [0-9]{9}, found "
        "'[0-9'",
    ),
    "an identity number whose example breaks its own rule": (
        "tenant.toml",
        'example = "900412345"',
        'example = "900412345", weights = [1, 2]',
        "tenant.toml: national_id: expected an example that fits the pattern, with a weight for "
        "each digit, found {'name': {'ar': 'الرقم الشخصي', 'en': 'Personal number (CPR)'}, "
        "'pattern': '[0-…",
    ),
    "a host with a port": (
        "tenant.toml",
        "bahrain.localhost",
        "bahrain.localhost:8000",
        "tenant.toml: hosts[0]: expected a host name in small letters, without port, found "
        "'bahrain.localhost:8000'",
    ),
    "a time zone that does not exist": (
        "tenant.toml",
        "Asia/Bahrain",
        "Asia/Manama",
        "tenant.toml: time_zone: expected an IANA time zone such as Asia/Bahrain, found "
        "'Asia/Manama'",
    ),
    "a number as a text": (
        "sla.toml",
        "resolution_days = 14",
        'resolution_days = "14"',
        "sla.toml: policies[0].resolution_days: expected a whole number, found '14'",
    ),
    "a promise for no day": (
        "sla.toml",
        "resolution_days = 14",
        "resolution_days = 0",
        "sla.toml: policies[0].resolution_days: expected greater than or equal to 1, found 0",
    ),
    "no policy for everything else": (
        "sla.toml",
        'code = "standard"',
        'code = "standard"\ntype = "complaint"',
        "sla.toml: policies: expected exactly one with neither category, entity, pillar, type, "
        "importance nor channel, found none",
    ),
    "two default levels of importance": (
        "catalogue.toml",
        "rank = 3",
        "rank = 3\ndefault = true",
        "catalogue.toml: importance: expected exactly one with default = true, found 'normal' and "
        "'high'",
    ),
    "a category without anybody responsible": (
        "catalogue.toml",
        'entity = "roads-projects-maintenance"\n',
        "",
        "catalogue.toml: categories[1].entity: expected a value, as every second-level category "
        "has, found nothing",
    ),
    "a category on a third level": (
        "catalogue.toml",
        'parent = "roads"',
        'parent = "road-flooding"',
        "catalogue.toml: categories[1].parent: expected the code of a first-level category, found "
        "'road-flooding', which has a parent itself",
    ),
}


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
