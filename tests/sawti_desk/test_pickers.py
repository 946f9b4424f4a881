"""Where a colleague is chosen, accounts of programs and of support are none."""

from typing import Any
from uuid import UUID

import pytest

from sawti.accounts.models import Staff
from sawti.accounts.queries import active_staff
from sawti.cases.models import Involvement
from sawti.cases.scope import those_to_tell
from sawti.entities.actions import appoint
from sawti.entities.models import Role
from sawti.entities.queries import entity_tree
from sawti.entities.steps import regrant
from sawti.lib import clock as time
from sawti.lib.errors import Invalid
from sawti.signin.queries import members
from sawti.tenancy.context import tenant_context
from tests import people
from tests.cast import Cast
from tests.sawti.cases.secrets import HOME, name_conflict, take_part
from tests.sawti_desk.test_queue import reader


@pytest.fixture
def program(cast: Cast, clock: Any) -> Staff:
    """The account of a program that is a focal point of the department of electricity."""
    with cast.writing(cast.bahrain):
        account: Staff = Staff.objects.create(
            email="client-1@clients.invalid", name="Call centre", language="en"
        )
    with tenant_context(cast.bahrain):
        home = entity_tree().by_code[HOME].id
        appoint(staff=account, entity_id=home, post="focal_point", at=time.now())
    return account


def test_no_list_of_staff_has_them(cast: Cast, program: Staff) -> None:
    filed = cast.file_case()

    with cast.inside(cast.bahrain):
        named = {each.name for each in active_staff()} | {each.name for each in members()}
        told = {staff.email for staff in those_to_tell(cast.case(filed.case_id))}
    circle = reader(cast, people.MARYAM).get(f"/desk/cases/{filed.case_id}/circle/").text
    giving = reader(cast, people.SALMA).get("/desk/posts/give/").text

    assert people.FATIMA.name in named
    assert program.name not in named
    assert told == {people.FATIMA.email}
    assert str(program.id) not in circle + giving
    assert str(cast.fatima.id) in circle


def test_they_neither_take_part_nor_have_a_conflict(cast: Cast, program: Staff) -> None:
    filed = cast.file_case()

    with pytest.raises(Invalid):
        take_part(cast, filed.case_id, program)
    with pytest.raises(Invalid):
        name_conflict(cast, filed.case_id, staff_id=program.id)

    assert cast.count(Involvement) == 0


def links(page: str) -> set[str]:
    """Return which pages about the tenant a page leads to."""
    known = ("staff", "clients", "keeping", "keeping/requests", "openings", "contacts", "audit")
    return {each for each in known if f'href="/desk/{each}/"' in page}


@pytest.mark.parametrize(
    ("person", "expected"),
    [
        (people.FATIMA, set()),
        (people.NOOR, set()),
        (people.SALMA, {"staff", "clients", "contacts"}),
        (people.ADEL, {"audit"}),
        (people.HUDA, {"keeping", "keeping/requests", "openings", "audit"}),
    ],
    ids=lambda each: getattr(each, "email", ""),
)
def test_the_account_leads_to_pages_that_its_owner_may_open(
    cast: Cast, clock: Any, person: people.Person, expected: set[str]
) -> None:
    client = reader(cast, person)

    found = links(client.get("/desk/account/").text)

    assert found == expected
    assert {each: client.get(f"/desk/{each}/").status_code for each in found} == dict.fromkeys(
        expected, 200
    )


def _without(cast: Cast, role: str, permission: str) -> UUID:
    with cast.writing(cast.bahrain):
        found = Role.objects.get(code=role)
        found.permissions = [each for each in found.permissions if each != permission]
        found.save()
        regrant([found.pk])
    return found.pk  # type: ignore[no-any-return]


def test_the_list_of_staff_leads_to_programs_only_who_manages_them(cast: Cast, clock: Any) -> None:
    _without(cast, "administrator", "manage_clients")

    assert "clients" not in links(reader(cast, people.SALMA).get("/desk/staff/").text)


def test_how_long_we_keep_data_leads_to_requests_only_who_decides_them(
    cast: Cast, clock: Any
) -> None:
    _without(cast, "data_protection_officer", "protect_data")

    assert "keeping/requests" not in links(reader(cast, people.HUDA).get("/desk/keeping/").text)


def test_who_looks_as_a_colleague_has_no_link_to_an_account(cast: Cast, clock: Any) -> None:
    client = reader(cast, people.SALMA)

    before = client.get("/desk/").text
    client.post(f"/desk/staff/{cast.fatima.id}/view/")
    during = client.get("/desk/").text

    assert 'href="/desk/account/"' in before
    assert 'href="/desk/account/"' not in during
