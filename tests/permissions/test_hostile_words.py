"""Words that people wrote are shown as words: in pages, documents, tables, calls and letters.

The words are planted into every text column of a tenant, found from the models; then every page of
the matrix is read. A new field or page is covered by being there.
"""

import json
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

import pytest
from django.apps import apps
from django.core.mail import EmailMessage
from django.db import DatabaseError, models, transaction
from django.test import Client
from django.urls import reverse

from sawti.cases.facts import Contact, Filed
from sawti.cases.models import WordsField
from sawti.lib.csv_text import csv_text
from sawti.notifications.models import Notification
from sawti.outbox.delivery import deliver_due
from sawti.tenancy.context import tenant_context
from sawti.tenancy.models import TenantModel
from sawti.tenancy.snapshot import forget_everything
from tests import people
from tests.cast import Cast
from tests.permissions.matrix import MATRIX
from tests.sawti.project.test_headers import PLACES, all_parts

WORDS = (
    '<xss-mark onmouseover=alert(1)>"><script>alert(1)</script>',
    "'\"--></style></title></textarea><xss-mark>",
    "<img src=x onerror=alert(1)>{{ 7|add:7 }}{% debug %}",
    "<a href=javascript:alert(1)>x</a><svg onload=alert(1)>",
)
# Columns whose words are ours: codes, keys, addresses within the system.
OURS = {
    *("code", "slug", "state", "language", "event", "kind", "key", "number", "channel", "policy"),
    *("policy_code", "policy_version", "from_state", "to_state", "topic", "number_prefix"),
    *("phone_prefix", "country", "default_language", "time_zone", "password", "media_type"),
    *("session_key", "query", "purpose", "template", "object_type", "plugin", "importance_code"),
    "applicant_class",
    *("case_type_code", "icon", "colour", "theme", "url", "address", "path", "token"),
}


class Page(HTMLParser):
    """What a browser would run in a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.runs: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        is_ours = str(values.get("src", "")).startswith("/") or values.get("type") in (
            "application/json",
            "application/ld+json",
        )
        if tag == "xss-mark" or (tag == "script" and not is_ours):
            self.runs.append(f"<{tag} {values}>")
        for name, value in attrs:
            target = (value or "").strip().lower()
            if name.startswith("on") or target.startswith(("javascript:", "data:text")):
                self.runs.append(f"{name}={value}")


def text_columns(model: type[models.Model]) -> list[Any]:
    """Return the columns of a model that hold words of people."""
    return [
        field
        for field in model._meta.local_concrete_fields
        if isinstance(field, models.TextField | models.CharField)
        and not isinstance(field, WordsField | models.EmailField | models.SlugField)
        and not field.choices
        and not field.primary_key
        and field.name not in OURS
    ]


def by_language(model: type[models.Model]) -> list[Any]:
    return [f for f in model._meta.local_concrete_fields if isinstance(f, models.JSONField)]


def plant(words: str) -> set[str]:
    """Put the words into every text column of the current tenant; return the columns."""
    planted = set()
    for model in apps.get_models():
        if not issubclass(model, TenantModel):
            continue
        for field in text_columns(model):
            cut = words[: field.max_length] if field.max_length else words
            if try_update(model, {field.name: cut}):
                planted.add(f"{model._meta.label}.{field.name}")
        for field in by_language(model):
            for row in model._base_manager.all():
                value = getattr(row, field.name)
                if isinstance(value, dict) and set(value) & {"ar", "en"}:
                    changed = {key: words if isinstance(v, str) else v for key, v in value.items()}
                    if try_update(model, {field.name: changed}, pk=row.pk):
                        planted.add(f"{model._meta.label}.{field.name}")
    return planted


def try_update(model: Any, values: dict[str, Any], **rows: Any) -> bool:
    """Write past every action; a column that is unique, or may not change, is left."""
    try:
        with transaction.atomic():
            return bool(model._base_manager.filter(**rows).update(**values))
    except DatabaseError:
        return False


@pytest.fixture
def case(cast: Cast) -> Filed:
    """A case with everything that can be said about one, all of it hostile."""
    filed = cast.file_case(
        story=WORDS[0] * 2,
        place=WORDS[1],
        contact=Contact(WORDS[2], "sara@example.com", ""),
        person_id=cast.applicant(people.SARA).id,
    )
    cast.take(filed.case_id)
    cast.note(filed.case_id, WORDS[3])
    cast.answer(filed.case_id)
    return filed


def readers(cast: Cast, case: Filed) -> Iterator[Client]:
    """Return whoever reads pages: a visitor with the receipt, the applicant, staff, an editor."""
    visitor = cast.client()
    visitor.post("/en/track/", {"number": case.number, "receipt": case.receipt})
    yield visitor
    for person in (people.SARA, people.FATIMA, people.MARYAM, people.LAYLA):
        yield cast.client(person)


@pytest.mark.parametrize("words", WORDS)
def test_no_page_runs_what_people_wrote(cast: Cast, case: Filed, words: str) -> None:
    with cast.writing(cast.bahrain):
        planted = plant(words)
    forget_everything()
    shown, ran, mark = 0, [], words[:12]

    for client in readers(cast, case):
        for name in MATRIX:
            places = {**PLACES, "number": case.number, "case_id": str(case.case_id)}
            for parts in all_parts(name):
                path = reverse(name, kwargs={part: places[part] for part in parts})
                response = client.get(path, headers={"Sawti-Receipt": case.receipt})
                kind = response.headers.get("Content-Type", "")
                if kind.startswith("text/html"):
                    ran += [(name, found) for found in Page(response.text).runs]
                    shown += "&lt;" in response.text
                elif "json" in kind and response.content:
                    shown += mark in json.dumps(response.json(), ensure_ascii=False)

    assert ran == []
    assert len(planted) >= 18, sorted(planted)
    assert shown > 10


def test_a_letter_shows_words_and_has_no_second_head(cast: Cast, mailoutbox: Any) -> None:
    filed = cast.file_case(contact=Contact(WORDS[0], "sara@example.com", ""), story=WORDS[0] * 2)
    cast.take(filed.case_id)
    with cast.writing(cast.bahrain):
        plant(WORDS[0])
    forget_everything()

    cast.answer(filed.case_id)
    with tenant_context(cast.bahrain):
        deliver_due()

    assert mailoutbox
    for letter in mailoutbox:
        html = [str(body) for body, kind in letter.alternatives if kind == "text/html"]
        assert [Page(each).runs for each in html] == [[]]
        assert "\n" not in letter.subject


@pytest.mark.parametrize("words", ["a\nBcc: evil@example.com", "a\r\nBcc: evil@example.com"])
def test_a_line_break_never_becomes_a_header_of_a_letter(words: str) -> None:
    letter = EmailMessage(subject=words, body="x", from_email="a@example.com", to=["b@example.com"])

    with pytest.raises(ValueError, match=r"[Nn]ewline"):
        letter.message()


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", " =", "＝"])
def test_no_cell_of_a_table_calculates(start: str) -> None:
    cell = csv_text([[f"{start}HYPERLINK(1)"]]).removeprefix("\ufeff").strip('"')

    assert cell.startswith("'")


def test_no_letter_carries_what_the_applicant_wrote(cast: Cast) -> None:
    cast.file_case(story="a secret story of mine that nobody mails")

    with cast.inside(cast.bahrain):
        texts = [json.dumps(row, default=str) for row in Notification.objects.values()]
    assert [text for text in texts if "secret story" in text] == []
