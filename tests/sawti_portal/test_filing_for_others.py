"""Filing for somebody else on the portal, and what becomes of it in the profile."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from sawti.acting.models import Proof, Representation
from sawti.cases.models import Case
from tests import hostile, people
from tests.cast import STORY, Cast
from tests.sawti.acting.scenes import LAYLA, accepted, only
from tests.sawti_portal.conftest import Visitor, codes_on
from tests.sawti_portal.test_my_cases import listed

FOR = {"for_kind": "parent", "for_name": "ليلى", "for_email": LAYLA, "for_until": ""}


@pytest.fixture(autouse=True)
def _own_folder(files_folder: Path, clock: Any) -> None:
    """Every test here keeps files."""


@pytest.fixture
def sara(cast: Cast) -> Visitor:
    """Sara at the portal of Bahrain, signed in."""
    return Visitor(cast.client(people.SARA))


def document() -> SimpleUploadedFile:
    return SimpleUploadedFile("birth.jpg", hostile.jpeg_with_place())


def up_to_whom(visitor: Visitor) -> Any:
    """Answer all steps, and say that it is for somebody else."""
    visitor.answer("")
    visitor.answer("story/")
    visitor.answer("about/")
    return visitor.answer("contact/", is_for_other="on")


def say_whom(visitor: Visitor, **changes: Any) -> Any:
    values = {**FOR, "files": [document()], **changes}
    return visitor.client.post(f"/{visitor.language}/file/for/", values)


def test_a_case_for_oneself_asks_no_page_more(visitor: Visitor) -> None:
    visitor.answer_all_steps()

    answer = visitor.get("file/for/")

    assert answer.status_code == 303
    assert visitor.get("file/check/").status_code == 200


def test_who_files_for_somebody_else_says_for_whom_and_proves_it(
    cast: Cast, visitor: Visitor
) -> None:
    asked = up_to_whom(visitor)
    page = visitor.get("file/for/").text
    said = say_whom(visitor)
    check = visitor.get("file/check/").text
    sent = visitor.send()
    number, receipt = codes_on(sent)

    assert asked.headers["Location"] == "/en/file/for/"
    assert "Holder of a power of attorney" in page
    assert "For all cases of this person" not in page  # nobody is signed in
    assert said.headers["Location"] == "/en/file/check/"
    assert "ليلى – Parent" in check
    assert "Until it is accepted, the case does not open for you." in sent.text
    assert "as soon as we have accepted your proof" in visitor.open_case(number, receipt).text
    assert cast.count(Proof) == 1


def test_without_a_document_the_page_comes_again_with_what_was_typed(
    cast: Cast, visitor: Visitor
) -> None:
    up_to_whom(visitor)

    answer = say_whom(visitor, files=[])

    assert answer.status_code == 422
    assert "Add a picture or a PDF of the document that proves it." in answer.text
    assert 'value="ليلى"' in answer.text
    assert visitor.get("file/check/").headers["Location"] == "/en/file/for/"


def test_the_document_is_seen_by_its_sender_while_it_waits_and_by_nobody_else(
    cast: Cast, visitor: Visitor
) -> None:
    up_to_whom(visitor)
    say_whom(visitor)
    page = visitor.get("file/for/").text
    start = page.index("/en/file/files/")
    address = page[start : page.index('"', start)]

    own = visitor.client.get(address)
    other = cast.client().get(address)

    assert (own.status_code, other.status_code) == (302, 404)


def test_the_representative_follows_after_the_check_and_no_longer_after_the_end(
    cast: Cast, sara: Visitor
) -> None:
    up_to_whom(sara)
    say_whom(sara)
    number, _receipt = codes_on(sara.send())
    before = listed(sara)
    waiting = sara.get("my/representing/").text
    accepted(cast)

    page = sara.get(f"track/{number}/").text
    list_with = listed(sara)
    ended = sara.post(f"my/representing/{only(cast).id}/", deed="end")

    assert before == []
    assert "We check the document" in waiting
    assert STORY in page
    assert "Filed for somebody else" in page
    assert list_with == [number]
    assert ended.status_code == 303
    assert listed(sara) == []
    assert STORY not in sara.get(f"track/{number}/").text


def test_what_the_receipt_opened_closes_when_the_case_is_taken_over(
    cast: Cast, visitor: Visitor
) -> None:
    up_to_whom(visitor)
    say_whom(visitor, for_kind="helper", files=[])
    number, receipt = codes_on(visitor.send())
    visitor.open_case(number, receipt)
    opened = visitor.get(f"track/{number}/").text
    layla = Visitor(cast.client(people.Applicant(LAYLA)))
    offered = layla.get("my/representing/").text

    taken = layla.post(f"my/representing/{only(cast).id}/", deed="take_over")

    assert STORY in opened
    assert "Take the cases over" in offered
    assert taken.headers["Location"] == "/en/my/representing/?news=taken"
    assert STORY in layla.get(f"track/{number}/").text
    assert STORY not in visitor.get(f"track/{number}/").text
    assert STORY not in visitor.open_case(number, receipt).text


def test_nobody_ends_or_takes_over_what_is_not_theirs(cast: Cast, sara: Visitor) -> None:
    up_to_whom(sara)
    say_whom(sara)
    sara.send()
    strangers = [
        Visitor(cast.client(people.HASAN)),
        Visitor(cast.client(people.SARA_IN_JORDAN)),
    ]
    where = f"my/representing/{only(cast).id}/"

    statuses = [
        visitor.post(where, deed=deed).status_code
        for visitor in strangers
        for deed in ("end", "take_over", "")
    ] + [visitor.get(f"{where}proof/").status_code for visitor in strangers]

    assert statuses == [404] * 8
    assert only(cast).state == "claimed"


def test_a_representative_adds_another_document(cast: Cast, sara: Visitor) -> None:
    up_to_whom(sara)
    say_whom(sara)
    sara.send()
    where = f"/en/my/representing/{only(cast).id}/proof/"

    empty = sara.client.post(where, {})
    added = sara.client.post(where, {"files": [document()]})

    assert empty.status_code == 422
    assert added.headers["Location"] == "/en/my/representing/?news=added"
    assert cast.count(Proof) == 2


def test_whom_one_represents_lastingly_is_a_choice_next_time(cast: Cast, sara: Visitor) -> None:
    up_to_whom(sara)
    say_whom(sara, for_lasting="on")
    sara.send()
    accepted(cast)
    up_to_whom(sara)

    page = sara.get("file/for/").text
    say_whom(sara, for_id=str(only(cast).id), for_kind="", for_name="", files=[])
    sara.send()

    assert "Somebody else" in page
    assert (cast.count(Case), cast.count(Representation)) == (2, 1)
    assert len(listed(sara)) == 2
