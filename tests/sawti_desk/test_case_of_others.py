"""Cases of others are missing, and every action is guarded."""

import re
from uuid import uuid4

import pytest
from django.conf import settings
from django.test import Client

from tests import people
from tests.answers import plain
from tests.cast import Cast
from tests.people import Person
from tests.sawti_desk.test_case import ACTIONS, OUTSIDERS, address, post, reader, traces


@pytest.mark.parametrize("outsider", OUTSIDERS, ids=lambda person: person.email)
def test_a_case_of_others_is_missing_like_any_other(cast: Cast, clock, outsider: Person):
    filed = cast.file_case()
    client, nowhere = reader(cast, outsider), uuid4()

    foreign, missing = client.get(address(filed.case_id)), client.get(address(nowhere))

    assert foreign.status_code == missing.status_code == 404
    assert plain(foreign, filed.case_id) == plain(missing, nowhere)


@pytest.mark.parametrize("action", ACTIONS)
@pytest.mark.parametrize("outsider", OUTSIDERS, ids=lambda person: person.email)
def test_nobody_acts_on_a_case_of_others(cast: Cast, clock, outsider: Person, action: str):
    filed = cast.file_case()
    before = traces(cast)
    client, typed = reader(cast, outsider), {"version": "1", **ACTIONS[action]}

    foreign = client.post(address(filed.case_id, action), typed)
    missing = client.post(address(uuid4(), action), typed)

    assert foreign.status_code == missing.status_code == 404
    assert without_tokens(foreign.text) == without_tokens(missing.text)
    assert cast.case(filed.case_id).version == 1
    assert traces(cast) == before


def without_tokens(page: str) -> str:
    """Return the page without what differs in every copy of it."""
    page = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page)
    return re.sub(r"/desk/cases/[^/]+/", "", page)


def test_words_for_a_case_that_has_just_gone_are_given_back(cast: Cast, clock):
    filed = cast.file_case()
    cast.take(filed.case_id)
    cast.transfer(filed.case_id, "roads-projects-maintenance")

    response = post(cast, filed, "answer")

    assert response.status_code == 404
    assert "It is repaired." in response.text


@pytest.mark.parametrize("action", ACTIONS)
def test_the_address_of_an_action_leads_a_reader_to_the_case(cast: Cast, clock, action: str):
    filed = cast.file_case()

    response = reader(cast).get(address(filed.case_id, action))

    assert (response.status_code, response.headers["Location"]) == (303, address(filed.case_id))


@pytest.mark.parametrize("action", ACTIONS)
def test_every_action_is_protected_against_forgery(cast: Cast, clock, action: str):
    filed = cast.file_case()
    client = Client(HTTP_HOST="bahrain.localhost:8000", enforce_csrf_checks=True)
    client.cookies[settings.SESSION_COOKIE_NAME] = cast.session_of(people.FATIMA)

    response = client.post(address(filed.case_id, action), {"version": "1", **ACTIONS[action]})

    assert response.status_code == 403
    assert cast.case(filed.case_id).version == 1
