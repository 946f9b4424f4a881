"""Saying thanks: an ordinary case, with consent kept beside it."""

from collections.abc import Callable
from typing import Any

import pytest

from sawti.cases.facts import Contact
from sawti.cases.models import Applicant, Case, HistoryRow
from sawti.cases.queries import case_for_applicant
from sawti.entities.queries import entity_tree
from sawti.lib import clock as our_clock
from sawti_appreciation.models import Appreciation

Enable = Callable[..., None]


def test_thanks_become_a_case_of_their_type_at_the_entity_that_is_thanked(
    visitor: Any, cast: Any
) -> None:
    number, _receipt = visitor.thanked()

    with cast.inside(cast.bahrain):
        case = Case.objects.select_related("case_type", "entity").get(number=number)
        told = case_for_applicant(case.id, language="en", at=our_clock.now())
        assert told is not None
        assert (case.case_type.code, case.entity.code) == ("thanks", "ewa-electricity-distribution")
        assert told.messages[0].body == ("She restored our power on a holiday.\n\nFor: Huda Salman")
        assert [row.event for row in HistoryRow.objects.filter(case=case)] == ["file"]


def test_the_number_and_receipt_open_the_case_as_any_other(visitor: Any) -> None:
    number, receipt = visitor.thanked()

    opened = visitor.client.post("/en/track/", {"number": number, "receipt": receipt})

    assert (opened.status_code, opened["Location"]) == (303, f"/en/track/{number}/")


def test_sending_twice_is_one_case_with_one_receipt(visitor: Any, cast: Any) -> None:
    first = visitor.thanked()

    assert visitor.thanked() == first
    assert (cast.count(Case), cast.count(Appreciation)) == (1, 1)


def test_other_words_from_the_same_form_are_other_thanks(visitor: Any, cast: Any) -> None:
    visitor.thanked()
    visitor.thanked(words="And he was friendly.")

    assert cast.count(Appreciation) == 2


def test_a_name_that_shall_not_be_shown_is_kept_with_the_identity_only(
    visitor: Any, cast: Any
) -> None:
    visitor.thanked(consent="without_name")

    assert (visitor.row().author_name, visitor.row().consent) == ("", "without_name")
    with cast.inside(cast.bahrain):
        assert Applicant.objects.get().name == "Sara Ali"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"entity": ""}, "Choose the entity that you thank."),
        ({"entity": "greater-amman-municipality"}, "Choose an entity from the list."),
        ({"words": "  "}, "Write what you are thankful for."),
        ({"words": "w " * 151}, "Shorten your words: they are 151, and at most 150 fit."),
        ({"consent": ""}, "Choose whether we may show your words."),
        ({"name": ""}, "Write your name, or choose to show only your words."),
        ({"email": "sara@"}, "Enter an e-mail address such as name@example.com."),
        ({"servant": "H" * 121}, "Shorten the text to 120 characters; it has 121."),
    ],
)
def test_what_is_missing_or_wrong_is_said_at_its_field_and_nothing_is_filed(
    visitor: Any, cast: Any, changes: dict[str, str], sentence: str
) -> None:
    refused = visitor.thank(**changes)

    assert refused.status_code == 422
    assert refused.text.count(sentence) == 2  # in the summary and at the field
    assert "<title>Error:" in refused.text
    assert (cast.count(Case), cast.count(Appreciation)) == (0, 0)


def test_the_tenants_limit_of_words_counts(visitor: Any, enable: Enable) -> None:
    enable("appreciation", most_words=20)

    assert "At most 20 words." in visitor.get("thank/").text
    assert visitor.thank(words="w " * 21).status_code == 422


def test_without_a_wall_no_consent_is_asked_and_nothing_is_shown(
    visitor: Any, enable: Enable
) -> None:
    enable("appreciation", has_wall=False)

    visitor.thanked()

    assert "May we show" not in visitor.get("thank/").text
    assert "Wall of appreciation" not in visitor.get().text
    assert visitor.row().consent == "none"


def test_a_tenant_without_the_type_gets_it_with_the_plugin(cast: Any, enable: Enable) -> None:
    from sawti.catalogue.models import CaseType

    with cast.writing(cast.jordan):
        CaseType.objects.filter(code="thanks").update(is_active=False)

    enable("appreciation", cast.jordan)

    with cast.inside(cast.jordan):
        assert CaseType.objects.get(code="thanks").is_active
        assert entity_tree().by_code


def test_thanks_cost_three_statements_more_than_a_case_without_them(
    visitor: Any, cast: Any
) -> None:
    from sawti.tenancy.context import tenant_context
    from sawti_appreciation.actions import Thanks, thank
    from tests.sql import statements

    visitor.thanked()
    thanks = Thanks("ewa-electricity-distribution", "Thanks", "Thanks", "en")

    with tenant_context(cast.bahrain):
        thank(thanks, at=our_clock.now())
        with statements() as sent:
            thank(thanks, at=our_clock.now())
    with statements() as for_a_case:
        cast.file_case(type="thanks", story="Thanks", category="", contact=Contact())

    assert len(sent) == len(for_a_case) + 3  # words, their search terms, consent
