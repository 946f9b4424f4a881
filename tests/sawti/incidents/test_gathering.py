"""One known problem gathers cases: who may put in which, and that none is in two."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any
from uuid import UUID

import pytest
from django.db import connection

from sawti.audit.models import Entry
from sawti.cases.filters import CaseFilter
from sawti.cases.lists import ids_of_chosen
from sawti.cases.queries import case_for_applicant
from sawti.entities.permissions import rights_of
from sawti.incidents.actions.gathering import (
    add_cases,
    close_incident,
    remove_case,
    set_public_texts,
)
from sawti.incidents.errors import IncidentClosed
from sawti.incidents.models import Incident, Membership
from sawti.incidents.queries import (
    cases_of_incident,
    incident_for_staff,
    incidents_page,
    memberships_of,
    public_text_of,
)
from sawti.lib import clock as now
from sawti.lib.errors import Invalid, Missing, NotPermitted
from sawti.tenancy.context import tenant_context
from tests.cast import Cast
from tests.sawti.cases.scenes import ROADS, history_of, name_unit
from tests.sawti.incidents.scenes import NAMES, answered, opened, seen_by


def members(cast: Cast, incident_id: UUID) -> set[UUID]:
    with cast.inside(cast.bahrain):
        rows = Membership.objects.filter(incident_id=incident_id, left_at__isnull=True)
        return set(rows.values_list("case_id", flat=True))


def history_facts(case_id: UUID) -> Any:
    found = case_for_applicant(case_id, language="en", at=now.now())
    assert found is not None
    return found.history


def audited(cast: Cast) -> list[str]:
    with cast.inside(cast.bahrain):
        rows = Entry.objects.filter(event__startswith="incident.").order_by("at", "id")
        return list(rows.values_list("event", flat=True))


def test_an_incident_gathers_the_cases_that_its_opener_works_on(cast: Cast, clock: Any) -> None:
    mine = [cast.file_case().case_id for _ in range(3)]
    elsewhere = cast.file_case().case_id
    cast.transfer(elsewhere, ROADS)

    found = opened(cast, [*mine, elsewhere, mine[0]])

    facts = seen_by(cast, cast.fatima, found.incident_id)
    assert (found.added, found.skipped) == (3, 1)
    assert members(cast, found.incident_id) == set(mine)
    assert (facts.names, facts.count, facts.by_state) == (NAMES, 3, {"received": 3})
    assert audited(cast) == ["incident.opened"]


def test_a_case_that_has_its_answer_is_not_gathered(cast: Cast, clock: Any) -> None:
    done = cast.file_case().case_id
    cast.take(done)
    cast.answer(done)

    found = opened(cast, [done])

    assert (found.added, found.skipped) == (0, 1)


def test_a_case_is_in_one_open_incident_at_most(cast: Cast, clock: Any) -> None:
    case_id = cast.file_case().case_id
    first = opened(cast, [case_id])

    second = opened(cast, [case_id])

    assert (second.added, second.skipped) == (0, 1)
    assert members(cast, first.incident_id) == {case_id}


@pytest.mark.usefixtures("committed")
def test_two_who_gather_the_same_cases_at_once_part_them(cast: Cast) -> None:
    ids = [cast.file_case().case_id for _ in range(6)]
    gate = Barrier(2)
    both = cast.fatima, cast.maryam

    def gather(number: int) -> UUID:
        try:
            gate.wait()
            return opened(cast, ids, by=both[number]).incident_id
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        first, second = pool.map(gather, range(2))

    assert members(cast, first) | members(cast, second) == set(ids)
    assert members(cast, first) & members(cast, second) == set()


def test_a_case_is_taken_out_again_and_may_join_another(cast: Cast, clock: Any) -> None:
    case_id = cast.file_case().case_id
    first = opened(cast, [case_id]).incident_id

    with tenant_context(cast.bahrain):
        remove_case(first, case_id, by=cast.fatima, at=now.now())
    second = opened(cast, [case_id])

    with cast.inside(cast.bahrain):
        told = [
            (each.incident_id, each.left_by, each.is_closed)
            for each in memberships_of(case_id, history_facts(case_id), language="en")
        ]
    assert second.added == 1
    assert history_of(case_id, cast) == ["file", "join", "leave", "join"]
    assert told == [(first, cast.fatima.name, False), (second.incident_id, "", False)]
    assert "incident.case_removed" in audited(cast)


def test_a_closed_incident_is_a_record_and_frees_its_cases(cast: Cast, clock: Any) -> None:
    case_id = cast.file_case().case_id
    incident_id = opened(cast, [case_id]).incident_id

    with tenant_context(cast.bahrain):
        close_incident(incident_id, by=cast.fatima, at=now.now())
        with pytest.raises(IncidentClosed):
            add_cases(incident_id, [case_id], by=cast.fatima, at=now.now())

    facts = seen_by(cast, cast.fatima, incident_id)
    assert (facts.count, facts.may_act, facts.closed_by) == (1, False, cast.fatima.name)
    assert opened(cast, [case_id]).added == 1


def test_who_only_reads_opens_no_incident(cast: Cast, clock: Any) -> None:
    case_id = cast.file_case().case_id

    with pytest.raises(NotPermitted):
        opened(cast, [case_id], by=cast.khalid)

    assert cast.count(Incident) == cast.count(Membership) == 0
    assert audited(cast) == []


@pytest.mark.parametrize(
    ("person", "refusal"),
    [("yusuf", Missing), ("noor", Missing), ("omar", Missing), ("khalid", NotPermitted)],
)
def test_others_change_nothing_of_an_incident(
    person: str, refusal: type[Exception], cast: Cast, clock: Any
) -> None:
    case_id = cast.file_case().case_id
    incident_id = opened(cast, [case_id]).incident_id
    by, at = getattr(cast, person), now.now()
    tenant = cast.jordan if person == "omar" else cast.bahrain

    with tenant_context(tenant):
        for deed in (
            lambda: add_cases(incident_id, [case_id], by=by, at=at),
            lambda: remove_case(incident_id, case_id, by=by, at=at),
            lambda: set_public_texts(incident_id, NAMES, by=by, at=at),
            lambda: close_incident(incident_id, by=by, at=at),
        ):
            with pytest.raises(refusal):
                deed()

    assert members(cast, incident_id) == {case_id}
    assert audited(cast) == ["incident.opened"]


def test_an_incident_is_seen_where_its_entitys_cases_are(cast: Cast, clock: Any) -> None:
    incident_id = opened(cast, [cast.file_case().case_id]).incident_id

    def count(staff: Any) -> int:
        with cast.inside(cast.bahrain):
            return len(incidents_page(rights_of(staff), language="en").rows)

    with cast.inside(cast.jordan):
        outsider = incident_for_staff(
            incident_id, rights_of(cast.omar), language="en", at=now.now()
        )
    assert [count(each) for each in (cast.fatima, cast.maryam, cast.khalid)] == [1, 1, 1]
    assert [count(each) for each in (cast.yusuf, cast.noor)] == [0, 0]
    assert outsider is None


def test_a_case_that_is_hidden_from_the_reader_is_neither_counted_nor_listed(
    cast: Cast, clock: Any
) -> None:
    hidden, shown = cast.file_case().case_id, cast.file_case().case_id
    incident_id = opened(cast, [hidden, shown]).incident_id
    name_unit(cast, hidden)

    facts = seen_by(cast, cast.fatima, incident_id)
    with cast.inside(cast.bahrain):
        page = cases_of_incident(incident_id, rights_of(cast.fatima), language="en", at=now.now())

    assert facts.count == 1
    assert [row.id for row in page.rows] == [shown]


def test_the_page_costs_the_same_for_1_case_as_for_50(
    cast: Cast, clock: Any, django_assert_num_queries: Any
) -> None:
    few = opened(cast, [cast.file_case().case_id]).incident_id
    many = opened(cast, [cast.file_case().case_id for _ in range(50)]).incident_id
    answered(cast, many)

    for incident_id in (few, many):
        with cast.inside(cast.bahrain):
            rights = rights_of(cast.fatima)
            with django_assert_num_queries(7):
                incident_for_staff(incident_id, rights, language="en", at=now.now())
                cases_of_incident(incident_id, rights, language="en", at=now.now())


def test_a_name_is_given_in_every_language(cast: Cast, clock: Any) -> None:
    with pytest.raises(Invalid) as fault:
        opened(cast, [], names={"ar": "انقطاع"})

    assert fault.value.field == "names.en"
    assert cast.count(Incident) == 0


def test_a_public_text_is_there_in_every_language_or_in_none(cast: Cast, clock: Any) -> None:
    case_id = cast.file_case().case_id
    incident_id = opened(cast, [case_id]).incident_id
    texts = {"ar": "نعرف بالعطل.", "en": "We know of it."}

    with tenant_context(cast.bahrain):
        with pytest.raises(Invalid) as fault:
            set_public_texts(incident_id, {"ar": "نعرف"}, by=cast.fatima, at=now.now())
        set_public_texts(incident_id, texts, by=cast.fatima, at=now.now())

    with cast.inside(cast.bahrain):
        read = public_text_of(case_id, history_facts(case_id), language="en")
    assert (fault.value.field, read) == ("public_texts.en", "We know of it.")


def test_all_that_a_filter_finds_can_be_gathered(cast: Cast, clock: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr("sawti.cases.lists.IDS_AT_ONCE", 2)
    ids = [cast.file_case().case_id for _ in range(5)]

    with cast.inside(cast.bahrain):
        found = ids_of_chosen(
            rights_of(cast.fatima),
            CaseFilter(state="received"),
            me=cast.fatima.id,
            at=now.now(),
            most=4,
        )

    assert set(found) < set(ids)
    assert len(found) == 4
