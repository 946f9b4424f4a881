"""A person's choice of colours, size, spacing and letters, honoured by every page."""

from typing import Any

import pytest
from django.conf import settings

from tests import people
from tests.cast import Cast
from tests.sawti_portal.conftest import Visitor

PAGE = "accessibility/settings/"
CHOICE = {"theme": "dark", "text_size": "xxl", "spacing": "wide", "font": "easy"}
CHOSEN = 'data-theme="dark" data-text="xxl" data-spacing="wide" data-font="easy"'
EASY_FONT = "sawti_ui/easy-font.css"


def choose(visitor: Visitor, deed: str = "save", **changes: str) -> Any:
    return visitor.post(PAGE, deed=deed, **{**CHOICE, **changes})


def test_a_choice_is_kept_and_said_so(visitor: Visitor):
    response = choose(visitor)

    kept = visitor.client.cookies[settings.SAWTI_SETTINGS_COOKIE]
    assert (response.status_code, response.headers["Location"]) == (303, f"/en/{PAGE}?saved=1")
    assert (kept.value, kept["max-age"], kept["httponly"]) == ("dark.xxl.wide.easy", 31536000, True)
    assert "All pages look like this now." in visitor.client.get(response.headers["Location"]).text


@pytest.mark.parametrize(
    ("path", "status"),
    [("/ar/", 200), ("/en/file/", 200), ("/en/nowhere/", 404), ("/desk/sign-in/", 200)],
)
def test_every_page_is_as_the_person_chose(visitor: Visitor, path: str, status: int):
    choose(visitor)

    response = visitor.client.get(path)

    assert response.status_code == status
    assert CHOSEN in response.text
    assert EASY_FONT in response.text


def test_staff_read_their_desk_as_they_chose(cast: Cast):
    visitor = Visitor(cast.client(people.FATIMA))
    choose(visitor)

    assert CHOSEN in visitor.client.get("/desk/").text


def test_a_fault_of_ours_is_shown_as_the_person_chose(visitor: Visitor, rf: Any):
    from sawti_ui.refusals import server_error

    request = rf.get("/en/", headers={"Cookie": "settings=contrast.l.wide.easy"})

    text = server_error(request).content.decode()

    assert 'data-theme="contrast" data-text="l" data-spacing="wide" data-font="easy"' in text


def test_without_a_choice_a_page_has_no_settings_and_loads_no_font(visitor: Visitor):
    text = visitor.get("").text

    assert 'data-theme="auto">' in text
    assert EASY_FONT not in text


def test_a_cookie_that_we_did_not_write_changes_nothing(visitor: Visitor):
    visitor.client.cookies[settings.SAWTI_SETTINGS_COOKIE] = 'dark.xl.wide."><script>'

    text = visitor.get("").text

    assert 'data-theme="auto">' in text
    assert "<script" not in text


def test_a_choice_can_be_tried_without_being_kept(visitor: Visitor):
    response = choose(visitor, "try")

    assert response.status_code == 200
    assert CHOSEN in response.text
    assert "It is not saved yet." in response.text
    assert settings.SAWTI_SETTINGS_COOKIE not in visitor.client.cookies


def test_the_usual_look_comes_back(visitor: Visitor):
    choose(visitor)

    choose(visitor, "forget")

    assert 'data-theme="auto">' in visitor.get("").text


def test_a_value_that_is_not_offered_is_refused(visitor: Visitor):
    response = choose(visitor, theme="sepia")

    assert response.status_code == 422
    assert "Choose one of them." in response.text
    assert settings.SAWTI_SETTINGS_COOKIE not in visitor.client.cookies


def test_one_comes_back_to_the_page_one_came_from(visitor: Visitor):
    assert f'href="/en/{PAGE}?next=%2Fen%2Ftrack%2F"' in visitor.get("track/").text

    response = choose(visitor, next="/en/track/")

    text = visitor.client.get(response.headers["Location"]).text
    assert '<a href="/en/track/">Back to where you were</a>' in text


@pytest.mark.parametrize("place", ["https://evil.example/", "//evil.example/", "/\\evil.example"])
def test_nobody_is_led_to_another_site(visitor: Visitor, place: str):
    response = choose(visitor, next=place)

    assert response.headers["Location"] == f"/en/{PAGE}?saved=1"
    text = visitor.get(f"{PAGE}?next={place}").text
    assert 'name="next"' not in text
    assert 'class="sw-back"' not in text


def test_changing_the_language_comes_back_in_that_language(visitor: Visitor):
    text = visitor.client.get(f"/ar/{PAGE}?next=/en/track/").text

    assert 'name="next" value="/ar/track/"' in text


def test_an_error_page_of_the_desk_can_be_read_in_the_other_language(cast: Cast):
    client = cast.client(people.FATIMA)

    page = client.get("/desk/nowhere/?language=en")

    assert page.status_code == 404
    assert '<html lang="en" dir="ltr"' in page.text
