"""Categories found in the words of a story, however they are spelt."""

import pytest

from sawti.catalogue.models import Category
from sawti.catalogue.queries import catalogue, suggest_categories
from sawti.tenancy.context import TenantFacts
from tests.cast import STORY, Cast


def suggested(
    cast: Cast, story: str, tenant: TenantFacts | None = None, most: int = 3
) -> list[str]:
    with cast.inside(tenant or cast.bahrain):
        return [category.code for category in suggest_categories(story, most=most)]


@pytest.mark.parametrize(
    "story",
    [
        STORY,
        "انارة الشارع لا تعمل",  # without hamza
        "إنارة الشارع لا تعمل",
        "إناره الشارع لا تعمل",  # ha for ta marbuta
        "إِنَارَة الشارع",  # with harakat
        "إنـــارة الشارع",  # with tatweel
        "ليت الشارع طافي",  # as people speak
        "The STREET LIGHT is out",
        "the  lamp\npost is broken",
    ],
)
def test_street_lighting_is_found_however_it_is_written(cast: Cast, story: str) -> None:
    assert suggested(cast, story)[0] == "street-lighting"


def test_a_story_without_known_words_suggests_nothing(cast: Cast) -> None:
    assert suggested(cast, "شكرا لكم") == []
    assert suggested(cast, "") == []


def test_no_more_is_suggested_than_was_asked_for(cast: Cast) -> None:
    words = "إنارة street light تجمع ماي drainage traffic light"

    assert len(suggested(cast, words, most=1)) == 1
    assert len(suggested(cast, words, most=2)) == 2


def test_only_the_second_level_is_suggested(cast: Cast) -> None:
    with cast.inside(cast.bahrain):
        every_word = " ".join(
            word
            for row in catalogue().categories.values()
            for words in row.keywords.values()
            for word in words
        )
        found = suggest_categories(every_word, most=1000)

        assert found != []
        assert [row.code for row in found if row.parent_id is None] == []


def test_a_category_that_is_no_longer_used_is_not_suggested(cast: Cast) -> None:
    from django.db import transaction

    from sawti.tenancy.context import tenant_context

    with tenant_context(cast.bahrain), transaction.atomic():
        Category.objects.filter(code="street-lighting").update(is_active=False)

    assert "street-lighting" not in suggested(cast, STORY)


def test_each_tenant_suggests_from_its_own_catalogue(cast: Cast) -> None:
    with cast.inside(cast.jordan):
        own = set(catalogue().categories)

    assert set(suggested(cast, STORY, cast.jordan)) <= own


def test_groups_hold_active_categories_below_their_first_level(cast: Cast) -> None:
    with cast.inside(cast.bahrain):
        groups = catalogue().category_groups()

    assert [top.code for top, rows in groups if top.parent_id is not None] == []
    assert [row.code for top, rows in groups for row in rows if row.parent_id != top.id] == []
    assert sum(len(rows) for _, rows in groups) >= 40
