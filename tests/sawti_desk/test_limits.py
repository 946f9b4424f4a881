"""Administrators read which limits are in force; nobody can be found there."""

from typing import Any

import pytest

from sawti.lib import clock
from sawti.limits.rules import changed_rules
from sawti.limits.steps import take
from sawti.tenancy.context import tenant_context
from tests import people
from tests.cast import Cast
from tests.sql import statements

LIMITS = "/desk/limits/?language=en"


def rows(cast: Cast, person: people.Person = people.SALMA) -> dict[str, Any]:
    client = cast.client(person)
    client.get(LIMITS)
    screen = client.get("/desk/limits/").context["screen"]
    return {row.name: row for row in screen.rows}


def test_the_numbers_of_this_tenant_are_shown(cast: Cast, settings: Any) -> None:
    settings.SAWTI_LIMITS = changed_rules("file.subject=9/h bahrain:file.subject=7/2d")

    assert rows(cast)["Cases that are filed"].cells == (
        "7 in 2 days",
        "60 in 1 hour",
        "",
        "2,000 in 1 hour",
    )


def test_what_the_tenant_used_up_is_shown_and_nothing_of_another_tenant(
    cast: Cast, settings: Any
) -> None:
    settings.SAWTI_LIMITS = changed_rules("file.tenant=10/h")
    for tenant, times in ((cast.bahrain, 3), (cast.jordan, 5)):
        with tenant_context(tenant):
            for number in range(times):
                take("file", source=f"203.0.113.{number}", at=clock.now())

    with statements() as sent:
        found = rows(cast)

    assert found["Cases that are filed"].used == "3"
    assert found["Files that are sent"].used == "0"
    assert sum("limits_bucket" in each for each in sent) == 1


def test_where_limits_are_off_the_page_says_so(cast: Cast, settings: Any) -> None:
    settings.SAWTI_LIMITS = {}

    client = cast.client(people.SALMA)

    page = client.get(LIMITS, follow=True).content.decode()
    assert "Limits are switched off" in page


@pytest.mark.parametrize("person", [people.FATIMA, people.ADEL, people.HUDA, people.LAYLA])
def test_others_are_refused(cast: Cast, person: people.Person) -> None:
    assert cast.client(person).get("/desk/limits/").status_code == 403
