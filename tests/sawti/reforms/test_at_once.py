"""Two administrators reorganise the same entity in the same moment, really committed."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections

from sawti.catalogue.errors import EditedMeanwhile
from sawti.entities.models import EntityChange
from sawti.reforms import actions
from sawti.reforms.facts import Wish
from sawti.reforms.preview import preview_of
from sawti.tenancy.context import tenant_context
from tests.cast import Cast, utc
from tests.sawti.reforms.scenes import ELECTRICITY, REASON, ROADS, WATER, entity, read_anew

pytestmark = pytest.mark.usefixtures("committed")
AT = "2026-03-03T08:00Z"


def test_one_merger_is_done_and_the_other_administrator_is_told(cast: Cast) -> None:
    wishes = [Wish("merge", ELECTRICITY, REASON, into=into) for into in (ROADS, WATER)]
    with cast.inside(cast.bahrain):
        seen = [preview_of(wish, by=cast.salma, at=utc(AT)).seen for wish in wishes]
    together, by, tenant = Barrier(2), cast.salma, cast.bahrain

    def ask(place: int) -> str:
        together.wait()
        try:
            with tenant_context(tenant):
                actions.ask_reform(wishes[place], by=by, at=utc(AT), seen=seen[place])
        except EditedMeanwhile:
            return "told"
        except Exception as refusal:  # noqa: BLE001 - the test names what it expects
            return type(refusal).__name__
        else:
            return "done"
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        outcomes = sorted(pool.map(ask, range(2)))

    read_anew(cast)
    assert outcomes == ["InvalidInput", "done"]  # it is closed: the second sees nothing to merge
    assert cast.count(EntityChange) == 1
    assert entity(cast, ELECTRICITY).successor_id in {
        entity(cast, each).id for each in (ROADS, WATER)
    }
