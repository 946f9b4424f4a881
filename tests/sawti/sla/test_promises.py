"""By when: which policy a case falls under, and the due date it gives in each tenant."""

from datetime import datetime
from typing import Any
from uuid import uuid4

import pytest

from sawti.catalogue.queries import catalogue
from sawti.entities.queries import entity_tree
from sawti.sla.models import Policy
from sawti.sla.queries import due_after_pause, policy_for, promise_for, traits_of
from sawti.sla.terms import Target
from sawti.tenancy.context import TenantFacts
from tests.cast import Cast, utc


def policy(cast: Cast, case_type: str, importance: str, tenant: TenantFacts | None = None) -> str:
    with cast.inside(tenant or cast.bahrain):
        known = catalogue()
        return policy_for(
            traits_of(
                case_type_id=known.types[case_type].id,
                importance_id=known.importance[importance].id,
                entity_id=entity_tree().triage.id,
            )
        ).code


def due(
    cast: Cast, tenant: TenantFacts, case_type: str, importance: str, received: str
) -> datetime:
    with cast.inside(tenant):
        known = catalogue()
        traits = traits_of(
            case_type_id=known.types[case_type].id,
            importance_id=known.importance[importance].id,
            entity_id=entity_tree().triage.id,
        )
        return promise_for(traits, received_at=utc(received)).due_at


@pytest.mark.parametrize(
    ("case_type", "importance", "expected"),
    [
        ("report", "critical", "report-critical"),  # type and importance
        ("report", "high", "report-high"),
        ("report", "normal", "report"),  # type alone
        ("report", "low", "report"),
        ("thanks", "critical", "thanks"),  # a type goes before an importance
        ("complaint", "critical", "critical"),  # importance alone
        ("complaint", "high", "high"),
        ("complaint", "normal", "standard"),  # neither
        ("suggestion", "low", "standard"),
    ],
)
def test_the_most_specific_policy_wins(
    cast: Cast, case_type: str, importance: str, expected: str
) -> None:
    assert policy(cast, case_type, importance) == expected


def test_each_tenant_has_policies_of_its_own(cast: Cast) -> None:
    assert policy(cast, "suggestion", "normal", cast.jordan) == "suggestion"
    assert policy(cast, "suggestion", "normal", cast.bahrain) == "standard"


def test_a_type_that_no_policy_names_falls_under_the_general_one(cast: Cast) -> None:
    with cast.inside(cast.bahrain):
        found = policy_for(
            traits_of(
                case_type_id=uuid4(),
                importance_id=uuid4(),
                entity_id=entity_tree().triage.id,
            )
        )

    assert (found.code, found.target) == ("standard", Target(14, "days"))


@pytest.mark.parametrize(
    ("case_type", "importance", "received", "expected"),
    [
        # Bahrain works Sunday to Thursday, 07:00-14:00, three hours ahead of UTC.
        ("report", "critical", "2026-03-01T08:00", "2026-03-02T11:00"),  # Sunday → Monday
        ("report", "critical", "2026-03-05T08:00", "2026-03-08T11:00"),  # Thursday → Sunday
        ("report", "critical", "2026-03-06T08:00", "2026-03-08T11:00"),  # Friday → Sunday
        ("report", "critical", "2026-03-07T22:00", "2026-03-09T11:00"),  # Sunday 01:00 → Monday
        ("report", "critical", "2026-03-19T08:00", "2026-03-25T11:00"),  # the feast
        ("complaint", "critical", "2026-03-17T08:00", "2026-03-25T11:00"),  # 3 days, the feast
        ("complaint", "normal", "2026-03-01T08:00", "2026-03-19T11:00"),  # 14 days, no holiday
        ("complaint", "normal", "2026-03-15T08:00", "2026-04-07T11:00"),  # 14 days, the feast
        ("thanks", "normal", "2026-12-14T08:00", "2026-12-23T11:00"),  # National Day
    ],
)
def test_due_dates_in_bahrain(
    cast: Cast, case_type: str, importance: str, received: str, expected: str
) -> None:
    assert due(cast, cast.bahrain, case_type, importance, received) == utc(expected)


