"""A person's copy of their data: made by a worker, fetched once by them alone, gone after a day."""

import json
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import UUID
from zipfile import ZipFile

import pytest

from sawti.accounts.models import Person
from sawti.attachments.actions import sweep_unclaimed
from sawti.attachments.content import opened, storage
from sawti.attachments.models import Attachment
from sawti.audit.models import Entry
from sawti.lib import clock as time
from sawti.lib.errors import Missing
from sawti.lib.ids import new_id
from sawti.outbox.delivery import Letter
from sawti.retention.actions.copies import ASKED, ask_copy, fetch_copy, forget_copies, make_copy
from sawti.retention.actions.people import forget_person
from sawti.retention.models import Copy
from sawti.retention.queries import copy_of
from sawti.tenancy.context import tenant_context
from tests import people
from tests.cast import STORY, Cast

HOSTILE = "<script>alert(1)</script>"


@pytest.fixture(autouse=True)
def _own_folder(files_folder: Path, clock: Any) -> None:
    """Every test here keeps files."""


def asked(cast: Cast, who: people.Applicant = people.SARA) -> Person:
    person = cast.applicant(who)
    with tenant_context(cast.bahrain):
        ask_copy(person.id, language="en", at=time.now())
    return person


def made(cast: Cast, who: people.Applicant = people.SARA) -> tuple[Person, Copy]:
    """Ask for a copy and let the worker make it."""
    person = asked(cast, who)
    cast.deliver()
    with cast.inside(cast.bahrain):
        return person, Copy.objects.select_related("attachment").get(person=person)


def letter(copy_id: UUID, attempts: int) -> Letter:
    return Letter(new_id(), ASKED, {"copy_id": str(copy_id)}, attempts)


def contents(cast: Cast, row: Copy) -> ZipFile:
    with tenant_context(cast.bahrain):
        source = opened(row.attachment.key)
        assert source is not None
        with source:
            return ZipFile(BytesIO(source.read()))


def test_a_copy_has_the_data_for_programs_a_page_to_read_and_the_files(cast: Cast) -> None:
    sara = cast.applicant(people.SARA)
    filed = cast.file_case(
        person_id=sara.id, story=HOSTILE, files=(cast.upload(name="lamp.jpg").token,)
    )
    cast.file_case(person_id=cast.applicant(people.HASAN).id)

    _, row = made(cast)
    archive = contents(cast, row)
    data = json.loads(archive.read("data.json"))
    page = archive.read("index.html").decode()

    (case,) = data["cases"]
    path = f"files/{filed.number}/1-lamp.jpg"
    assert sorted(archive.namelist()) == sorted(["data.json", "index.html", path])
    assert case["files"] == [{"name": "lamp.jpg", "path": path}]
    assert (data["profile"]["email"], data["identities"]) == (people.SARA.email, [])
    assert archive.testzip() is None
    assert f'href="{path}"' in page
    assert HOSTILE not in page
    assert filed.number in page
    assert (row.done, row.total) == (0, 1)


def test_asked_twice_one_copy_is_made_and_made_twice_it_is_one_file(cast: Cast) -> None:
    asked(cast)
    _, row = made(cast)

    with tenant_context(cast.bahrain):
        make_copy(letter(row.id, 1), time.now())

    assert (cast.count(Copy), cast.count(Attachment)) == (1, 1)


def test_only_its_person_fetches_it_and_once(cast: Cast) -> None:
    sara, row = made(cast)
    hasan, outsider = cast.applicant(people.HASAN), cast.applicant(people.SARA_IN_JORDAN)
    with tenant_context(cast.bahrain), pytest.raises(Missing):
        fetch_copy(row.id, person_id=hasan.id, at=time.now())
    with tenant_context(cast.jordan), pytest.raises(Missing):
        fetch_copy(row.id, person_id=outsider.id, at=time.now())

    with tenant_context(cast.bahrain):
        stored = fetch_copy(row.id, person_id=sara.id, at=time.now())
        with pytest.raises(Missing):
            fetch_copy(row.id, person_id=sara.id, at=time.now())

    with cast.inside(cast.bahrain):
        events = list(
            Entry.objects.filter(event__startswith="person.copy").values_list("event", flat=True)
        )
        assert copy_of(sara.id, at=time.now()) is None
    assert stored.facts.media_type == "application/zip"
    assert sorted(events) == ["person.copy_asked", "person.copy_fetched"]


def test_what_is_over_or_fetched_goes_with_its_bytes(
    cast: Cast, django_capture_on_commit_callbacks: Any
) -> None:
    _, row = made(cast)
    later = time.now() + timedelta(hours=24)

    with tenant_context(cast.bahrain):
        gone = forget_copies(at=later)
        with django_capture_on_commit_callbacks(execute=True):
            sweep_unclaimed(at=later)

    assert (gone, cast.count(Copy), cast.count(Attachment)) == (1, 0, 0)
    assert not storage().exists(row.attachment.key)


def test_the_end_of_the_account_takes_the_copy_along(cast: Cast) -> None:
    cast.file_case(person_id=cast.applicant(people.SARA).id, story=STORY)
    sara, _ = made(cast)

    with tenant_context(cast.bahrain):
        forget_person(sara.id, at=time.now())

    assert (cast.count(Copy), cast.count(Attachment)) == (0, 0)


def test_a_copy_that_cannot_be_made_is_told_after_the_third_try(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    sara = asked(cast)
    monkeypatch.setattr("sawti.retention.actions.copies.write_copy", lambda *a, **b: 1 / 0)
    with cast.inside(cast.bahrain):
        copy_id = Copy.objects.get().id

    with tenant_context(cast.bahrain), pytest.raises(ZeroDivisionError):
        make_copy(letter(copy_id, 2), time.now())
    with tenant_context(cast.bahrain):
        make_copy(letter(copy_id, 3), time.now())

    with cast.inside(cast.bahrain):
        found = copy_of(sara.id, at=time.now())
    assert found is not None
    assert found.is_failed
