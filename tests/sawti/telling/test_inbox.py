"""Lists of messages: what happened, for as long as its reader may see the case."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail

from sawti.accounts.models import Staff
from sawti.cases.inbox import inbox_of_person, inbox_of_staff
from sawti.cases.models import Involvement, InvolvementKind
from sawti.entities.permissions import rights_of
from sawti.lib.errors import Missing
from sawti.outbox.models import Message
from sawti.telling.actions import StaffChoice, choose_mails, mark_all_read, mark_read
from sawti.telling.facts import What
from sawti.telling.models import InboxEntry
from sawti.tenancy.context import tenant_context
from tests import people
from tests.cast import Cast, utc
from tests.sql import statements

FATIMA = "fatima@bahrain.example"


def texts(cast: Cast, staff: Staff, **asked: Any) -> list[str]:
    with cast.inside(cast.bahrain):
        found = inbox_of_staff(rights_of(staff), language="en", **asked)
        return [line.text.replace("\u2066", "").replace("\u2069", "") for line in found.rows]


def fresh(cast: Cast, reader: Any) -> Any:
    with cast.inside(cast.bahrain):
        return type(reader).objects.get(pk=reader.pk)


def mails_to(address: str) -> list[Any]:
    return [sent for sent in mail.outbox if sent.to == [address]]


def choose(cast: Cast, staff: Staff, at: Any, **choice: Any) -> None:
    with tenant_context(cast.bahrain):
        choose_mails(staff, StaffChoice(**choice), at=at)


def test_what_happens_stands_in_the_list_of_whom_it_concerns(cast: Cast, clock: Any) -> None:
    filed = cast.file_case()
    cast.deliver()

    assert texts(cast, cast.fatima) == [f"New case {filed.number}"]
    assert texts(cast, cast.yusuf) == []
    assert fresh(cast, cast.fatima).unread == 1


def test_a_case_that_one_may_no_longer_see_is_not_listed(cast: Cast, clock: Any, at: Any) -> None:
    case_id = cast.file_case().case_id
    cast.deliver()
    with cast.writing(cast.bahrain):
        Involvement.objects.create(
            case_id=case_id, kind=InvolvementKind.CONFLICT, staff=cast.fatima, since_at=at
        )

    assert texts(cast, cast.fatima) == []


def test_reading_counts_down_and_nobody_marks_for_another(cast: Cast, clock: Any, at: Any) -> None:
    for _ in range(3):
        cast.file_case()
    cast.deliver()
    with cast.inside(cast.bahrain):
        entry = InboxEntry.objects.filter(staff=cast.fatima).order_by("id")[0]

    with tenant_context(cast.bahrain), pytest.raises(Missing):
        mark_read(cast.yusuf, entry.id, at=at)
    with tenant_context(cast.jordan), pytest.raises((Missing, Staff.DoesNotExist)):
        mark_read(cast.omar, entry.id, at=at)
    assert fresh(cast, cast.fatima).unread == 3

    with tenant_context(cast.bahrain):
        mark_read(cast.fatima, entry.id, at=at)
        mark_read(cast.fatima, entry.id, at=at)
    assert fresh(cast, cast.fatima).unread == 2

    with tenant_context(cast.bahrain):
        mark_all_read(cast.fatima, until=at - timedelta(minutes=1), at=at)
    assert fresh(cast, cast.fatima).unread == 2  # what came since the page was shown stays new

    with tenant_context(cast.bahrain):
        mark_all_read(cast.fatima, until=at, at=at)
    assert fresh(cast, cast.fatima).unread == 0


def test_the_list_costs_the_same_for_one_message_and_for_many(cast: Cast, clock: Any) -> None:
    texts(cast, cast.fatima)  # what is kept in the process
    counts = []
    for more in (1, 29):
        for _ in range(more):
            cast.file_case()
        cast.deliver()
        with cast.inside(cast.bahrain), statements() as sent:
            found = inbox_of_staff(rights_of(cast.fatima), language="en")
        counts.append((len(sent), len(found.rows), bool(found.next_cursor)))

    assert [counts[0][1:], counts[1][1:]] == [(1, False), (25, True)]
    assert counts[0][0] == counts[1][0] == 4
    assert len(texts(cast, cast.fatima, cursor=found.next_cursor)) == 5


def test_a_person_reads_of_their_own_cases(cast: Cast, clock: Any, at: Any) -> None:
    sara, hasan = cast.applicant(people.SARA), cast.applicant(people.HASAN)
    filed = cast.file_case(person_id=sara.id)
    cast.deliver()

    with cast.inside(cast.bahrain):
        own = inbox_of_person(sara.id, language="en", at=at).rows
        others = inbox_of_person(hasan.id, language="en", at=at).rows
    assert [(line.number, line.is_read) for line in own] == [(filed.number, False)]
    assert others == ()
    assert fresh(cast, sara).unread == 1


def test_staff_mute_mails_and_keep_their_list(cast: Cast, clock: Any, at: Any) -> None:
    choose(cast, cast.fatima, at, muted=(What.FILED,))
    cast.file_case()

    cast.deliver()

    assert mails_to(FATIMA) == []
    assert len(texts(cast, cast.fatima)) == 1


def test_outside_working_hours_a_mail_waits_and_is_not_lost(cast: Cast, clock: Any) -> None:
    clock.move_to(utc("2026-03-06T09:00Z"))  # Friday, the weekend of Bahrain
    choose(cast, cast.fatima, utc("2026-03-06T09:00Z"), only_at_work=True)
    cast.file_case()
    cast.deliver()
    before = len(mails_to(FATIMA))

    clock.move_to(utc("2026-03-08T06:00Z"))  # Sunday morning
    cast.deliver()

    assert (before, len(mails_to(FATIMA))) == (0, 1)


def test_gathered_mails_come_once_a_working_day_with_what_is_still_seen(
    cast: Cast, clock: Any
) -> None:
    clock.move_to(utc("2026-03-02T07:00Z"))
    choose(cast, cast.fatima, utc("2026-03-02T07:00Z"), gathered=True)
    numbers = [cast.file_case().number for _ in range(2)]
    hidden = cast.file_case()
    cast.deliver()
    with cast.writing(cast.bahrain):
        Involvement.objects.create(
            case_id=hidden.case_id,
            kind=InvolvementKind.CONFLICT,
            staff=cast.fatima,
            since_at=utc("2026-03-02T07:00Z"),
        )
        asked = Message.objects.filter(topic="telling.digest").count()
    before = len(mails_to(FATIMA))

    clock.move_to(utc("2026-03-03T07:00Z"))
    cast.deliver()
    cast.deliver()

    (sent,) = mails_to(FATIMA)
    assert (before, asked) == (0, 1)
    assert all(number in sent.body for number in numbers)
    assert hidden.number not in sent.body
