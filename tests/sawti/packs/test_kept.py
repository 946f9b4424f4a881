"""What an editor changed in the CMS outlives the next loading of the pack."""

from io import StringIO
from typing import Any

from django.core.management import call_command

from sawti.catalogue.models import Category
from sawti.catalogue.queries import catalogue
from sawti.catalogue.steps import categories, words
from tests.cast import Cast
from tests.sawti.catalogue.editing import do, draft, rename


def english(cast: Cast, code: str = "street-lighting") -> tuple[str, bool]:
    with cast.inside(cast.bahrain):
        row = Category.objects.get(code=code)
        return row.names["en"], row.is_active


def test_an_edited_row_stays_and_is_named(cast: Cast, bahrain_pack: Any) -> None:
    rename(cast, "Lamps")
    with cast.inside(cast.bahrain):
        texts = dict(catalogue().texts)
    footer = {"ar": "ع", "en": "Ours"}
    do(cast, words.change_texts, {**texts, "footer": footer}, seen=None)
    bahrain_pack.edit("catalogue.toml", '"Traffic fines"', '"Fines"')

    changes = bahrain_pack.load()

    assert [str(change) for change in changes.changes] == [
        'categories: traffic-fines: names.en: "Traffic fines" → "Fines"'
    ]
    assert [str(kept) for kept in changes.kept] == [
        "categories: street-lighting: kept: edited in the CMS",
        "texts: footer: kept: edited in the CMS",
    ]
    assert english(cast) == ("Lamps", True)
    assert english(cast, "traffic-fines") == ("Fines", True)


def test_a_category_of_an_editor_is_not_switched_off(cast: Cast, bahrain_pack: Any) -> None:
    do(cast, categories.add_category, "new-one", draft())

    changes = bahrain_pack.load()

    assert changes.summary() == "bahrain: nothing to change, 1 kept: edited in the CMS"
    assert english(cast, "new-one") == ("Street lighting", True)


def test_the_pack_wins_where_that_is_asked_for(cast: Cast, bahrain_pack: Any) -> None:
    rename(cast, "Lamps")
    do(cast, categories.add_category, "new-one", draft())
    said = StringIO()

    call_command("load_tenant", "bahrain", folder=bahrain_pack.folder, stdout=said)
    call_command("load_tenant", "bahrain", folder=bahrain_pack.folder, overwrite=True, stdout=said)
    call_command("load_tenant", "bahrain", folder=bahrain_pack.folder, stdout=said)

    assert said.getvalue().splitlines() == [
        "categories: street-lighting: kept: edited in the CMS",
        "categories: new-one: kept: edited in the CMS",
        "bahrain: nothing to change, 2 kept: edited in the CMS",
        "bahrain: 1 changed, 1 deactivated",
        "bahrain: nothing to change",
    ]
    assert english(cast) == ("Street lighting", True)
    assert english(cast, "new-one") == ("Street lighting", False)
