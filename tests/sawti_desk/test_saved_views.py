"""Lists that a person keeps: their own only, of known filters only."""

import re
from typing import Any
from uuid import uuid4

import pytest

from sawti.cases.actions.saved_views import MOST_VIEWS
from sawti.cases.models import SavedView
from sawti.catalogue.models import Category
from sawti.tenancy.actions import configuration_changed
from tests import people
from tests.cast import Cast
from tests.sawti_desk.test_queue import reader

VIEWS = "/desk/views/"
QUERY = "queue=all&state=open&importance=critical"


def keep(
    cast: Cast, name: str = "Urgent", query: str = QUERY, person: people.Person = people.FATIMA
) -> Any:
    return reader(cast, person).post(VIEWS, {"name": name, "query": query})


def kept(cast: Cast) -> list[tuple[str, str]]:
    with cast.inside(cast.bahrain):
        return list(SavedView.objects.order_by("name").values_list("name", "query"))


def address(cast: Cast) -> str:
    with cast.inside(cast.bahrain):
        return f"{VIEWS}{SavedView.objects.get().id}/"


def test_a_kept_list_stands_among_the_tabs_and_leads_to_its_filters(cast: Cast, clock: Any) -> None:
    response = keep(cast, "My <b>urgent</b> ones")

    page = reader(cast).get(response.headers["Location"]).text
    current = re.findall(r'aria-current="page"><bdi>(.*?)</bdi>', page)

    assert response.headers["Location"] == f"/desk/?{QUERY}"
    assert current == ["My &lt;b&gt;urgent&lt;/b&gt; ones"]


def test_only_known_parameters_are_kept(cast: Cast, clock: Any) -> None:
    keep(cast, query="state=open&utm=x&cursor=abc&tick=all&next=//evil")

    assert kept(cast) == [("Urgent", "queue=queue&state=open")]


@pytest.mark.parametrize("query", ["state=gone", "\x00", "%00=%00", "&&&", "q=" + "x" * 900])
def test_a_filter_that_we_did_not_make_keeps_nothing_chosen(
    cast: Cast, clock: Any, query: str
) -> None:
    keep(cast, query=query)

    assert kept(cast) == [("Urgent", "queue=queue")]


@pytest.mark.parametrize("name", ["", "  ", "x" * 61, "a\x00b"])
def test_a_name_that_cannot_be_kept_is_refused_with_words(
    cast: Cast, clock: Any, name: str
) -> None:
    response = keep(cast, name)

    assert response.status_code == 422
    assert 'class="sw-error"' in response.text
    assert kept(cast) == []


def test_a_name_is_kept_once_and_the_number_of_lists_is_limited(cast: Cast, clock: Any) -> None:
    for number in range(MOST_VIEWS):
        keep(cast, f"List {number}")

    same, more = keep(cast, "List 1"), keep(cast, "One more")

    assert (same.status_code, more.status_code) == (422, 422)
    assert "You have a list of this name already." in same.text
    assert "You have 20 lists already." in more.text
    assert len(kept(cast)) == MOST_VIEWS


def test_a_list_is_renamed_and_deleted(cast: Cast, clock: Any) -> None:
    keep(cast)
    client = reader(cast)

    renamed = client.post(address(cast), {"name": "Later"})
    after = kept(cast)
    deleted = client.post(address(cast), {"deed": "delete"})

    assert (renamed.status_code, deleted.status_code) == (303, 303)
    assert after == [("Later", QUERY)]
    assert kept(cast) == []


@pytest.mark.parametrize("person", [people.MARYAM, people.NOOR, people.OMAR])
@pytest.mark.parametrize("typed", [{"name": "Taken"}, {"deed": "delete"}])
def test_nobody_sees_renames_or_deletes_the_list_of_another(
    cast: Cast, clock: Any, person: people.Person, typed: dict[str, str]
) -> None:
    keep(cast)

    response = reader(cast, person).post(address(cast), typed)

    assert response.status_code == 404
    assert "Urgent" not in reader(cast, person).get(VIEWS).text
    assert kept(cast) == [("Urgent", QUERY)]
    assert reader(cast, person).post(f"{VIEWS}{uuid4()}/", typed).status_code == 404


def test_a_kept_filter_whose_category_went_away_is_left_out(cast: Cast, clock: Any) -> None:
    keep(cast, query="queue=all&category=roads&state=open")
    with cast.writing(cast.bahrain):
        Category.objects.filter(code="roads").update(code="streets")
        configuration_changed()

    page = reader(cast).get(VIEWS).text

    assert 'href="/desk/?queue=all&amp;state=open"' in page
