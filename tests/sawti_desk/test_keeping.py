"""The officer's pages: policies, runs, holds and requests."""

from typing import Any

import pytest

from sawti.retention.actions.applying import apply_policies
from sawti.retention.actions.requests import Asker, ask_erasure
from sawti.retention.models import ErasureRequest, Hold, Policy
from sawti.tenancy.context import tenant_context
from tests import people
from tests.cast import Cast, utc
from tests.sawti.retention.scenes import closed_case, policy

NOW = utc("2026-03-01T08:00Z")
PAGES = ("/desk/keeping/", "/desk/keeping/holds/", "/desk/keeping/requests/")


def test_the_officer_sees_how_many_cases_would_end_and_sets_a_policy(
    cast: Cast, clock: Any
) -> None:
    closed_case(cast)
    policy(cast)
    client = cast.client(people.HUDA)
    form = {"kind": "cases", "number": "12", "unit": "months", "how": "erase"}

    before = client.get("/desk/keeping/?language=en", follow=True)
    answer = client.post("/desk/keeping/", form, follow=True)

    assert "<td>24 months</td><td>Anonymise: only figures stay</td><td>1</td><td>1</td>" in (
        before.text
    )
    assert "The policy counts in a week." in answer.text
    assert "Not yet in force" in answer.text
    with cast.inside(cast.bahrain):
        made = Policy.objects.get(set_by=cast.staff(people.HUDA))
    undone = client.post(f"/desk/keeping/policies/{made.id}/", follow=True)
    assert "The policy was taken back." in undone.text


def test_a_run_is_shown_and_sent_as_a_file(cast: Cast, clock: Any) -> None:
    closed_case(cast)
    policy(cast)
    with tenant_context(cast.bahrain):
        run = apply_policies(at=NOW)
    client = cast.client(people.HUDA)

    page = client.get(f"/desk/keeping/runs/{run.id}/")
    file = client.get(f"/desk/keeping/runs/{run.id}.csv")

    assert "cases_case" in page.text
    assert file.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert "cases_case" in file.text


def test_a_hold_is_placed_and_lifted(cast: Cast, clock: Any) -> None:
    filed, client = closed_case(cast), cast.client(people.HUDA)

    placed = client.post(
        "/desk/keeping/holds/", {"number": filed.number, "reason": "court order"}, follow=True
    )
    with cast.inside(cast.bahrain):
        hold = Hold.objects.get()
    lifted = client.post(f"/desk/keeping/holds/{hold.id}/", follow=True)

    assert filed.number in placed.text
    assert "court order" in placed.text
    assert "court order" not in lifted.text


def test_a_request_is_refused_and_another_approved(cast: Cast, clock: Any) -> None:
    client = cast.client(people.HUDA)
    for _ in range(2):
        with tenant_context(cast.bahrain):
            case_id = closed_case(cast).case_id
            ask_erasure(Asker(case_id=case_id), language="ar", at=NOW)
    with cast.inside(cast.bahrain):
        first, second = ErasureRequest.objects.order_by("id").values_list("id", flat=True)
    page = client.get("/desk/keeping/requests/")

    client.post(f"/desk/keeping/requests/{first}/", {"deed": "refuse", "refusal": "law"})
    client.post(f"/desk/keeping/requests/{second}/", {"deed": "approve", "how": "anonymise"})

    assert page.text.count('value="approve"') == 2
    with cast.inside(cast.bahrain):
        states = ErasureRequest.objects.order_by("id").values_list("state", flat=True)
        assert list(states) == ["refused", "approved"]


@pytest.mark.parametrize("page", PAGES)
def test_others_may_not_see_the_pages(cast: Cast, page: str) -> None:
    assert cast.client(people.HUDA).get(page).status_code == 200
    assert cast.client(people.FATIMA).get(page).status_code == 403
    assert cast.client(people.OMAR).get(page).status_code == 403
