"""Administrators say in the CMS which roles know of confidential cases; nobody else does."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from sawti.audit.models import Entry
from sawti.catalogue.models import Category, Confidentiality, Edit
from sawti.catalogue.queries import catalogue
from tests import people
from tests.cast import Cast
from tests.sawti.cases.secrets import add_officer
from tests.sawti_cms.test_screens import CATEGORY, editor

CLASS = {
    "name_ar": "التحقيق",
    "name_en": "Inquiry",
    "handlers": ["integrity_officer"],
    "readers": ["head"],
    "is_active": "on",
    "seen": "",
}
HERE = "/cms/classes/integrity/"
PATHS = ["/cms/classes/", "/cms/classes/add/", HERE, "/cms/history/confidentiality/integrity/"]


@pytest.fixture
def salma(cast: Cast) -> Client:
    return editor(cast, people.SALMA)


def kept(cast: Cast, code: str) -> Any:
    with cast.inside(cast.bahrain):
        return Confidentiality.objects.filter(code=code).first()


def test_an_administrator_adds_a_class_which_is_live_at_once_and_on_record(
    cast: Cast, salma: Client
) -> None:
    response = salma.post("/cms/classes/add/", {**CLASS, "needs_second": "on"})

    assert (response.status_code, response.headers["Location"]) == (302, "/cms/classes/")
    with cast.inside(cast.bahrain):
        found = catalogue().confidentiality["inquiry"]
        entry = Entry.objects.get(event="catalogue.confidentiality_added")
    assert found.names == {"ar": "التحقيق", "en": "Inquiry"}
    assert (found.handlers, found.readers) == (("integrity_officer",), ("head",))
    assert found.needs_second
    assert (entry.actor_id, entry.object_id) == (cast.salma.id, found.id)


def test_a_changed_class_shows_its_earlier_values(cast: Cast, salma: Client) -> None:
    response = salma.post(HERE, {**CLASS, "readers": []})

    history = salma.get("/cms/history/confidentiality/integrity/").content.decode()
    assert response.status_code == 302
    assert kept(cast, "integrity").names["en"] == "Inquiry"
    assert "Integrity" in history
    assert f"{HERE}?from=" in history


def test_each_fault_stands_at_its_field_and_nothing_is_saved(cast: Cast, salma: Client) -> None:
    before = kept(cast, "integrity").names

    response = salma.post(
        HERE, {**CLASS, "name_ar": "", "handlers": [], "readers": ["nobody"], "is_active": ""}
    )
    again = salma.post(HERE, {**CLASS, "handlers": [], "is_active": ""})

    assert response.status_code == again.status_code == 422
    assert "Choose at least one role" in again.content.decode()
    assert "1 categories give this class to their cases. Change them first." in (
        again.content.decode()
    )
    assert kept(cast, "integrity").names == before
    with cast.inside(cast.bahrain):
        assert not Edit.objects.filter(table="confidentiality").exists()


def test_who_handles_is_not_listed_as_a_reader_too(cast: Cast, salma: Client) -> None:
    salma.post(HERE, {**CLASS, "readers": ["integrity_officer", "head"]})

    assert kept(cast, "integrity").readers == ["head"]


def test_a_class_whose_role_nobody_holds_warns_until_somebody_is_appointed(
    cast: Cast, salma: Client
) -> None:
    warning = "Nobody holds: Integrity officer. Appoint somebody."
    before = [warning in salma.get(path).content.decode() for path in ("/cms/classes/", HERE)]

    add_officer(cast)

    after = [warning in salma.get(path).content.decode() for path in ("/cms/classes/", HERE)]
    assert (before, after) == ([True, True], [False, False])


@pytest.mark.parametrize(
    ("person", "status"),
    [
        (people.LAYLA, 403),
        (people.FATIMA, 302),
        (people.NOOR, 302),
        (people.OMAR, 302),
        (people.ZAID, 302),
    ],
)
def test_nobody_but_an_administrator_of_the_tenant_sees_or_changes_a_class(
    cast: Cast, person: people.Person, status: int
) -> None:
    client = editor(cast, person)
    client.defaults["HTTP_HOST"] = "bahrain.localhost:8000"

    read = [client.get(path).status_code for path in PATHS]
    sent = [client.post(path, CLASS).status_code for path in PATHS[1:3]]

    assert read == [status] * 4
    assert sent == [status] * 2
    assert kept(cast, "inquiry") is None
    assert kept(cast, "integrity").names["en"] == "Integrity"


def test_a_class_of_the_other_tenant_equals_a_missing_one(cast: Cast, salma: Client) -> None:
    with cast.writing(cast.jordan):
        Confidentiality.objects.create(code="of-jordan", names={}, handlers=["head"])

    theirs, missing = (salma.post(f"/cms/classes/{code}/", CLASS) for code in ("of-jordan", "none"))

    assert theirs.status_code == missing.status_code == 404
    with cast.inside(cast.jordan):
        assert Confidentiality.objects.get(code="of-jordan").names == {}


def test_an_administrator_says_which_class_the_cases_of_a_category_get(
    cast: Cast, salma: Client
) -> None:
    salma.post(
        "/cms/categories/street-lighting/",
        {**CATEGORY, "confidentiality": "integrity", "confidential_by": "wish"},
    )

    with cast.inside(cast.bahrain):
        row = Category.objects.select_related("confidentiality").get(code="street-lighting")
        edit = Edit.objects.get(table="category", row="street-lighting")
    assert (row.confidentiality.code, row.confidential_by) == ("integrity", "wish")
    assert (edit.before["confidentiality"], edit.after["confidentiality"]) == ("", "integrity")


def test_an_editor_keeps_the_class_of_a_category_whatever_is_sent(cast: Cast) -> None:
    with cast.inside(cast.bahrain):
        code = Category.objects.get(confidentiality__code="integrity").code
    page = editor(cast).get(f"/cms/categories/{code}/").content.decode()
    sent = {**CATEGORY, "name_en": "Renamed", "confidentiality": "", "confidential_by": "policy"}

    response = editor(cast).post(f"/cms/categories/{code}/", sent)

    with cast.inside(cast.bahrain):
        row = Category.objects.select_related("confidentiality").get(code=code)
    assert response.status_code == 302
    assert (row.names["en"], row.confidentiality.code) == ("Renamed", "integrity")
    assert 'name="confidentiality"' not in page


def test_the_list_costs_the_same_for_one_class_and_for_many(cast: Cast, salma: Client) -> None:
    salma.get("/cms/classes/")
    with CaptureQueriesContext(connection) as few:
        salma.get("/cms/classes/")
    with cast.writing(cast.bahrain):
        for number in range(49):
            Confidentiality.objects.create(
                code=f"class-{number}", names={"ar": "ف", "en": "C"}, handlers=["head"]
            )

    with CaptureQueriesContext(connection) as many:
        salma.get("/cms/classes/")

    assert len(many) == len(few)
