"""Auditors read, narrow and export the record; nobody else does."""

import csv
import re
from datetime import timedelta
from io import StringIO

import pytest
from django.db import transaction
from django.http import HttpResponse

from sawti.audit.actions import note_verification, seal_pending
from sawti.audit.context import request_id
from sawti.audit.models import Entry, Seal
from sawti.audit.steps import write_entry
from sawti.lib import clock
from sawti.tenancy.context import tenant_context
from sawti_desk.audit import screen
from tests import people
from tests.cast import Cast, utc
from tests.sql import statements

AUDIT = "/desk/audit/"
EXPORT = "/desk/audit/export/"


def write(cast: Cast, *events: str, reason: str = "why", on: str = "2026-03-01T08:00Z") -> None:
    with tenant_context(cast.bahrain), transaction.atomic():
        for second, event in enumerate(events):
            write_entry(
                event,
                at=utc(on) + timedelta(seconds=second),
                actor_id=cast.fatima.id,
                object_type="case",
                object_id=cast.yusuf.id,
                reason=reason,
            )


def shown(cast: Cast, query: str = "") -> str:
    response = cast.client(people.ADEL).get(f"{AUDIT}?language=en&{query}", follow=True)
    assert response.status_code == 200
    return str(response.content.decode())


def exported(response: HttpResponse) -> list[list[str]]:
    return list(csv.reader(StringIO(response.content.decode("utf-8-sig"))))


def test_an_auditor_sees_who_did_what_about_what_and_why(cast: Cast) -> None:
    write(cast, "test.seen")

    page = shown(cast, "event=test.seen")

    assert "test.seen" in page
    assert "فاطمة الأنصاري" in page
    assert str(cast.yusuf.id) in page
    assert "why" in page


def test_an_entry_shows_its_seal_or_that_it_has_none_yet(cast: Cast) -> None:
    write(cast, "test.seen")
    before = shown(cast, "event=test.seen")
    with tenant_context(cast.bahrain):
        seal_pending(at=clock.now())

    after = shown(cast, "event=test.seen")

    assert "Not sealed yet" in before
    assert "Not sealed yet" not in after
    assert "Seal 1" in after


@pytest.mark.parametrize(
    ("query", "events"),
    [
        ("event=test.a", ["test.a"]),
        ("since=2026-03-02&event=test.b", ["test.b"]),
        ("until=2026-02-28&actor=fatima@bahrain.example", []),
        ("until=2026-03-01&actor=fatima@bahrain.example", ["test.a"]),
        ("actor=fatima@bahrain.example", ["test.b", "test.a"]),
    ],
)
def test_filters_narrow_the_list(cast: Cast, query: str, events: list[str]) -> None:
    write(cast, "test.a")
    write(cast, "test.b", on="2026-03-02T08:00Z")

    page = shown(cast, query)

    assert [each for each in ("test.b", "test.a") if f">{each}<" in page] == events


def test_an_id_of_the_list_finds_everything_about_it(cast: Cast) -> None:
    write(cast, "test.a")

    page = shown(cast, f"object={cast.yusuf.id}")

    assert ">test.a<" in page


def test_an_entry_shows_its_request_and_a_click_shows_what_else_that_request_did(
    cast: Cast,
) -> None:
    token = request_id.set("request-of-noon")
    write(cast, "test.a", "test.b")
    request_id.reset(token)
    write(cast, "test.c")

    [line] = cast.client(people.ADEL).get(f"{AUDIT}?event=test.a").context["screen"].lines
    page = shown(cast, line.request_url.partition("?")[2])

    assert "request-of-noon" in shown(cast, "event=test.a")
    assert [each for each in ("test.a", "test.b", "test.c") if f">{each}<" in page] == [
        "test.a",
        "test.b",
    ]


def test_no_id_stands_twice_on_the_page(cast: Cast) -> None:
    write(cast, "test.a")

    ids = re.findall(r'\sid="([^"]+)"', shown(cast, "event=test.a"))

    assert sorted(ids) == sorted(set(ids))


def test_days_are_those_of_the_tenants_zone(cast: Cast) -> None:
    write(cast, "test.late", on="2026-03-01T22:30Z")  # half past one on the second, in Bahrain

    assert ">test.late<" in shown(cast, "since=2026-03-02&until=2026-03-02&event=test.late")


