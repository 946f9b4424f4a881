"""Nothing is shown without consent and approval, and nothing more once consent is taken back."""

from collections.abc import Callable
from typing import Any

import pytest

from sawti.audit.models import Entry
from sawti.tenancy.models import Tenant
from sawti_appreciation.models import Appreciation
from tests import people
from tests.cast import utc
from tests.sql import statements

Enable = Callable[..., None]
WORDS, SERVANT, AUTHOR = "She restored our power", "Huda Salman", "Sara Ali"


def seen(visitor: Any) -> list[str]:
    """Return which of words, servant and author the public sees anywhere."""
    pages = visitor.get().text + visitor.client.get("/en/").text + visitor.get("counts/").text
    return [text for text in (WORDS, SERVANT, AUTHOR) if text in pages]


def test_nothing_is_shown_before_the_entity_approves(visitor: Any) -> None:
    visitor.thanked()

    assert seen(visitor) == []
    assert "Nothing is shown here yet." in visitor.get().text


def test_approved_words_are_shown_with_the_name_of_an_author_who_agreed(visitor: Any) -> None:
    visitor.thanked()

    decided = visitor.decide("approve")

    assert (decided.status_code, decided["Location"]) == (303, "/desk/p/appreciation/")
    assert seen(visitor) == [WORDS, AUTHOR]


def test_the_servant_is_named_only_if_the_entity_says_that_they_agree(visitor: Any) -> None:
    visitor.thanked(consent="without_name")

    visitor.decide("approve", names_servant="on")

    assert seen(visitor) == [WORDS, SERVANT]


def test_declined_words_are_not_shown_and_names_are_deleted(visitor: Any) -> None:
    visitor.thanked()

    visitor.decide("decline")

    assert seen(visitor) == []
    assert (visitor.row().servant_name, visitor.row().author_name) == ("", "")


def test_who_did_not_agree_is_not_even_offered_for_a_decision(visitor: Any, cast: Any) -> None:
    visitor.thanked(consent="none")

    refused = visitor.decide("approve")

    listed = cast.client(people.FATIMA).get("/desk/p/appreciation/").text
    assert refused.status_code == 409
    assert WORDS not in listed and "انتظار" in listed
    assert seen(visitor) == []


def test_each_decision_is_on_record_with_who_made_it(visitor: Any, cast: Any) -> None:
    visitor.thanked()

    visitor.decide("approve")
    visitor.decide("decline")

    with cast.inside(cast.bahrain):
        entries = Entry.objects.filter(event__startswith="appreciation").order_by("event")
        assert [(row.event, row.actor_id, row.object_id) for row in entries] == [
            ("appreciation.approved", cast.fatima.id, visitor.row().case_id),
            ("appreciation.declined", cast.fatima.id, visitor.row().case_id),
        ]
    assert seen(visitor) == []


def test_the_second_of_two_decisions_is_told_that_it_came_late(visitor: Any) -> None:
    visitor.thanked()
    visitor.decide("approve")

    late = visitor.decide("approve", names_servant="on")

    assert late.status_code == 409
    assert seen(visitor) == [WORDS, AUTHOR]


def test_words_wait_as_many_days_as_the_tenant_wants(
    visitor: Any, enable: Enable, clock: Any
) -> None:
    enable("appreciation", days_before_publication=3)
    visitor.thanked()
    visitor.decide("approve")
    before = seen(visitor)

    clock.move_to(utc("2026-03-04T08:00Z"))

    assert before == []
    assert seen(visitor) == [WORDS, AUTHOR]


def test_the_author_takes_consent_back_with_number_and_receipt(visitor: Any) -> None:
    number, receipt = visitor.thanked()
    visitor.decide("approve", names_servant="on")

    done = visitor.withdraw(number, receipt)

    assert "Done." in done.text
    assert seen(visitor) == []
    assert (visitor.row().servant_name, visitor.row().author_name) == ("", "")


def test_what_was_taken_back_can_not_be_approved_again(visitor: Any) -> None:
    number, receipt = visitor.thanked()
    visitor.withdraw(number, receipt)

    assert visitor.decide("approve").status_code == 409
    assert seen(visitor) == []


@pytest.mark.parametrize("receipt", ["0000-0000-0000-0000", "short"])
def test_a_wrong_receipt_takes_nothing_back(visitor: Any, receipt: str) -> None:
    number, _ = visitor.thanked()
    visitor.decide("approve")

    assert visitor.withdraw(number, receipt).status_code == 422
    assert seen(visitor) == [WORDS, AUTHOR]


