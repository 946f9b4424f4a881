"""Who is told when a case is given away, withdrawn, rated or reopened."""

from typing import Any

import pytest

from sawti.cases.lifecycle import State
from tests.cast import Cast
from tests.sawti.cases.scenes import case_in
from tests.sawti.notifications.test_email import notifications
from tests.smtp import MailServer

SARA, FATIMA, MARYAM = "sara@example.com", "fatima@bahrain.example", "maryam@bahrain.example"


def news(cast: Cast, case_id: Any, happens: Any) -> list[tuple[str, str]]:
    """Return what is written to whom because of what happens now."""
    cast.deliver()
    before = {row.id for row in notifications(cast)}
    happens(case_id)
    cast.deliver()
    return sorted((n.template, n.address) for n in notifications(cast) if n.id not in before)


def test_a_withdrawal_is_told_to_the_holder(cast: Cast, clock: Any, mail: MailServer) -> None:
    case_id = case_in(State.OPEN, cast)

    assert news(cast, case_id, cast.withdraw) == [("case_withdrawn", FATIMA)]


def test_a_withdrawal_that_nobody_holds_is_told_to_the_focal_points(
    cast: Cast, clock: Any, mail: MailServer
) -> None:
    case_id = case_in(State.RECEIVED, cast)

    assert news(cast, case_id, cast.withdraw) == [("case_withdrawn", FATIMA)]


def test_a_reopening_is_told_to_the_holder_and_confirmed_to_the_applicant(
    cast: Cast, clock: Any, mail: MailServer
) -> None:
    case_id = case_in(State.ANSWERED, cast)

    assert news(cast, case_id, cast.reopen) == [
        ("case_reopened", FATIMA),
        ("reopening_received", SARA),
    ]


@pytest.mark.parametrize(
    ("score", "told"),
    [(1, [("answer_rated_low", FATIMA)]), (2, [("answer_rated_low", FATIMA)]), (3, []), (5, [])],
)
def test_only_a_low_rating_is_told_to_the_holder(
    cast: Cast, clock: Any, mail: MailServer, score: int, told: list[tuple[str, str]]
) -> None:
    case_id = case_in(State.ANSWERED, cast)

    assert news(cast, case_id, lambda case: cast.rate(case, score=score)) == told


def test_a_new_holder_is_told_unless_they_took_the_case_themselves(
    cast: Cast, clock: Any, mail: MailServer
) -> None:
    given, own = case_in(State.RECEIVED, cast), case_in(State.RECEIVED, cast)

    by_another = news(cast, given, lambda case: cast.assign(case, to=cast.maryam, by=cast.fatima))
    by_oneself = news(cast, own, lambda case: cast.assign(case, to=cast.maryam, by=cast.maryam))

    assert by_another == [("case_assigned", MARYAM)]
    assert by_oneself == []


def test_the_mail_about_an_answer_invites_to_rate_it_without_any_secret(
    cast: Cast, clock: Any, mail: MailServer
) -> None:
    filed = cast.file_case(language="en")
    cast.take(filed.case_id)
    cast.answer(filed.case_id)
    cast.deliver()

    [text] = [each.text for each in mail.to(SARA) if "has been answered" in each.subject]

    assert "There you can also rate the answer" in text
    assert "http://bahrain.localhost:8000/en/track/" in text
    assert filed.receipt not in text
