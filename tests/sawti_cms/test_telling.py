"""Administrators see as a table who hears of what, and change it for one event at a time."""

from typing import Any

import pytest
from django.test import Client

from sawti.telling.models import Rule
from tests import people
from tests.cast import Cast
from tests.sawti_cms.test_screens import editor

HERE = "/cms/telling/"


@pytest.fixture
def salma(cast: Cast, clock: Any) -> Client:
    return editor(cast, people.SALMA)


def test_the_table_shows_each_event_and_what_the_tenant_changed(cast: Cast, salma: Client) -> None:
    saved = salma.post(f"{HERE}filed/", {"ways_applicant": ["email"], "seen": ""})
    page = salma.get(HERE).text

    assert (saved.status_code, saved.headers["Location"]) == (302, HERE)
    assert page.count('class="sc-below"') == 35
    assert page.count('class="w-status"') == 1
    assert page.count('data-state="none"') == 25  # no SMS to staff


def test_a_faulty_rule_is_marked_where_it_is_wrong(cast: Cast, salma: Client) -> None:
    refused = salma.post(f"{HERE}filed/", {"ways_focal_points": ["email"], "seen": ""})

    assert refused.status_code == 422
    assert "Whoever gets an e-mail also finds it in their messages" in refused.text
    assert cast.count(Rule) == 0


def test_history_leads_back_and_the_shipped_rule_returns(cast: Cast, salma: Client) -> None:
    salma.post(f"{HERE}filed/", {"ways_applicant": ["email"], "seen": ""})

    history = salma.get("/cms/history/telling/filed/").text
    back = salma.post(f"{HERE}filed/reset/")

    assert "The applicant" in history
    assert "/cms/telling/filed/?from=" in history
    assert back.status_code == 302
    assert cast.count(Rule) == 0


@pytest.mark.parametrize("person", [people.LAYLA, people.FATIMA, people.RANIA])
def test_nobody_else_sees_or_changes_it(cast: Cast, clock: Any, person: people.Person) -> None:
    """Layla edits texts only, Fatima nothing, Rania is an editor of the other tenant."""
    client = editor(cast, person)

    assert client.get(HERE).status_code in (302, 403)
    assert client.post(f"{HERE}filed/", {"ways_applicant": ["email"]}).status_code in (302, 403)
    assert cast.count(Rule) == cast.count(Rule, cast.jordan) == 0
