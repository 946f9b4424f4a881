"""The page of a person's copy of their data."""

from pathlib import Path
from typing import Any

import pytest

from sawti.retention.models import Copy
from tests import people
from tests.cast import Cast
from tests.sawti_portal.conftest import Visitor

PAGE = "my/data/copy/"


@pytest.fixture(autouse=True)
def _own_folder(files_folder: Path, clock: Any) -> None:
    """Every test here keeps files."""


def only(cast: Cast) -> Copy:
    with cast.inside(cast.bahrain):
        found: Copy = Copy.objects.get()
    return found


def test_a_copy_is_asked_for_prepared_and_fetched_once(cast: Cast) -> None:
    sara = Visitor(cast.client(people.SARA))
    offered = sara.get(PAGE).text
    asked = sara.post(PAGE)
    waiting = sara.get(PAGE)
    cast.deliver()

    ready = sara.get(PAGE)
    fetched = sara.post(f"{PAGE}{only(cast).id}/")
    served = sara.client.get(fetched.headers["Location"])
    again = sara.post(f"{PAGE}{only(cast).id}/")

    assert "Have a copy made" in offered
    assert asked.headers["Location"] == f"/en/{PAGE}"
    assert ("We are preparing it." in waiting.text, waiting.headers["Refresh"]) == (True, "3")
    assert "Fetch the file" in ready.text
    assert "Refresh" not in ready.headers
    assert served.headers["Content-Type"] == "application/zip"
    assert served.getvalue()[:2] == b"PK"
    assert "private" in served.headers["Cache-Control"]
    assert again.headers["Location"] == f"/en/{PAGE}"


def test_nobody_else_fetches_it(cast: Cast) -> None:
    sara = Visitor(cast.client(people.SARA))
    sara.post(PAGE)
    cast.deliver()
    where = f"{PAGE}{only(cast).id}/"

    strangers = [
        Visitor(cast.client(people.HASAN)),
        Visitor(cast.client(people.SARA_IN_JORDAN)),
        Visitor(cast.client()),
    ]
    places = [each.post(where).headers["Location"] for each in strangers]

    assert places[:2] == [f"/en/{PAGE}"] * 2
    assert "/sign-in/" in places[2]
    assert only(cast).fetched_at is None
