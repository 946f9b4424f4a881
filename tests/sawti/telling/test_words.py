"""The words of messages: a tenant's own say what they may, and the shipped ones come back."""

import re
from typing import Any

import pytest
from django.core import mail

from sawti.catalogue.errors import EditedMeanwhile
from sawti.lib.errors import InvalidInput, NotPermitted
from sawti.telling.facts import EDITABLE, NEWS, PUSH_NEWS, PUSH_STAFF
from sawti.telling.models import Wording
from sawti.telling.steps import WordingDraft, change_wording, reset_wording
from sawti.telling.words import Words, filled, shipped_words
from tests import people
from tests.cast import Cast
from tests.sawti.telling.test_rules import AT, now

SARA = "sara@example.com"
GOOD = {
    "subjects": {"ar": "حالتك {number}", "en": "Your case {number}"},
    "bodies": {
        "ar": "وصلتنا حالتك {number} وهي لدى {entity}.",
        "en": "It is with {entity}.\n\nAn answer comes by {due_on}. {{No}} <b>more</b>.",
    },
}


def change(cast: Cast, template: str = "case_received", by: Any = None, **changes: Any) -> None:
    with cast.writing(cast.bahrain):
        seen = Wording.objects.filter(template=template).values_list("edited_at", flat=True)
        draft = WordingDraft(**{**GOOD, **changes})
        by = by or cast.staff(people.LAYLA)
        change_wording(template, draft, seen=seen.first(), by=by, at=AT)
    now(cast)


def letter(cast: Cast, language: str = "en", to: str = SARA) -> Any:
    cast.file_case(language=language)
    mail.outbox.clear()
    cast.deliver()
    return next(each for each in mail.outbox if each.to == [to])


def plain(text: str) -> str:
    return re.sub("[\u2066-\u2069]", "", text)


@pytest.mark.parametrize("template", EDITABLE)
def test_the_shipped_words_are_good_words_for_an_editor_to_begin_with(
    cast: Cast, template: str
) -> None:
    shipped = shipped_words(template)

    change(cast, template, subjects=dict(shipped.subjects), bodies=dict(shipped.bodies))

    assert all(shipped.bodies.values())
    assert all(shipped.subjects.values()) is (template not in (NEWS, PUSH_NEWS, PUSH_STAFF))
    assert cast.count(Wording) == 1


def test_messages_say_the_tenants_own_words_and_keep_link_and_last_lines(
    cast: Cast, clock: Any
) -> None:
    change(cast)

    sent = letter(cast)

    assert re.fullmatch(r"Your case BH-[\w-]+", plain(sent.subject))
    assert plain(sent.body).startswith("It is with ")
    assert "An answer comes by Thursday" in plain(sent.body)
    assert "{No} <b>more</b>." in sent.body
    assert "http://bahrain.localhost:8000/en/track/" in sent.body
    assert "This message was sent automatically." in sent.body


def test_the_html_is_made_from_the_text_and_nothing_in_it_acts(cast: Cast, clock: Any) -> None:
    change(cast)

    html = letter(cast).alternatives[0][0]

    assert "<p>An answer comes by " in html
    assert "&lt;b&gt;more&lt;/b&gt;" in html
    assert "/en/track/" in html


def test_numbers_and_names_keep_their_direction_in_any_sentence(cast: Cast, clock: Any) -> None:
    change(cast)

    sent = letter(cast, "ar")

    assert re.search("\u2066BH-[^\u2066]+\u2069 وهي لدى \u2068[^\u2068]+\u2069\\.", sent.body)


@pytest.mark.parametrize(
    ("template", "changes", "field"),
    [
        ("case_received", {"bodies": {"ar": "نص", "en": "Your code is {receipt}"}}, "body_en"),
        ("case_received", {"bodies": {"ar": "نص", "en": "{{{story}"}}, "body_en"),
        ("case_received", {"bodies": {"ar": "نص {", "en": "Text"}}, "body_ar"),
        ("case_received", {"bodies": {"ar": "نص", "en": ""}}, "body_en"),
        ("case_received", {"bodies": {"ar": "نص", "en": "https://elsewhere.example"}}, "body_en"),
        ("case_received", {"subjects": {"ar": "نص", "en": "News\nBcc: a@b.example"}}, "subject_en"),
        (NEWS, {"subjects": {}, "bodies": {"ar": "نص", "en": "Case {number}"}}, "body_en"),
        (NEWS, {"subjects": {}, "bodies": {"ar": "لدى {entity}", "en": "Text"}}, "body_ar"),
        (NEWS, {"subjects": {}, "bodies": {"ar": "نص", "en": "x" * 301}}, "body_en"),
        (PUSH_NEWS, {"subjects": {}, "bodies": {"ar": "نص", "en": "Case {number}"}}, "body_en"),
        (PUSH_NEWS, {"subjects": {}, "bodies": {"ar": "لدى {entity}", "en": "Text"}}, "body_ar"),
        (PUSH_STAFF, {"subjects": {}, "bodies": {"ar": "نص", "en": "By {due_on}"}}, "body_en"),
    ],
)
def test_what_words_must_not_say_is_refused_at_its_field(
    cast: Cast, template: str, changes: Any, field: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        change(cast, template, **changes)

    assert [fault.field for fault in refused.value.faults] == [field]
    assert cast.count(Wording) == 0


def test_a_name_on_several_lines_can_not_add_a_header(cast: Cast) -> None:
    words = filled(Words("At {entity}", "x"), {"entity": "Roads\r\nBcc: all@example.com"})

    assert plain(words.subject) == "At Roads Bcc: all@example.com"


def test_words_of_one_tenant_are_not_said_in_another(cast: Cast, clock: Any) -> None:
    change(cast)
    cast.file_case(tenant=cast.jordan, category=None, language="en")

    cast.deliver(cast.jordan)

    assert [each.subject[:27] for each in mail.outbox if each.to == [SARA]] == [
        "We have received your case "
    ]


def test_who_is_no_editor_changes_no_words(cast: Cast) -> None:
    for stranger in (cast.fatima, cast.omar):
        with pytest.raises(NotPermitted):
            change(cast, by=stranger)

    assert cast.count(Wording) == 0


def test_the_second_of_two_editors_is_told_and_the_shipped_words_come_back(
    cast: Cast, clock: Any
) -> None:
    change(cast)

    layla, draft = cast.staff(people.LAYLA), WordingDraft(**GOOD)
    with pytest.raises(EditedMeanwhile), cast.writing(cast.bahrain):
        change_wording("case_received", draft, seen=None, by=layla, at=AT)
    with cast.writing(cast.bahrain):
        reset_wording("case_received", seen=AT, by=layla, at=AT)
    now(cast)

    assert plain(letter(cast).subject).startswith("We have received your case BH-")
