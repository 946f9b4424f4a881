"""Asking for one's data to be removed, with an account and with a receipt."""

from typing import Any

from sawti.retention.actions.applying import apply_policies
from sawti.retention.models import ErasureRequest
from sawti.tenancy.context import tenant_context
from tests import people
from tests.cast import Cast, utc
from tests.sawti.retention.scenes import closed_case, policy


def test_a_person_asks_for_the_account_to_be_removed_and_takes_it_back(
    cast: Cast, clock: Any
) -> None:
    client = cast.client(people.SARA)

    unsure = client.post("/en/my/profile/erase/", {})
    asked = client.post("/en/my/profile/erase/", {"agreed": "on"}, follow=True)
    withdrawn = client.post("/en/my/profile/erase/", {"deed": "withdraw"}, follow=True)

    assert unsure.status_code == 422
    assert "Your request waits" in asked.text
    assert "Your request waits" not in withdrawn.text
    with cast.inside(cast.bahrain):
        assert ErasureRequest.objects.get().state == "withdrawn"


def test_an_applicant_asks_with_number_and_receipt(cast: Cast, clock: Any) -> None:
    filed, client = closed_case(cast), cast.client()
    page = f"/en/track/{filed.number}/erase/"

    locked = client.post(page, {"agreed": "on"}, follow=True)
    client.post("/en/track/", {"number": filed.number, "receipt": filed.receipt})
    asked = client.post(page, {"agreed": "on"}, follow=True)

    assert "Your request waits" not in locked.text
    assert "Your request waits" in asked.text
    with cast.inside(cast.bahrain):
        assert ErasureRequest.objects.get().case_id == filed.case_id


def test_only_number_and_receipt_together_tell_that_a_case_was_removed(
    cast: Cast, clock: Any
) -> None:
    filed, other = closed_case(cast), cast.file_case()
    policy(cast)
    with tenant_context(cast.bahrain):
        apply_policies(at=utc("2026-03-01T08:00Z"))
    wrong = {"number": filed.number, "receipt": other.receipt}
    unknown = {"number": "BH-0000-0000-0", "receipt": other.receipt}

    told = cast.client().post("/en/track/", {"number": filed.number, "receipt": filed.receipt})
    refusals = [cast.client().post("/en/track/", each).status_code for each in (wrong, unknown)]

    assert "This case was removed on Sunday 1 March 2026" in told.text
    assert refusals == [422, 422]
    assert "removed" not in cast.client().post("/en/track/", wrong).text
