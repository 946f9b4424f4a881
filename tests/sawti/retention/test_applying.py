"""What ends when: the most special policy, legal holds, limits, and faults on the way."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.models import Sum

from sawti.audit.models import Entry
from sawti.cases.models import Applicant, Case, HistoryRow, SearchEntry
from sawti.catalogue.models import CaseType, Category
from sawti.notifications.models import Notification
from sawti.outbox.models import Message
from sawti.retention.actions.applying import apply_policies
from sawti.retention.models import Hold, How, Kind, Run, RunFailure, RunLine, Tombstone, Unit
from sawti.retention.queries import due_now, removed_case
from sawti.retention.registry import stripped
from sawti.tenancy.context import tenant_context
from tests import people
from tests.cast import Cast, utc
from tests.sawti.retention.scenes import LONG_AGO, closed_case, policy
from tests.sql import statements

NOW = utc("2026-03-01T08:00Z")


def applied(cast: Cast, **options: Any) -> Run:
    with tenant_context(cast.bahrain):
        return apply_policies(at=NOW, **options)


def anonymised(cast: Cast) -> set[UUID]:
    with cast.inside(cast.bahrain):
        return set(Case.objects.filter(anonymised_at=NOW).values_list("pk", flat=True))


def hold(cast: Cast, **values: Any) -> Hold:
    with cast.writing(cast.bahrain):
        found: Hold = Hold.objects.create(
            reason="court", placed_at=NOW, placed_by=cast.khalid, **values
        )
    return found


def test_a_case_ends_two_years_after_its_answer_and_not_a_day_earlier(
    cast: Cast, clock: Any
) -> None:
    due = closed_case(cast, on="2024-03-01T08:00Z")
    closed_case(cast, on="2024-03-02T08:00Z")
    cast.file_case(on=LONG_AGO)  # never answered
    policy(cast)

    applied(cast)

    assert anonymised(cast) == {due.case_id}


def test_a_withdrawn_case_ends_as_an_answered_one_and_a_reopened_case_does_not(
    cast: Cast, clock: Any
) -> None:
    withdrawn, reopened = cast.file_case(on=LONG_AGO), closed_case(cast)
    cast.withdraw(withdrawn.case_id, on=LONG_AGO)
    cast.reopen(reopened.case_id, on="2023-01-11T08:00Z")
    policy(cast)

    applied(cast)

    assert anonymised(cast) == {withdrawn.case_id}


def test_the_most_special_policy_of_a_case_counts(cast: Cast, clock: Any) -> None:
    lighting, other = closed_case(cast), closed_case(cast, category="electricity-outage")
    with cast.inside(cast.bahrain):
        category = Category.objects.get(code="street-lighting")
        kind = CaseType.objects.get(code="complaint")
    policy(cast, number=12)
    policy(cast, number=None, case_type=kind)  # complaints: for good
    policy(cast, number=30, category=category)

    applied(cast)

    assert anonymised(cast) == {lighting.case_id}
    assert other.case_id not in anonymised(cast)


def test_a_policy_holds_from_its_day_on_and_one_that_was_taken_back_never(
    cast: Cast, clock: Any
) -> None:
    closed_case(cast)
    policy(cast, number=60)
    policy(cast, number=24, from_at=NOW + timedelta(seconds=1))
    policy(cast, number=24, from_at=NOW, withdrawn_at=NOW)

    applied(cast)

    assert anonymised(cast) == set()


@pytest.mark.parametrize("how", How.values)
def test_a_legal_hold_on_the_case_the_person_or_the_entity_wins(
    cast: Cast, clock: Any, how: str
) -> None:
    sara, hasan = cast.applicant(people.SARA), cast.applicant(people.HASAN)
    named, of_sara = closed_case(cast), closed_case(cast, person_id=sara.id)
    in_april = closed_case(cast, on="2023-04-05T08:00Z", person_id=hasan.id)
    closed_case(cast, on="2023-05-01T08:00Z")
    policy(cast, how=how)
    hold(cast, case_id=named.case_id)
    hold(cast, person_id=sara.id)
    hold(cast, entity_id=in_april.entity_id, first_on="2023-04-05", last_on="2023-04-30")

    applied(cast)

    assert cast.count(Tombstone) == 1
    with cast.inside(cast.bahrain):
        untouched = Case.objects.filter(anonymised_at__isnull=True)
        assert set(untouched.values_list("pk", flat=True)) == {
            named.case_id,
            of_sara.case_id,
            in_april.case_id,
        }


def test_a_lifted_hold_and_one_that_is_over_protect_nothing(cast: Cast, clock: Any) -> None:
    one, other = closed_case(cast), closed_case(cast)
    policy(cast)
    hold(cast, case_id=one.case_id, lifted_at=NOW)
    hold(cast, case_id=other.case_id, until_at=NOW)

    applied(cast)

    assert anonymised(cast) == {one.case_id, other.case_id}
    assert cast.count(Hold) == 0  # its reason spoke of the case


def test_the_figures_of_a_run_and_its_mark_in_the_audit(cast: Cast, clock: Any) -> None:
    closed_case(cast)
    closed_case(cast)
    found = policy(cast)

    run = applied(cast)

    with cast.inside(cast.bahrain):
        rows = RunLine.objects.filter(run=run, policy=found)
        lines = {(line.deed, line.table): line.rows for line in rows}
        entry = Entry.objects.get(event="retention.applied")
    assert lines["anonymise", "cases_case"] == 2
    assert lines["deleted", "cases_applicant"] == 2
    assert (entry.object_type, entry.object_id) == ("retention_run", run.id)


def test_number_and_receipt_together_still_say_what_became_of_a_case(
    cast: Cast, clock: Any
) -> None:
    filed, other = closed_case(cast), closed_case(cast, on="2026-02-01T08:00Z")
    policy(cast)

    applied(cast)

    with cast.inside(cast.bahrain):
        found = removed_case(filed.number.lower(), filed.receipt)
        assert found is not None
        assert (found.removed_at, found.how) == (NOW, "anonymise")
        assert removed_case(filed.number, other.receipt) is None
        assert removed_case(other.number, other.receipt) is None
    with cast.inside(cast.jordan):
        assert removed_case(filed.number, filed.receipt) is None


def test_a_limit_ends_a_run_early_and_the_next_goes_on(cast: Cast, clock: Any) -> None:
    for _ in range(3):
        closed_case(cast)
    policy(cast)

    applied(cast, most_rows=2)
    first = len(anonymised(cast))
    applied(cast)

    assert (first, len(anonymised(cast))) == (2, 3)


def test_a_limit_counts_the_rows_of_all_policies_together(cast: Cast, clock: Any) -> None:
    for _ in range(3):
        cast.file_case(on=LONG_AGO)
    cast.deliver()
    for kind in (Kind.ADDRESSES, Kind.OUTBOX):
        policy(cast, kind=kind, number=30, unit=Unit.DAYS, how="")

    addresses = cast.count(Notification)

    with tenant_context(cast.bahrain):
        run = apply_policies(at=NOW + timedelta(days=60), most_rows=addresses + 2)

    with cast.inside(cast.bahrain):
        lines = RunLine.objects.filter(run=run)
        by_kind = dict(lines.values_list("policy__kind").annotate(Sum("rows")))
    assert by_kind == {Kind.ADDRESSES: addresses, Kind.OUTBOX: 2}


def test_a_case_that_cannot_be_removed_is_noted_and_holds_up_no_other(
    committed: None, cast: Cast, clock: Any, superuser: Any
) -> None:
    bad, good = closed_case(cast), closed_case(cast)
    policy(cast)
    superuser.execute(
        "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql "
        "AS $$ BEGIN RAISE EXCEPTION 'damaged page'; END $$"
    )
    superuser.execute(
        "CREATE TRIGGER damaged BEFORE DELETE ON cases_applicant FOR EACH ROW "
        f"WHEN (old.case_id = '{bad.case_id}') EXECUTE FUNCTION refuse()"
    )

    run = applied(cast)

    assert anonymised(cast) == {good.case_id}
    with cast.inside(cast.bahrain):
        found = RunFailure.objects.get(run=run)
    assert (found.case_id, found.fault) == (bad.case_id, "ProgrammingError")


def test_the_statements_of_a_batch_do_not_hang_on_its_size(cast: Cast, clock: Any) -> None:
    counts = []
    policy(cast)
    for size in (1, 12):
        for _ in range(size):
            closed_case(cast)
        with statements() as sent:
            applied(cast)
        counts.append(len(sent))

    assert counts[0] == counts[1]
    assert len(anonymised(cast)) == 13


def test_addresses_of_mails_and_search_words_end_by_policies_of_their_own(
    cast: Cast, clock: Any, settings: Any
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    closed_case(cast)
    cast.file_case(on="2026-02-20T08:00Z")
    for kind, unit, number in (
        (Kind.ADDRESSES, Unit.DAYS, 90),
        (Kind.SEARCH_WORDS, Unit.MONTHS, 12),
        (Kind.OUTBOX, Unit.DAYS, 30),
    ):
        policy(cast, how="", kind=kind, unit=unit, number=number)
    clock.move_to("2023-01-10T09:00Z")
    cast.deliver()
    clock.move_to(NOW)
    cast.deliver()

    applied(cast)

    with cast.inside(cast.bahrain):
        kept = Notification.objects.exclude(address="")
        assert kept.count() > 0
        assert kept.filter(created_at__lt=utc("2025-12-01T00:00Z")).count() == 0
        assert Notification.objects.filter(address="", params={}).count() > 0
        assert SearchEntry.objects.count() == 1
        assert Message.objects.filter(done_at__lt=utc("2026-01-30T00:00Z")).count() == 0


def test_a_dry_run_says_what_is_due_and_changes_nothing(
    cast: Cast, clock: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    closed_case(cast)
    policy(cast)

    call_command("apply_retention", "--dry-run", "--tenant", "bahrain")

    assert "bahrain cases 24 months: 1 would be anonymised" in capsys.readouterr().out
    assert anonymised(cast) == set()
    assert cast.count(Run) == 0
    with cast.inside(cast.bahrain):
        assert [due.count for due in due_now(at=NOW)] == [1]


def test_the_command_removes_what_is_due_in_the_named_tenant(
    cast: Cast, clock: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    closed_case(cast)
    policy(cast)

    call_command("apply_retention", "--tenant", "bahrain")

    assert "bahrain cases_case: 1 anonymise" in capsys.readouterr().out
    assert len(anonymised(cast)) == 1


def test_without_a_tombstone_the_database_takes_no_word_out_of_a_history(
    cast: Cast, clock: Any
) -> None:
    filed = closed_case(cast)
    with cast.writing(cast.bahrain), connection.cursor() as cursor:
        for declared in stripped():
            cursor.execute(f"SELECT {declared.keeps.stripped_by}(%s, true)", [[filed.case_id]])

    with cast.inside(cast.bahrain):
        assert HistoryRow.objects.filter(case_id=filed.case_id).count() == 3
        assert Applicant.objects.count() == 1
