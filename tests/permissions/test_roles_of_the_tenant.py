"""The matrix for the posts that are held over a whole tenant: administrator, auditor and so on."""

from typing import Any

import pytest

from sawti.accounts.actions import add_staff
from sawti.accounts.models import Staff
from sawti.cases.facts import Filed
from sawti.cases.models import HistoryRow
from sawti.entities.actions import appoint
from sawti.lib import clock
from sawti.tenancy.context import tenant_context
from tests import people
from tests.answers import plain
from tests.cast import Cast, utc
from tests.permissions.matrix import expected_status
from tests.permissions.roles import TENANT_ROLES, Role, Thing
from tests.permissions.test_matrix import (
    CALLS_WITH_A_CASE,
    NOWHERE,
    RULES,
    call,
    cells,
    prepared,
    told_beside,
)

OFFICES = [pytest.param(role, id=role.name) for role in TENANT_ROLES]


@pytest.fixture(autouse=True)
def _appointed(cast: Cast) -> None:
    """Give their post to those who are not in the cast of every test."""
    for role in TENANT_ROLES:
        person = role.person
        assert isinstance(person, people.Person)
        if person not in people.EVERYONE:
            with tenant_context(cast.bahrain):
                appoint(staff=staff_of(person), post=person.tenant_posts[0], **OVER_THE_TENANT)


OVER_THE_TENANT: dict[str, Any] = {"entity_id": None, "at": utc("2020-01-01T00:00Z")}


def staff_of(person: people.Person) -> Staff:
    """Return a new account for the person."""
    return add_staff(
        email=person.email,
        name=person.name,
        language=person.language,
        password=people.PASSWORD,
        at=clock.now(),
    )


@pytest.mark.parametrize("role", OFFICES)
def test_every_call_is_answered_as_the_matrix_says(
    cast: Cast, filed: dict[Thing, Filed], role: Role
) -> None:
    client, found, wanted = cast.client(role.person), {}, {}

    for route, method, rule in (param.values for param in RULES):
        for _role, thing in cells(rule, (role,)):
            case_id, version = prepared(cast, filed, route, thing)
            response = call(client, route, method, case_id, rule.body(version))
            found[route, method, thing] = response.status_code
            wanted[route, method, thing] = expected_status(route, rule, role, thing)
            if "sign_out" in route:
                client = cast.client(role.person)

    assert {cell: status for cell, status in found.items() if status != wanted[cell]} == {}


@pytest.mark.parametrize("role", OFFICES)
def test_a_case_of_the_other_tenant_equals_a_missing_one_and_nothing_changes(
    cast: Cast, filed: dict[Thing, Filed], role: Role
) -> None:
    client, foreign = cast.client(role.person), filed[Thing.OTHER_TENANT].case_id
    rows = cast.count(HistoryRow), cast.count(HistoryRow, cast.jordan)
    differing = []

    for route, method, rule in (param.values for param in CALLS_WITH_A_CASE):
        first, second = (
            (response.status_code, plain(response, case_id), told_beside(response))
            for case_id in (foreign, NOWHERE)
            for response in [call(client, route, method, case_id, rule.body(1))]
        )
        differing += [(route, method)] if first != second else []

    assert differing == []
    assert (cast.count(HistoryRow), cast.count(HistoryRow, cast.jordan)) == rows


def headers_of(response: Any) -> dict[str, str]:
    """Return the headers but for those that name the request or the time."""
    told = dict(response.headers)
    return {name: told[name] for name in told if name not in ("X-Request-ID", "Location")}
