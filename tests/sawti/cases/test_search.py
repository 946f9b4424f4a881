"""Finding cases by words: as people type, in the own scope only, and nothing else by it."""

from typing import Any

import pytest

from sawti.cases.filters import case_filter
from sawti.cases.lists import cases_page
from sawti.cases.models import SearchEntry
from sawti.entities.permissions import rights_of
from sawti.lib import clock
from sawti.lib.errors import Invalid
from sawti.lib.text import search_terms, search_words
from tests.cast import Cast
from tests.sql import statements


def found(cast: Cast, q: str, *, by: Any = None, **choice: str) -> set[str]:
    """Return the numbers of the cases that somebody (Fatima unless said) finds."""
    staff = by or cast.fatima
    tenant = cast.jordan if staff == cast.omar else cast.bahrain
    with cast.inside(tenant):
        page = cases_page(
            rights_of(staff),
            case_filter({"queue": "all", "q": q, **choice}),
            language="en",
            at=clock.now(),
        )
    return {row.number for row in page.rows}


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("سأل أحمد عن الفاتورة", "احمد"),
        ("سأل احمد عن الفاتورة", "أحمد"),
        ("قرب المدرسة القديمة", "مدرسه"),
        ("في مبني البلدية", "مبنى"),
        ("على الطريق", "علي"),
        ("انقطاع الكهرباء", "الكـــهرباء"),
        ("الكَهْرَبَاءُ مقطوعة", "الكهرباء"),
        ("شارع رقم ٢٧", "27"),
        ("شارع رقم 27", "۲۷"),
        ("عمود الإنارة مطفأ", "انارة"),
        ("مشكلة بالإنارة", "الانارة"),
        ("الرصيف والإنارة", "إنارة"),
        ("تسرب مياه", "تسر"),
        ("The STREET light", "street"),
        ("ﺍﻟﺸﺎﺭﻉ", "الشارع"),
    ],
)
def test_a_case_is_found_however_its_words_are_written(
    cast: Cast, clock: Any, written: str, typed: str
) -> None:
    case = cast.file_case(story=f"{written} يا سادة")
    cast.file_case(story="شيء لا علاقة له بما يُبحث عنه")

    assert found(cast, typed) == {case.number}


def test_all_words_must_occur_wherever_they_stand_in_the_case(cast: Cast, clock: Any) -> None:
    case = cast.file_case(story="The lamp is broken.", place="Manama, road 2708")
    cast.file_case(story="The lamp is broken.", place="Riffa")
    cast.take(case.case_id)
    cast.ask(case.case_id)
    cast.reply(case.case_id)

    assert found(cast, "lamp manama") == {case.number}
    assert found(cast, "lamp manama عمود") == {case.number}
    assert found(cast, "lamp manama nothing") == set()


def test_a_case_is_found_by_its_number_and_by_a_part_of_it(cast: Cast, clock: Any) -> None:
    case = cast.file_case()
    cast.file_case()
    part = case.number[3:7]

    assert found(cast, case.number) == {case.number}
    assert found(cast, case.number.lower().replace("-", " ")) == {case.number}
    assert case.number in found(cast, part)


def test_nobody_is_found_by_who_they_are(cast: Cast, clock: Any) -> None:
    cast.file_case()

    assert found(cast, "سارة") == set()
    assert found(cast, "sara@example.com") == set()


@pytest.mark.parametrize("name", ["yusuf", "noor", "omar"])
def test_who_does_not_see_the_case_finds_it_by_no_word_and_not_by_its_exact_number(
    cast: Cast, clock: Any, name: str
) -> None:
    case = cast.file_case(story="A unique marker4711 here.")

    assert found(cast, "marker4711", by=getattr(cast, name)) == set()
    assert found(cast, case.number, by=getattr(cast, name)) == set()
    assert found(cast, "marker4711", by=cast.khalid) == {case.number}


def test_a_case_that_went_to_another_entity_is_found_there_and_no_longer_here(
    cast: Cast, clock: Any
) -> None:
    case = cast.file_case(story="A unique marker4711 here.")

    cast.transfer(case.case_id, "roads-projects-maintenance")

    assert found(cast, "marker4711") == set()
    assert found(cast, "marker4711", by=cast.yusuf) == {case.number}


@pytest.mark.parametrize(
    "q", ["%", "_", "'", "''", "\\", "' | 'a", "a' & !'b", "<->", ":*", "!!!", "ـ", "()", "$$"]
)
def test_signs_are_no_words_and_no_query_language(cast: Cast, clock: Any, q: str) -> None:
    cast.file_case(story="nothing special")

    assert found(cast, q) == set()


def test_signs_around_a_word_do_not_hide_it(cast: Cast, clock: Any) -> None:
    case = cast.file_case(story="It's 100% broken (again).")

    assert found(cast, "'broken' & !again:*") == {case.number}


@pytest.mark.parametrize("q", ["x" * 10_000, "ab\x00c", "\ud800"])
def test_what_nobody_types_is_refused_with_words(cast: Cast, clock: Any, q: str) -> None:
    with cast.inside(cast.bahrain), pytest.raises(Invalid) as refusal:
        case_filter({"q": q})

    assert refusal.value.field == "q"


def test_a_search_combines_with_the_other_filters(cast: Cast, clock: Any) -> None:
    first = cast.file_case(story="A unique marker4711 here.")
    second = cast.file_case(story="A unique marker4711 there.")
    cast.take(second.case_id)

    assert found(cast, "marker4711", state="open") == {second.number}
    assert found(cast, "marker4711", holder="nobody") == {first.number}


@pytest.mark.parametrize("rows", [1, 50])
def test_a_search_costs_the_same_for_one_case_as_for_fifty(
    cast: Cast, clock: Any, rows: int
) -> None:
    for _ in range(rows):
        cast.file_case(story="A unique marker4711 here.")
    found(cast, "marker4711")

    with statements() as sent:
        hits = found(cast, "marker4711")

    assert len(hits) == rows
    assert len(sent) == 6  # rights, exceptions, function, cases, two for the words around the hit


def test_the_hit_is_shown_in_its_sentence_and_no_markup_comes_through(
    cast: Cast, clock: Any
) -> None:
    cast.file_case(story="Before <b>it</b> the Lamp was <script>lit</script>.")

    with cast.inside(cast.bahrain):
        chosen = case_filter({"q": "lamp lit"})
        page = cases_page(rights_of(cast.fatima), chosen, language="en", at=clock_now())

    parts = page.rows[0].found
    assert [part.text for part in parts if part.is_hit] == ["Lamp", "<script>lit</script>."]
    assert "".join(part.text for part in parts).startswith("Before <b>it</b> the Lamp")


def clock_now() -> Any:
    return clock.now()


def test_the_words_of_a_case_stay_within_its_tenant(cast: Cast, clock: Any) -> None:
    cast.file_case(story="A unique marker4711 here.")

    assert cast.count(SearchEntry) == 1
    assert cast.count(SearchEntry, cast.jordan) == 0


def test_words_have_no_sign_that_a_query_could_misread() -> None:
    assert search_words("It's a BH-4K7M! والإنارة") == [
        "it",
        "s",
        "a",
        "bh",
        "4k7m",
        "والاناره",
        "اناره",
        "الاناره",
    ]
    assert search_terms("الإنارة ٢٧") == [("الاناره", "اناره"), ("27",)]
