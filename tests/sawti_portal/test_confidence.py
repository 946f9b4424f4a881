"""Where the subject takes it, a person files in confidence and names the employee it is about."""

import re

import pytest

from sawti.cases.models import Case, Involvement
from tests.cast import Cast
from tests.sawti.cases.secrets import make_confidential
from tests.sawti_portal.conftest import Visitor, codes_on

WISH, NAMED = 'name="is_confidential"', 'name="about_employee"'
ANSWER = {"is_confidential": "on", "about_employee": "Mr Ali of the counter"}


def is_offered(visitor: Visitor) -> tuple[bool, bool]:
    page = visitor.get("file/contact/").text
    return WISH in page, NAMED in page


def come_to_contact(visitor: Visitor) -> None:
    for step in ("", "story/", "about/"):
        visitor.answer(step)


def filed(cast: Cast, visitor: Visitor) -> tuple[str, list[str]]:
    """Send the case; return the code of its class, "" without one, and the employees named."""
    number, _receipt = codes_on(visitor.send())
    with cast.inside(cast.bahrain):
        case = Case.objects.select_related("confidentiality").get(number=number)
        named = list(Involvement.objects.filter(case=case).values_list("reason", flat=True))
    return case.confidentiality.code if case.confidentiality else "", named


@pytest.mark.parametrize(("by", "offered"), [("wish", (True, True)), ("policy", (False, True))])
def test_what_can_be_told_in_confidence_is_asked_where_the_subject_takes_it(
    cast: Cast, visitor: Visitor, by: str, offered: tuple[bool, bool]
) -> None:
    come_to_contact(visitor)
    before = is_offered(visitor)
    make_confidential(cast, "street-lighting", by)

    after = is_offered(visitor)

    assert (before, after) == ((False, False), offered)


@pytest.mark.parametrize(
    ("language", "answers"),
    [
        ("en", ("Keep this confidential", "About an employee", "Yes")),
        ("ar", ("أبقوا هذا سرياً", "عن موظف", "نعم")),
    ],
)
def test_the_wish_and_the_name_are_checked_and_sent(
    cast: Cast, language: str, answers: tuple[str, ...]
) -> None:
    make_confidential(cast, "street-lighting", "wish")
    visitor = Visitor(cast.client(), language)
    come_to_contact(visitor)

    visitor.answer("contact/", **ANSWER)

    page = visitor.get("file/check/").text
    assert [text for text in (*answers, "Mr Ali of the counter") if text not in page] == []
    assert filed(cast, visitor) == ("integrity", ["Mr Ali of the counter"])


def test_who_does_not_wish_it_files_an_ordinary_case(cast: Cast, visitor: Visitor) -> None:
    make_confidential(cast, "street-lighting", "wish")
    visitor.answer_all_steps()

    assert filed(cast, visitor) == ("", [])


def test_another_subject_takes_neither_wish_nor_name_along(cast: Cast, visitor: Visitor) -> None:
    make_confidential(cast, "street-lighting", "wish")
    come_to_contact(visitor)
    visitor.answer("contact/", **ANSWER)

    visitor.answer("about/", subject="~listed", category="road-pothole")

    page = visitor.get("file/check/").text
    assert "Mr Ali of the counter" not in page
    assert "Keep this confidential" not in page
    assert filed(cast, visitor) == ("", [])


def test_what_was_ticked_is_still_ticked_when_the_page_is_seen_again(
    cast: Cast, visitor: Visitor
) -> None:
    make_confidential(cast, "street-lighting", "wish")
    come_to_contact(visitor)
    visitor.answer("contact/", **ANSWER)

    page = visitor.get("file/contact/").text

    assert re.search(r'<input [^>]*name="is_confidential"[^>]* checked', page)
    assert 'value="Mr Ali of the counter"' in page
