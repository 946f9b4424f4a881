"""The share of answers in time, explained from history rows, is the one that dashboards show."""

from datetime import date, timedelta
from io import StringIO
from random import Random
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from sawti.entities.queries import entity_tree
from sawti.insights.adherence import Verdict, counted, every_judged, judged_page, place_of
from sawti.insights.counting import Span
from sawti.insights.figures import Figures
from sawti.insights.models import MonthlyFigures
from sawti.insights.queries import report
from tests.cast import Cast, utc
from tests.sawti.cases.scenes import sweep_waits
from tests.sawti.insights.counts import ELECTRICITY, MARCH, ROADS, fed
from tests.sql import statements

FEBRUARY = date(2026, 2, 1)
FILED, TAKEN = "2026-03-01T08:00Z", "2026-03-01T09:00Z"
BEFORE_DUE, AFTER_DUE = "2026-03-03T08:00Z", "2026-05-20T08:00Z"


def explained(cast: Cast, month: date = MARCH, entity: str = ELECTRICITY) -> Figures:
    with cast.inside(cast.bahrain):
        return counted(Span(month), [entity_tree().by_code[entity].id]).figures


def shown(cast: Cast, month: date = MARCH, entity: str = ELECTRICITY) -> Figures:
    with cast.inside(cast.bahrain):
        return report(month, month, entity_ids=[entity_tree().by_code[entity].id]).total


def verdicts(cast: Cast, month: date = MARCH, entity: str = ELECTRICITY) -> list[Verdict]:
    with cast.inside(cast.bahrain):
        found = every_judged(Span(month), [entity_tree().by_code[entity].id])
        return [case.verdict for case in found]


def counts(figures: Figures) -> tuple[int, ...]:
    return (
        figures.received,
        figures.answered,
        figures.in_time,
        figures.late,
        figures.withdrawn,
        figures.lapsed,
        figures.reopened,
    )


def command(*args: str, **options: Any) -> str:
    out = StringIO()
    call_command("explain_adherence", *args, stdout=out, **options)
    return out.getvalue()


def taken(cast: Cast, on: str = FILED) -> Any:
    filed = cast.file_case(on=on)
    cast.take(filed.case_id, on=TAKEN)
    return filed.case_id


def every_kind(cast: Cast) -> None:
    """One case of each verdict, and what must not change one."""
    cast.answer(taken(cast), on=BEFORE_DUE)
    cast.answer(taken(cast), on=AFTER_DUE)
    reopened = taken(cast)
    cast.answer(reopened, on=BEFORE_DUE)
    cast.reopen(reopened, on="2026-03-04T08:00Z")
    cast.answer(reopened, on=AFTER_DUE)
    waiting = taken(cast)
    cast.ask(waiting, on="2026-03-02T08:00Z")
    cast.file_case(on=FILED)
    cast.take(cast.file_case(on=FILED).case_id, on=AFTER_DUE)
    cast.withdraw(taken(cast), on=BEFORE_DUE)
    cast.withdraw(taken(cast), on=AFTER_DUE)


def test_each_case_says_why_it_counts(cast: Cast) -> None:
    every_kind(cast)

    assert verdicts(cast) == [
        Verdict.IN_TIME,
        Verdict.ANSWERED_LATE,
        Verdict.IN_TIME,  # whatever a reopening brings
        Verdict.RUNNING,  # no date passes while we wait for the applicant
        Verdict.RUNNING,
        Verdict.OVERDUE,
        Verdict.WITHDRAWN,
        Verdict.WITHDRAWN_LATE,
    ]


def test_the_histories_give_the_figures_of_the_dashboard(cast: Cast) -> None:
    every_kind(cast)

    fed(cast)

    assert counts(explained(cast)) == counts(shown(cast)) == (8, 3, 2, 3, 2, 0, 1)
    assert explained(cast).on_time == shown(cast).on_time == 40


def test_a_transferred_case_is_explained_where_it_is_shown(cast: Cast) -> None:
    case_id = taken(cast)
    cast.transfer(case_id, ROADS, on="2026-03-02T08:00Z")
    cast.take(case_id, by=cast.yusuf, on="2026-03-02T09:00Z")
    cast.answer(case_id, by=cast.yusuf, on=AFTER_DUE)

    fed(cast)

    assert counts(explained(cast)) == counts(shown(cast)) == (0, 0, 0, 0, 0, 0, 0)
    assert counts(explained(cast, entity=ROADS)) == counts(shown(cast, entity=ROADS))
    assert verdicts(cast, entity=ROADS) == [Verdict.ANSWERED_LATE]


@pytest.mark.parametrize("seed", range(3))
def test_whatever_happens_to_cases_history_and_dashboard_agree(cast: Cast, seed: int) -> None:
    dice = Random(seed)
    for _ in range(25):
        live(cast, dice)

    fed(cast)

    with cast.inside(cast.bahrain):
        cells = set(MonthlyFigures.objects.values_list("month", "entity__code"))
    assert len(cells) >= 3
    for month, entity in cells:
        assert counts(explained(cast, month, entity)) == counts(shown(cast, month, entity))