@pytest.mark.parametrize(
    "query", ["actor=nobody@bahrain.example", "object=none", "since=yesterday"]
)
def test_a_filter_that_means_nothing_is_said_and_shows_no_entry(cast: Cast, query: str) -> None:
    write(cast, "test.a")

    response = cast.client(people.ADEL).get(f"{AUDIT}?{query}")

    assert response.status_code == 422
    assert ">test.a<" not in response.content.decode()


def test_pages_follow_each_other_without_losing_an_entry_of_the_same_instant(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    with tenant_context(cast.bahrain), transaction.atomic():
        for number in range(120):
            write_entry("test.many", at=utc("2026-03-01T08:00Z"), reason=f"number {number}.")
    client, address, found = cast.client(people.ADEL), f"{AUDIT}?event=test.many", []

    for _ in range(3):
        page = client.get(address).context["screen"]
        found += [line.reason for line in page.lines]
        address = page.pager.older_url

    assert address == ""
    assert sorted(found) == sorted(f"number {number}." for number in range(120))


@pytest.mark.parametrize("count", [1, 50])
def test_the_list_costs_the_same_for_one_entry_as_for_fifty(cast: Cast, count: int) -> None:
    write(cast, *["test.many"] * count)
    client = cast.client(people.ADEL)
    client.get(f"{AUDIT}?event=test.many")

    with statements() as sent:
        client.get(f"{AUDIT}?event=test.many")

    assert len(sent) == 6


def test_it_says_up_to_where_the_record_was_checked(cast: Cast) -> None:
    with tenant_context(cast.bahrain):
        seal_pending(at=clock.now())
        with cast.inside(cast.bahrain):
            last = Seal.objects.order_by("-sequence")[0]
        note_verification(last, problem="", at=utc("2026-03-01T01:30Z"))

    assert f"the first {last.total} entries are as they were written" in shown(cast)


def test_it_says_when_a_link_is_broken(cast: Cast) -> None:
    with tenant_context(cast.bahrain):
        note_verification(None, problem="seal 3: the seal is missing", at=utc("2026-03-01T01:30Z"))

    assert "Tell the operators: seal 3: the seal is missing" in shown(cast)


def test_an_export_holds_the_chosen_entries_and_is_recorded(cast: Cast) -> None:
    write(cast, "test.a", "test.b")

    response = cast.client(people.ADEL).post(EXPORT, {"event": "test.a"})

    rows = exported(response)
    assert response.headers["Content-Disposition"].startswith('attachment; filename="audit-')
    assert [row[2] for row in rows] == ["event", "test.a"]
    with cast.inside(cast.bahrain):
        entry = Entry.objects.get(event="audit.exported")
    assert (entry.actor_id, entry.reason) == (cast.staff(people.ADEL).id, "event test.a")


@pytest.mark.parametrize("reason", ["=1+1", "+1", "-1", "@SUM(A1)", "  =1", "＝1"])
def test_an_export_calculates_nothing(cast: Cast, reason: str) -> None:
    write(cast, "test.a", reason=reason)

    response = cast.client(people.ADEL).post(EXPORT, {"event": "test.a"})

    assert exported(response)[1][8] == f"'{reason.strip()}"


def test_an_export_that_is_too_large_is_refused_and_not_recorded(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(screen, "MOST_EXPORTED", 1)
    write(cast, "test.a", "test.a")

    response = cast.client(people.ADEL).post(EXPORT, {"event": "test.a"})

    assert response.status_code == 422
    with cast.inside(cast.bahrain):
        assert not Entry.objects.filter(event="audit.exported").exists()


@pytest.mark.parametrize("person", [people.FATIMA, people.MARYAM, people.NOOR, people.SALMA])
def test_others_are_refused_and_the_try_is_recorded(cast: Cast, person: people.Person) -> None:
    write(cast, "test.a")

    response = cast.client(person).get(AUDIT)

    assert response.status_code == 403
    assert "test.a" not in response.content.decode()
    with cast.inside(cast.bahrain):
        assert Entry.objects.get(event="access.denied").reason == "403 desk:audit"


def test_the_outsider_sees_nothing_of_another_tenant(cast: Cast) -> None:
    write(cast, "test.a")

    assert cast.client(people.OMAR).get(AUDIT).status_code == 403


def test_the_way_to_the_record_is_shown_to_auditors_only(cast: Cast) -> None:
    assert AUDIT in cast.client(people.ADEL).get("/desk/").content.decode()
    assert AUDIT not in cast.client(people.FATIMA).get("/desk/").content.decode()
