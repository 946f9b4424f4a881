"""The roll-ups follow the news of cases, and can always be counted anew."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sawti.insights.actions import rebuild
from sawti.insights.models import MonthlyFigures, StaleMonth
from sawti.insights.tasks import heal_last_months
from sawti.lib.errors import DomainError
from sawti.outbox.models import Message
from sawti.tenancy.context import tenant_context
from tests.cast import Cast
from tests.sawti.insights.counts import ELECTRICITY, LATER, MARCH, ROADS, fed, figure, wrong


def test_filing_touches_no_roll_up_and_marks_nothing(cast: Cast) -> None:
    cast.file_case()

    assert (cast.count(MonthlyFigures), cast.count(StaleMonth)) == (0, 0)


def test_news_delivered_twice_changes_nothing(cast: Cast) -> None:
    cast.file_case()
    fed(cast)
    with cast.writing(cast.bahrain):
        Message.objects.filter(topic="case.file").update(done_at=None)

    counted = fed(cast)

    assert counted == 1
    assert figure(cast, "received") == 1


def test_much_news_of_one_month_is_counted_once(cast: Cast) -> None:
    for _ in range(3):
        cast.file_case()

    assert fed(cast) == 1
    assert figure(cast, "received") == 3
    assert fed(cast) == 0


DEEDS = st.lists(
    st.tuples(
        st.sampled_from(["take", "answer", "withdraw", "reopen", "rate", "back", "away"]),
        st.integers(0, 2),
        st.integers(1, 28),
    ),
    max_size=14,
)


def do(cast: Cast, case_id: object, deed: str, day: int) -> None:
    """Do one deed; what the state of the case does not allow is refused and changes nothing."""
    month = 4 if deed in ("reopen", "rate") else 3
    on = f"2026-{month:02}-{day:02}T09:00Z"
    deeds = {
        "take": lambda: cast.take(case_id, by=cast.maryam, on=on),
        "answer": lambda: cast.answer(case_id, by=cast.maryam, on=on),
        "withdraw": lambda: cast.withdraw(case_id, on=on),
        "reopen": lambda: cast.reopen(case_id, on=on),
        "rate": lambda: cast.rate(case_id, score=1 + day % 5, on=on),
        "away": lambda: cast.transfer(case_id, ROADS, by=cast.maryam, on=on),
        "back": lambda: cast.transfer(case_id, ELECTRICITY, by=cast.maryam, on=on),
    }
    try:
        deeds[deed]()
    except DomainError:
        return


@settings(
    max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(deeds=DEEDS, feed_after=st.integers(0, 14))
def test_whatever_happens_to_cases_the_roll_ups_agree_with_them(
    cast: Cast, deeds: list[tuple[str, int, int]], feed_after: int
) -> None:
    cases = [cast.file_case(on=f"2026-{month:02}-10T08:00Z").case_id for month in (2, 3, 3)]

    for index, (deed, which, day) in enumerate(deeds):
        do(cast, cases[which], deed, day)
        if index == feed_after:
            fed(cast)
    fed(cast)

    assert wrong(cast) == []


@pytest.mark.usefixtures("clock")
def test_rebuilding_gives_what_was_fed(cast: Cast) -> None:
    filed = cast.file_case(on="2026-02-10T08:00Z")
    cast.take(filed.case_id, on="2026-02-11T08:00Z")
    cast.answer(filed.case_id, on="2026-02-12T08:00Z")
    cast.file_case()
    fed(cast)
    with cast.writing(cast.bahrain):
        MonthlyFigures.objects.all().delete()
    seen: list[tuple[str, int]] = []

    with tenant_context(cast.bahrain):
        rebuild(at=LATER, progress=lambda r: seen.append((f"{r.month:%Y-%m}", r.cases)))

    assert seen == [("2026-03", 1), ("2026-02", 1)]
    assert (figure(cast, "received"), figure(cast, "in_time")) == (2, 1)
    assert wrong(cast) == []


@pytest.mark.usefixtures("clock")
def test_the_check_says_what_differs_and_the_rebuild_heals_it(cast: Cast) -> None:
    cast.file_case()
    fed(cast)
    with cast.writing(cast.bahrain):
        MonthlyFigures.objects.update(received=7)
    said, healed = StringIO(), StringIO()

    with pytest.raises(CommandError, match="1 figures differ"):
        call_command("check_insights", tenant="bahrain", stdout=said)
    call_command("rebuild_insights", tenant="bahrain", month=MARCH, stdout=healed)
    call_command("check_insights", tenant="bahrain", stdout=StringIO())

    assert said.getvalue().startswith("bahrain 2026-03 ewa-electricity-distribution complaint")
    assert "received is 7, the cases give 1" in said.getvalue()
    assert healed.getvalue() == "bahrain 2026-03: 1 cases\n"


@pytest.mark.usefixtures("clock")
def test_the_nightly_check_heals_what_differs_and_leaves_the_rest(cast: Cast) -> None:
    cast.file_case()
    fed(cast)
    with cast.writing(cast.bahrain):
        MonthlyFigures.objects.update(late=1)

    with tenant_context(cast.bahrain):
        healed = [heal_last_months(), heal_last_months()]

    assert healed == [1, 0]
    assert figure(cast, "late") == 0
