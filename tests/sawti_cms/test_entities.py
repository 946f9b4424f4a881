"""Administrators reorganise the government in the CMS: asked first, then done."""

from typing import Any

import pytest
from django.test import Client

from sawti.entities.models import EntityChange
from sawti.reforms.models import Reform
from tests import people
from tests.cast import Cast
from tests.sawti.reforms.scenes import (
    ELECTRICITY,
    NAMES,
    REASON,
    ROADS,
    WORKS,
    entity,
    read_anew,
)
from tests.sawti_cms.test_screens import editor

HERE = "/cms/entities/"
RENAME = {
    "name_ar": NAMES["ar"],
    "name_en": NAMES["en"],
    "reason": REASON,
    "effective_on": "",
    "seen": "",
}
MERGE = {
    "into": ROADS,
    "roles": ["focal_point"],
    "reason": REASON,
    "effective_on": "",
    "seen": "",
}
SPLIT = {
    "part_1_name_ar": "هيئة الإنارة",
    "part_1_name_en": "Street Lighting Authority",
    "part_1_categories": ["street-lighting"],
    "roles": ["focal_point"],
    "reason": REASON,
    "effective_on": "",
    "seen": "",
}
MOVE = {"into": WORKS, "sector": "", "reason": REASON, "effective_on": "", "seen": ""}


@pytest.fixture
def salma(cast: Cast, clock: Any) -> Client:
    return editor(cast, people.SALMA)


def ask(client: Client, act: str, data: dict[str, Any], code: str = ELECTRICITY) -> Any:
    """Ask what an act would do; return the page."""
    return client.post(f"{HERE}{code}/{act}/", data)


def do(client: Client, act: str, data: dict[str, Any], code: str = ELECTRICITY) -> Any:
    """Ask, and say yes to what was shown."""
    shown = ask(client, act, data, code).context["content"].form.data["seen"]
    return client.post(f"{HERE}{code}/{act}/", {**data, "seen": shown, "confirmed": "1"})


def test_the_tree_leads_to_each_entity_and_what_may_be_done_with_it(salma: Client) -> None:
    page = salma.get(HERE).content.decode()
    one = salma.get(f"{HERE}{ELECTRICITY}/").content.decode()

    assert f'href="{HERE}{ELECTRICITY}/"' in page
    assert f'href="{HERE}{ELECTRICITY}/rename/"' in one
    assert f'href="{HERE}{ELECTRICITY}/move/"' in one


def test_nothing_is_done_before_the_yes(cast: Cast, salma: Client) -> None:
    response = ask(salma, "rename", RENAME)

    assert response.status_code == 200
    assert "Nothing is saved yet." in response.content.decode()
    assert cast.count(Reform) == 0


def test_after_the_yes_it_is_done_and_its_page_says_so(cast: Cast, salma: Client) -> None:
    response = do(salma, "rename", RENAME)

    read_anew(cast)
    page = salma.get(response.headers["Location"]).content.decode()
    assert entity(cast, ELECTRICITY).name("en") == NAMES["en"]
    assert "Done " in page
    assert REASON in page


def test_a_yes_to_something_else_is_asked_again(cast: Cast, salma: Client) -> None:
    shown = ask(salma, "move", MOVE).context["content"].form.data["seen"]

    other = {**MOVE, "into": "ministry-of-interior", "seen": shown, "confirmed": "1"}
    response = salma.post(f"{HERE}{ELECTRICITY}/move/", other)

    assert response.status_code == 200
    assert cast.count(EntityChange) == 0


def test_of_two_at_once_the_second_is_asked_again(cast: Cast, salma: Client) -> None:
    shown = ask(salma, "move", MOVE).context["content"].form.data["seen"]
    do(salma, "rename", RENAME)

    response = salma.post(f"{HERE}{ELECTRICITY}/move/", {**MOVE, "seen": shown, "confirmed": "1"})

    assert response.status_code == 200
    assert cast.count(EntityChange) == 1


def test_the_list_finds_an_entity_by_its_old_name(cast: Cast, salma: Client) -> None:
    old = entity(cast, ELECTRICITY).name("en")
    do(salma, "rename", RENAME)

    page = salma.get(HERE, {"q": old.lower()}).content.decode()

    assert f'href="{HERE}{ELECTRICITY}/"' in page
    assert f'href="{HERE}{WORKS}/"' not in page


def test_what_waits_for_its_day_can_be_called_off(cast: Cast, salma: Client) -> None:
    response = do(salma, "rename", {**RENAME, "effective_on": "2026-03-10"})
    where = response.headers["Location"]

    before = salma.get(where).content.decode()
    salma.post(f"{where}cancel/")
    after = salma.get(where).content.decode()

    assert "Waits for" in before
    assert "Called off" in after
    assert f"{where}cancel/" not in after


def test_a_merger_says_that_it_is_final_what_goes_along_and_what_is_to_be_decided(
    cast: Cast, salma: Client
) -> None:
    cast.file_case()

    page = ask(salma, "merge", MERGE).content.decode()

    assert "This is final" in page
    assert "1 open case goes there with its due date and its waits" in page
    assert cast.fatima.name in page
    assert cast.count(Reform) == 0


def test_a_merger_is_done_after_the_yes_and_shows_how_far_it_is(cast: Cast, salma: Client) -> None:
    cast.file_case()

    response = do(salma, "merge", MERGE)

    read_anew(cast)
    page = salma.get(response.headers["Location"]).content.decode()
    assert not entity(cast, ELECTRICITY).is_active
    assert "0 of about 1 open cases have moved." in page
    closed = salma.get(f"{HERE}{ELECTRICITY}/").content.decode()
    assert f"{HERE}{ELECTRICITY}/rename/" not in closed
    assert entity(cast, ROADS).name("en") in closed


def test_a_split_makes_entities_of_its_parts(cast: Cast, salma: Client) -> None:
    page = ask(salma, "split", SPLIT).content.decode()
    do(salma, "split", SPLIT)

    read_anew(cast)
    assert "“Street Lighting Authority” becomes an entity." in page
    assert entity(cast, "street-lighting-authority").is_active


def test_a_fault_of_a_part_stands_at_its_field(salma: Client) -> None:
    response = ask(salma, "split", {**SPLIT, "part_1_name_ar": ""})

    assert response.status_code == 422
    assert set(response.context["content"].form.errors) == {"part_1_name_ar"}


def test_faults_stand_at_their_fields(salma: Client) -> None:
    response = ask(salma, "move", {**MOVE, "into": ELECTRICITY, "reason": ""})

    assert response.status_code == 422
    assert set(response.context["content"].form.errors) == {"reason"}


@pytest.mark.parametrize("path", ["", f"{ELECTRICITY}/", f"{ELECTRICITY}/rename/"])
def test_an_editor_without_the_right_is_refused(cast: Cast, clock: Any, path: str) -> None:
    layla = editor(cast, people.LAYLA)

    assert layla.get(HERE + path).status_code == 403


def test_an_entity_of_another_tenant_equals_a_missing_one(salma: Client) -> None:
    theirs = salma.get(f"{HERE}greater-amman-municipality/")
    missing = salma.get(f"{HERE}nowhere-at-all/")

    assert (theirs.status_code, missing.status_code) == (404, 404)


@pytest.mark.parametrize(("language", "words"), [("ar", "الجهات"), ("en", "Entities")])
def test_the_screens_speak_the_language_of_the_reader(
    cast: Cast, clock: Any, language: str, words: str
) -> None:
    page = editor(cast, people.SALMA, language).get(HERE).content.decode()

    assert words in page
