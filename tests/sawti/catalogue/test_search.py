"""A category is found by the words that people type, however they spell them."""

import pytest

from sawti.catalogue.models import Category
from sawti.catalogue.search import find_categories
from sawti.tenancy.snapshot import forget_everything
from tests.cast import Cast


def found(cast: Cast, typed: str) -> list[str]:
    with cast.inside(cast.bahrain):
        return [row.code for row in find_categories(typed)]


@pytest.mark.parametrize(
    "typed",
    [
        "إنارة الشوارع",
        "اناره الشوارع",
        "إنارة شوارع",  # without the article
        "الانارة",  # with an article that the name has not
        "Street Lighting",
        "street light",
        "lamp POST",
        "ليت الشارع",
    ],
)
def test_street_lighting_is_found_first_however_it_is_written(cast: Cast, typed: str) -> None:
    assert found(cast, typed)[0] == "street-lighting"


def test_a_name_comes_before_a_keyword_and_a_keyword_before_the_group(cast: Cast) -> None:
    assert found(cast, "bill")[0] == "utility-bill"
    assert found(cast, "water")[:3] == ["water-cut-leak", "road-flooding", "utility-bill"]
    # The first-level category above it has the word.
    assert found(cast, "water")[-1] == "sewage-overflow"


def test_every_word_has_to_be_there(cast: Cast) -> None:
    assert found(cast, "street bill") == []
    assert found(cast, "xyzzy") == []
    assert found(cast, "   ") == []


def test_what_is_switched_off_is_not_found(cast: Cast) -> None:
    with cast.writing(cast.bahrain):
        Category.objects.filter(code="street-lighting").update(is_active=False)
    forget_everything()

    assert "street-lighting" not in found(cast, "street lighting")
