"""What telling.toml may say of who hears of what, and that administrators have the last word."""

from typing import Any, get_args

import pytest

from sawti.packs.telling import WhatCode
from sawti.telling.facts import Audience, What
from sawti.telling.models import Rule
from sawti.telling.queries import rules
from tests.cast import Cast
from tests.sawti.telling.test_rules import change, now

OVERDUE = '[[rules]]\nwhat = "overdue"\nfocal_points = ["in_app", "email"]\nheads = ["in_app"]\n'


def test_a_pack_changes_who_hears_and_administrators_have_the_last_word(
    cast: Cast, bahrain_pack: Any
) -> None:
    (bahrain_pack.folder / "telling.toml").write_text(OVERDUE)
    bahrain_pack.load()
    with cast.inside(now(cast)):
        loaded = rules()[What.OVERDUE]

    change(cast, What.OVERDUE, {"focal_points": ["in_app"]})
    bahrain_pack.load()

    with cast.inside(now(cast)):
        assert loaded.to(Audience.HEADS) == {"in_app"}
        assert rules()[What.OVERDUE].to(Audience.HEADS) == frozenset()
        assert Rule.objects.count() == 1


@pytest.mark.parametrize(
    "row",
    [
        'what = "overdue"\napplicant = ["email"]',
        'what = "overdue"\nheads = ["email"]',
        'what = "filed"\nmust = ["applicant"]\napplicant = ["in_app"]',
        'what = "nothing"',
    ],
)
def test_a_rule_that_can_not_be_kept_is_refused(bahrain_pack: Any, row: str) -> None:
    (bahrain_pack.folder / "telling.toml").write_text(f"[[rules]]\n{row}\n")

    found = bahrain_pack.faults()

    assert [fault.startswith("telling.toml: rules[0]") for fault in found] == [True]


def test_a_pack_can_name_everything_that_happens() -> None:
    assert set(get_args(WhatCode)) == set(What)
