"""Whom a level reaches: posts, deputies, vacancies, and nobody who may not see the case."""

from datetime import timedelta
from typing import Any

import pytest

from sawti.accounts.models import Staff
from sawti.cases.actions.confidentiality import name_conflict
from sawti.cases.models import Involvement
from sawti.entities.actions import Period, delegate
from sawti.entities.models import Post
from sawti.escalation.models import Escalation, Notice
from sawti.tenancy.context import tenant_context
from tests.cast import Cast, utc
from tests.sawti.escalation.scenes import (
    DUE,
    LATE,
    WARNED,
    filed,
    levels,
    post,
    set_level,
    sweep,
    told,
)


@pytest.fixture(autouse=True)
def _stopped(clock: Any) -> None:
    """Stop the time."""


def conflict(cast: Cast, case_id: Any, staff: Staff) -> None:
    with tenant_context(cast.bahrain):
        name_conflict(
            case_id,
            by=cast.fatima,
            version=cast.case(case_id).version,
            reason="قريب",
            at=utc("2026-03-01T09:00"),
            staff_id=staff.id,
        )


def passed_over(cast: Cast, level: str) -> Any:
    with cast.inside(cast.bahrain):
        return Escalation.objects.get(level=level).passed_over


def test_a_case_that_nobody_holds_is_escalated_to_the_focal_points(cast: Cast) -> None:
    """DIGIT skips complaints without an assignee, which are the ones that wait longest."""
    case_id = filed(cast)

    sweep(WARNED)

    assert told(cast, case_id) == [("warning", "fatima@bahrain.example")]


def test_a_case_that_somebody_holds_is_escalated_to_them(cast: Cast) -> None:
    case_id = filed(cast)
    cast.take(case_id, by=cast.maryam, on="2026-03-02T06:00")

    sweep(WARNED)

    assert told(cast, case_id) == [("warning", "maryam@bahrain.example")]


def test_a_vacant_post_goes_to_the_next_level_and_says_so(cast: Cast) -> None:
    """DIGIT never escalates a case whose officer has no supervisor in its register."""
    post(cast, cast.noor, "minister")
    case_id = filed(cast)

    sweep(DUE)

    assert told(cast, case_id) == [("secretary-general", "noor@bahrain.example")]
    assert passed_over(cast, "secretary-general") == [["secretary-general", True]]


def test_where_all_posts_are_vacant_the_operation_room_hears_of_it(cast: Cast) -> None:
    case_id = filed(cast)

    sweep(DUE)

    assert told(cast, case_id) == [("secretary-general", "maryam@bahrain.example")]
    assert passed_over(cast, "secretary-general") == [
        ["secretary-general", True],
        ["minister", True],
        ["prime-ministers-office", True],
    ]


def test_where_nobody_at_all_is_left_the_level_is_on_record_as_reaching_nobody(cast: Cast) -> None:
    case_id = filed(cast)
    with cast.writing(cast.bahrain):
        Staff.objects.filter(pk=cast.maryam.pk).update(is_active=False)

    sweep(DUE)

    assert levels(cast, case_id) == [("warning", "recorded"), ("secretary-general", "nobody")]
    assert cast.count(Notice) == 0


def test_the_nearest_holder_of_a_role_counts(cast: Cast) -> None:
    post(cast, cast.khalid, "secretary_general")
    post(cast, cast.noor, "secretary_general", "ewa-electricity-distribution")
    case_id = filed(cast)

    sweep(DUE)

    assert told(cast, case_id) == [("secretary-general", "noor@bahrain.example")]


def test_a_level_may_name_the_topmost_entity(cast: Cast) -> None:
    post(cast, cast.khalid, "secretary_general")
    post(cast, cast.noor, "secretary_general", "ewa-electricity-distribution")
    set_level(cast, "secretary-general", place="top")
    case_id = filed(cast)

    sweep(DUE)

    assert told(cast, case_id) == [("secretary-general", "khalid@bahrain.example")]


