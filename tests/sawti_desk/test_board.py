"""The operation room's board: what falls due within two days and what is late, by entity."""

import re
from html import unescape
from typing import Any

import pytest

from sawti.cases.actions.confidentiality import name_conflict
from sawti.tenancy.context import tenant_context
from tests import people
from tests.cast import Cast, utc
from tests.sawti.escalation.scenes import DUE, filed, post, sweep
from tests.sql import statements

NOW = "2026-03-18T12:00Z"  # a day before the first case is due


@pytest.fixture(autouse=True)
def _cases(cast: Cast, clock: Any) -> None:
    """Of electricity one case is due in 23 hours, one a week later; of roads one is late."""
    filed(cast)
    cast.file_case(on="2026-03-09T08:00")
    cast.file_case(on="2026-02-01T08:00", category="road-pothole")
    clock.move_to(NOW)


def board(cast: Cast, person: people.Person, query: str = "") -> str:
    html = cast.client(person).get(f"/desk/board/?language=en{query}", follow=True)
    return html.content.decode()


def rows(html: str) -> list[list[str]]:
    """Return the cells of each row of the table, as they are read."""
    found = re.findall(r"<tr>(.*?)</tr>", html, re.DOTALL)[1:]
    cells = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL) for row in found]
    return [[_text(cell) for cell in row] for row in cells]


def _text(html: str) -> str:
    shown = re.sub(r'<span class="sw-hidden">.*?</span>', "", html)
    return unescape(re.sub(r"<[^>]+>", "", shown)).strip()


def test_the_board_counts_by_entity_what_is_late_and_what_falls_due(cast: Cast) -> None:
    found = rows(board(cast, people.MARYAM))

    assert found[:2] == [
        ["Ministry of Works", "1", "0", "0", "0", "0"],
        ["Roads Projects and Maintenance Directorate", "1", "0", "0", "0", "0"],
    ]
    assert found[2][1:] == ["0", "1", "1", "0", "0"]


def test_numbers_lead_to_the_list_that_holds_so_many(cast: Cast) -> None:
    html = unescape(board(cast, people.FATIMA))

    address = "/desk/?entity=ewa-electricity-distribution&due=24h"
    assert f'href="{address}"' in html
    page = cast.client(people.FATIMA).get(address).content.decode()
    assert page.count('<th scope="row"') == 1


def test_everybody_sees_their_own_entities_only(cast: Cast) -> None:
    names = [row[0] for row in rows(board(cast, people.FATIMA))]

    assert len(names) == 1
    assert "Roads" not in board(cast, people.FATIMA)


def test_staff_without_a_post_and_the_outsider_see_no_case(cast: Cast) -> None:
    assert "You hold no post yet" in board(cast, people.NOOR)
    assert "Nothing is late" in board(cast, people.OMAR)


def test_a_case_with_a_conflict_of_interest_is_not_counted(cast: Cast) -> None:
    case_id = cast.file_case(on="2026-03-01T08:00").case_id
    before = rows(board(cast, people.KHALID))
    with tenant_context(cast.bahrain):
        name_conflict(
            case_id,
            by=cast.fatima,
            version=1,
            reason="قريب",
            at=utc("2026-03-18T12:00"),
            staff_id=cast.khalid.id,
        )

    after = rows(board(cast, people.KHALID))

    assert (before[0][2], after[0][2]) == ("2", "1")


def test_the_board_shows_what_was_escalated_and_where_nobody_was_reached(
    cast: Cast, clock: Any
) -> None:
    post(cast, cast.noor, "secretary_general")
    sweep(DUE)
    clock.move_to("2026-03-19T12:00Z")

    found = rows(board(cast, people.MARYAM))

    assert [row[4] for row in found if row[0] == "Electricity and Water Authority"] == ["1"]


def test_what_falls_due_next_stands_below(cast: Cast) -> None:
    html = board(cast, people.FATIMA)

    assert "What falls due next" in html
    assert html.count('<li class="sw-row"><a href="/desk/cases/') == 1


def test_many_entities_come_page_by_page(cast: Cast, monkeypatch: Any) -> None:
    monkeypatch.setattr("sawti_desk.board.PAGE", 1)

    first, last = board(cast, people.MARYAM), board(cast, people.MARYAM, "&page=99")

    assert (len(rows(first)), len(rows(last))) == (1, 1)
    assert 'href="/desk/board/?page=2"' in first
    assert 'rel="next"' not in last


def test_the_board_costs_the_same_for_one_case_and_for_many(cast: Cast) -> None:
    client = cast.client(people.MARYAM)
    client.get("/desk/board/")
    with statements() as few:
        client.get("/desk/board/")
    for _ in range(20):
        cast.file_case(on="2026-03-01T08:00")
        cast.file_case(on="2026-02-01T08:00", category="road-pothole")

    with statements() as many:
        client.get("/desk/board/")

    assert len(many) == len(few)