def live(cast: Cast, dice: Random) -> None:
    """Let a case go one of many ways, each step some hours or days after the one before."""
    day, month = dice.randrange(1, 27), dice.choice((2, 3))
    days = iter(range(day, 400))

    def on() -> str:
        step = next(days)
        for _ in range(dice.choice((0, 0, 1, 5, 14))):
            step = next(days)
        return f"{date.fromordinal(date(2026, month, 1).toordinal() + step - 1)}T08:30Z"

    case_id = cast.file_case(on=on()).case_id
    actor = cast.fatima
    if dice.random() < 0.25:
        cast.transfer(case_id, ROADS, on=on())
        actor = cast.yusuf
    way = dice.choice(("left", "withdrawn", "waiting", "answered", "answered", "reopened"))
    if way == "left":
        return
    if way == "withdrawn":
        cast.withdraw(case_id, on=on())
        return
    cast.take(case_id, by=actor, on=on())
    if way == "waiting" or dice.random() < 0.3:
        cast.ask(case_id, by=actor, on=on())
        if way == "waiting":
            return
        cast.reply(case_id, on=on())
    answered = on()
    cast.answer(case_id, by=actor, on=answered)
    if way == "reopened":
        cast.reopen(case_id, on=answered.replace("08:30", "09:30"))
        if dice.random() < 0.5:
            cast.withdraw(case_id, on=on())


def test_the_command_lists_the_cases_the_rule_and_the_result(cast: Cast) -> None:
    every_kind(cast)
    fed(cast)

    text = command(ELECTRICITY, "2026-03", tenant="bahrain")

    assert text.count("Answered in time\n") == 1
    assert text.count("Answered in time (reopened since)\n") == 1
    assert "Late is a case whose first answer came later" in text
    assert "Adherence: 40 % (2 of 5)" in text
    assert "The dashboard shows 40 % (2 of 5)" in text


def test_the_command_says_when_the_dashboard_shows_something_else(cast: Cast) -> None:
    every_kind(cast)

    with pytest.raises(CommandError, match="They differ"):
        command(ELECTRICITY, "2026-03", tenant="bahrain")


def test_the_cases_come_as_csv_too(cast: Cast) -> None:
    every_kind(cast)

    lines = command(ELECTRICITY, "2026-03", tenant="bahrain", csv=True).splitlines()

    assert lines[0].endswith("number,received,due,answered,in time,why")
    assert len(lines) == 9
    assert ",2026-03-01 11:00," in lines[1]  # in the tenant's time


def test_an_entity_of_the_other_tenant_equals_a_missing_one(cast: Cast) -> None:
    with pytest.raises(CommandError, match="There is no entity"):
        command("greater-amman-municipality", "2026-03", tenant="bahrain")


def test_pages_follow_each_other_and_hide_what_must_not_be_known(cast: Cast) -> None:
    every_kind(cast)
    with cast.inside(cast.bahrain):
        span, ids = Span(MARCH), [entity_tree().by_code[ELECTRICITY].id]
        every = list(every_judged(span, ids))
        hidden = {every[1].case_id}

        first = judged_page(span, ids, hidden=hidden, limit=3)
        then = judged_page(span, ids, hidden=hidden, after=place_of(first[-1]), limit=50)

        assert [*first, *then] == [every[0], *every[2:]]
        assert counted(span, ids, hidden=hidden).hidden == 1
        assert counted(span, ids, hidden=hidden).figures.received == 8


def test_counting_is_one_statement(cast: Cast) -> None:
    every_kind(cast)

    with cast.inside(cast.bahrain):
        ids = [entity_tree().by_code[ELECTRICITY].id]
        with statements() as found:
            counted(Span(FEBRUARY), ids)

    assert len(found) == 1


def silent(cast: Cast, asked: str, *, filed: str = FILED) -> Any:
    """File a thanks and get no reply to a question: after 21 days and two reminders it ends."""
    case_id = cast.file_case(type="thanks", on=filed).case_id
    cast.take(case_id, on=filed.replace("08:00", "09:00"))
    cast.ask(case_id, on=asked)
    for days in (7, 14, 22):
        later = utc(asked) + timedelta(days=days, hours=4)
        sweep_waits(cast, later.isoformat().replace("+00:00", "Z"))
    return case_id


def test_a_case_closed_for_want_of_a_reply_has_verdicts_of_its_own(cast: Cast) -> None:
    silent(cast, "2026-03-02T08:00Z")
    silent(cast, "2026-04-05T08:00Z")  # its date has passed by then
    cast.withdraw(taken(cast), on=BEFORE_DUE)
    again = silent(cast, "2026-03-02T08:00Z")
    cast.reopen(again, on="2026-03-25T08:00Z")

    fed(cast)

    assert sorted(verdicts(cast)) == [
        Verdict.LAPSED,
        Verdict.LAPSED_LATE,
        Verdict.RUNNING,
        Verdict.WITHDRAWN,
    ]
    assert counts(explained(cast)) == counts(shown(cast)) == (4, 0, 0, 1, 1, 2, 1)
