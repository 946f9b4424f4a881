"""The table of limits can be changed for a deployment and for one tenant."""

from datetime import timedelta

import pytest

from sawti.limits.rules import RULES, Axis, Limit, LimitsRefused, changed_rules, limit_of


@pytest.mark.parametrize(
    ("text", "limit"),
    [
        ("30/10m", Limit(30, timedelta(minutes=10))),
        ("5/h", Limit(5, timedelta(hours=1))),
        ("1/2d", Limit(1, timedelta(days=2))),
        ("9/30s", Limit(9, timedelta(seconds=30))),
    ],
)
def test_a_limit_is_a_count_and_a_period(text: str, limit: Limit) -> None:
    assert limit_of(text) == limit


def test_every_rule_has_a_limit_for_the_tenant_for_the_system_and_for_a_source() -> None:
    assert [
        rule
        for rule, limits in RULES.items()
        if not {Axis.TENANT, Axis.SYSTEM, Axis.SOURCE} <= set(limits)
    ] == []


def test_a_change_without_a_tenant_counts_everywhere_and_one_with_a_tenant_there() -> None:
    rules = changed_rules("file.source=90/h bahrain:file.tenant=9000/h")

    assert rules[""]["file"][Axis.SOURCE] == limit_of("90/h")
    assert rules["bahrain"]["file"][Axis.SOURCE] == limit_of("90/h")
    assert rules["bahrain"]["file"][Axis.TENANT] == limit_of("9000/h")
    assert rules[""]["file"][Axis.TENANT] == RULES["file"][Axis.TENANT]
    assert rules["bahrain"]["search"] == RULES["search"]


@pytest.mark.parametrize(
    "text",
    [
        "file",
        "file.source",
        "file.source=0/h",
        "file.source=9/w",
        "unknown.source=9/h",
        "file.moon=9/h",
        "bahrain:file.system=9/h",
    ],
)
def test_what_cannot_be_read_is_refused(text: str) -> None:
    with pytest.raises(LimitsRefused):
        changed_rules(text)
