"""Administrators set the ladders: who is told, or gets the case, when it is late."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from sawti.audit.models import Entry
from sawti.catalogue.models import Edit
from sawti.escalation.ladders import ladder_of
from sawti.escalation.models import Level
from tests import people
from tests.cast import Cast
from tests.sawti_cms.test_policies import now
from tests.sawti_cms.test_screens import editor

HERE = "/cms/escalation/"
LEVEL = {
    "name_ar": "مدير الدائرة",
    "name_en": "Head of department",
    "policy": "",
    "clock": "resolution",
    "position": "2",
    "amount": "90",
    "mark": "percent",
    "deed": "inform",
    "to": "role",
    "role": "head",
    "place": "near",
    "entity": "",
    "is_active": "on",
    "seen": "",
}


@pytest.fixture
def salma(cast: Cast, clock: Any) -> Client:
    return editor(cast, people.SALMA)


def row(cast: Cast, code: str = "head-of-department") -> Level:
    with cast.inside(cast.bahrain):
        found: Level = Level.objects.get(code=code)
        return found


def test_a_new_level_counts_at_once_and_is_on_record(cast: Cast, salma: Client) -> None:
    response = salma.post(f"{HERE}add/", LEVEL)

    assert (response.status_code, response.headers["Location"]) == (302, HERE)
    with cast.inside(now()):
        codes = [level.code for level in ladder_of("standard")]
        entry = Entry.objects.get(event="catalogue.level_added")
    assert codes == [
        "warning",
        "head-of-department",
        "secretary-general",
        "minister",
        "prime-ministers-office",
    ]
    assert (entry.actor_id, entry.object_id) == (cast.salma.id, row(cast).id)


def test_a_policy_with_levels_of_its_own_has_only_these(cast: Cast, salma: Client) -> None:
    salma.post(f"{HERE}add/", {**LEVEL, "policy": "thanks"})

    with cast.inside(now()):
        ladders = {policy: len(ladder_of(policy)) for policy in ("thanks", "standard")}

    assert ladders == {"thanks": 1, "standard": 4}


def test_two_editors_at_once_do_not_overwrite_each_other(
    cast: Cast, salma: Client, clock: Any
) -> None:
    salma.post(f"{HERE}add/", LEVEL)
    seen = row(cast).edited_at
    assert seen is not None
    clock.move_to("2026-03-01T08:05Z")
    salma.post(f"{HERE}head-of-department/", {**LEVEL, "amount": "95", "seen": seen.isoformat()})

    late = salma.post(
        f"{HERE}head-of-department/", {**LEVEL, "amount": "80", "seen": seen.isoformat()}
    )

    assert late.status_code == 422
    assert row(cast).amount == 95
    with cast.inside(cast.bahrain):
        edits = Edit.objects.filter(table="level", row="head-of-department").order_by("at", "id")
        assert [edit.after["amount"] for edit in edits] == [90, 95]


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"name_ar": ""}, "Write this in Arabic too"),
        ({"amount": "101"}, "Enter a number from 1 to 100."),
        ({"role": ""}, "There is no such choice here."),
        ({"role": "operation_room", "place": "top"}, "one of all entities: it has no place"),
        ({"place": "named"}, "Choose the entity whose post is meant."),
        ({"to": "holder", "deed": "reassign"}, "The holder has the case already."),
        ({"amount": "50"}, "A later level must not come before an earlier one."),
        ({"role": "made-up"}, "made-up"),
        ({"policy": "made-up"}, "made-up"),
        ({"name_en": "Minister"}, "Another level has this name."),
    ],
)
def test_a_level_that_cannot_be_is_refused_at_its_field(
    cast: Cast, salma: Client, wrong: dict[str, str], words: str
) -> None:
    before = cast.count(Level)

    response = salma.post(f"{HERE}add/", {**LEVEL, **wrong})

    assert response.status_code == 422
    assert words in response.content.decode()
    assert cast.count(Level) == before


def test_a_level_is_switched_off_and_its_history_leads_back(cast: Cast, salma: Client) -> None:
    salma.post(f"{HERE}add/", LEVEL)
    seen = row(cast).edited_at
    assert seen is not None

    salma.post(f"{HERE}head-of-department/", {**LEVEL, "is_active": "", "seen": seen.isoformat()})

    with cast.inside(now()):
        assert "head-of-department" not in [level.code for level in ladder_of("standard")]
    page = salma.get("/cms/history/level/head-of-department/").content.decode()
    assert "/cms/escalation/head-of-department/?from=" in page


@pytest.mark.parametrize("path", ["", "add/", "minister/"])
def test_an_editor_who_may_not_set_promises_gets_in_nowhere(cast: Cast, path: str) -> None:
    layla, before = editor(cast, people.LAYLA), row(cast, "minister").edited_at

    answers = [layla.get(f"{HERE}{path}"), layla.post(f"{HERE}{path}", LEVEL)]

    assert [answer.status_code for answer in answers] == [403, 403]
    assert row(cast, "minister").edited_at == before


def test_a_level_of_another_tenant_equals_a_missing_one(cast: Cast, salma: Client) -> None:
    zaid = editor(cast, people.ZAID)
    salma.post(f"{HERE}add/", LEVEL)

    answers = [zaid.get(f"{HERE}{code}/") for code in ("head-of-department", "none")]

    assert [answer.status_code for answer in answers] == [404, 404]


def test_the_list_costs_the_same_for_many_levels(cast: Cast, salma: Client) -> None:
    salma.get(HERE)
    with CaptureQueriesContext(connection) as few:
        salma.get(HERE)
    with cast.writing(cast.bahrain):
        Level.objects.bulk_create(
            Level(
                code=f"l{place}",
                names={"en": str(place)},
                position=9,
                mark="days",
                amount=1,
                deed="inform",
                role="head",
            )
            for place in range(50)
        )

    with CaptureQueriesContext(connection) as many:
        salma.get(HERE)

    assert len(many) == len(few)
