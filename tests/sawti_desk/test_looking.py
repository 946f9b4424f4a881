"""Looking as a colleague: read-only, without identities, for half an hour, and on record."""

from typing import Any

import pytest
from django.test import Client

from sawti.audit.models import Entry
from sawti.cases.models import HistoryRow
from sawti.entities.actions import Period, end_post, give_post
from sawti.entities.models import Post
from sawti.lib import clock as now
from sawti.tenancy.context import tenant_context
from tests import people
from tests.cast import Cast

ROADS = "roads-projects-maintenance"
END = "/desk/looking/end/"


def english(cast: Cast, person: people.Person) -> Client:
    client = cast.client(person)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


def view(cast: Cast, client: Client, person: people.Person) -> Any:
    return client.post(f"/desk/staff/{cast.staff(person).id}/view/")


def events(cast: Cast) -> list[tuple[str, Any, Any]]:
    with cast.inside(cast.bahrain):
        rows = Entry.objects.filter(event__startswith="view_as.").order_by("at", "id")
        return list(rows.values_list("event", "actor_id", "object_id"))


def test_an_administrator_sees_what_the_colleague_sees_and_comes_back(cast: Cast) -> None:
    filed, client = cast.file_case(), english(cast, people.SALMA)
    url = f"/desk/cases/{filed.case_id}/"
    before = client.get(url).status_code

    began = view(cast, client, people.FATIMA)
    during = client.get(url)
    ended = client.post(END)
    after = client.get(url).status_code

    assert (before, began.status_code, during.status_code, after) == (404, 303, 200, 404)
    assert ended.url == f"/desk/staff/{cast.fatima.id}/access/"
    assert "You see the desk as" in during.content.decode()
    assert events(cast) == [
        ("view_as.began", cast.salma.id, cast.fatima.id),
        ("view_as.ended", cast.salma.id, cast.fatima.id),
    ]


@pytest.mark.parametrize("page", ["/desk/", "/desk/overview/", "/desk/views/"])
def test_every_page_of_the_desk_carries_the_banner(cast: Cast, page: str) -> None:
    client = english(cast, people.SALMA)
    view(cast, client, people.FATIMA)

    assert "You see the desk as" in client.get(page).content.decode()


def test_who_looks_changes_nothing_and_opens_no_identity(cast: Cast) -> None:
    filed, client = cast.file_case(), english(cast, people.SALMA)
    version = cast.case(filed.case_id).version
    view(cast, client, people.FATIMA)
    rows = cast.count(HistoryRow)
    case = f"/desk/cases/{filed.case_id}/"

    statuses = [
        client.post(f"{case}take/", {"version": version}).status_code,
        client.post(f"{case}identity/", {"reason": "to see"}).status_code,
        client.post(f"/api/v1/staff/cases/{filed.case_id}/take", {"version": version}).status_code,
        client.delete("/desk/").status_code,
        client.get("/cms/").status_code,
        client.get("/desk/account/").status_code,
    ]

    assert statuses == [403] * 6
    assert cast.count(HistoryRow) == rows
    assert "sara@example.com" not in client.get(case).content.decode()


@pytest.mark.parametrize(
    "page",
    [
        "/desk/sign-in/",
        "/desk/sign-in/code/",
        "/desk/sign-in/enrol/",
        "/desk/sign-in/forgotten/",
        "/desk/sign-in/provider/",
        "/desk/sign-in/provider/back/?state=x&code=y",
        "/desk/account/password/",
        "/desk/confirm/",
    ],
)
def test_who_looks_reaches_no_page_of_signing_in(cast: Cast, page: str) -> None:
    client = english(cast, people.SALMA)
    view(cast, client, people.FATIMA)

    assert (client.get(page).status_code, client.post(page).status_code) == (403, 403)


def test_what_is_refused_there_is_recorded_under_who_really_looks(cast: Cast) -> None:
    elsewhere, client = cast.file_case(category="", entity=ROADS), english(cast, people.SALMA)
    view(cast, client, people.FATIMA)

    refused = client.get(f"/desk/cases/{elsewhere.case_id}/").status_code

    with cast.inside(cast.bahrain):
        entry = Entry.objects.get(event="access.denied")
    assert refused == 404
    assert (entry.actor_id, entry.acting_for_id) == (cast.salma.id, cast.fatima.id)


def test_looking_further_from_there_is_refused(cast: Cast) -> None:
    client = english(cast, people.SALMA)
    view(cast, client, people.FATIMA)

    assert view(cast, client, people.YUSUF).status_code == 403
    assert len(events(cast)) == 1


@pytest.mark.parametrize("whom", [people.ADEL, people.HUDA, people.SALMA])
def test_whoever_sees_more_than_an_administrator_may_is_not_looked_at(
    cast: Cast, whom: people.Person
) -> None:
    assert view(cast, english(cast, people.SALMA), whom).status_code == 409
    assert events(cast) == []


@pytest.mark.parametrize("who", [people.FATIMA, people.MARYAM, people.KHALID, people.LAYLA])
def test_only_administrators_look(cast: Cast, who: people.Person) -> None:
    assert view(cast, english(cast, who), people.YUSUF).status_code == 403
    assert events(cast) == []


def test_the_outsider_is_missing(cast: Cast) -> None:
    assert view(cast, english(cast, people.SALMA), people.OMAR).status_code == 404


def test_after_half_an_hour_one_is_back_and_the_end_is_on_record(cast: Cast, clock: Any) -> None:
    filed, client = cast.file_case(), english(cast, people.SALMA)
    url = f"/desk/cases/{filed.case_id}/"
    view(cast, client, people.FATIMA)

    clock.move_to("2026-03-01T08:29:59Z")
    last = client.get(url).status_code
    clock.move_to("2026-03-01T08:30:00Z")
    after = client.get(url).status_code

    assert (last, after) == (200, 404)
    assert [event for event, _, _ in events(cast)] == ["view_as.began", "view_as.ended"]


def test_whoever_loses_the_right_to_look_is_back_on_the_next_request(cast: Cast) -> None:
    filed, client, at = cast.file_case(), english(cast, people.SALMA), now.now()
    with tenant_context(cast.bahrain):
        give_post(
            staff_id=cast.noor.id,
            role_code="administrator",
            entity_id=None,
            period=Period(at),
            by=cast.salma,
            at=at,
        )
    view(cast, client, people.FATIMA)
    with cast.inside(cast.bahrain):
        post = Post.objects.get(staff=cast.salma)

    with tenant_context(cast.bahrain):
        end_post(post.id, by=cast.noor, at=now.now())

    assert client.get(f"/desk/cases/{filed.case_id}/").status_code == 404
