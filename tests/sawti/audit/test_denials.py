"""What staff were refused is in the record, but nobody can flood it."""

from datetime import timedelta
from uuid import UUID

import time_machine

from sawti.audit.actions import DENIALS
from sawti.audit.models import Entry
from tests import people
from tests.cast import Cast

NOWHERE = "01900000-0000-7000-8000-000000000000"


def denials(cast: Cast) -> list[tuple[UUID | None, UUID | None, str]]:
    with cast.inside(cast.bahrain):
        rows = Entry.objects.filter(event="access.denied").order_by("id")
        return list(rows.values_list("actor_id", "object_id", "reason"))


def test_a_case_of_another_entity_that_staff_ask_for_is_recorded(cast: Cast) -> None:
    case_id = cast.file_case().case_id

    response = cast.client(people.YUSUF).get(f"/desk/cases/{case_id}/")

    assert response.status_code == 404
    assert denials(cast) == [(cast.yusuf.id, case_id, "404 desk:case")]


def test_a_case_that_there_is_not_is_recorded_the_same(cast: Cast) -> None:
    cast.client(people.YUSUF).get(f"/api/v1/staff/cases/{NOWHERE}")

    assert denials(cast) == [(cast.yusuf.id, UUID(NOWHERE), "404 api:staff_case")]


def test_a_deed_that_staff_may_not_do_is_recorded(cast: Cast) -> None:
    filed = cast.file_case()

    response = cast.client(people.KHALID).post(f"/desk/cases/{filed.case_id}/take/", {"version": 1})

    assert response.status_code == 403
    assert denials(cast) == [(cast.khalid.id, filed.case_id, "403 desk:take")]


def test_the_entry_names_the_request(cast: Cast) -> None:
    response = cast.client(people.YUSUF).get(f"/desk/cases/{NOWHERE}/")

    with cast.inside(cast.bahrain):
        entry = Entry.objects.get(event="access.denied")
    assert entry.request_id == response.headers["X-Request-ID"]


def test_a_mistyped_address_and_a_stranger_leave_nothing(cast: Cast) -> None:
    cast.client(people.YUSUF).get("/desk/nothing-here/")
    cast.client().get(f"/desk/cases/{NOWHERE}/")
    cast.client(people.SARA).get(f"/desk/cases/{NOWHERE}/")

    assert denials(cast) == []


def test_one_person_fills_the_record_with_so_many_denials_and_no_more(
    cast: Cast, clock: time_machine.Traveller
) -> None:
    client = cast.client(people.YUSUF)

    for _ in range(DENIALS + 5):
        client.get(f"/desk/cases/{NOWHERE}/")

    reasons = sorted(reason for _, _, reason in denials(cast))
    assert reasons == ["404 desk:case"] * (DENIALS - 1) + [
        "404 desk:case, the last for some minutes"
    ]


def test_after_a_while_denials_are_recorded_again(
    cast: Cast, clock: time_machine.Traveller
) -> None:
    client = cast.client(people.YUSUF)
    for _ in range(DENIALS + 1):
        client.get(f"/desk/cases/{NOWHERE}/")

    clock.shift(timedelta(minutes=11))
    client.get(f"/desk/cases/{NOWHERE}/")

    assert len(denials(cast)) == DENIALS + 1


def test_the_flood_of_one_does_not_hide_another(cast: Cast, clock: time_machine.Traveller) -> None:
    for _ in range(DENIALS + 1):
        cast.client(people.YUSUF).get(f"/desk/cases/{NOWHERE}/")

    cast.client(people.NOOR).get(f"/desk/cases/{NOWHERE}/")

    assert cast.noor.id in [actor_id for actor_id, _, _ in denials(cast)]


def test_the_other_tenants_record_has_nothing_of_it(cast: Cast) -> None:
    case_id = cast.file_case().case_id

    cast.client(people.OMAR).get(f"/desk/cases/{case_id}/")

    assert denials(cast) == []
    with cast.inside(cast.jordan):
        assert Entry.objects.filter(event="access.denied", object_id=case_id).count() == 1
