"""Companies of invented people for the demo."""

from pathlib import Path
from typing import Any

from sawti.businesses.models import Business, Membership
from sawti.cases.models import Applicant
from sawti.lib import clock as time
from sawti.packs.demo_companies import STORIES, add_demo_companies
from sawti.tenancy.context import tenant_context
from tests.cast import Cast
from tests.sawti.acting.scenes import checker


def test_the_demo_has_a_company_with_cases_and_one_that_waits(
    cast: Cast, files_folder: Path, clock: Any
) -> None:
    checker(cast)

    with tenant_context(cast.bahrain):
        counts = [add_demo_companies(at=time.now()) for _ in range(2)]
    with tenant_context(cast.jordan):
        nobody_checks = add_demo_companies(at=time.now())

    with cast.inside(cast.bahrain):
        states = sorted(Business.objects.values_list("state", flat=True))
        filed = Applicant.objects.filter(member__business__state="verified").count()
        roles = sorted(Membership.objects.values_list("role", flat=True))
    assert (counts, nobody_checks) == ([2, 0], 0)
    assert (states, filed) == (["claimed", "verified"], len(STORIES))
    assert roles == ["agent", "owner", "owner"]
