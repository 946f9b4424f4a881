"""Finding a subject, its page, and filing a case about it."""

import re

import pytest

from sawti.cases.models import Case
from sawti.catalogue.models import Category
from tests.cast import Cast
from tests.sawti_portal.conftest import Visitor

LISTED = re.compile(r'<li><a href="/en/categories/([\w-]+)/">')


def test_all_subjects_are_listed_in_their_groups(visitor: Visitor, cast: Cast):
    text = visitor.get("categories/").text

    assert len(LISTED.findall(text)) == 51
    assert '<a href="/en/categories/roads/">Roads and traffic</a></h2>' in text


@pytest.mark.parametrize("typed", ["انارة", "lamp post", "STREET  lighting"])
def test_a_subject_is_found_by_the_words_that_people_type(visitor: Visitor, typed: str):
    response = visitor.client.get("/en/categories/", {"q": typed})

    assert LISTED.findall(response.text)[0] == "street-lighting"
    assert "Roads and traffic" in response.text


def test_what_is_not_found_leads_on_to_i_dont_know(visitor: Visitor):
    text = visitor.client.get("/en/categories/", {"q": 'xyzzy"><b>'}).text

    assert LISTED.findall(text) == []
    assert "No subject has these words" in text
    assert "I don’t know: file a case" in text
    assert 'value="xyzzy&quot;&gt;&lt;b&gt;"' in text


def test_a_subject_says_who_answers_and_how_fast(visitor: Visitor):
    text = visitor.get("categories/street-lighting/").text

    assert "Street lighting</h1>" in text
    assert "<li>lamp post</li>" in text
    assert "<bdi>Electricity Distribution Directorate</bdi>" in text
    assert "14 working days" in text
    assert 'href="/en/categories/road-pothole/"' in text
    assert 'href="/en/file/?about=street-lighting"' in text


def test_a_subject_of_the_first_level_leads_to_those_below(visitor: Visitor):
    text = visitor.get("categories/roads/").text

    assert len(LISTED.findall(text)) == 6
    assert "File a case about this" not in text


@pytest.mark.parametrize("path", ["categories/nothing/", "categories/roads/x/", "pages/home/"])
def test_what_is_not_there_is_not_found(visitor: Visitor, path: str):
    assert visitor.get(path).status_code == 404


def test_a_subject_that_is_switched_off_has_no_page(cast: Cast, visitor: Visitor):
    with cast.writing(cast.bahrain):
        Category.objects.filter(code="street-lighting").update(is_active=False)

    assert visitor.get("categories/street-lighting/").status_code == 404
    assert visitor.get("file/?about=street-lighting").status_code == 200


def test_a_case_filed_from_a_subject_has_it_already(cast: Cast, visitor: Visitor):
    assert (
        "Subject: <strong>Street lighting</strong>"
        in visitor.get("file/?about=street-lighting").text
    )

    story = visitor.post("file/?about=street-lighting", type="complaint")
    contact = visitor.answer("story/")
    visitor.answer("contact/")
    check = visitor.get("file/check/").text
    visitor.send()

    assert story.headers["Location"] == "/en/file/story/"
    assert contact.headers["Location"] == "/en/file/contact/"
    assert "Street lighting" in check
    with cast.inside(cast.bahrain):
        assert Case.objects.get().category.code == "street-lighting"


@pytest.mark.parametrize("about", ["nothing", "roads", "'", ""])
def test_a_subject_that_no_case_can_have_is_left_out(visitor: Visitor, about: str):
    response = visitor.post(f"file/?about={about}", type="complaint")

    assert response.headers["Location"] == "/en/file/story/"
    assert visitor.answer("story/").headers["Location"] == "/en/file/about/"


def test_the_first_page_leads_to_subjects_and_to_a_case(visitor: Visitor):
    number, receipt = visitor.file_case()

    text = visitor.get("").text

    assert text.count('<li><a href="/en/categories/') == 10
    assert 'role="search"' in text
    assert "This month in numbers" not in text
    response = visitor.open_case(number, receipt)
    assert response.headers["Location"] == f"/en/track/{number}/"
    assert '<form class="sw-stack" method="post" action="/en/track/"' in text
