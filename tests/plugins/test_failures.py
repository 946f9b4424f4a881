"""What a plugin's fault does: to a filing, to the news, to the first page; and what hooks cost."""

import logging
from collections.abc import Callable
from typing import Any

import pytest

import sawti_example.hooks
from sawti.cases.models import Case, HistoryRow
from sawti.entities.models import EntityChange
from sawti.lib import clock
from sawti.outbox.models import Message
from sawti.plugins.errors import PluginFailed
from sawti.reforms.actions import ask_reform
from sawti.reforms.facts import Wish
from sawti.tenancy.context import tenant_context
from sawti_example.models import EventCount
from tests.cast import STORY, Cast, utc
from tests.plugins.conftest import Switch
from tests.sql import statements

Replace = Callable[[str, Callable[..., Any]], None]


@pytest.fixture
def replace(monkeypatch: pytest.MonkeyPatch) -> Replace:
    """Put other code into one of the example's hooks; it takes the same arguments."""

    def put(hook: str, code: Callable[..., Any]) -> None:
        monkeypatch.setattr(getattr(sawti_example.hooks, hook), "__code__", code.__code__)

    return put


def fail_at_routing(case: Any, candidates: Any) -> Any:
    raise ValueError(case.story)


def fail_at_reform(reform: Any) -> None:
    raise ValueError(reform.entity)


def choose_a_stranger(case: Any, candidates: Any) -> Any:
    return EntityRef("nobody", {})  # noqa: F821 - the hook's module knows it


def fail_at_checking(case: Any) -> Any:
    raise ValueError(case.story)


def fail_at_news(news: Any) -> None:
    count_event(news.event, on=news.at.date())  # noqa: F821 - as above
    raise ValueError(news.number)


def fail_at_home(language: Any, at: Any) -> Any:
    count_event("x" * 99, on=at.date())  # noqa: F821 - PostgreSQL refuses it: a GET is read-only


@pytest.mark.parametrize(
    ("hook", "code"),
    [
        ("choose_entity", fail_at_routing),
        ("choose_entity", choose_a_stranger),
        ("check_filing", fail_at_checking),
    ],
)
def test_a_failing_decision_refuses_the_filing_names_the_plugin_and_keeps_nothing(
    cast: Cast, enable: Switch, replace: Replace, caplog: Any, hook: str, code: Any
) -> None:
    enable("example")
    replace(hook, code)
    rows = cast.count(HistoryRow), cast.count(Message)

    with pytest.raises(PluginFailed, match="The plugin example failed"):
        cast.file_case()

    assert cast.count(Case) == 0
    assert (cast.count(HistoryRow), cast.count(Message)) == rows
    assert STORY not in caplog.text


def test_an_act_on_an_entity_at_which_a_plugin_fails_is_not_done(
    cast: Cast, enable: Switch, replace: Replace
) -> None:
    enable("example")
    replace("entity_reformed", fail_at_reform)
    wish = Wish("move", "roads-projects-maintenance", "why", into="electricity-water-authority")

    with tenant_context(cast.bahrain), pytest.raises(PluginFailed, match="The plugin example"):
        ask_reform(wish, by=cast.salma, at=clock.now())

    assert cast.count(EntityChange) == 0


def test_a_program_learns_which_plugin_failed(cast: Cast, enable: Switch, replace: Replace) -> None:
    enable("example")
    replace("check_filing", fail_at_checking)
    body = {"type": "complaint", "story": "The light is out.", "language": "en"}

    answer = cast.client().post("/api/v1/cases", body, content_type="application/json")

    assert (answer.status_code, answer.json()["code"]) == (500, "plugin_failed")
    assert "example" in answer.json()["detail"]


def test_a_failing_plugin_does_not_touch_the_other_tenant(
    cast: Cast, enable: Switch, replace: Replace
) -> None:
    enable("example", cast.jordan)
    replace("check_filing", fail_at_checking)

    assert cast.file_case().number.startswith("BH-")


def test_news_that_a_plugin_fails_at_come_again_and_hold_nobody_up(
    cast: Cast, enable: Switch, clock: Any
) -> None:
    enable("example")
    cast.file_case()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sawti_example.hooks.case_news, "__code__", fail_at_news.__code__)
        cast.deliver()
    with cast.inside(cast.bahrain):
        waiting = Message.objects.get(topic="plugin.case_news")
        letters = Message.objects.filter(topic="notification.send").count()
        counted = EventCount.objects.count()

    clock.move_to(utc("2026-03-01T09:00Z"))
    cast.deliver()

    assert (waiting.attempts, waiting.done_at, waiting.last_error) == (1, None, "PluginFailed")
    assert letters >= 1
    assert counted == 0
    with cast.inside(cast.bahrain):
        assert list(EventCount.objects.values_list("event", "count")) == [("file", 1)]


def test_the_first_page_is_shown_without_the_block_of_a_plugin_that_fails(
    cast: Cast, enable: Switch, replace: Replace, caplog: Any
) -> None:
    caplog.set_level(logging.WARNING)
    enable("example")
    replace("home_section", fail_at_home)

    page = cast.client().get("/en/")

    assert page.status_code == 200
    assert "مرحبا" not in page.text
    assert "plugin example failed at home_section" in caplog.text


def test_filing_costs_no_statement_more_with_plugins_than_without(
    cast: Cast, enable: Switch
) -> None:
    cast.file_case()
    with statements() as without:
        cast.file_case()
    enable("example")
    enable("appreciation")
    cast.file_case()

    with statements() as with_both:
        cast.file_case()

    assert len(with_both) == len(without)
