"""What adherence would have been with another promise, counted from history rows."""

from dataclasses import astuple
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest

from sawti.calendars.queries import business_calendar
from sawti.cases.actions.sweeps import date_breaches
from sawti.insights.models import Replay
from sawti.insights.replaying import Share, due_at, found, judged
from sawti.insights.replays import TRAITS, codes_of, draft_of, next_cases, shares_of
from sawti.insights.steps import replays
from sawti.insights.steps.replays import ask_replay
from sawti.lib.errors import NotPermitted
from sawti.sla.queries import policies
from sawti.sla.terms import Target
from sawti.tenancy.context import tenant_context
from tests.cast import Cast, utc
from tests.sawti.cases.declaring import promise, read_anew, run_through
from tests.sawti.insights.counts import fed
from tests.sawti.insights.test_adherence import explained, live
from tests.sql import statements

FEBRUARY, MARCH = date(2026, 2, 1), date(2026, 3, 1)
ANY = dict.fromkeys(TRAITS, "")
END = "2026-12-01T08:00Z"


def lives(cast: Cast, seed: int, count: int = 20) -> None:
    """Let cases go one of many ways, and date what fell due up to the end."""
    dice = Random(seed)
    for _ in range(count):
        live(cast, dice)
    with tenant_context(cast.bahrain):
        date_breaches(at=utc(END))


def asked(cast: Cast, target: Target, traits: dict[str, str] = ANY) -> Replay:
    with cast.writing(cast.bahrain):
        replay = ask_replay(
            traits=traits,
            target=target,
            first=FEBRUARY,
            last=MARCH,
            by=cast.salma,
            at=utc(END),
        )
    read_anew(cast)
    return replay


def total(replay: Replay) -> Share:
    return sum(shares_of(replay).values(), Share())


def present(cast: Cast, category: str = "") -> tuple[Target, dict[str, str]]:
    """Return the promise that counts for the cases of this category now."""
    with cast.inside(cast.bahrain):
        (policy,) = (each for each in policies() if codes_of(each) == {**ANY, "category": category})
        return policy.target, codes_of(policy)


@pytest.mark.parametrize("seed", range(3))
def test_the_present_policy_gives_exactly_the_present_adherence(cast: Cast, seed: int) -> None:
    lives(cast, seed)

    shares = total(asked(cast, *present(cast)))

    figures = [
        explained(cast, month, entity)
        for month in (FEBRUARY, MARCH)
        for entity in ("ewa-electricity-distribution", "roads-projects-maintenance")
    ]
    assert (shares.then_in_time, shares.then_late) == (shares.in_time, shares.late)
    assert shares.in_time == sum(each.in_time for each in figures) > 0
    assert shares.late == sum(each.late for each in figures) > 0


@pytest.mark.parametrize("seed", range(3))
def test_a_history_judged_anew_with_its_own_target_is_judged_as_it_was(
    cast: Cast, seed: int
) -> None:
    lives(cast, seed)
    replay = Replay(first_month=FEBRUARY, last_month=MARCH, asked_at=utc(END))

    with cast.inside(cast.bahrain):
        cases = next_cases(replay, limit=1000)
        for case in cases:
            calendar = business_calendar(case.told.received_by)
            assert case.target
            assert judged(case.told, case.target, calendar, at=utc(END)) == found(case.told)

    assert len(cases) >= 18  # some begin in April


def test_a_recomputed_due_date_is_the_one_that_was_promised(cast: Cast) -> None:
    case_id = cast.file_case(on="2026-03-01T08:00Z").case_id
    cast.take(case_id, on="2026-03-01T09:00Z")
    cast.ask(case_id, on="2026-03-02T08:00Z")
    cast.reply(case_id, on="2026-03-05T08:00Z")
    replay = Replay(first_month=MARCH, last_month=MARCH, asked_at=utc(END))

    with cast.inside(cast.bahrain):
        (case,) = next_cases(replay, limit=10)
        assert case.target
        due = due_at(case.told, case.target, business_calendar(case.told.received_by))

    assert due == cast.case(case_id).due_at


