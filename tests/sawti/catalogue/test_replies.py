"""What staff begin an answer with: a closed list of names in braces, no template engine."""

import pytest

from sawti.catalogue.models import ReplyTemplate
from sawti.catalogue.queries import ReplyTemplateFacts, catalogue, reply_templates_for
from sawti.catalogue.replies import Variable, check_reply, render_reply
from sawti.entities.queries import entity_tree
from sawti.lib.errors import Invalid
from sawti.lib.ids import new_id
from sawti.tenancy.snapshot import forget_everything
from tests.cast import Cast

VALUES = {variable: f"<{variable}>" for variable in Variable}


def template(body: str) -> ReplyTemplateFacts:
    """Return a template that says `body` in English."""
    return ReplyTemplateFacts(
        id=new_id(),
        code="a",
        names={"en": "A"},
        is_active=True,
        bodies={"ar": "نص {number}", "en": body},
        kind="answer",
        entity_id=None,
        category_id=None,
    )


def codes(cast: Cast, kind: str, entity: str, category: str) -> list[str]:
    with cast.inside(cast.bahrain):
        found = reply_templates_for(
            kind=kind,
            entity_id=entity_tree().by_code[entity].id,
            category_id=catalogue().categories[category].id if category else None,
        )
    return [row.code for row in found]


def test_names_in_braces_are_filled_in() -> None:
    text = "{applicant_greeting} {number}: {entity}, {category}, {due_date}, {today}"

    said = render_reply(template(text), "en", VALUES)

    assert said == "<applicant_greeting> <number>: <entity>, <category>, <due_date>, <today>"


def test_the_language_of_the_applicant_decides() -> None:
    assert render_reply(template("Text"), "ar", VALUES) == "نص <number>"


def test_a_brace_is_written_twice_and_a_value_is_never_read_again() -> None:
    values = {**VALUES, Variable.ENTITY: "{number} {{x}} {0.__class__}"}

    said = render_reply(template("{{number}} }}{{ {entity}"), "en", values)

    assert said == "{number} }{ {number} {{x}} {0.__class__}"


@pytest.mark.parametrize(
    "wrong",
    ["{colour}", "{}", "{ number }", "{number!r}", "{number.__class__}", "{0}", "{", "}", "{{a}"],
)
def test_what_can_not_be_filled_in_is_refused_and_named(wrong: str) -> None:
    found = "}" if wrong == "{{a}" else wrong

    with pytest.raises(Invalid) as refused:
        check_reply("body_en", f"Dear {wrong}")

    assert refused.value.field == "body_en"
    assert str(refused.value).startswith(
        f"{found} can not be filled in. In braces there may be {{number}}, {{entity}}, "
    )


def test_a_case_is_offered_the_templates_of_its_entity_and_subject(cast: Cast) -> None:
    assert codes(cast, "answer", "ewa-electricity-distribution", "street-lighting") == [
        "answer-done",
        "answer-planned",
        "answer-explained",
        "answer-not-possible",
        "answer-street-light",
    ]
    assert "answer-street-light" not in codes(cast, "answer", "ministry-of-works", "")
    # A template of a first-level category fits what lies below it.
    assert "ask-account" in codes(cast, "question", "ministry-of-works", "utility-bill")
    assert "ask-account" not in codes(cast, "question", "ministry-of-works", "street-lighting")


def test_a_template_of_an_entity_fits_the_departments_below_it(cast: Cast) -> None:
    with cast.writing(cast.bahrain):
        above = entity_tree().by_code["electricity-water-authority"]
        ReplyTemplate.objects.filter(code="answer-street-light").update(entity_id=above.id)
    forget_everything()

    below = codes(cast, "answer", "ewa-electricity-distribution", "street-lighting")

    assert "answer-street-light" in below
    assert "answer-street-light" not in codes(cast, "answer", "ministry-of-works", "")
