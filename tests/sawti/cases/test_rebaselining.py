"""Open cases follow another version of their policy only where somebody says so, with a reason."""

from io import StringIO
from typing import Any
from uuid import UUID

import pytest
from django.core.management import CommandError, call_command

from sawti.audit.models import Entry
from sawti.cases.actions.rebaselining import rebaseline
from sawti.cases.models import Clock, HistoryRow, Rescheduling
from sawti.cases.steps.rebaselining import Baseline
from sawti.lib.errors import Invalid, Missing, NotPermitted
from sawti.notifications.models import Notification
from sawti.tenancy.context import tenant_context
from tests.cast import Cast, utc
from tests.sawti.cases.declaring import promise, read_anew, run_through
from tests.sawti.insights.counts import ROADS

pytestmark = pytest.mark.usefixtures("clock")
FILED, NOW, DUE = "2026-03-01T08:00Z", "2026-03-02T08:00Z", utc("2026-03-19T11:00Z")
LATER = utc("2026-03-26T11:00Z")  # sixteen working days, behind the feast


@pytest.fixture
def policy(cast: Cast) -> str:
    """The policy of a complaint: sixteen days instead of fourteen since the second of March."""
    code = cast.case(cast.file_case(on=FILED).case_id).policy_code
    return str(code)


def applied(cast: Cast, policy: str, *, by: Any = None, **chosen: Any) -> Rescheduling:
    with tenant_context(cast.bahrain):
        run = rebaseline(Baseline(policy, "New law", **chosen), by=by or cast.salma, at=utc(NOW))
    read_anew(cast)
    run_through(cast, at=utc("2026-03-02T08:01Z"))
    return run


def rows(cast: Cast, case_id: UUID) -> list[HistoryRow]:
    with cast.inside(cast.bahrain):
        return list(HistoryRow.objects.filter(case_id=case_id, event="rebaseline"))


def test_a_new_version_alone_moves_no_open_case(cast: Cast, policy: str) -> None:
    case_id = cast.file_case(on=FILED).case_id

    promise(cast, policy, 16, on=NOW)
    run_through(cast, at=utc("2026-03-02T09:00Z"))

    assert cast.case(case_id).due_at == DUE


def test_a_baseline_moves_them_with_reason_history_and_audit(cast: Cast, policy: str) -> None:
    case_id = cast.file_case(on=FILED).case_id
    promise(cast, policy, 16, on=NOW)

    applied(cast, policy)

    case, (row,) = cast.case(case_id), rows(cast, case_id)
    assert (case.due_at, case.policy_version) == (LATER, 2)
    assert (row.due_from, row.due_to, row.by_id) == (DUE, LATER, cast.salma.id)
    assert row.reason == "New law (2026-03-02)"
    with cast.inside(cast.bahrain):
        clock = Clock.objects.get(case_id=case_id, kind="resolution")
        assert (clock.due_at, clock.policy_version) == (LATER, 2)
        assert Entry.objects.filter(event="promises.baseline_begun").count() == 1
        (mail,) = Notification.objects.filter(template="due_date_moved", about_id=case_id)
    assert "New law" not in mail.params["why"]  # what staff write is for staff


def test_one_that_would_be_due_in_the_past_keeps_its_promise(cast: Cast, policy: str) -> None:
    case_id = cast.file_case(on="2026-02-22T08:00Z").case_id
    before = cast.case(case_id).due_at
    promise(cast, policy, 1, on=NOW)

    applied(cast, policy)

    assert (cast.case(case_id).due_at, cast.case(case_id).policy_version) == (before, 1)
    assert rows(cast, case_id) == []


def test_only_the_chosen_cases_move(cast: Cast, policy: str) -> None:
    chosen, other = cast.file_case(on=FILED), cast.file_case(on=FILED)
    promise(cast, policy, 16, on=NOW)

    applied(cast, policy, entity=ROADS)
    assert cast.case(chosen.case_id).due_at == DUE
    applied(cast, policy, numbers=[chosen.number.lower()])

    assert cast.case(chosen.case_id).due_at == LATER
    assert cast.case(other.case_id).due_at == DUE


def test_applied_twice_it_is_applied_once(cast: Cast, policy: str) -> None:
    case_id = cast.file_case(on=FILED).case_id
    promise(cast, policy, 16, on=NOW)

    applied(cast, policy)
    again = applied(cast, policy)

    assert again.total == 0
    assert len(rows(cast, case_id)) == 1


def test_only_who_may_change_promises_may_and_only_with_a_reason(cast: Cast, policy: str) -> None:
    wrong: list[tuple[Any, Any, Any]] = [
        (cast.fatima, Baseline(policy, "x"), NotPermitted),
        (cast.salma, Baseline(policy, " "), Invalid),
        (cast.salma, Baseline("nothing", "x"), Missing),
        (cast.salma, Baseline(policy, "x", entity="greater-amman-municipality"), Invalid),
        (cast.salma, Baseline(policy, "x", numbers=["no number"]), Invalid),
    ]
    for by, wanted, refusal in wrong:
        with tenant_context(cast.bahrain), pytest.raises(refusal):
            rebaseline(wanted, by=by, at=utc(NOW))

    assert cast.count(Rescheduling) == 0


def test_the_command_says_what_would_change_and_does_it_without_dry_run(
    cast: Cast, policy: str
) -> None:
    promise(cast, policy, 16, on="2026-03-01T08:00Z")
    out = StringIO()
    asked = {"tenant": "bahrain", "by": cast.salma.email, "reason": "New law", "stdout": out}

    call_command("rebaseline", policy, dry_run=True, **asked)
    assert cast.count(Rescheduling) == 0
    call_command("rebaseline", policy, **asked)

    assert "1 open cases keep an older version" in out.getvalue()
    assert cast.count(Rescheduling) == 1
    with pytest.raises(CommandError, match="Nobody of the staff"):
        call_command("rebaseline", policy, **{**asked, "by": "nobody@example.com"})
