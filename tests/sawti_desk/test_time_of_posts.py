"""The page of a case says who had it by which post, until when, and why so long."""

from typing import Any

from sawti.sla.terms import Target
from tests.cast import Cast
from tests.sawti.cases.test_posts import FILED, TAKEN, give, give_time
from tests.sawti_desk.test_case import address, reader, words


def test_the_page_says_which_post_has_a_case_until_when_and_why(cast: Cast, clock: Any) -> None:
    give_time(cast, {"focal_point": Target(3, "days"), "dispatcher": Target(420, "minutes")})
    case_id = cast.file_case(on=FILED).case_id
    cast.take(case_id, on=TAKEN)
    give(cast, case_id, cast.maryam, "2026-03-02T06:00Z")
    clock.move_to("2026-03-04T06:00Z")

    page = words(reader(cast).get(address(case_id)).text)

    assert "Time of each post" in page
    assert (
        "Focal point, Electricity Distribution Directorate: had it from 1 March 2026, 09:00, "
        "in time (3 working days by the policy standard, version 2)." in page
    )
    assert (
        "Dispatcher, Electricity Distribution Directorate: had it from 2 March 2026, 09:00 until "
        "3 March 2026, 09:00 at most (7 h 0 min by the policy standard, version 2); it took "
        "longer." in page
    )


def test_where_no_policy_gives_posts_time_the_page_does_not_speak_of_it(
    cast: Cast, clock: Any
) -> None:
    case_id = cast.file_case(on=FILED).case_id
    cast.take(case_id, on=TAKEN)

    assert "Time of each post" not in reader(cast).get(address(case_id)).text
