"""The demo's wall has words on it."""

from typing import Any

from sawti.tenancy.context import tenant_context
from sawti_appreciation.demo import add_demo_thanks
from sawti_appreciation.models import Appreciation, Decision
from tests.cast import Cast, utc

AT = utc("2026-03-01T08:00Z")


def test_the_demo_shows_thanks_that_their_entities_approved_and_one_that_waits(
    cast: Cast, visitor: Any
) -> None:
    with tenant_context(cast.bahrain):
        first, again = add_demo_thanks(at=AT), add_demo_thanks(at=AT)

    page = visitor.get().text

    assert (first, again) == (7, 0)
    assert ("Daniel R." in page, "Huda Salman" in page) == (True, True)
    assert "The inspector came in the evening" not in page
    with cast.inside(cast.bahrain):
        decided = Appreciation.objects.values_list("decision", flat=True)
        assert sorted(decided) == [Decision.APPROVED] * 6 + [Decision.WAITING]
