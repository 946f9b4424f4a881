"""The time of each post: whoever holds a case has so long, from their taking it or being given it.

In Bahrain one works Sunday to Thursday, 04:00 to 11:00 UTC; 1 March 2026 is a Sunday.
"""

from typing import Any
from uuid import UUID

import pytest

from sawti.accounts.models import Staff
from sawti.cases.actions.sweeps import date_breaches
from sawti.cases.hands import clocks_told, with_clocks
from sawti.cases.models import Case, Clock
from sawti.escalation.models import Level
from sawti.sla.editing import found_policy
from sawti.sla.steps import PolicyDraft, change_policy, values_of
from sawti.sla.terms import Target, Terms
from sawti.tenancy.actions import configuration_changed
from sawti.tenancy.context import tenant_context
from tests.cast import Cast, utc
from tests.sawti.cases.declaring import NAMES, TRAITS, declared, read_anew
from tests.sawti.cases.scenes import ROADS, history_of
from tests.sawti.escalation.scenes import levels, post
from tests.sawti.escalation.scenes import sweep as climb
from tests.sql import statements

FILED, TAKEN = "2026-03-01T05:00Z", "2026-03-01T06:00Z"
POSTS = {"focal_point": Target(3, "days"), "dispatcher": Target(420, "minutes")}


def give_time(cast: Cast, posts: dict[str, Target], on: str = "2026-02-20T05:00Z") -> None:
    """Let Salma say how long posts may have a case in hand."""
    with cast.writing(cast.bahrain):
        row = found_policy("standard")
        traits = {key: values_of(row)[key] for key in TRAITS}
        terms = Terms(Terms.of(row).targets, Terms.of(row).waiting, posts)
        draft = PolicyDraft(NAMES, terms, **traits)
        change_policy("standard", draft, seen=row.edited_at, by=cast.salma, at=utc(on))
    read_anew(cast)


@pytest.fixture(autouse=True)
def _posts_have_time(cast: Cast, clock: Any) -> None:
    give_time(cast, POSTS)


def taken(cast: Cast) -> UUID:
    case_id = cast.file_case(on=FILED).case_id
    cast.take(case_id, on=TAKEN)
    return case_id


def times(cast: Cast, case_id: UUID) -> list[tuple[str, Any, str]]:
    """Return (role, due, what ended it) of each time of a post, the oldest first."""
    with cast.inside(cast.bahrain):
        rows = Clock.objects.filter(case_id=case_id, kind="post").order_by("started_at", "id")
        return list(rows.values_list("role", "due_at", "ended_by"))


def give(cast: Cast, case_id: UUID, to: Staff, on: str) -> None:
    from sawti.cases.actions import handling

    with tenant_context(cast.bahrain):
        version = cast.case(case_id).version
        handling.assign_case(case_id, by=cast.fatima, version=version, to=to.id, at=utc(on))


def test_nobody_has_a_case_in_hand_until_somebody_takes_it(cast: Cast) -> None:
    case_id = cast.file_case(on=FILED).case_id

    before = times(cast, case_id)
    cast.take(case_id, on=TAKEN)

    assert before == []
    assert times(cast, case_id) == [("focal_point", utc("2026-03-04T11:00Z"), "")]


def test_the_time_begins_anew_with_each_holder_and_the_promise_stays(cast: Cast) -> None:
    case_id = taken(cast)
    promised = cast.case(case_id).due_at

    give(cast, case_id, cast.maryam, "2026-03-02T06:00Z")

    assert times(cast, case_id) == [
        ("focal_point", utc("2026-03-04T11:00Z"), "passed_on"),
        ("dispatcher", utc("2026-03-03T06:00Z"), ""),  # 420 minutes are a day of work
    ]
    assert cast.case(case_id).due_at == promised


def test_giving_a_case_to_its_holder_again_wins_no_time(cast: Cast) -> None:
    case_id = taken(cast)

    give(cast, case_id, cast.fatima, "2026-03-03T06:00Z")

    assert times(cast, case_id) == [("focal_point", utc("2026-03-04T11:00Z"), "")]


