"""Several cases at once: a preview first, each case for itself, nothing done twice."""

import re
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from sawti.cases.models import HistoryRow
from tests import people
from tests.cast import Cast
from tests.sawti.cases.scenes import history_of
from tests.sawti_desk.test_case import words
from tests.sawti_desk.test_queue import reader

BULK = "/desk/bulk/"
ROADS = "roads-projects-maintenance"


def box(cast: Cast, filed: Any) -> str:
    return f"{filed.case_id}:{cast.case(filed.case_id).version}"


def send(cast: Cast, boxes: list[str], person: people.Person = people.FATIMA, **typed: Any) -> Any:
    return reader(cast, person).post(BULK, {"deed": "assign", "case": boxes, **typed})


def results(page: str) -> list[str]:
    """Return what the table says of each case, from top to bottom."""
    cells = re.findall(r'data-label="Result">(.*?)</td>', page, re.DOTALL)
    return [words(cell) for cell in cells]


def test_ticked_cases_are_given_to_a_colleague_after_a_preview(cast: Cast, clock: Any) -> None:
    filed = [cast.file_case(), cast.file_case()]
    boxes = [box(cast, each) for each in filed]
    to = str(cast.maryam.id)

    first = send(cast, boxes)
    preview = send(cast, boxes, step="preview", holder=to)
    before = [cast.case(each.case_id).holder_id for each in filed]
    done = send(cast, boxes, step="do", holder=to)

    assert 'value="do"' not in first.text
    assert 'value="do"' in preview.text
    assert "2 cases will be changed, 0 skipped." in preview.text
    assert before == [None, None]
    assert results(done.text) == ["Done", "Done"]
    assert [cast.case(each.case_id).holder_id for each in filed] == [cast.maryam.id] * 2
    assert sorted(history_of(filed[0].case_id, cast)) == ["assign", "file"]


def test_ticked_cases_are_transferred_with_the_reason(cast: Cast, clock: Any) -> None:
    filed = cast.file_case()

    send(cast, [box(cast, filed)], deed="transfer", step="do", entity=ROADS, reason="A road sign.")

    with cast.inside(cast.bahrain):
        row = HistoryRow.objects.get(event="transfer")
    assert (row.case_id, row.reason) == (filed.case_id, "A road sign.")


def test_the_preview_says_for_each_case_why_it_will_be_skipped(cast: Cast, clock: Any) -> None:
    fit, answered, changed, elsewhere = (
        cast.file_case(),
        cast.file_case(),
        cast.file_case(),
        cast.file_case(category="road-pothole"),
    )
    cast.take(answered.case_id)
    cast.answer(answered.case_id)
    stale = box(cast, changed)
    cast.take(changed.case_id)
    boxes = [box(cast, fit), box(cast, answered), stale, box(cast, elsewhere), "nonsense", "x:y"]

    preview = send(cast, boxes, step="preview", holder=str(cast.maryam.id)).text

    gone = (
        "Skipped: There is no such case among yours. It may have been transferred to another "
        "entity meanwhile."
    )
    assert results(preview) == [
        "Received",
        "Skipped: Assign is not possible while it is: Answered.",
        "Skipped: Somebody else has changed it meanwhile.",
        gone,
        gone,
        gone,
    ]
    assert elsewhere.number not in preview
    assert "1 case will be changed, 5 skipped." in preview


def test_what_is_refused_leaves_the_other_cases_alone(cast: Cast, clock: Any) -> None:
    first, second = cast.file_case(), cast.file_case()
    stale = box(cast, first)
    cast.take(first.case_id)
    rows = cast.count(HistoryRow)

    page = send(cast, [stale, box(cast, second)], step="do", holder=str(cast.maryam.id)).text

    assert "1 case done, 1 skipped." in page
    assert cast.case(first.case_id).holder_id == cast.fatima.id
    assert cast.case(second.case_id).holder_id == cast.maryam.id
    assert cast.count(HistoryRow) == rows + 1


