"""A mail server that is away, or takes nothing: what becomes of the messages meanwhile."""

from datetime import timedelta
from typing import Any

import pytest

from sawti.cases.facts import Contact
from sawti.notifications.models import Breaker, State
from sawti.notifications.steps.outcomes import MOST_TRIES
from tests.cast import Cast
from tests.sawti.notifications.test_email import FATIMA, SARA, notifications, sends
from tests.smtp import MailServer
from tests.sql import statements


def test_while_mail_is_down_a_case_is_filed_with_its_usual_statements(
    cast: Cast, clock: Any, stopped_mail: MailServer
) -> None:
    cast.file_case()
    cast.deliver()

    with statements() as sent:
        filed = cast.file_case()

    # limit, case, applicant, clocks, words with message, search, history with outbox
    assert len(sent) == 7
    assert cast.case(filed.case_id).state == "received"


def test_what_was_filed_while_mail_was_down_is_delivered_once_it_is_up(
    cast: Cast, clock: Any, stopped_mail: MailServer
) -> None:
    cast.file_case()
    cast.deliver()
    clock.shift(timedelta(minutes=5))
    cast.deliver()
    waiting = notifications(cast)

    clock.shift(timedelta(minutes=5))
    with stopped_mail.running():
        cast.deliver()

    assert [(row.state, row.is_uncertain) for row in waiting] == [(State.QUEUED, False)] * 2
    assert [(row.state, row.is_uncertain) for row in notifications(cast)] == [
        (State.SENT, False)
    ] * 2
    assert stopped_mail.addresses == {SARA: 1, FATIMA: 1}


def test_a_message_that_could_not_be_handed_over_keeps_its_place_and_its_attempts(
    cast: Cast, clock: Any, stopped_mail: MailServer, at: Any
) -> None:
    cast.file_case()

    cast.deliver()

    assert [(row.due_at, row.attempts, row.lease_until) for row in sends(cast)] == [
        (at, 0, None)
    ] * 2


def test_a_mail_server_that_is_away_for_days_gets_every_message_in_the_end(
    cast: Cast, clock: Any, stopped_mail: MailServer
) -> None:
    cast.file_case()
    for _ in range(60):
        cast.deliver()
        clock.shift(timedelta(hours=1))

    with stopped_mail.running():
        cast.deliver()

    assert stopped_mail.addresses == {FATIMA: 1, SARA: 1}
    assert [row.given_up_at for row in sends(cast)] == [None, None]


def test_one_recipient_that_has_to_wait_does_not_stop_the_others(
    cast: Cast, clock: Any, mail: MailServer
) -> None:
    mail.greylisted.add(SARA)
    cast.file_case()

    cast.deliver()

    assert mail.addresses == {FATIMA: 1}
    assert [(row.address, row.state, row.reason) for row in notifications(cast)] == [
        (FATIMA, State.SENT, ""),
        (SARA, State.QUEUED, "451 4.7.1 Come back later"),
    ]


def test_after_its_last_try_a_message_is_a_dead_letter(
    cast: Cast, clock: Any, mail: MailServer
) -> None:
    mail.greylisted.add(SARA)
    cast.file_case()

    tried = sum((cast.deliver(), clock.shift(timedelta(hours=2)))[0] for _ in range(25))

    (dead,) = [row for row in notifications(cast) if row.address == SARA]
    assert (dead.state, dead.tries, dead.reason) == (
        State.FAILED,
        MOST_TRIES,
        "451 4.7.1 Come back later",
    )
    assert tried == MOST_TRIES + 2  # the filing's own row and the focal point's message
    assert [row.done_at is not None for row in sends(cast)] == [True, True]


def test_an_address_that_does_not_exist_is_a_dead_letter_at_once_and_named_nowhere(
    cast: Cast, clock: Any, mail: MailServer, caplog: Any
) -> None:
    mail.refused.add(SARA)
    cast.file_case()

    cast.deliver()

    (dead,) = [row for row in notifications(cast) if row.address == SARA]
    assert (dead.state, dead.reason) == (State.FAILED, "550 5.1.1 No such mailbox: …")
    assert SARA not in caplog.text


def test_a_mail_server_that_is_down_for_an_hour_costs_an_hour_and_no_message(
    cast: Cast, clock: Any, stopped_mail: MailServer
) -> None:
    for minute in range(60):
        if minute % 10 == 0:
            cast.file_case(contact=Contact())
        cast.deliver()
        clock.shift(timedelta(minutes=1))
    with cast.inside(cast.bahrain):
        breaker = Breaker.objects.get(provider="installation")

    with stopped_mail.running():
        for _ in range(10):
            cast.deliver()
            clock.shift(timedelta(minutes=1))

    rows = notifications(cast)
    written = [row.id for row in sorted(rows, key=lambda row: row.created_at)]
    assert breaker.opened_at is not None
    assert [mail.id for mail in stopped_mail.mails] == [f"<{i}@bahrain.example>" for i in written]
    assert {(row.state, row.is_uncertain, row.tries) for row in rows} == {(State.SENT, False, 0)}
    assert len(rows) == 6


@pytest.mark.parametrize(
    "trouble", [{"answer_after": 0.6}, {"hangs_up": 1}], ids=["time-out", "broken connection"]
)
def test_a_message_of_which_nobody_knows_whether_it_arrived_is_sent_again_and_marked(
    cast: Cast, clock: Any, mail: MailServer, settings: Any, trouble: dict[str, float]
) -> None:
    settings.EMAIL_TIMEOUT = 0.3
    vars(mail).update(trouble)
    cast.file_case(contact=Contact())
    cast.deliver()
    mail.answer_after = 0
    (left,) = notifications(cast)

    clock.shift(timedelta(minutes=5))
    cast.deliver()

    (sent,) = notifications(cast)
    assert (left.state, left.is_uncertain) == (State.SENDING, False)
    assert (sent.state, sent.is_uncertain) == (State.SENT, True)
    assert mail.copies == {f"<{sent.id}@bahrain.example>": 2}


def test_a_message_that_two_rows_ask_for_is_sent_once(
    cast: Cast, clock: Any, mail: MailServer, at: Any
) -> None:
    from sawti.notifications.delivery import send
    from sawti.outbox.delivery import Letter
    from sawti.tenancy.context import tenant_context

    cast.file_case(contact=Contact())
    cast.deliver()
    (row,) = sends(cast)

    with tenant_context(cast.bahrain):
        send(Letter(row.id, row.topic, row.payload, 2), at)

    assert mail.addresses == {FATIMA: 1}