def test_a_case_of_another_kind_has_nothing_to_take_back(visitor: Any, cast: Any) -> None:
    filed = cast.file_case()

    answered = visitor.withdraw(filed.number, filed.receipt)

    assert answered.status_code == 422
    assert "This case holds no thanks" in answered.text


def test_after_a_transfer_the_new_entity_decides(visitor: Any, cast: Any) -> None:
    visitor.thanked()
    cast.transfer(visitor.row().case_id, "roads-projects-maintenance")

    by_old = visitor.decide("approve", by=people.FATIMA)
    by_new = visitor.decide("approve", by=people.YUSUF)

    assert (by_old.status_code, by_new.status_code) == (404, 303)


def test_the_other_tenant_sees_none_of_it(visitor: Any, cast: Any, enable: Enable) -> None:
    enable("appreciation", cast.jordan)
    visitor.thanked()
    visitor.decide("approve", names_servant="on")

    pages = [
        cast.client(people.OMAR).get(path).text
        for path in ("/en/p/appreciation/", "/en/", "/desk/p/appreciation/?show=approved")
    ]

    assert [text for text in (WORDS, SERVANT, AUTHOR) if text in "".join(pages)] == []


def test_the_wall_is_paged_and_costs_the_same_for_one_and_for_many(visitor: Any, cast: Any) -> None:
    visitor.thanked()
    visitor.decide("approve")
    visitor.get()
    with statements() as for_one:
        visitor.get()
    [visitor.thanked(words=f"Thanks number {n}.") for n in range(24)]
    with cast.writing(cast.bahrain):
        Appreciation.objects.update(decision="approved", published_from=utc("2026-03-01T08:00Z"))

    with statements() as for_many:
        first = visitor.get()

    assert len(for_one) == len(for_many) == 3  # tenant, thanks, words
    assert first.text.count("<article") == 20
    assert "?page=2" in first.text
    assert visitor.get("?page=2").text.count("<article") == 5
    assert visitor.get("?page=9").status_code == 404


def test_the_list_for_staff_costs_the_same_for_one_and_for_many(visitor: Any, cast: Any) -> None:
    fatima = cast.client(people.FATIMA)
    visitor.thanked()
    fatima.get("/desk/p/appreciation/")
    with statements() as for_one:
        fatima.get("/desk/p/appreciation/")
    [visitor.thanked(words=f"Thanks number {n}.") for n in range(24)]

    with statements() as for_many:
        first = fatima.get("/desk/p/appreciation/")

    assert len(for_one) == len(for_many) == 6  # tenant, session, rights, exceptions, thanks, words
    assert first.text.count("<article") == 20


def test_counts_are_per_entity_and_month_of_the_tenants_calendar(
    visitor: Any, cast: Any, clock: Any
) -> None:
    with cast.writing(cast.bahrain):
        Tenant.objects.filter(pk=cast.bahrain.id).update(smallest_count=2)
    visitor.thanked(consent="none")
    visitor.thanked(words="Again.", consent="none")
    visitor.thanked(entity="roads-projects-maintenance", consent="none")
    clock.move_to(utc("2026-03-31T21:30Z"))  # in Bahrain it is April already
    visitor.thanked(words="Later.", consent="none")

    march = visitor.client.get("/api/v1/p/appreciation/counts?month=2026-03").json()
    april = visitor.client.get("/api/v1/p/appreciation/counts").json()

    assert march["month"] == "2026-03"
    assert [(row["code"], row["count"]) for row in march["results"]] == [
        ("ewa-electricity-distribution", 2),
        ("roads-projects-maintenance", None),  # too few to be published
    ]
    assert [(row["code"], row["count"]) for row in april["results"]] == [
        ("ewa-electricity-distribution", None)
    ]
    assert "fewer than 2" in visitor.get("counts/?month=2026-03").text


@pytest.mark.parametrize("month", ["2026-13", "march", "0000-01", "2026-3"])
def test_a_month_that_is_none_is_refused(visitor: Any, month: str) -> None:
    called = visitor.client.get(f"/api/v1/p/appreciation/counts?month={month}")

    assert (called.status_code, called.json()["errors"][0]["field"]) == (422, "month")
    assert visitor.get(f"counts/?month={month}").status_code == 404


def test_an_empty_month_says_so(visitor: Any) -> None:
    assert "Nobody was thanked in this month." in visitor.get("counts/").text
