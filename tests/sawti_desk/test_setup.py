"""The checklist of an entity: facts decide, people tick the rest, the operation room sees all."""

from typing import Any

from sawti.entities.actions import Period, give_post
from sawti.entities.queries import entity_tree
from sawti.insights.onboarding import Item, setups
from sawti.lib import clock
from sawti.tenancy.context import tenant_context
from tests import people
from tests.cast import Cast

ELECTRICITY = "ewa-electricity-distribution"
PAGE = f"/desk/entities/{ELECTRICITY}/setup/"


def state(cast: Cast) -> dict[str, bool]:
    """Return the checklist of Fatima's entity."""
    with cast.inside(cast.bahrain):
        entity_id = entity_tree().by_code[ELECTRICITY].id
        found = setups([entity_id], at=clock.now())[0]
    return {str(item.item): item.is_done for item in found.items}


def english(cast: Cast, person: people.Person) -> Any:
    client = cast.client(person)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


def test_facts_decide_what_can_be_computed(cast: Cast, clock: Any) -> None:
    assert state(cast) == {
        "head": True,
        "focal_points": True,
        "deputies": False,
        "calendar": True,
        "categories": True,
        "replies": True,
        "sign_ins": False,
        "training": False,
        "announced": False,
    }


def test_a_second_focal_point_does_one_line(cast: Cast) -> None:
    at = clock.now()
    with cast.inside(cast.bahrain):
        entity_id = entity_tree().by_code[ELECTRICITY].id
    with tenant_context(cast.bahrain):
        give_post(
            staff_id=cast.noor.id,
            role_code="focal_point",
            entity_id=entity_id,
            period=Period(at),
            by=cast.salma,
            at=at,
        )

    assert state(cast)["deputies"]


def test_an_overseer_ticks_with_a_note_and_takes_it_back(cast: Cast) -> None:
    client = english(cast, people.KHALID)

    client.post(PAGE, {"item": Item.TRAINING, "deed": "tick", "note": "two days in March"})
    ticked, text = state(cast)["training"], client.get(PAGE).content.decode()
    client.post(PAGE, {"item": Item.TRAINING, "deed": "untick"})

    assert (ticked, state(cast)["training"]) == (True, False)
    assert "two days in March" in text


def test_nobody_ticks_what_facts_decide(cast: Cast) -> None:
    client = english(cast, people.KHALID)

    assert client.post(PAGE, {"item": Item.HEAD, "deed": "tick"}).status_code == 404


def test_only_who_oversees_the_entity_sees_and_ticks(cast: Cast) -> None:
    statuses = {
        who.name: (
            english(cast, who).get(PAGE).status_code,
            english(cast, who).post(PAGE, {"item": "training", "deed": "tick"}).status_code,
        )
        for who in (people.FATIMA, people.NOOR, people.OMAR)
    }

    assert list(statuses.values()) == [(403, 403), (403, 403), (404, 404)]
    assert not state(cast)["training"]


def test_the_overview_shows_progress_and_hides_what_is_complete(cast: Cast) -> None:
    client = english(cast, people.SALMA)

    everything = client.get("/desk/setup/").content.decode()
    todo = client.get("/desk/setup/?only=todo").content.decode()

    assert "Set up completely: 0 of" in everything
    assert everything.count("<progress ") == todo.count("<progress ") > 90


def test_the_overview_costs_the_same_for_one_entity_and_for_all(
    cast: Cast, django_assert_num_queries: Any
) -> None:
    with cast.inside(cast.bahrain):
        ids = list(entity_tree().by_id)
        setups(ids, at=clock.now())

        with django_assert_num_queries(2):
            setups(ids[:1], at=clock.now())
        with django_assert_num_queries(2):
            setups(ids, at=clock.now())
