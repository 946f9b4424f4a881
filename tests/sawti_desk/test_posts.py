"""Administrators see who holds which post, look at what a change does, and make it."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from sawti.entities.actions import Period, give_post
from sawti.entities.models import Post
from sawti.entities.permissions import rights_of
from sawti.entities.posts import posts_of_entities
from sawti.entities.queries import entity_tree
from sawti.lib import clock
from sawti.tenancy.context import tenant_context
from tests import people
from tests.cast import Cast

ROADS = "roads-projects-maintenance"


def giving(cast: Cast, **changes: Any) -> dict[str, Any]:
    return {
        "staff": str(cast.noor.id),
        "role": "head",
        "entity": ROADS,
        "since": "",
        "until": "",
        "reason": "",
        **changes,
    }


def english(cast: Cast, person: people.Person) -> Client:
    client = cast.client(person)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


def post_of(cast: Cast, person: people.Person) -> Post:
    with cast.inside(cast.bahrain):
        return Post.objects.filter(staff=cast.staff(person)).latest("id")


def test_an_administrator_sees_every_post_and_where_it_is_held(cast: Cast) -> None:
    text = english(cast, people.SALMA).get("/desk/posts/").content.decode()

    for person in (people.FATIMA, people.MARYAM, people.KHALID, people.HUDA):
        assert person.name in text
    assert people.OMAR.name not in text


def test_staff_without_that_right_are_led_to_what_they_may_do(cast: Cast) -> None:
    client = cast.client(people.FATIMA)

    response = client.get("/desk/posts/")
    text = client.get(response.url).content.decode()

    assert response.url == f"/desk/staff/{cast.fatima.id}/access/"
    assert "كشف هوية مقدّم الحالة مع ذكر السبب" in text


def test_a_head_sees_the_posts_of_what_lies_below_and_changes_none(cast: Cast) -> None:
    client = cast.client(people.KHALID)

    own = client.get("/desk/entities/electricity-water-authority/posts/")
    other = client.get(f"/desk/entities/{ROADS}/posts/").status_code

    assert people.FATIMA.name in own.content.decode()
    assert "/end/" not in own.content.decode()
    assert other == 403


def test_giving_a_post_tells_first_what_it_changes(cast: Cast) -> None:
    client = english(cast, people.SALMA)

    told = client.post("/desk/posts/give/", {**giving(cast), "step": "preview"})
    with cast.inside(cast.bahrain):
        between = rights_of(cast.noor).entities
    done = client.post("/desk/posts/give/", {**giving(cast), "step": "do"}, follow=True)

    assert "Read the cases" in told.content.decode()
    assert between == {}
    assert "The post is given." in done.content.decode()
    with cast.inside(cast.bahrain):
        assert rights_of(cast.noor).in_role("head")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"entity": ""}, "Choose the entity"),
        ({"role": "auditor"}, "Leave this empty"),
        ({"until": "2020-01-01"}, "Choose a last day that is not over"),
        ({"staff": ""}, "Choose a colleague."),
    ],
)
def test_a_form_that_makes_no_sense_is_answered_with_what_to_mend(
    cast: Cast, changes: dict[str, str], words: str
) -> None:
    body = {**giving(cast, **changes), "step": "do"}

    response = english(cast, people.SALMA).post("/desk/posts/give/", body)

    assert response.status_code == 422
    assert words in response.content.decode()
    with cast.inside(cast.bahrain):
        assert not Post.objects.filter(staff=cast.noor).exists()


def test_somebody_of_another_tenant_is_not_offered_and_not_taken(cast: Cast) -> None:
    client = english(cast, people.SALMA)
    body = {**giving(cast, staff=str(cast.omar.id)), "step": "do"}

    page = client.get("/desk/posts/give/").content.decode()
    response = client.post("/desk/posts/give/", body)

    assert people.OMAR.email not in page
    assert response.status_code == 422


def test_a_holder_delegates_and_takes_it_back(cast: Cast) -> None:
    client, post = cast.client(people.FATIMA), post_of(cast, people.FATIMA)
    last = (clock.now() + timedelta(days=7)).date()
    body = {"to": str(cast.noor.id), "since": "", "until": str(last), "reason": "leave"}

    done = client.post(f"/desk/posts/{post.id}/delegate/", {**body, "step": "do"})
    acting = post_of(cast, people.NOOR)
    text = client.get(done.url).content.decode()
    ended = client.post(f"/desk/posts/{acting.id}/end/", {"until": "", "step": "do"})

    assert (done.status_code, ended.status_code) == (303, 303)
    assert people.NOOR.name in text
    with cast.inside(cast.bahrain):
        assert rights_of(cast.noor).entities == {}


def test_a_vacant_post_is_shown_until_somebody_holds_it(cast: Cast) -> None:
    client, post = english(cast, people.SALMA), post_of(cast, people.YUSUF)
    vacant = "Somebody held these posts once"

    before = client.get("/desk/posts/").content.decode()
    client.post(f"/desk/posts/{post.id}/end/", {"until": "", "step": "do"})
    between = client.get("/desk/posts/").content.decode()
    client.post("/desk/posts/give/", {**giving(cast, role="focal_point"), "step": "do"})
    after = client.get("/desk/posts/").content.decode()

    assert [vacant in text for text in (before, between, after)] == [False, True, False]
    assert f"/desk/posts/give/?role=focal_point&amp;entity={ROADS}" in between


def test_a_strangers_page_is_missing_and_a_colleagues_is_for_administrators(cast: Cast) -> None:
    statuses = {
        who.name: cast.client(who).get(f"/desk/staff/{cast.fatima.id}/access/").status_code
        for who in (people.SALMA, people.FATIMA, people.YUSUF, people.OMAR)
    }
    foreign = english(cast, people.SALMA).get(f"/desk/staff/{cast.omar.id}/access/").status_code

    assert list(statuses.values()) == [200, 200, 403, 404]
    assert foreign == 404


def test_the_list_costs_the_same_for_one_post_and_for_fifty(
    cast: Cast, django_assert_num_queries: Any
) -> None:
    client, at = english(cast, people.SALMA), clock.now()
    client.get("/desk/posts/")
    with CaptureQueriesContext(connection) as few:
        client.get("/desk/posts/")
    with cast.inside(cast.bahrain):
        places = list(entity_tree().by_id)[:50]
    for place in places:
        with tenant_context(cast.bahrain):
            give_post(
                staff_id=cast.noor.id,
                role_code="head",
                entity_id=place,
                period=Period(at),
                by=cast.salma,
                at=at,
            )

    with django_assert_num_queries(len(few)):
        client.get("/desk/posts/")
    with cast.inside(cast.bahrain), django_assert_num_queries(1):
        assert len(posts_of_entities(None, at=clock.now())) > 50