def test_of_several_posts_of_a_holder_the_shortest_time_counts(cast: Cast) -> None:
    post(cast, cast.fatima, "dispatcher", "ewa-electricity-distribution")

    assert times(cast, taken(cast)) == [("dispatcher", utc("2026-03-02T06:00Z"), "")]


def test_a_transfer_ends_it_and_an_answer_meets_it(cast: Cast) -> None:
    passed_on, answered = taken(cast), taken(cast)

    cast.transfer(passed_on, ROADS, on="2026-03-02T06:00Z")
    cast.answer(answered, on="2026-03-02T06:00Z")

    assert [each[2] for each in times(cast, passed_on)] == ["passed_on"]
    assert [each[2] for each in times(cast, answered)] == ["met"]


def test_it_stands_while_somebody_outside_is_waited_for(cast: Cast) -> None:
    case_id = taken(cast)

    cast.ask(case_id, on="2026-03-02T06:00Z")
    cast.reply(case_id, on="2026-03-03T06:00Z")  # a day of work later

    assert times(cast, case_id) == [("focal_point", utc("2026-03-05T11:00Z"), "")]


def test_a_reopened_case_is_in_its_holders_hand_again(cast: Cast) -> None:
    case_id = taken(cast)
    cast.answer(case_id, on="2026-03-02T06:00Z")

    cast.reopen(case_id, on="2026-03-03T06:00Z")

    assert times(cast, case_id)[1:] == [("focal_point", utc("2026-03-08T11:00Z"), "")]


def test_a_late_holiday_moves_it(cast: Cast) -> None:
    case_id = taken(cast)

    declared(cast, "2026-03-03", on="2026-03-02T06:00Z")

    assert times(cast, case_id) == [("focal_point", utc("2026-03-05T11:00Z"), "")]


def test_time_that_is_used_up_is_dated_and_no_breach_of_the_promise(cast: Cast) -> None:
    case_id = taken(cast)

    with tenant_context(cast.bahrain):
        count = date_breaches(at=utc("2026-03-05T06:00Z"))

    assert (count, history_of(case_id, cast)[-1]) == (1, "late_post")
    assert cast.case(case_id).breached_at is None


def test_a_ladder_may_watch_it(cast: Cast) -> None:
    post(cast, cast.khalid, "secretary_general")
    with cast.writing(cast.bahrain):
        level = Level.objects.get(code="secretary-general")
        level.pk, level.code, level.clock, level._state.adding = None, "post-late", "post", True
        level.id = Level._meta.get_field("id").get_default()
        level.save(force_insert=True)
        configuration_changed()
    read_anew(cast)
    case_id = taken(cast)
    cast.deliver()

    climb("2026-03-04T11:00Z")

    assert levels(cast, case_id) == [("post-late", "acted")]


def test_cases_keep_the_time_of_the_version_they_were_promised_by(cast: Cast) -> None:
    case_id = cast.file_case(on=FILED).case_id
    give_time(cast, {"focal_point": Target(9, "days")}, on="2026-03-01T05:30Z")

    cast.take(case_id, on=TAKEN)

    assert times(cast, case_id) == [("focal_point", utc("2026-03-04T11:00Z"), "")]


def test_where_no_policy_gives_it_nothing_is_read_or_written(cast: Cast) -> None:
    give_time(cast, {})
    case_id = cast.file_case(on=FILED).case_id

    with statements() as found:
        cast.take(case_id, on=TAKEN)

    assert times(cast, case_id) == []
    assert [each for each in found if 'INSERT INTO "cases_clock"' in each] == []


def test_the_file_of_a_case_tells_who_had_it_by_which_post(cast: Cast) -> None:
    case_id = taken(cast)
    give(cast, case_id, cast.maryam, "2026-03-02T06:00Z")

    with cast.inside(cast.bahrain):
        row = with_clocks(Case.objects).get(pk=case_id)
        told = clocks_told(row, language="en", at=utc("2026-03-04T06:00Z"))

    assert [(each.role, each.is_late) for each in told.posts] == [
        ("focal_point", False),
        ("dispatcher", True),
    ]
    assert [str(each.kind) for each in told.promises] == ["resolution"]
