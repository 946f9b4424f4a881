"""manage.py make_history: what it says, refuses and leaves alone."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from sawti.cases.models import Case
from sawti.insights.models import MonthlyFigures
from tests.cast import Cast, utc

UNTIL = date(2026, 2, 10)


def make_history(**options: object) -> str:
    out = StringIO()
    call_command("make_history", cases=20, until=UNTIL, stdout=out, **options)
    return out.getvalue()


def test_every_tenant_gets_its_history_up_to_the_end_of_the_day(cast: Cast) -> None:
    said = make_history()

    assert [line.split(" cases")[0] for line in said.splitlines()] == [
        "bahrain: 20",
        "bahrain: figures of 15 months counted",
        "jordan: 20",
        "jordan: figures of 15 months counted",
    ]
    with cast.inside(cast.jordan):
        assert Case.objects.count() == 20
        assert sum(MonthlyFigures.objects.values_list("received", flat=True)) == 20
        assert Case.objects.latest("received_at").received_at < utc("2026-02-10T21:00")


def test_a_tenant_with_cases_is_refused_unless_one_asks_for_empty_ones_only(cast: Cast) -> None:
    make_history(tenant="bahrain")

    with pytest.raises(CommandError, match="bahrain has cases already; nothing was written"):
        make_history()
    said = make_history(if_empty=True)

    assert said.startswith("jordan: 20 cases")
    assert cast.count(Case) == 20


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"tenant": "atlantis"}, "expected one of: bahrain, jordan; found atlantis"),
        ({"until": "soon"}, "expected a date such as 2026-03-20, found soon"),
        ({"cases": "0"}, "expected 1 to 10,000,000, found 0"),
        ({"months": "121"}, "expected 1 to 120, found 121"),
    ],
)
def test_a_wrong_option_is_named_with_what_was_expected(cast: Cast, options, message) -> None:
    arguments = [f"--{name}={value}" for name, value in options.items()]

    with pytest.raises(CommandError, match=message):
        call_command("make_history", *arguments)

    assert cast.count(Case) == 0