@pytest.mark.parametrize(("seed", "days"), [(0, 3), (1, 30)])
def test_another_promise_gives_what_it_would_have_given(cast: Cast, seed: int, days: int) -> None:
    code = cast.case(cast.file_case(on="2025-12-01T08:00Z").case_id).policy_code
    target, traits = present(cast)
    promise(cast, code, days, on="2025-12-02T08:00Z")
    lives(cast, seed)
    real = total(asked(cast, Target(days, "days"), traits))

    replayed = total(asked(cast, target, traits))
    promise(cast, code, target.amount, on="2025-12-03T08:00Z")
    with cast.writing(cast.bahrain):
        Replay.objects.all().delete()
        from sawti.cases.models import Case

        ids = list(Case.objects.values_list("pk", flat=True))
    lives(cast, seed)
    again = asked(cast, target, traits)

    assert (real.in_time, real.late) == (real.then_in_time, real.then_late)
    both = total(again)
    assert (both.in_time - real.in_time, both.late - real.late) == (
        replayed.then_in_time,
        replayed.then_late,
    )
    assert len(ids) == 21


def test_only_cases_that_would_fall_under_the_promise_are_judged_anew(cast: Cast) -> None:
    for category in ("street-lighting", "road-pothole"):
        by = cast.fatima if category == "street-lighting" else cast.yusuf
        case_id = cast.file_case(category=category, on="2026-03-01T08:00Z").case_id
        cast.take(case_id, by=by, on="2026-03-01T09:00Z")
        cast.answer(case_id, by=by, on="2026-03-04T08:00Z")

    replay = asked(cast, Target(1, "days"), {**ANY, "category": "road-pothole"})

    assert sorted(astuple(each) for each in shares_of(replay).values()) == [
        (1, 0, 0, 1),
        (1, 0, 1, 0),
    ]


def test_many_cases_are_counted_in_the_background_and_a_dead_worker_costs_none(
    cast: Cast, clock: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    lives(cast, 0)
    expected = total(asked(cast, Target(3, "days")))
    monkeypatch.setattr(replays, "AT_ONCE", 5)
    count_batch, calls = replays.count_batch, []

    def killed(replay: Replay, **options: Any) -> None:
        calls.append(replay.seen)
        count_batch(replay, **{**options, "limit": 6})
        if len(calls) == 2:
            raise SystemExit

    monkeypatch.setattr(replays, "count_batch", killed)
    replay = asked(cast, Target(3, "days"))
    with pytest.raises(SystemExit):
        run_through(cast, at=utc(END))
    run_through(cast, at=utc(END) + timedelta(hours=2))

    with cast.inside(cast.bahrain):
        after = Replay.objects.get(pk=replay.pk)
    assert calls == [0, 6, 6, 12, 18]
    assert (after.seen, after.total, after.ended_at is not None) == (18, 18, True)
    assert total(after) == expected


def test_a_batch_costs_the_same_for_one_case_and_for_many(cast: Cast) -> None:
    cast.file_case(on="2026-03-01T08:00Z")
    asked(cast, Target(3, "days"))
    replay = Replay(first_month=FEBRUARY, last_month=MARCH, asked_at=utc(END))
    with cast.inside(cast.bahrain), statements() as few:
        next_cases(replay, limit=100)
    lives(cast, 0, count=10)

    with cast.inside(cast.bahrain), statements() as many:
        next_cases(replay, limit=100)

    assert len(few) == len(many) == 1


def test_only_who_may_change_promises_may_ask(cast: Cast) -> None:
    with cast.writing(cast.bahrain), pytest.raises(NotPermitted):
        ask_replay(
            traits=ANY,
            target=Target(3, "days"),
            first=MARCH,
            last=MARCH,
            by=cast.fatima,
            at=utc(END),
        )


def test_the_other_tenants_cases_are_not_counted(cast: Cast, clock: Any) -> None:
    cast.file_case(tenant=cast.jordan, category="", entity="greater-amman-municipality")
    cast.file_case()
    fed(cast)

    assert asked(cast, Target(3, "days")).seen == 1


def test_codes_and_traits_are_one_another(cast: Cast) -> None:
    with cast.inside(cast.bahrain):
        for policy in policies():
            again = draft_of(codes_of(policy), policy.target)
            assert codes_of(again) == codes_of(policy)
