"""One answer and one due date for all cases of an incident: the same steps, and each case once."""

from typing import Any
from uuid import UUID

import pytest

from sawti.cases.models import HistoryRow
from sawti.cases.models import Message as Said
from sawti.incidents.actions.deciding import answer_cases
from sawti.incidents.actions.gathering import close_incident, remove_case
from sawti.incidents.errors import DecisionUnderWay, NoOpenCase
from sawti.incidents.models import Decision
from sawti.lib import clock as now
from sawti.lib.errors import Invalid, Missing
from sawti.lib.ids import new_id
from sawti.notifications.models import Notification
from sawti.tenancy.context import tenant_context
from tests.cast import Cast, utc
from tests.sawti.cases.scenes import ROADS, history_of, name_unit
from tests.sawti.incidents.scenes import (
    ANSWERS,
    answered,
    decision_of,
    lines_of,
    moved,
    opened,
)

DONE = ("done", "", "")


def answers_told(cast: Cast) -> list[tuple[UUID, str]]:
    """Return which case's applicant was told of an answer, in which language."""
    with cast.inside(cast.bahrain):
        rows = Notification.objects.filter(template="case_answered")
        return sorted(rows.values_list("about_id", "language"))


def answers_of(cast: Cast, case_id: UUID) -> list[str]:
    with cast.inside(cast.bahrain):
        rows = Said.objects.filter(case_id=case_id, kind="answer").select_related("content")
        return [row.content.body for row in rows]


def test_each_open_case_is_answered_in_its_language_as_one_would_answer_it(
    cast: Cast, clock: Any
) -> None:
    arabic, english = cast.file_case(), cast.file_case(language="en")
    cast.take(english.case_id, by=cast.maryam)
    ids = [arabic.case_id, english.case_id]
    incident_id = opened(cast, ids).incident_id

    answered(cast, incident_id)
    cast.deliver()

    facts = decision_of(cast, incident_id)
    assert (facts.total, facts.done, facts.skipped) == (2, 2, 0)
    assert facts.ended_at == now.now()
    assert [cast.case(each).state for each in ids] == ["answered", "answered"]
    assert [answers_of(cast, each) for each in ids] == [[ANSWERS["ar"]], [ANSWERS["en"]]]
    assert history_of(arabic.case_id, cast) == ["file", "join", "take", "answer"]
    assert answers_told(cast) == sorted([(ids[0], "ar"), (ids[1], "en")])


def test_cases_that_changed_meanwhile_are_left_and_listed_with_the_reason(
    cast: Cast, clock: Any
) -> None:
    names = ("fine", "answered", "withdrawn", "waiting", "moved", "hidden", "removed")
    cases = {name: cast.file_case().case_id for name in names}
    incident_id = opened(cast, cases.values()).incident_id
    decision = answered(cast, incident_id)

    cast.take(cases["answered"])
    cast.answer(cases["answered"])
    cast.withdraw(cases["withdrawn"])
    cast.take(cases["waiting"])
    cast.ask(cases["waiting"])
    cast.transfer(cases["moved"], ROADS)
    name_unit(cast, cases["hidden"])
    with tenant_context(cast.bahrain):
        remove_case(incident_id, cases["removed"], by=cast.fatima, at=now.now())
    cast.deliver()

    found = lines_of(cast, decision)
    assert {name: found[case_id] for name, case_id in cases.items()} == {
        "fine": DONE,
        "answered": ("skipped", "state", "answered"),
        "withdrawn": ("skipped", "state", "withdrawn"),
        "waiting": ("skipped", "state", "waiting"),
        "moved": ("skipped", "unseen", ""),
        "hidden": ("skipped", "unseen", ""),
        "removed": ("skipped", "left", ""),
    }
    assert answers_of(cast, cases["answered"]) == ["تم إصلاح العمود."]
    assert answers_of(cast, cases["moved"]) == []


def test_a_case_that_moved_within_the_deciders_reach_is_left_too(cast: Cast, clock: Any) -> None:
    case_id = cast.file_case().case_id
    incident_id = opened(cast, [case_id], by=cast.maryam).incident_id
    with tenant_context(cast.bahrain):
        decision = answer_cases(incident_id, ANSWERS, key=new_id(), by=cast.maryam, at=now.now())

    cast.transfer(case_id, ROADS)
    cast.deliver()

    assert lines_of(cast, decision) == {case_id: ("skipped", "moved", "")}


