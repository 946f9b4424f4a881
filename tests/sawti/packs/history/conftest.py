"""A history of a few hundred cases, written as the command writes it."""

from collections.abc import Callable
from typing import Any

import pytest

from sawti.packs.history.actions import Told, make_history
from sawti.tenancy.context import TenantFacts, tenant_context
from tests.cast import Cast, utc
from tests.sawti.cases.secrets import HOME, OFFICE, add_officer

SINCE, UNTIL = "2025-09-20T09:00Z", "2026-11-24T09:00Z"


@pytest.fixture
def officer(cast: Cast) -> None:
    """Noor knows of the confidential cases of electricity, and of those that nobody else may."""
    for entity in (HOME, OFFICE):
        add_officer(cast, entity)


@pytest.fixture
def write(cast: Cast) -> Callable[..., Told]:
    """Write a history into a tenant; Bahrain unless said."""

    def write(cases: int, tenant: TenantFacts | None = None, **changes: Any) -> Told:
        values: dict[str, Any] = {"since": utc(SINCE), "until": utc(UNTIL), "seed": 7}
        with tenant_context(tenant or cast.bahrain):
            return make_history(cases, **{**values, **changes})

    return write