def test_sent_twice_nothing_is_done_twice(cast: Cast, clock: Any) -> None:
    filed = cast.file_case()
    boxes = [box(cast, filed)]
    send(cast, boxes, step="do", holder=str(cast.maryam.id))
    rows = cast.count(HistoryRow)

    page = send(cast, boxes, step="do", holder=str(cast.fatima.id)).text

    assert "0 cases done, 1 skipped." in page
    assert cast.case(filed.case_id).holder_id == cast.maryam.id
    assert cast.count(HistoryRow) == rows


@pytest.mark.parametrize("person", [people.YUSUF, people.NOOR, people.KHALID, people.OMAR])
def test_who_may_not_act_changes_nothing_by_ticking(
    cast: Cast, clock: Any, person: people.Person
) -> None:
    filed = cast.file_case()
    rows = cast.count(HistoryRow)

    page = send(cast, [box(cast, filed)], person, step="do", holder=str(cast.fatima.id)).text

    assert "0 cases done, 1 skipped." in page
    assert cast.case(filed.case_id).holder_id is None
    assert cast.count(HistoryRow) == rows


@pytest.mark.parametrize("holder", ["yusuf", "khalid", "omar"])
def test_cases_do_not_go_to_somebody_who_does_not_handle_them(
    cast: Cast, clock: Any, holder: str
) -> None:
    filed = cast.file_case()
    to = str(getattr(cast, holder).id)

    preview = send(cast, [box(cast, filed)], step="preview", holder=to).text
    done = send(cast, [box(cast, filed)], step="do", holder=to).text

    why = "Skipped: This person does not work on the cases of the entity."
    assert (results(preview), results(done)) == ([why], [why])
    assert cast.case(filed.case_id).holder_id is None


@pytest.mark.parametrize(
    "typed",
    [
        {"step": "do"},
        {"step": "preview", "holder": ""},
        {"step": "do", "holder": "nobody"},
        {"deed": "transfer", "step": "do", "entity": ROADS, "reason": ""},
        {"deed": "transfer", "step": "do", "entity": "nowhere", "reason": "why"},
    ],
)
def test_an_incomplete_choice_is_refused_at_its_field(
    cast: Cast, clock: Any, typed: dict[str, str]
) -> None:
    filed = cast.file_case()

    response = send(cast, [box(cast, filed)], **typed)

    assert response.status_code == 422
    assert 'class="sw-error"' in response.text
    assert history_of(filed.case_id, cast) == ["file"]


@pytest.mark.parametrize(
    ("typed", "number"), [({}, 0), ({}, 101), ({"deed": "delete"}, 1), ({"deed": ""}, 1)]
)
def test_too_few_too_many_or_nothing_to_do_leads_back_to_the_list(
    cast: Cast, clock: Any, typed: dict[str, str], number: int
) -> None:
    boxes = [f"01900000-0000-7000-8000-{at:012d}:1" for at in range(number)]

    response = send(cast, boxes, **typed)

    assert (response.status_code, response.headers["Location"]) == (303, "/desk/")


def test_the_list_offers_boxes_to_whoever_handles_cases_only(cast: Cast, clock: Any) -> None:
    filed = cast.file_case()

    page = reader(cast).get("/desk/?tick=all").text

    assert f'value="{box(cast, filed)}" checked' in page
    assert 'type="checkbox" name="case"' not in reader(cast, people.KHALID).get("/desk/").text


def test_of_two_officers_who_assign_the_same_cases_at_once_one_is_first_for_each(
    committed: None, cast: Cast, clock: Any
) -> None:
    filed = [cast.file_case() for _ in range(4)]
    boxes = [box(cast, each) for each in filed]
    barrier = Barrier(2)
    acts = [
        (reader(cast, people.FATIMA), str(cast.fatima.id)),
        (reader(cast, people.MARYAM), str(cast.maryam.id)),
    ]

    def assign(client: Client, to: str) -> list[str]:
        try:
            barrier.wait()
            data = {"deed": "assign", "case": boxes, "step": "do", "holder": to}
            return results(client.post(BULK, data).text)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as threads:
        outcomes = list(threads.map(assign, *zip(*acts, strict=True)))

    assert [sorted(each == "Done" for each in pair) for pair in zip(*outcomes, strict=True)] == [
        [False, True]
    ] * 4
    assert [sorted(history_of(each.case_id, cast)) for each in filed] == [["assign", "file"]] * 4
    assert {cast.case(each.case_id).version for each in filed} == {2}
