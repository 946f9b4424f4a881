"""Administrators say in the CMS how people may act for others, and which document proves it."""

from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from sawti.audit.models import Entry
from sawti.catalogue.models import Edit, RepresentationKind
from sawti.catalogue.queries import catalogue
from tests import people
from tests.cast import Cast
from tests.sawti.acting.scenes import filed_for
from tests.sawti_cms.test_screens import editor

KIND = {
    "name_ar": "زوج أو زوجة",
    "name_en": "Husband or wife",
    "hint_ar": "لزوجك أو زوجتك",
    "hint_en": "For your husband or wife",
    "document_ar": "عقد الزواج",
    "document_en": "The marriage contract",
    "needs_proof": "on",
    "may": ["follow", "reply"],
    "is_active": "on",
    "seen": "",
}
LIST, ADD, HERE = "/cms/kinds/", "/cms/kinds/add/", "/cms/kinds/parent/"
GETS = [LIST, ADD, HERE, "/cms/history/representation/parent/"]
POSTS = [ADD, HERE, f"{HERE}move/", f"{HERE}remove/"]


@pytest.fixture
def salma(cast: Cast) -> Client:
    return editor(cast, people.SALMA)


def kept(cast: Cast, code: str) -> Any:
    with cast.inside(cast.bahrain):
        return RepresentationKind.objects.filter(code=code).first()


def offered(cast: Cast, language: str = "en") -> dict[str, str]:
    """Return what the API offers: code and document."""
    answer = cast.client().get("/api/v1/representations", headers={"Accept-Language": language})
    return {row["code"]: row["document"] for row in answer.json()["results"]}


def test_a_kind_is_added_which_is_live_at_once_and_on_record(cast: Cast, salma: Client) -> None:
    response = salma.post(ADD, KIND)

    assert (response.status_code, response.headers["Location"]) == (302, LIST)
    with cast.inside(cast.bahrain):
        found = catalogue().representations["husband-or-wife"]
        entry = Entry.objects.get(event="catalogue.representation_added")
    assert found.names == {"ar": "زوج أو زوجة", "en": "Husband or wife"}
    assert found.may == {"file", "follow", "reply"}
    assert (entry.actor_id, entry.object_id) == (cast.salma.id, found.id)
    assert offered(cast)["husband-or-wife"] == "The marriage contract"
    assert offered(cast, "ar")["husband-or-wife"] == "عقد الزواج"
    assert "husband-or-wife" not in cast.client(tenant="jordan").get("/api/v1/representations").text


def test_people_who_file_read_which_document_is_asked_for(cast: Cast, salma: Client) -> None:
    salma.post(HERE, KIND)

    with cast.inside(cast.bahrain):
        found = catalogue().representations["parent"]
        assert (found.document("en"), found.document("ar")) == (
            "The marriage contract",
            "عقد الزواج",
        )
    assert offered(cast)["parent"] == "The marriage contract"


def test_a_kind_that_is_switched_off_is_offered_no_more(cast: Cast, salma: Client) -> None:
    salma.post(HERE, {**KIND, "is_active": ""})

    assert "parent" not in offered(cast)
    assert kept(cast, "parent").is_active is False


def test_a_kind_without_proof_asks_for_no_document(cast: Cast, salma: Client) -> None:
    salma.post(HERE, {**KIND, "needs_proof": "", "document_ar": "", "document_en": ""})

    assert offered(cast)["parent"] == ""


def test_each_fault_stands_at_its_field_and_nothing_is_saved(cast: Cast, salma: Client) -> None:
    before = kept(cast, "parent").names

    response = salma.post(HERE, {**KIND, "name_ar": "", "document_en": "", "may": ["rate"]})

    page = response.content.decode()
    assert response.status_code == 422
    assert "Write this in Arabic too" in page
    assert "Write this in English too" in page
    assert "Whoever replies or rates has to follow the case." in page
    assert kept(cast, "parent").names == before
    with cast.inside(cast.bahrain):
        assert not Edit.objects.filter(table="representation").exists()


def test_a_kind_in_which_somebody_acts_stays_and_another_one_goes(
    cast: Cast, salma: Client, files_folder: Path, clock: Any
) -> None:
    filed_for(cast, kind="parent")

    in_use = salma.post(f"{HERE}remove/", follow=True)
    unused = salma.post("/cms/kinds/guardian/remove/", follow=True)

    assert "so it stays. Switch it off instead." in in_use.content.decode()
    assert "It has been removed." in unused.content.decode()
    assert kept(cast, "parent") is not None
    assert kept(cast, "guardian") is None
    with cast.inside(cast.bahrain):
        events = Entry.objects.filter(event__startswith="catalogue.representation")
        assert list(events.values_list("event", flat=True)) == ["catalogue.representation_removed"]


def test_a_changed_kind_shows_its_earlier_values_and_moves_in_the_list(
    cast: Cast, salma: Client
) -> None:
    salma.post(HERE, KIND)
    history = salma.get("/cms/history/representation/parent/").content.decode()
    salma.post(f"{HERE}move/", {"value": "down"})

    assert f"{HERE}?from=" in history
    assert "Parent" in history
    assert list(offered(cast))[:2] == ["guardian", "parent"]


def test_who_saved_later_over_an_older_view_is_told(cast: Cast, salma: Client) -> None:
    salma.post(HERE, KIND)

    again = salma.post(HERE, {**KIND, "name_en": "Spouse"})

    assert again.status_code == 422
    assert kept(cast, "parent").names["en"] == "Husband or wife"


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
def test_nobody_but_an_administrator_of_the_tenant_sees_or_changes_a_kind(
    cast: Cast, person: people.Person, status: int
) -> None:
    client = editor(cast, person)
    client.defaults["HTTP_HOST"] = "bahrain.localhost:8000"

    read = [client.get(path).status_code for path in GETS]
    sent = [client.post(path, KIND).status_code for path in POSTS]

    assert (read, sent) == ([status] * 4, [status] * 4)
    assert kept(cast, "parent").names["en"] == "Parent"
    assert kept(cast, "husband-or-wife") is None


@pytest.mark.parametrize("count", [1, 50])
def test_the_list_costs_the_same_for_1_kind_as_for_50(
    cast: Cast, salma: Client, count: int
) -> None:
    with cast.writing(cast.bahrain):
        RepresentationKind.objects.all().delete()
        RepresentationKind.objects.bulk_create(
            RepresentationKind(code=f"kind-{number}", names={"ar": "نوع", "en": "Kind"})
            for number in range(count)
        )
    salma.get(LIST)

    with CaptureQueriesContext(connection) as found:
        page = salma.get(LIST).content.decode()

    assert page.count("/move/") == 2 * count
    assert len([each for each in found if "SELECT" in each["sql"]]) == STATEMENTS


STATEMENTS = 15