@pytest.mark.parametrize(
    ("case_type", "importance", "received", "expected"),
    [
        # Jordan works Sunday to Thursday, 08:30-15:30, three hours ahead of UTC.
        ("report", "critical", "2026-03-01T08:00", "2026-03-02T12:30"),  # Sunday → Monday
        ("report", "critical", "2026-03-05T08:00", "2026-03-08T12:30"),  # Thursday → Sunday
        ("report", "critical", "2026-03-19T08:00", "2026-03-24T12:30"),  # a feast of four days
        ("complaint", "normal", "2026-03-01T08:00", "2026-03-15T12:30"),  # 10 days
        ("complaint", "normal", "2026-03-15T08:00", "2026-03-31T12:30"),  # 10 days, the feast
        ("suggestion", "normal", "2026-05-20T08:00", "2026-06-17T12:30"),  # three holidays
    ],
)
def test_due_dates_in_jordan(
    cast: Cast, case_type: str, importance: str, received: str, expected: str
) -> None:
    assert due(cast, cast.jordan, case_type, importance, received) == utc(expected)


def moved(cast: Cast, due_at: str, paused_at: str, resumed_at: str) -> datetime:
    with cast.inside(cast.bahrain):
        return due_after_pause(
            due_at=utc(due_at),
            paused_at=utc(paused_at),
            resumed_at=utc(resumed_at),
            entity_id=entity_tree().triage.id,
        )


@pytest.mark.parametrize(
    ("due_at", "paused_at", "resumed_at", "expected"),
    [
        # One working day of waiting: Thursday + 1 = Sunday.
        ("2026-03-05T11:00", "2026-03-02T09:00", "2026-03-03T09:00", "2026-03-08T11:00"),
        # The weekend is no waiting: one open hour on Thursday, one on Sunday.
        ("2026-03-10T11:00", "2026-03-05T10:00", "2026-03-08T05:00", "2026-03-11T06:00"),
        # Nobody works at night: nothing moves.
        ("2026-03-10T11:00", "2026-03-05T12:00", "2026-03-08T03:00", "2026-03-10T11:00"),
        # Paused in the last minute before the due date.
        ("2026-03-10T11:00", "2026-03-10T10:59", "2026-03-11T04:59", "2026-03-11T05:00"),
        # Asked at the due date itself: not late, so the waiting still counts.
        ("2026-03-10T11:00", "2026-03-10T11:00", "2026-03-11T05:00", "2026-03-11T05:00"),
    ],
)
def test_a_pause_moves_the_due_date_by_the_open_time_that_passed(
    cast: Cast, due_at: str, paused_at: str, resumed_at: str, expected: str
) -> None:
    assert moved(cast, due_at, paused_at, resumed_at) == utc(expected)


def test_a_due_date_that_had_passed_before_the_pause_stays(cast: Cast) -> None:
    found = moved(cast, "2026-03-10T11:00", "2026-03-10T11:01", "2026-03-17T11:00")

    assert found == utc("2026-03-10T11:00")


def test_a_case_keeps_the_policy_version_that_made_its_due_date(cast: Cast, clock: Any) -> None:
    from django.db import transaction

    from sawti.tenancy.actions import configuration_changed
    from sawti.tenancy.context import tenant_context
    from tests.cast import Cast as NextDay

    before = cast.case(cast.file_case().case_id)
    with tenant_context(cast.bahrain), transaction.atomic():
        Policy.objects.filter(code="standard").update(amount=3, version=2)
        configuration_changed()

    tomorrow = NextDay()  # reads the tenant anew, as every request does
    after = tomorrow.case(tomorrow.file_case().case_id)

    assert (before.policy_version, before.due_at) == (1, utc("2026-03-19T11:00Z"))
    assert (after.policy_version, after.due_at) == (2, utc("2026-03-04T11:00Z"))
    assert cast.case(before.id).due_at == utc("2026-03-19T11:00Z")
