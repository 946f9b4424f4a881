"""Filing for somebody else over the API."""

from pathlib import Path
from typing import Any

import pytest

from sawti.acting.models import Representation
from tests.cast import Cast
from tests.sawti.acting.scenes import accepted
from tests.sawti_api.calls import Api, stored


@pytest.fixture(autouse=True)
def _own_folder(files_folder: Path, clock: Any) -> None:
    """Every test here keeps files."""


def test_the_kinds_are_listed_with_what_they_allow(api: Api) -> None:
    results = api.get("/api/v1/representations").json()["results"]

    assert [row["code"] for row in results] == ["parent", "guardian", "power-of-attorney", "helper"]
    assert results[3] == {
        "code": "helper",
        "name": "Relative or helper",
        "hint": "You write for somebody who asked you to; no document is needed",
        "may": ["file", "follow"],
        "needs_proof": False,
        "document": "",
        "needs_account": False,
    }


def test_a_case_for_somebody_else_opens_once_the_proof_is_accepted(api: Api, cast: Cast) -> None:
    token = cast.upload(name="birth.jpg").token
    behalf = {"kind": "parent", "name": "Layla", "valid_until": "2027-01-01", "proofs": [token]}

    filed = api.file(on_behalf_of=behalf).json()
    path, receipt = f"/api/v1/cases/{filed['number']}", filed["receipt"]
    waiting = api.get(path, sawti_receipt=receipt)
    accepted(cast)
    opened = api.get(path, sawti_receipt=receipt).json()

    assert (waiting.status_code, waiting.json()["code"]) == (409, "representation_not_proven")
    assert opened["on_behalf_of"] == {"kind": "parent", "kind_name": "Parent", "state": "proven"}


def test_a_helper_follows_and_may_not_take_the_case_back(api: Api, cast: Cast) -> None:
    filed = api.file(on_behalf_of={"kind": "helper", "name": "Layla"}).json()
    path, receipt = f"/api/v1/cases/{filed['number']}", filed["receipt"]

    followed = api.get(path, sawti_receipt=receipt).json()
    withdrawn = api.post(f"{path}/withdraw", {}, sawti_receipt=receipt)

    assert followed["may_withdraw"] is False
    assert withdrawn.json()["code"] == "representation_not_allowed"
    assert api.get(path, sawti_receipt=receipt).json()["state"] == "received"


def test_every_fault_has_its_place_and_nothing_is_stored(api: Api, cast: Cast) -> None:
    before = stored(cast)

    answer = api.file(on_behalf_of={"kind": "parent", "name": "", "valid_until": "soon"})
    unknown = api.file(on_behalf_of={"kind": "king", "name": "Layla"})
    missing = api.file(on_behalf_of={"kind": "parent", "name": ""})

    assert [e["field"] for e in answer.json()["errors"]] == ["/on_behalf_of/valid_until"]
    assert [e["field"] for e in unknown.json()["errors"]] == ["/on_behalf_of/kind"]
    assert [e["field"] for e in missing.json()["errors"]] == [
        "/on_behalf_of/name",
        "/on_behalf_of/proofs",
    ]
    assert stored(cast) == before
    assert cast.count(Representation) == 0
