"""Editors who publish a text at the same moment do so one after the other."""

from collections import Counter

import pytest
from django.db import transaction

from sawti.consents.models import ConsentVersion
from sawti.consents.steps import publish_version
from sawti.lib import clock
from tests import people
from tests.cast import Cast
from tests.sawti.accounts.test_codes_at_once import AT_ONCE, all_at_once
from tests.sawti.consents.test_consents import wording

pytestmark = pytest.mark.usefixtures("committed")


def test_each_publishes_a_version_with_a_number_of_its_own(cast: Cast) -> None:
    layla = cast.staff(people.LAYLA)

    def publish(number: int) -> bool:
        with transaction.atomic(durable=True):
            return publish_version("privacy", wording(f"{number}"), by=layla, at=clock.now())

    found = Counter(all_at_once(cast, publish))

    with cast.inside(cast.bahrain):
        rows = ConsentVersion.objects.filter(code="privacy").order_by("number")
        numbers = list(rows.values_list("number", flat=True))
    assert found == {True: AT_ONCE}
    assert numbers == list(range(1, AT_ONCE + 2))
