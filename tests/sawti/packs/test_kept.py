"""What an editor changed in the CMS outlives the next loading of the pack."""

from io import StringIO
from typing import Any

from django.core.management import call_command

from sawti.catalogue.models import Category, Confidentiality
from sawti.catalogue.queries import catalogue
from sawti.catalogue.steps import categories, words
from sawti.entities.models import Role
from sawti.entities.permissions import rights_of
from tests import people
from tests.cast import Cast
from tests.sawti.catalogue.editing import do, draft, rename
from tests.sawti.entities.test_posts import give


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


def add_role(cast: Cast, level: str = "entity") -> None:
    """Have Salma add a role in the CMS."""
    names = {"name_ar": "منسّق", "name_en": "Coordinator", "code": "coordinator"}
    flags = {"is_delegable": "on", "is_active": "on"}
    body = {**names, **flags, "level": level, "permissions": ["oversee_entities"]}
    assert cast.client(people.SALMA).post("/cms/roles/add/", body).status_code == 302


def add_class(cast: Cast) -> None:
    """Have Salma add a class in the CMS that names her role."""
    names = {"name_ar": "التحقيق", "name_en": "Inquiry", "code": "inquiry"}
    body = {**names, "handlers": ["coordinator"], "is_active": "on", "seen": ""}
    assert cast.client(people.SALMA).post("/cms/classes/add/", body).status_code == 302


def test_a_role_and_a_class_of_an_administrator_are_not_switched_off(
    cast: Cast, bahrain_pack: Any, at: Any
) -> None:
    add_role(cast)
    add_class(cast)
    give(cast, "coordinator", cast.noor, at)

    changes = bahrain_pack.load()

    assert changes.summary() == "bahrain: nothing to change, 2 kept: edited in the CMS"
    with cast.inside(cast.bahrain):
        role = Role.objects.get(code="coordinator")
        found = Confidentiality.objects.get(code="inquiry")
        assert (role.is_active, role.permissions) == (True, ["oversee_entities"])
        assert (found.is_active, found.handlers) == (True, ["coordinator"])
        assert rights_of(cast.noor, at=at).entities.keys() == {"oversee_entities"}


def test_a_pack_that_comes_to_have_such_a_role_leaves_it_as_it_is(
    cast: Cast, bahrain_pack: Any
) -> None:
    add_role(cast, "tenant")
    (bahrain_pack.folder / "roles.toml").write_text(
        '[[roles]]\ncode = "coordinator"\nname = { ar = "دور", en = "Other" }\n'
        'level = "entity"\npermissions = ["view_cases"]\n',
        encoding="utf-8",
    )

    changes = bahrain_pack.load()

    assert [str(kept) for kept in changes.kept] == ["roles: coordinator: kept: edited in the CMS"]
    with cast.inside(cast.bahrain):
        role = Role.objects.get(code="coordinator")
        assert (role.level, role.names["en"]) == ("tenant", "Coordinator")


def test_a_pack_that_wins_switches_them_off(cast: Cast, bahrain_pack: Any) -> None:
    add_role(cast)
    add_class(cast)

    call_command(
        "load_tenant", "bahrain", folder=bahrain_pack.folder, overwrite=True, stdout=StringIO()
    )

    with cast.inside(cast.bahrain):
        assert not Role.objects.get(code="coordinator").is_active
        assert not Confidentiality.objects.get(code="inquiry").is_active
