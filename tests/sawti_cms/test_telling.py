"""Administrators see as a table who hears of what, and change it for one event at a time."""

from typing import Any

import pytest
from django.core import mail
from django.test import Client

from sawti.telling.models import Rule, Wording
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
    assert page.count('class="sc-below"') == 42
    assert page.count('class="w-status"') == 1
    assert page.count('data-state="none"') == 26  # no SMS to staff


def test_a_faulty_rule_is_marked_where_it_is_wrong(cast: Cast, salma: Client) -> None:
    refused = salma.post(f"{HERE}filed/", {"ways_focal_points": ["email"], "seen": ""})

    assert refused.status_code == 422
    assert "Whoever is told at all also finds it in their messages" in refused.text
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


WORDS = "/cms/words/"
DRAFT = {
    "subject_ar": "حالتك {number}",
    "subject_en": "Case {number}",
    "body_ar": "هي لدى {entity}.",
    "body_en": "It is with {entity}.",
    "number": "",
    "seen": "",
}


@pytest.fixture
def layla(cast: Cast, clock: Any) -> Client:
    return editor(cast)


def test_an_editor_reads_words_out_before_they_are_kept(cast: Cast, layla: Client) -> None:
    shown = layla.post(f"{WORDS}case_received/", {**DRAFT, "deed": "show"})

    assert shown.status_code == 200
    assert "How it reads for an invented case" in shown.text
    assert "BH-4K7M-Q2XA-S" in shown.text
    assert cast.count(Wording) == 0


def test_only_a_case_that_the_editor_may_see_is_read_out(cast: Cast, layla: Client) -> None:
    """Layla edits words and sees no case: one that exists equals one that does not."""
    filed = cast.file_case()

    there, nowhere = (
        layla.post(f"{WORDS}case_received/", {**DRAFT, "deed": "show", "number": number})
        for number in (filed.number, "BH-2222-2222-2")
    )

    assert there.status_code == nowhere.status_code == 422
    assert "You see no case with this number." in there.text
    assert "How it reads" not in there.text.split("</form>")[-1]


def test_a_test_goes_to_its_editor_alone(cast: Cast, layla: Client) -> None:
    layla.post(f"{WORDS}case_received/", {**DRAFT, "deed": "try"})
    cast.deliver()

    (sent,) = mail.outbox
    assert sent.to == [people.LAYLA.email]
    assert "4K7M-Q2XA" in sent.subject
    assert cast.count(Wording) == 0


def test_the_sms_is_tried_as_an_e_mail_and_counted(cast: Cast, layla: Client) -> None:
    draft = {"body_ar": "لديك جديد.", "body_en": "News from {tenant_name}.", "number": ""}

    shown = layla.post(f"{WORDS}news/", {**draft, "deed": "show"})
    layla.post(f"{WORDS}news/", {**draft, "deed": "try"})
    cast.deliver()

    assert "It goes as 1 SMS." in shown.text
    assert [sent.to for sent in mail.outbox] == [[people.LAYLA.email]]


def test_words_are_kept_with_history_and_taken_back(cast: Cast, layla: Client) -> None:
    saved = layla.post(f"{WORDS}case_received/", DRAFT)
    listed = layla.get(WORDS).text
    history = layla.get("/cms/history/wording/case_received/").text
    back = layla.post(f"{WORDS}case_received/reset/")

    assert (saved.status_code, back.status_code) == (302, 302)
    assert "Case {number}" in listed
    assert "We have received your case {number}" in history
    assert cast.count(Wording) == 0


@pytest.mark.parametrize("person", [people.FATIMA, people.RANIA])
def test_nobody_else_reads_or_changes_words(cast: Cast, clock: Any, person: people.Person) -> None:
    client = editor(cast, person)

    client.post(f"{WORDS}case_received/", DRAFT)

    assert cast.count(Wording) == 0


@pytest.mark.parametrize(
    ("template", "subject", "body"),
    [
        ("case_escalated", "{number}", "{level}: {deed} ({post}) {passed_over}"),
        ("escalation_digest", "{summary}", "{summary}\r\n\r\n{cases}"),
    ],
)
def test_words_of_escalations_are_read_out_as_the_lowest_level_would_say_them(
    cast: Cast, layla: Client, template: str, subject: str, body: str
) -> None:
    words = {"subject_ar": subject, "subject_en": subject, "body_ar": body, "body_en": body}

    shown = layla.post(f"{WORDS}{template}/", {**DRAFT, **words, "deed": "show"})
    layla.post(f"{WORDS}{template}/", {**DRAFT, **words, "deed": "try"})
    cast.deliver()

    assert shown.status_code == 200
    assert "Warning to the focal point" in shown.text
    assert "BH-4K7M-Q2XA-S" in shown.text
    assert [sent.to for sent in mail.outbox] == [[people.LAYLA.email]]


def test_a_subject_names_only_what_a_list_of_messages_knows(cast: Cast, layla: Client) -> None:
    words = {"subject_en": "{level}", "body_en": "{level}", "body_ar": "{level}"}

    refused = layla.post(f"{WORDS}case_escalated/", {**DRAFT, **words, "deed": "save"})

    assert refused.status_code == 422
    assert cast.count(Wording) == 0