def test_a_decision_that_is_sent_twice_is_taken_once(cast: Cast, clock: Any) -> None:
    incident_id = opened(cast, [cast.file_case().case_id]).incident_id
    key = new_id()

    first, second = answered(cast, incident_id, key=key), answered(cast, incident_id, key=key)
    cast.deliver()

    assert first.id == second.id == key
    assert cast.count(Decision) == 1
    assert len(answers_told(cast)) == 1


def test_the_next_decision_waits_until_the_one_before_is_through(cast: Cast, clock: Any) -> None:
    incident_id = opened(cast, [cast.file_case().case_id]).incident_id
    moved(cast, incident_id, 30)

    with pytest.raises(DecisionUnderWay):
        answered(cast, incident_id)
    with tenant_context(cast.bahrain), pytest.raises(DecisionUnderWay):
        close_incident(incident_id, by=cast.fatima, at=now.now())

    assert cast.count(Decision) == 1


def test_every_language_of_the_cases_is_asked_for_and_no_other(cast: Cast, clock: Any) -> None:
    english = opened(cast, [cast.file_case(language="en").case_id]).incident_id
    both = opened(
        cast, [cast.file_case(language="en").case_id, cast.file_case().case_id]
    ).incident_id

    with tenant_context(cast.bahrain):
        answer_cases(english, {"en": "Done."}, key=new_id(), by=cast.fatima, at=now.now())
        with pytest.raises(Invalid) as fault:
            answer_cases(both, {"en": "Done."}, key=new_id(), by=cast.fatima, at=now.now())

    assert fault.value.field == "answers.ar"
    assert cast.count(Decision) == 1


def test_an_incident_without_an_open_case_is_not_answered(cast: Cast, clock: Any) -> None:
    incident_id = opened(cast, []).incident_id

    with pytest.raises(NoOpenCase):
        answered(cast, incident_id)


def test_all_promises_that_are_not_late_get_the_decided_date(cast: Cast, clock: Any) -> None:
    early, late = cast.file_case(on="2026-02-25T08:00Z"), cast.file_case(on="2025-06-01T08:00Z")
    ids = [early.case_id, late.case_id]
    incident_id = opened(cast, ids).incident_id
    was_due = cast.case(late.case_id).due_at

    decision = moved(cast, incident_id, 60)
    cast.deliver()

    with cast.inside(cast.bahrain):
        row = HistoryRow.objects.get(case_id=early.case_id, event="extend")
        promised = set(
            cast.case(early.case_id).clocks.exclude(kind="stage").values_list("kind", "due_at")
        )
    due = cast.case(early.case_id).due_at
    assert lines_of(cast, decision) == {ids[0]: DONE, ids[1]: ("skipped", "late", "")}
    assert due > utc("2026-05-01T00:00Z")
    assert {instant for kind, instant in promised if kind == "resolution"} == {due}
    assert (row.due_to, row.due_to > row.due_from) == (due, True)
    assert (row.reason, row.by_id) == ("The transformer comes by ship.", cast.fatima.id)
    assert history_of(early.case_id, cast).count("extend") == 1
    assert cast.case(late.case_id).due_at == was_due


def test_no_promise_moves_to_an_earlier_date(cast: Cast, clock: Any) -> None:
    case_id = cast.file_case().case_id
    incident_id = opened(cast, [case_id]).incident_id
    moved(cast, incident_id, 60)
    cast.deliver()
    due = cast.case(case_id).due_at

    again = moved(cast, incident_id, 1)
    cast.deliver()

    assert lines_of(cast, again) == {case_id: ("skipped", "later", "")}
    assert cast.case(case_id).due_at == due


def test_the_outsider_decides_nothing(cast: Cast, clock: Any) -> None:
    case_id = cast.file_case().case_id
    incident_id = opened(cast, [case_id]).incident_id

    with tenant_context(cast.jordan), pytest.raises(Missing):
        answer_cases(incident_id, ANSWERS, key=new_id(), by=cast.omar, at=now.now())

    assert cast.count(Decision) == 0
    assert cast.case(case_id).state == "received"
