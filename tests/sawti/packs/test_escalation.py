"""The ladders of a pack: what escalation.toml may say, and what becomes of it."""

from typing import Any

import pytest

from sawti.escalation.ladders import ladder_of
from sawti.escalation.models import Level
from tests.cast import Cast

NAME = 'name = { ar = "مستوى", en = "Level" }'
OWN = 'policy = "thanks"\n'


@pytest.mark.parametrize("slug", ["bahrain", "jordan"])
def test_both_tenants_warn_first_and_end_with_the_prime_ministers_office(
    cast: Cast, slug: str
) -> None:
    with cast.inside(getattr(cast, slug)):
        ladder = ladder_of("standard")

    assert [(level.mark, level.amount, level.to, level.role) for level in ladder] == [
        ("percent", 75, "holder", ""),
        ("percent", 100, "role", "secretary_general"),
        ("days", 2, "role", "minister"),
        ("days", 5, "role", "prime_ministers_office"),
    ]


def test_a_critical_case_has_a_ladder_of_its_own(cast: Cast) -> None:
    with cast.inside(cast.bahrain):
        ladder = ladder_of("critical")

    assert [(level.position, level.amount, level.at_any_hour) for level in ladder] == [
        (1, 50, True),
        (2, 75, True),
        (3, 100, True),
        (4, 1, True),
    ]


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        (f"{OWN}percent = 50\ndays_after = 1", "one of the three"),
        (f"{OWN}percent = 101", "less than or equal to 100"),
        (f'{OWN}percent = 50\nrole = "queen"', "'queen', which no role"),
        ('percent = 50\npolicy = "none"', "'none', which sla.toml does not have"),
        (f'{OWN}percent = 50\nrole = "head"\nentity = "none"', "which entities.toml does not have"),
        (f'{OWN}percent = 50\ndeed = "reassign"', "a `role`, which a place, an entity"),
        ("percent = 50", "a mark that is not before that of an earlier level"),
    ],
)
def test_a_ladder_that_cannot_be_is_refused(bahrain_pack: Any, row: str, fault: str) -> None:
    path = bahrain_pack.folder / "escalation.toml"
    path.write_text(f"{path.read_text()}\n[[levels]]\ncode = 'odd'\n{NAME}\n{row}\n")

    found = bahrain_pack.faults()

    assert len(found) == 1
    assert fault in found[0]


def test_a_level_that_vanished_from_the_pack_is_switched_off(cast: Cast, bahrain_pack: Any) -> None:
    (bahrain_pack.folder / "escalation.toml").unlink()

    bahrain_pack.load()

    with cast.inside(cast.bahrain):
        assert Level.objects.filter(is_active=True).count() == 0
        assert Level.objects.count() == 8