def test_a_deputy_is_told_beside_the_holder_and_gets_what_is_reassigned(cast: Cast) -> None:
    post(cast, cast.khalid, "secretary_general")
    with cast.inside(cast.bahrain):
        held = Post.objects.get(staff=cast.khalid, role__code="secretary_general")
    with tenant_context(cast.bahrain):
        since = utc("2026-03-10T00:00")
        period = Period(since, since + timedelta(days=30))
        delegate(
            held.id, to_id=cast.noor.id, period=period, reason="إجازة", by=cast.khalid, at=since
        )
    case_id = filed(cast)
    other = filed(cast)

    sweep(DUE)
    set_level(cast, "minister", deed="reassign", role="secretary_general")
    sweep(LATE)

    assert told(cast, case_id)[:2] == [
        ("secretary-general", "khalid@bahrain.example"),
        ("secretary-general", "noor@bahrain.example"),
    ]
    assert cast.case(other).holder_id == cast.noor.id


def test_whoever_has_a_conflict_of_interest_hears_nothing(cast: Cast) -> None:
    post(cast, cast.khalid, "secretary_general")
    post(cast, cast.noor, "minister")
    case_id = filed(cast)
    conflict(cast, case_id, cast.khalid)

    sweep(DUE)

    assert told(cast, case_id) == [("secretary-general", "noor@bahrain.example")]
    assert passed_over(cast, "secretary-general") == [["secretary-general", False]]


def test_a_confidential_case_is_only_for_those_whom_its_class_names(cast: Cast) -> None:
    post(cast, cast.khalid, "secretary_general")
    post(cast, cast.noor, "minister")
    post(cast, cast.salma, "integrity_officer")
    case_id = filed(cast, category="staff-conduct")
    assert cast.case(case_id).confidentiality_id is not None

    sweep("2026-04-30T11:00")

    people = {email for _, email in told(cast, case_id)}
    assert people & {"khalid@bahrain.example", "noor@bahrain.example"} == set()


def test_who_takes_part_may_act_on_the_case(cast: Cast, clock: Any) -> None:
    post(cast, cast.khalid, "secretary_general")
    set_level(cast, "secretary-general", deed="take_part")
    case_id = filed(cast)

    sweep(DUE)

    with cast.inside(cast.bahrain):
        row = Involvement.objects.get(case_id=case_id)
    assert (row.kind, row.staff_id, row.reason) == ("helper", cast.khalid.id, "وكيل الوزارة")
    clock.move_to("2026-03-19T12:00Z")
    cast.take(case_id, by=cast.khalid)
    assert cast.case(case_id).holder_id == cast.khalid.id


def test_a_reassigned_case_has_a_new_holder_and_the_same_promise(cast: Cast) -> None:
    """DIGIT has no clock that goes on: who gets a case gets a new one."""
    post(cast, cast.khalid, "secretary_general")
    set_level(cast, "secretary-general", deed="reassign")
    case_id = filed(cast)
    before = cast.take(case_id, on="2026-03-02T06:00")

    sweep(DUE)

    after = cast.case(case_id)
    assert (after.holder_id, after.version) == (cast.khalid.id, before.version + 1)
    assert (after.due_at, after.state) == (before.due_at, before.state)
    with cast.inside(cast.bahrain):
        assert Escalation.objects.get(outcome="acted").holder_before_id == cast.fatima.id


def test_messages_wait_until_the_recipients_entity_works(cast: Cast) -> None:
    post(cast, cast.khalid, "secretary_general")
    case_id = filed(cast)

    sweep("2026-03-19T11:30")  # half an hour after closing, before a weekend and Eid

    with cast.inside(cast.bahrain):
        notice = Notice.objects.get(escalation__case_id=case_id)
    assert notice.not_before == utc("2026-03-25T04:00")


def test_an_urgent_level_does_not_wait(cast: Cast) -> None:
    post(cast, cast.khalid, "secretary_general")
    set_level(cast, "secretary-general", at_any_hour=True)
    case_id = filed(cast)

    sweep("2026-03-19T11:30")

    with cast.inside(cast.bahrain):
        notice = Notice.objects.get(escalation__case_id=case_id)
    assert notice.not_before == utc("2026-03-19T11:30")
