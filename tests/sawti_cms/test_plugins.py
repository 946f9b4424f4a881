"""The screen on which a tenant's editors switch plugins on and off."""

from typing import Any

import pytest
from django.test import Client

from sawti.audit.models import Entry
from sawti.enabling.models import TenantPlugin
from tests import people
from tests.cast import Cast

LIST = "/cms/plugins/"
ON, OFF = "/cms/plugins/example/enable/", "/cms/plugins/example/disable/"
OPTIONS = "/cms/plugins/example/"
GOOD = {"greeting": "Welcome", "least_words": "٣", "is_counting": "on", "goes_to": "rules"}


@pytest.fixture
def layla(cast: Cast) -> Client:
    client = cast.client(people.SALMA)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


def state(cast: Cast, slug: str = "bahrain") -> list[tuple[str, bool]]:
    with cast.inside(getattr(cast, slug)):
        return list(TenantPlugin.objects.values_list("name", "is_enabled"))


def events(cast: Cast) -> list[Any]:
    with cast.inside(cast.bahrain):
        found = Entry.objects.filter(event__startswith="plugin.").order_by("at", "id")
        return list(found.values_list("event", "actor_id", "reason"))


def test_the_list_names_every_installed_plugin_and_its_state(layla: Client) -> None:
    layla.post(ON)

    html = layla.get(LIST).text

    assert "Appreciation" in html and "The smallest plugin that uses everything" in html
    assert (html.count("Enabled</span>"), html.count("Disabled</span>")) == (1, 1)
    assert 'href="/cms/plugins/"' in layla.get("/cms/").text or "/cms/plugins/" in html


def test_asking_first_changes_nothing(cast: Cast, layla: Client) -> None:
    asked = layla.get(ON)

    assert asked.status_code == 200
    assert "Enable the plugin Example?" in asked.text
    assert state(cast) == []


def test_enabling_and_disabling_are_on_record_with_who_did_it(cast: Cast, layla: Client) -> None:
    answers = [layla.post(ON), layla.post(ON), layla.post(OFF), layla.post(OFF)]

    editor = cast.staff(people.SALMA).id
    assert [answer.status_code for answer in answers] == [302] * 4
    assert state(cast) == [("example", False)]
    assert sorted(events(cast)) == [
        ("plugin.disabled", editor, "example"),
        ("plugin.enabled", editor, "example"),
    ]
    assert state(cast, "jordan") == []


def test_options_are_shown_with_labels_and_saved(cast: Cast, layla: Client) -> None:
    layla.post(ON)
    html = layla.get(OPTIONS).text

    saved = layla.post(OPTIONS, GOOD)

    assert all(text in html for text in ("Fewest words", "Shown on the first page.", 'value="2"'))
    assert saved.status_code == 302
    with cast.inside(cast.bahrain):
        assert TenantPlugin.objects.get().options == {
            "greeting": "Welcome",
            "least_words": 3,
            "is_counting": True,
            "goes_to": "rules",
        }
    assert "Welcome" in cast.client().get("/en/").text
    assert "plugin.options_changed" in [event for event, _, _ in events(cast)]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"least_words": "0"}, "Enter 1 or more."),
        ({"least_words": "21"}, "Enter 20 or less."),
        ({"least_words": "many"}, "Enter a whole number, such as 25."),
        ({"least_words": ""}, "Fill this in."),
        ({"greeting": "x" * 81}, "Shorten the text to 80 characters; it has 81."),
        ({"greeting": "a\x00b"}, "This text has a character that cannot be stored."),
        ({"goes_to": "nowhere"}, "Select a valid choice."),
    ],
)
def test_a_bad_option_is_refused_at_its_field_and_nothing_is_saved(
    cast: Cast, layla: Client, changes: dict[str, str], sentence: str
) -> None:
    layla.post(ON)

    refused = layla.post(OPTIONS, {**GOOD, **changes})

    assert refused.status_code == 422
    assert refused.text.count(sentence) == 2
    with cast.inside(cast.bahrain):
        assert TenantPlugin.objects.get().options["greeting"] != "Welcome"


def test_a_disabled_plugin_keeps_its_options_for_the_next_time(cast: Cast, layla: Client) -> None:
    layla.post(ON)
    layla.post(OPTIONS, GOOD)

    layla.post(OFF)
    while_off = layla.get(OPTIONS).status_code
    layla.post(ON)

    assert while_off == 404
    assert 'value="Welcome"' in layla.get(OPTIONS).text


def test_a_plugin_that_fails_at_enabling_stays_off_and_is_named(
    cast: Cast, layla: Client, monkeypatch: Any
) -> None:
    import sawti_example.hooks

    def fail(tenant: Any) -> None:
        raise OSError(tenant)

    monkeypatch.setattr(sawti_example.hooks.tenant_loaded, "__code__", fail.__code__)

    answer = layla.post(ON, follow=True)

    assert "The plugin example failed, and nothing was kept." in answer.text
    assert state(cast) == [] and events(cast) == []


@pytest.mark.parametrize("path", [LIST, ON, OFF, OPTIONS])
@pytest.mark.parametrize("who", [None, people.FATIMA, people.KHALID])
def test_who_is_no_editor_reaches_none_of_it(cast: Cast, who: Any, path: str) -> None:
    client = cast.client(who)

    answers = [client.get(path), client.post(path, GOOD)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert state(cast) == []


def test_an_editor_switches_in_their_own_tenant_only(cast: Cast, layla: Client) -> None:
    cast.client(people.ZAID).post(ON)

    assert (state(cast, "jordan"), state(cast, "bahrain")) == ([("example", True)], [])


def test_a_plugin_that_is_not_installed_is_missing(layla: Client) -> None:
    paths = ("/cms/plugins/nothing/", "/cms/plugins/nothing/enable/")

    assert [layla.get(path).status_code for path in paths] == [404, 404]
