"""Officers escalate a case by hand, and whoever may takes it back: with a reason, on record."""

from typing import Any
from uuid import UUID

import pytest

from sawti.accounts.models import Staff
from sawti.audit.models import Entry
from sawti.cases.errors import CaseChanged, CaseNotFound, TransitionNotAllowed
from sawti.cases.models import Case, HistoryRow, Involvement
from sawti.escalation.actions.by_hand import deescalate_case, escalate_case
from sawti.escalation.models import Escalation
from sawti.escalation.queries import escalations_of, standing_level
from sawti.lib import clock as time
from sawti.lib.errors import Invalid, NotPermitted
from sawti.tenancy.context import tenant_context
from tests.cast import Cast
from tests.sawti.escalation.scenes import (
    DUE,
    bahrain,
    events,
    filed,
    levels,
    mails,
    outbox_rows,
    post,
    set_level,
    sweep,
    tell,
    told,
)

WHY = "الشارع الرئيسي مظلم"


@pytest.fixture(autouse=True)
def _posts(cast: Cast, clock: Any) -> None:
    post(cast, cast.khalid, "secretary_general")
    post(cast, cast.noor, "minister")


def escalate(cast: Cast, case_id: UUID, by: Staff | None = None, **more: Any) -> Case:
    given = {"version": cast.case(case_id).version, "reason": WHY, **more}
    with tenant_context(bahrain()):
        return escalate_case(case_id, by=by or cast.fatima, at=time.now(), **given)


def take_back(cast: Cast, case_id: UUID, by: Staff | None = None, **more: Any) -> Case:
    given = {"version": cast.case(case_id).version, "reason": WHY, **more}
    with tenant_context(bahrain()):
        return deescalate_case(case_id, by=by or cast.maryam, at=time.now(), **given)


def standing(cast: Cast, case_id: UUID) -> str:
    with cast.inside(bahrain()):
        found = standing_level(escalations_of(case_id, language="en"))
    return found.level if found else ""


def test_an_officer_escalates_to_a_level_of_the_ladder(cast: Cast) -> None:
    case_id = filed(cast)

    escalate(cast, case_id, level="minister")

    assert told(cast, case_id) == [("minister", "noor@bahrain.example")]
    assert standing(cast, case_id) == "minister"
    assert outbox_rows(cast) == 1
    with cast.inside(cast.bahrain):
        row = HistoryRow.objects.get(case_id=case_id, event="escalate")
        entry = Entry.objects.get(event="case.escalated")
    assert (row.by_id, row.reason) == (cast.fatima.id, WHY)
    assert (entry.actor_id, entry.object_id, entry.reason) == (cast.fatima.id, case_id, WHY)


def test_without_a_level_it_is_the_next_one(cast: Cast) -> None:
    case_id = filed(cast)

    for _ in range(3):
        escalate(cast, case_id)

    assert [level for level, _ in levels(cast, case_id)] == [
        "warning",
        "secretary-general",
        "minister",
    ]


def test_there_is_nothing_above_the_last_level(cast: Cast) -> None:
    case_id = filed(cast)
    escalate(cast, case_id, level="prime-ministers-office")

    with pytest.raises(Invalid, match="level"):
        escalate(cast, case_id)


def test_a_level_below_the_present_one_is_refused(cast: Cast) -> None:
    case_id = filed(cast)
    escalate(cast, case_id, level="minister")

    with pytest.raises(Invalid, match="level"):
        escalate(cast, case_id, level="secretary-general")

    assert levels(cast, case_id) == [("minister", "acted")]


def test_of_two_officers_at_once_the_second_is_told_so(cast: Cast) -> None:
    case_id = filed(cast)
    version = cast.case(case_id).version
    escalate(cast, case_id, version=version)

    with pytest.raises(CaseChanged):
        escalate(cast, case_id, by=cast.maryam, version=version)

    assert levels(cast, case_id) == [("warning", "acted")]


def test_an_answered_case_is_not_escalated(cast: Cast) -> None:
    case_id = filed(cast)
    cast.take(case_id)
    cast.answer(case_id)

    with pytest.raises(TransitionNotAllowed):
        escalate(cast, case_id)

    assert levels(cast, case_id) == []


def test_a_reason_is_needed(cast: Cast) -> None:
    case_id = filed(cast)

    with pytest.raises(Invalid):
        escalate(cast, case_id, reason="  ")

    assert levels(cast, case_id) == []


def test_who_only_reads_does_not_escalate_and_who_does_not_see_it_finds_no_case(
    cast: Cast,
) -> None:
    case_id = filed(cast)

    with pytest.raises(NotPermitted):
        escalate(cast, case_id, by=cast.khalid)
    with pytest.raises(CaseNotFound):
        escalate(cast, case_id, by=cast.yusuf)
    with tenant_context(cast.jordan), pytest.raises(CaseNotFound):
        escalate_case(case_id, by=cast.omar, version=1, reason=WHY, at=time.now())

    assert levels(cast, case_id) == []
    assert outbox_rows(cast) == 0


def test_an_escalation_is_taken_back_with_a_reason(cast: Cast) -> None:
    case_id = filed(cast)
    escalate(cast, case_id, level="secretary-general")
    escalate(cast, case_id, level="minister")

    take_back(cast, case_id)

    assert standing(cast, case_id) == "secretary-general"
    assert events(cast, case_id).count("deescalate") == 1
    with cast.inside(cast.bahrain):
        entry = Entry.objects.get(event="case.deescalated")
    assert (entry.actor_id, entry.reason) == (cast.maryam.id, WHY)


def test_who_has_the_case_may_not_take_an_escalation_back(cast: Cast) -> None:
    case_id = filed(cast)
    sweep(DUE)

    with pytest.raises(NotPermitted):
        take_back(cast, case_id, by=cast.fatima)

    assert standing(cast, case_id) == "secretary-general"


def test_what_is_not_escalated_cannot_be_taken_back(cast: Cast) -> None:
    case_id = filed(cast)

    with pytest.raises(Invalid):
        take_back(cast, case_id)


def test_taking_back_ends_what_the_level_allowed(cast: Cast) -> None:
    set_level(cast, "secretary-general", deed="take_part")
    case_id = filed(cast)
    escalate(cast, case_id, level="secretary-general")

    take_back(cast, case_id)

    with cast.inside(cast.bahrain):
        row = Involvement.objects.get(case_id=case_id)
    assert row.until_at == time.now()


def test_taking_back_gives_the_case_back(cast: Cast) -> None:
    set_level(cast, "secretary-general", deed="reassign")
    case_id = filed(cast)
    cast.take(case_id)
    escalate(cast, case_id, level="secretary-general")
    assert cast.case(case_id).holder_id == cast.khalid.id

    take_back(cast, case_id)

    assert cast.case(case_id).holder_id == cast.fatima.id


def test_who_was_not_told_yet_is_not_told_of_what_was_taken_back(cast: Cast) -> None:
    case_id = filed(cast)
    escalate(cast, case_id, level="minister")

    take_back(cast, case_id)
    tell("2026-03-01T09:00")

    assert mails(cast) == []


def test_what_the_clock_reaches_later_still_acts(cast: Cast) -> None:
    case_id = filed(cast)
    escalate(cast, case_id, level="minister")
    take_back(cast, case_id)

    sweep(DUE)

    assert ("secretary-general", "acted") in levels(cast, case_id)
    assert cast.count(Escalation) == 3
