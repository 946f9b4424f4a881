"""Switch plugins on and off in a test, and every installed plugin in turn."""

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings

from sawti.enabling.actions import disable_plugin, enable_plugin
from sawti.lib import clock
from sawti.plugins.manifest import Manifest
from sawti.tenancy.context import TenantFacts, tenant_context
from tests.cast import Cast

Switch = Callable[..., None]


def _of(cast: Cast, tenant: TenantFacts | None) -> TenantFacts:
    return tenant or cast.bahrain


def _read_anew(cast: Cast) -> None:
    """Forget the tenants' facts: their configuration has a new version."""
    for name in ("bahrain", "jordan"):
        cast.__dict__.pop(name, None)


@pytest.fixture
def enable(cast: Cast) -> Switch:
    """Enable a plugin, in Bahrain unless said, with `options` if given."""

    def switch(name: str, tenant: TenantFacts | None = None, **options: Any) -> None:
        with tenant_context(_of(cast, tenant)):
            enable_plugin(name, at=clock.now(), options=options or None)
        _read_anew(cast)

    return switch


@pytest.fixture
def disable(cast: Cast) -> Switch:
    """Disable a plugin, in Bahrain unless said."""

    def switch(name: str, tenant: TenantFacts | None = None) -> None:
        with tenant_context(_of(cast, tenant)):
            disable_plugin(name, at=clock.now())
        _read_anew(cast)

    return switch


@pytest.fixture(params=settings.SAWTI_PLUGINS, ids=lambda manifest: manifest.name)
def manifest(request: pytest.FixtureRequest) -> Manifest:
    """Every plugin that is installed."""
    found: Manifest = request.param
    return found
